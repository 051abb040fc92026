"""Helplines as a kind of content file."""

from collections.abc import Iterator
from pathlib import Path

from holdfast.catalogue import prose
from holdfast.catalogue.kinds import Kind
from holdfast.catalogue.loader import Document
from holdfast.catalogue.prose import Saying
from holdfast.safety.schema import FOLDER, Helplines

SHOWN = {"for_whom", "hours", "cost", "answered_by", "wait", "more", "place", "words"}
MARKS = {"unknown", "always", "free", "as open"}  # what pages say in words of their own


def sayings(document: Document) -> Iterator[Saying]:
    """What pages print of a line besides its names and numbers, all lines of a country as one."""
    yield from (saying for saying in prose.values(document, SHOWN) if saying.text not in MARKS)


KIND = Kind(
    "helplines",
    FOLDER,
    Path(__file__).with_name("helplines_example.yaml"),
    Helplines,
    sayings,
    placeholder="my-lines",
    also="The file of a country that ships is called as its code, with local: false and an emergency number.",
)
