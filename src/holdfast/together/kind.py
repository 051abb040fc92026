"""Easy things for two, small things to ask for, and lists of wishes as kinds of content file."""

from collections.abc import Iterator
from pathlib import Path

from holdfast.catalogue import prose
from holdfast.catalogue.kinds import Kind
from holdfast.catalogue.loader import Document
from holdfast.catalogue.prose import Saying
from holdfast.together.schema import Thing, Wanted
from holdfast.together.shelf import THINGS, WANTED
from holdfast.together.wishes.schema import Sheet

WISHES = "wishes"  # as in `wishes.shelf`, which needs the tables and so cannot be read here
READ = {"about", "not_today", "stop", "lighter", "skip_if", "looked_back"}


def of_thing(document: Document) -> Iterator[Saying]:
    """What invites, each step with who or what it begins with, and what is kept out of it."""
    yield from _doors(document, {"title", "heading"})
    yield from prose.values(document, READ)
    for at, part in enumerate(document.data["steps"]):
        said = " ".join(filter(None, (part.get("lead"), part["text"])))
        yield Saying(document.line_of(("steps", at, "text")), said, "steps")


def of_wanted(document: Document) -> Iterator[Saying]:
    """The words on the button, and the two sentences that the pages make of it."""
    yield from _doors(document, {"title"})
    yield from prose.values(document, {"asks", "could"})


def of_sheet(document: Document) -> Iterator[Saying]:
    """The title, what the list is about, and every item."""
    yield from _doors(document, {"title"})
    yield from prose.values(document, {"about", "words"})


def _doors(document: Document, keys: set[str]) -> Iterator[Saying]:
    return (Saying(said.line, said.text, said.screen, door=True) for said in prose.values(document, keys))


_HERE = Path(__file__)
THING = Kind("for-two", THINGS.folder, _HERE.with_name("for_two_example.yaml"), Thing, of_thing)
WANT = Kind("ask", WANTED.folder, _HERE.with_name("ask_example.yaml"), Wanted, of_wanted)
SHEET = Kind(
    "wishes",
    WISHES,
    _HERE.with_name("wishes_example.yaml"),
    Sheet,
    of_sheet,
    also="The order of its items is part of a version. A list in use is never reordered; write a new version.",
)
