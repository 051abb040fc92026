"""Reads for pages: the shelf of this installation, what an article rests on, and the search. Nothing is written."""

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise

from holdfast.catalogue import roots
from holdfast.catalogue.problems import ContentError
from holdfast.library import content, rules, search
from holdfast.library.article import Article
from holdfast.library.content import Shelf
from holdfast.library.schema import Certainty, Claim
from holdfast.library.search import Index
from holdfast.library.sources import Citation


@dataclass(frozen=True)
class Sure:
    """How sure, as pages say it."""

    label: Promise
    meaning: Promise


@dataclass(frozen=True)
class Source:
    """A source as pages print it: its words, what nobody has checked yet, and its number where that was seen."""

    text: str
    marks: list[str]
    doi: str


@dataclass(frozen=True)
class Said:
    """A claim as pages print it: the question, how sure, what we may tell, its sources."""

    claim: Claim
    sure: Sure
    sources: list[Source]


@dataclass(frozen=True)
class Told:
    """A claim as a page of another room says it: our words, how sure, and where to read more."""

    words: str
    sure: str
    address: str


@dataclass(frozen=True)
class Found:
    """What a search found: articles, then single questions, each with how sure it is."""

    articles: list[tuple[Article, Sure]]
    claims: list[Said]
    answered: bool = True


@cache
def _shelf(folders: tuple[Path, ...]) -> Shelf:
    """The files are read once in the life of a process; a new or changed file needs a start."""
    return content.shelf(folders)


@cache
def _index(folders: tuple[Path, ...]) -> Index:
    return search.index(_shelf(folders))


def _folders() -> tuple[Path, ...]:
    return roots.content(extra=str(settings.CONTENT_EXTRA or ""))


def shelf() -> Shelf:
    """Everything this installation has to read."""
    return _shelf(_folders())


def sure(certainty: Certainty) -> Sure:
    """A certainty in words."""
    return Sure(rules.LABELS[certainty], rules.MEANINGS[certainty])


def said(claim: Claim) -> Said:
    """A claim as pages print it."""
    return Said(claim, sure(rules.certainty(claim.verdict)), [_source(each) for each in claim.citations])


def told(ids: Iterable[str]) -> list[Told]:
    """Claims by id, for a page that rests on them. Where the library cannot be read, that page still opens."""
    found: list[Told] = []
    with suppress(ContentError):
        known = shelf().claim_by_id
        for id in ids:
            if id in known:
                how = said(known[id]).sure
                address = reverse("claim", args=[int(id.removeprefix("C"))])
                found.append(Told(known[id].tell_user, f"{how.label}. {how.meaning}", address))
    return found


def rests_on(article: Article) -> list[Said]:
    """The claims an article rests on, in its order."""
    known = shelf().claim_by_id
    return [said(known[id]) for id in article.head.claims if id in known]


def with_certainty(articles: list[Article]) -> list[tuple[Article, Sure]]:
    """Articles, each with how sure it is, for a list."""
    return [(one, sure(one.head.certainty)) for one in articles]


def find(text: str) -> Found:
    """Search articles and single questions. What was typed ends with this call."""
    here = shelf()
    try:
        index = _index(_folders())
    except sqlite3.Error:
        return Found([], [], answered=False)  # `holdfast check` says what is missing
    articles = [here.by_id[id] for id in index.find(text)]
    claims = [said(here.claim_by_id[id]) for id in index.find(text, "claim", most=6)]
    return Found(with_certainty(articles), claims)


def _source(citation: Citation) -> Source:
    return Source(citation.text, rules.marks(citation), citation.checked_doi)
