"""Exercises as a kind of content file."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from holdfast.catalogue import prose
from holdfast.catalogue.kinds import Kind
from holdfast.catalogue.loader import Document
from holdfast.catalogue.prose import Saying
from holdfast.programme.exercise import Head

SHOWN = {"title", "opening", "danger", "about", "lighter", "skip_if", "aftercare"}
LABEL = re.compile(r"(?:^|\| |: )([^|:>]+?)(?= -> )")  # what stands on a button: `Label -> where`


def sayings(document: Document) -> Iterator[Saying]:
    """The head's words, then each step as a screen. What a directive puts on a button is pressed, not read."""
    yield from prose.values(document, SHOWN)
    for saying in prose.body(document):
        if not saying.text.startswith(":::"):
            yield saying
            continue
        labels = LABEL.findall(saying.text)
        card = saying.text.partition("copy: ")[2]
        for label in labels:
            yield replace(saying, text=label.strip(), door=True)
        if card and not labels:
            yield replace(saying, text=card)


KIND = Kind("exercise", "exercises", Path(__file__).with_name("exercise_example.md"), Head, sayings)
