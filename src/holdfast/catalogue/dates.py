"""Days under `review` and `check` in a content file: real, not still to come, and for a check not too long ago."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from holdfast.catalogue.loader import Document, Place
from holdfast.catalogue.problems import Problem

REVIEW, CHECK = "review", "check"
OLD, TOO_OLD = 180, 365  # days since a check: then it is said, then nothing is released (decision 27)


def problems(document: Document, today: date) -> Iterator[Problem]:
    """What is wrong with the days of a file. A check over half a year old is worth a note, one over a year is wrong."""
    for place, kind, text in _days(document.data, ()):
        line = document.line_of(place)
        day = _day(text)
        if day is None:
            yield Problem(document.path, line, f"{text!r} is no day.", "Write it as 2026-11-21.")
        elif day > today:
            yield Problem(document.path, line, f"A {kind} cannot be in the future.")
        elif kind == CHECK and (today - day).days > OLD:
            said = f"This was checked {(today - day).days} days ago, on {day}."
            late = (today - day).days > TOO_OLD
            yield Problem(document.path, line, said, "Check it again, and write the day.", warning=not late)


def _days(value: Any, place: Place) -> Iterator[tuple[Place, str, str]]:
    """Each `on` inside a review or a check, with its place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in (REVIEW, CHECK) and isinstance(inner, dict) and isinstance(inner.get("on"), str):
                yield (*place, key, "on"), key, inner["on"]
            yield from _days(inner, (*place, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _days(inner, (*place, at))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
