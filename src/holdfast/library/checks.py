"""What a build checks of the library: shapes, places, everything a file names, how sure it is, and its words."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from holdfast.catalogue import loader, strict
from holdfast.catalogue.loader import Document, Place
from holdfast.catalogue.problems import ContentError, Problem
from holdfast.catalogue.roots import Found
from holdfast.library import article, body, content, rules
from holdfast.library.article import Article, Head
from holdfast.library.content import ARTICLES, CLAIMS, Folders
from holdfast.library.lint import Kind
from holdfast.library.schema import Claim

SPELLING = "Check its spelling, or leave it out."


def shape_of_claim(document: Document) -> Claim:
    """A claim file as read. Raises ContentError."""
    return strict.build(Claim, document)


SHAPES: dict[str, Callable[[Document], Any]] = {ARTICLES: article.read, CLAIMS: shape_of_claim}
"""The kinds of versioned files of this room, for whoever walks all kinds."""


def problems(folders: Folders, today: date, tools: Iterable[str] = ()) -> list[Problem]:
    """What is wrong with these files beyond the shape of each. `tools`: the ids that `relief:` links may name."""
    try:
        known = _Known(folders, today, frozenset(tools))
    except ContentError as broken:
        return list(broken.problems)
    found = [problem for file in content.files(CLAIMS, folders) for problem in known.claim(file)]
    found += [problem for file in content.files(ARTICLES, folders) for problem in known.article(file)]
    return found + list(known.audit())


def sayings(head: Head, sections: tuple[body.Section, ...]) -> Iterator[tuple[Place | int, str, Kind]]:
    """Every text of an article with its place or line, and whether it says that something is so."""
    yield ("title",), head.title, "other"
    sure = head.certainty in ("well-supported", "practice")
    yield ("answer",), head.answer, "statement" if sure else "answer"
    if head.heavy:
        yield ("heavy",), head.heavy, "other"
    for section in sections:
        if section.heading == body.READ:
            continue  # here stands what is not so; whoever reviews it reads it (check read-as)
        for line, text in section.texts():
            yield line, text, "statement" if section.heading == body.KNOWN else "other"


class _Known:
    """Everything a file may name, read once."""

    def __init__(self, folders: Folders, today: date, tools: frozenset[str]) -> None:
        self.folders, self.today, self.tools = folders, today, tools
        self.tags = {tag.id for tag in content.tags(folders)}
        content.search_words(folders)
        self.rules = content.audit(folders)
        self.claims = {file.id: content.claim(file) for file in content.newest(content.files(CLAIMS, folders))}
        self.articles = {file.id for file in content.files(ARTICLES, folders)}
        self.numbers: dict[int, str] = {}

    def claim(self, file: Found) -> Iterator[Problem]:
        """A claim: its review, and what it tells."""
        document, claim = loader.read(file.path), content.claim(file)
        yield from self._reviewed(document, claim.review.on)
        yield from self._worded(document, ("question",), claim.question, "other")
        yield from self._worded(document, ("tell_user",), claim.tell_user, "statement")

    def article(self, file: Found) -> Iterator[Problem]:
        """An article: what it names, how sure it is, its links and its words. A broken shape is told elsewhere."""
        try:
            document = loader.read_page(file.path)
            read = article.read(document)
        except ContentError:
            return
        yield from self._reviewed(document, read.head.review.on)
        yield from self._named(document, read.head)
        yield from self._sure(document, read.head)
        yield from self._links(document, read)
        yield from self._numbered(document, read)
        for place, text, kind in sayings(read.head, read.sections):
            yield from self._worded(document, place, text, kind)

    def audit(self) -> Iterator[Problem]:
        """Every claim is held by a rule or a check, and every name in the audit is there."""
        document = loader.read(self.folders[0] / content.AUDIT)
        names = {one.id for one in (*self.rules.lints, *self.rules.checks)}
        for id in sorted(self.claims.keys() - self.rules.claims.keys()):
            yield Problem(document.path, document.line_of(("claims",)), f"Nothing holds the must_not of {id}.",
                          "Name a rule about words or a check by people.")  # fmt: skip
        for id, held in self.rules.claims.items():
            place = ("claims", id)
            if id not in self.claims:
                yield Problem(document.path, document.line_of(place), f"There is no claim {id}.")
            for name in sorted(set(held) - names):
                yield Problem(document.path, document.line_of(place), f"There is no rule and no check {name!r}.")

    def _named(self, document: Document, head: Head) -> Iterator[Problem]:
        for key, known in (("claims", self.claims), ("tags", self.tags)):
            for at, name in enumerate(getattr(head, key)):
                if name not in known:
                    said = f"{name} is not one of the {key} here."
                    yield Problem(document.path, document.line_of((key, at)), said, SPELLING)
        for at, name in enumerate(head.related):
            yield from self._article_is_here(document, document.line_of(("related", at)), name)

    def _article_is_here(self, document: Document, line: int, name: str) -> Iterator[Problem]:
        """A note and no more: pages leave out what is not here, and articles are written one after the other."""
        if name not in self.articles:
            yield Problem(document.path, line, f"There is no article {name}.", SPELLING, warning=True)

    def _sure(self, document: Document, head: Head) -> Iterator[Problem]:
        verdicts = [self.claims[id].verdict for id in head.claims if id in self.claims]
        if verdicts and rules.too_sure(head.certainty, verdicts):
            said = f"The certainty says {head.certainty}, and the claims say {', '.join(sorted(set(verdicts)))}."
            mend = "Be no surer than the surest claim; `unsafe-as-told` needs an unsafe one."
            yield Problem(document.path, document.line_of(("certainty",)), said, mend)

    def _links(self, document: Document, read: Article) -> Iterator[Problem]:
        for section in read.sections:
            for line, span in section.spans():
                if span.kind == "library":
                    yield from self._article_is_here(document, line, span.to)
                if span.kind == "relief" and span.to not in self.tools:
                    yield Problem(document.path, line, f"There is no tool {span.to}.", SPELLING)

    def _numbered(self, document: Document, read: Article) -> Iterator[Problem]:
        other = self.numbers.setdefault(read.number, read.head.id)
        if other != read.head.id:
            said = f"{read.head.id} and {other} would have the same number in their address."
            yield Problem(document.path, document.line_of(("id",)), said, "Give this one another id.")

    def _reviewed(self, document: Document, on: date | None) -> Iterator[Problem]:
        if on and on > self.today:
            yield Problem(document.path, document.line_of(("review", "on")), "A review cannot be in the future.")

    def _worded(self, document: Document, place: Place | int, text: str, kind: Kind) -> Iterator[Problem]:
        line = place if isinstance(place, int) else document.line_of(place)
        for fault in self.rules.faults(text, kind):
            yield Problem(document.path, line, str(fault), fault.lint.mend)
