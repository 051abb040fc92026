"""Ways to write as a kind of content file."""

from collections.abc import Iterator
from pathlib import Path

from holdfast.catalogue import prose
from holdfast.catalogue.kinds import Kind
from holdfast.catalogue.loader import Document
from holdfast.catalogue.prose import Saying
from holdfast.journal.schema import Way
from holdfast.journal.shelf import FOLDER

SHOWN = {"title", "about", "hint", "before", "after", "skip_if", "stop", "lighter", "aftercare"}


def sayings(document: Document) -> Iterator[Saying]:
    """Everything a page of this room prints of such a file."""
    yield from prose.values(document, SHOWN)


KIND = Kind(
    "journal",
    FOLDER,
    Path(__file__).with_name("example.yaml"),
    Way,
    sayings,
    also="Its number is its address: it stays with it for ever.",
)
