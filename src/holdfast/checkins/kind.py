"""Schedules and daily questions as kinds of content file; both lie in one folder."""

from collections.abc import Iterator
from pathlib import Path

from holdfast.catalogue import prose
from holdfast.catalogue.kinds import Kind
from holdfast.catalogue.loader import Document
from holdfast.catalogue.prose import Saying
from holdfast.checkins.schema import Daily, Schedule

SHOWN = {"title", "text", "none"}
WHY = {"why"}


def sayings(document: Document) -> Iterator[Saying]:
    """Titles, questions and the reason for each question. Why a schedule is as it is, is for whoever edits it."""
    yield from prose.values(document, SHOWN | (WHY if "items" in document.data else set()))


_HERE = Path(__file__)
SCHEDULE = Kind("schedule", "schedules", _HERE.with_name("schedule_example.yaml"), Schedule, sayings)
DAILY = Kind("daily-questions", "schedules", _HERE.with_name("daily_example.yaml"), Daily, sayings)
