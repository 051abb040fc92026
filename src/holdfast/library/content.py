"""The library's files of one installation, read once and held: articles, claims, tags, words and the audit.

Knows no settings: whoever asks says where the content lies. `Shelf` is what pages read; `checks` looks for faults.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from holdfast.catalogue import loader, roots, strict, versions
from holdfast.catalogue.cache import Cache
from holdfast.catalogue.problems import ContentError, Problem
from holdfast.catalogue.roots import Found
from holdfast.library import article
from holdfast.library.article import Article
from holdfast.library.lint import Audit
from holdfast.library.schema import Claim, SearchWords, Tag, Tags

ARTICLES, CLAIMS = "library/articles", "library/claims"
TAGS, WORDS, AUDIT = "library/tags.yaml", "library/words.yaml", "library/audit.yaml"

Folders = tuple[Path, ...]
Made = TypeVar("Made")

_claims: Cache[Claim] = Cache(lambda document: strict.build(Claim, document))
_tags: Cache[Tags] = Cache(lambda document: strict.build(Tags, document))
_words: Cache[SearchWords] = Cache(lambda document: strict.build(SearchWords, document))
_audits: Cache[Audit] = Cache(lambda document: strict.build(Audit, document))


def files(kind: str, folders: Folders) -> list[Found]:
    """Every version of every article or claim."""
    return roots.files(kind, folders, "md" if kind == ARTICLES else "yaml")


def newest(found: list[Found]) -> list[Found]:
    """The newest version of each id."""
    last: dict[str, Found] = {}
    for file in sorted(found, key=lambda file: (file.id, versions.key(file.version))):
        last[file.id] = file
    return list(last.values())


def claim(file: Found) -> Claim:
    """A claim from its file. Raises ContentError."""
    return _claims.get(file.path).made


def read_article(file: Found) -> Article:
    """An article from its file. Raises ContentError."""
    return article.read(loader.read_page(file.path))


def tags(folders: Folders) -> list[Tag]:
    """The closed list of tags. Raises ContentError."""
    return _tags.get(folders[0] / TAGS).made.tags


def search_words(folders: Folders) -> SearchWords:
    """People's words for one thing, in groups, and words that say nothing. Raises ContentError."""
    return _words.get(folders[0] / WORDS).made


def audit(folders: Folders) -> Audit:
    """The rules about words, the checks by people, and what holds each claim. Raises ContentError."""
    return _audits.get(folders[0] / AUDIT).made


@dataclass(frozen=True)
class Shelf:
    """What pages show: the newest active version of each article and claim, the tags, and people's words."""

    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    tags: tuple[Tag, ...]
    words: SearchWords

    @cached_property
    def by_id(self) -> dict[str, Article]:
        """Articles by name."""
        return {one.head.id: one for one in self.articles}

    @cached_property
    def by_number(self) -> dict[int, Article]:
        """Articles by what stands in their address."""
        return {one.number: one for one in self.articles}

    @cached_property
    def claim_by_id(self) -> dict[str, Claim]:
        """Claims by their id in the ledger."""
        return {one.id: one for one in self.claims}

    @cached_property
    def tag_by_number(self) -> dict[int, Tag]:
        """Tags by what stands in their address."""
        return {one.number: one for one in self.tags}

    def tagged(self, tag: Tag) -> list[Article]:
        """The articles under a tag, by title."""
        return [one for one in self.articles if tag.id in one.head.tags]

    def about(self, claim: Claim) -> list[Article]:
        """The articles that rest on a claim."""
        return [one for one in self.articles if claim.id in one.head.claims]

    def related(self, to: Article) -> list[Article]:
        """The articles one names as related, those that are here."""
        return [self.by_id[id] for id in to.head.related if id in self.by_id]


def shelf(folders: Folders) -> Shelf:
    """Read everything. An article or claim that cannot be used is left out, and `unusable` says why; the lists that
    came with the program must be whole. Raises ContentError."""
    articles = [one for file in newest(files(ARTICLES, folders)) if (one := _usable(read_article, file))]
    claims = [one for file in newest(files(CLAIMS, folders)) if (one := _usable(claim, file))]
    return Shelf(
        tuple(sorted((one for one in articles if one.head.status == "active"), key=lambda one: one.head.title)),
        tuple(one for one in claims if one.status == "active"),
        tuple(tags(folders)),
        search_words(folders),
    )


def unusable(folders: Folders) -> list[Problem]:
    """Why articles and claims are left out of the shelf."""
    found = []
    for read, kind in ((read_article, ARTICLES), (claim, CLAIMS)):
        for file in newest(files(kind, folders)):
            try:
                read(file)
            except ContentError as broken:
                found += broken.problems
    return found


def _usable(read: Callable[[Found], Made], file: Found) -> Made | None:
    try:
        return read(file)
    except ContentError:
        return None
