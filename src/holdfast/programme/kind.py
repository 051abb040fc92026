"""Exercises and modules as kinds of content file."""

from collections.abc import Callable, Iterator
from pathlib import Path

from holdfast.catalogue import prose
from holdfast.catalogue.kinds import Kind
from holdfast.catalogue.loader import Document
from holdfast.catalogue.prose import Saying
from holdfast.programme import directives
from holdfast.programme.exercise import HEADING, Head
from holdfast.programme.module import Module

SHOWN_OF_MODULE = {
    "title",
    "aim",
    "opening",
    "alone",
    "supporting",
    "friend",
    "clinician",
    "say",
    "text",
    "low",
    "high",
}
SHOWN = {"title", "opening", "danger", "about", "lighter", "skip_if", "aftercare"}


def sayings(document: Document) -> Iterator[Saying]:
    """The head's words, then each step as a screen. What a directive puts on a button is pressed, not read."""
    yield from prose.values(document, SHOWN)
    yield from _steps(document, _said)


def _steps(document: Document, shown: Callable[[int, str, str], Iterator[Saying]]) -> Iterator[Saying]:
    """The body, each `## step-id` a screen; `shown` gives what a directive shows: (line, text, screen)."""
    screen = ""
    for line, text in enumerate(document.body.splitlines(), start=document.body_line):
        if text.startswith("## "):
            heading = HEADING.fullmatch(text.removeprefix("## ").strip())
            screen = heading["id"] if heading else ""
            if heading and heading["title"]:
                yield Saying(line, heading["title"], screen, door=True)
        elif text.startswith(":::"):
            yield from shown(line, text, screen)
        elif text.strip():
            yield Saying(line, text.strip(), screen)


def _said(line: int, text: str, screen: str) -> Iterator[Saying]:
    """What a directive shows."""
    found = directives.parse(text)
    if found is None:
        return  # named by the check of shapes
    yield from (Saying(line, label, screen, door=True) for label, _ in found.options)
    if words := found.parts.get("words"):
        yield Saying(line, words, screen)


KIND = Kind(
    "exercise",
    "exercises",
    Path(__file__).with_name("exercise_example.md"),
    Head,
    sayings,
    also="A tool in use needs a number and its places in relief/order.yaml.",
)


def of_module(document: Document) -> Iterator[Saying]:
    """The head's words, then each step of what there is to learn as a screen, with its question and shorter form."""
    yield from prose.values(document, SHOWN_OF_MODULE)
    yield from _steps(document, _asked)


def _asked(line: int, text: str, screen: str) -> Iterator[Saying]:
    """The question or the shorter form in a directive of a module."""
    _, _, words = text.partition(": ")
    if words:
        yield Saying(line, words, screen)


MODULE = Kind(
    "module",
    "modules",
    Path(__file__).with_name("module_example.md"),
    Module,
    of_module,
    also="A module in use needs a number and its place in programme/order.yaml.",
)
