"""Articles and claims as kinds of content file."""

from collections.abc import Iterator
from pathlib import Path

from holdfast.catalogue import prose
from holdfast.catalogue.kinds import Kind
from holdfast.catalogue.loader import Document
from holdfast.catalogue.prose import Saying
from holdfast.library import body
from holdfast.library.article import Head
from holdfast.library.content import ARTICLES, CLAIMS
from holdfast.library.schema import Claim


def of_article(document: Document) -> Iterator[Saying]:
    """Title, first sentence and warning, then each part as a screen, without the marks of bold and links."""
    yield from prose.values(document, {"title", "answer", "heavy"})
    for section in body.read(document):
        for line, text in section.texts():
            yield Saying(line, text, section.heading)


def of_claim(document: Document) -> Iterator[Saying]:
    """What a page prints of a claim; the rest is for reviewers."""
    yield from prose.values(document, {"question", "read_as", "tell_user"})


_HERE = Path(__file__)
ARTICLE = Kind("article", ARTICLES, _HERE.with_name("article_example.md"), Head, of_article)
CLAIM = Kind(
    "claim",
    CLAIMS,
    _HERE.with_name("claim_example.yaml"),
    Claim,
    of_claim,
    placeholder="C99",
    id=r"C\d\d",
    id_said="a claim is called C and two digits, such as C61",
    also="Name in library/audit.yaml what holds its must_not.",
)
