"""Full-text search over the library: an FTS5 index in the memory of this process, built from the content files.

No search ever reaches a disk, a database server or a log: what somebody looks for at night is nobody's business
(ADR 26). The same index answers on every database.
"""

import sqlite3
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from holdfast.library.article import Article
from holdfast.library.content import Shelf
from holdfast.library.schema import Claim, SearchWords
from holdfast.library.words import Reader, Speller, Wanted, plain, words

Kind = Literal["article", "claim"]

# How much a word counts where it stands: title, first sentence, words of the tags, the rest.
WEIGHTS = (6.0, 4.0, 2.0, 1.0)
PHRASED, MEANT = 1.0, 0.3  # another word for one word counts less than the word itself
MOST = 8
FAINT = 0.2  # what fits much less than the best is left out
TABLE = """
CREATE VIRTUAL TABLE page USING fts5(
  kind UNINDEXED, title, answer, tags, body, tokenize = "porter unicode61 remove_diacritics 2"
)"""
LOOK = f"""
SELECT rowid, -bm25(page, 0, {", ".join(map(str, WEIGHTS))}) FROM page WHERE page MATCH ? AND kind = ?"""  # noqa: S608  our own numbers


@dataclass(frozen=True)
class Page:
    """One thing to find, as the index reads it."""

    kind: Kind
    id: str
    title: str
    answer: str
    tags: str
    body: str


class Index:
    """What can be found. Threads may share it."""

    def __init__(self, pages: list[Page], reader: Reader) -> None:
        self._ids = [page.id for page in pages]
        self._reader = reader
        self._lock = Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._base.execute("PRAGMA temp_store = MEMORY")  # sorting never spills what was typed to a disk
        self._base.execute(TABLE)
        rows = (
            (at, page.kind, *map(plain, (page.title, page.answer, page.tags, page.body)))
            for at, page in enumerate(pages)
        )
        self._base.executemany("INSERT INTO page (rowid, kind, title, answer, tags, body) VALUES (?,?,?,?,?,?)", rows)
        self._base.execute("INSERT INTO page (page) VALUES ('optimize')")

    def find(self, text: str, kind: Kind = "article", most: int = MOST) -> list[str]:
        """The ids of what fits best, the best first; none for a text without a word."""
        wanted = self._reader.read(text)
        scores = self._scores(wanted, kind)
        least = FAINT * max(scores.values(), default=0.0)
        fitting = (at for at, score in scores.items() if score >= least)
        return [self._ids[at] for at in sorted(fitting, key=lambda at: (-scores[at], at))[:most]]

    def _scores(self, wanted: Wanted, kind: Kind) -> dict[int, float]:
        scores: dict[int, float] = {}
        for names, weight in ((wanted.said, 1.0), (wanted.phrased, PHRASED), (wanted.meant, MEANT)):
            for at, score in self._look(names, kind):
                scores[at] = scores.get(at, 0.0) + weight * score
        return scores

    def _look(self, names: tuple[str, ...], kind: Kind) -> list[tuple[int, float]]:
        phrases = [" ".join(words(name)) for name in names]
        asked = " OR ".join(f'"{phrase}"' for phrase in phrases if phrase)
        if not asked:
            return []
        with self._lock:
            return self._base.execute(LOOK, (asked, kind)).fetchall()


def index(shelf: Shelf) -> Index:
    """The index of everything on the shelf."""
    return index_of(pages(shelf), shelf.words)


def index_of(found: list[Page], typed: SearchWords) -> Index:
    """An index of these pages, read with people's own words for things."""
    known = [word for page in found for part in (page.title, page.answer, page.tags, page.body) for word in words(part)]
    known += [word for group in typed.same for name in group for word in words(name)]
    skip = frozenset(typed.skip)
    return Index(found, Reader(Speller([*known, *skip]), skip, tuple(tuple(group) for group in typed.same)))


def pages(shelf: Shelf) -> list[Page]:
    """Everything on the shelf, as the index reads it."""
    tags = {tag.id: " ".join([tag.label, *tag.words]) for tag in shelf.tags}
    asked = {claim.id: claim.question for claim in shelf.claims}
    return [_of_article(one, tags, asked) for one in shelf.articles] + [_of_claim(one) for one in shelf.claims]


def _of_article(article: Article, tags: dict[str, str], asked: dict[str, str]) -> Page:
    """An article with all that its page prints, the questions it rests on included."""
    head = article.head
    texts = [text for section in article.sections for _, text in section.texts()]
    texts += [asked[id] for id in head.claims if id in asked]
    labels = " ".join(tags.get(tag, "") for tag in [head.tags[0], *head.tags])  # the first is what it is about
    return Page("article", head.id, head.title, head.answer, labels, " ".join(texts))


def _of_claim(claim: Claim) -> Page:
    return Page("claim", claim.id, claim.question, claim.tell_user, "", claim.read_as or "")
