"""Sheets as a kind of content file."""

from collections.abc import Iterator
from pathlib import Path

from holdfast.catalogue import prose
from holdfast.catalogue.kinds import Kind
from holdfast.catalogue.loader import Document
from holdfast.catalogue.prose import Saying
from holdfast.programme.sheets.schema import Sheet
from holdfast.programme.sheets.shelf import FOLDER

SHOWN = {"title", "about", "never", "label", "hint", "wrong", "words", "ideas", "supporter", "low", "high"}
PRESSED = {"line", "add"}


def sayings(document: Document) -> Iterator[Saying]:
    """What the pages of a sheet print; what stands on a button is pressed, not read."""
    yield from prose.values(document, SHOWN)
    for said in prose.values(document, PRESSED):
        yield Saying(said.line, said.text, door=True)


SHEET = Kind(
    "sheet",
    FOLDER,
    Path(__file__).with_name("sheet_example.yaml"),
    Sheet,
    sayings,
    also="Its number stands in its address for ever, and no other sheet has it.",
)
