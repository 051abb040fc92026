"""Reads of the host's log."""

from dataclasses import dataclass
from datetime import date

from holdfast.audit.models import Event
from holdfast.audit.rules import WHAT, check


@dataclass(frozen=True)
class Line:
    """One line of the host's log: a day, a thing, its sentence, how often it happened, and the exercise it is about."""

    day: date
    what: str
    sentence: str
    count: int
    about: str = ""


def lines(since: date | None = None) -> list[Line]:
    """The log from `since` on (all of it without), newest day first, things in the order of the list."""
    found = Event.objects.all() if since is None else Event.objects.filter(day__gte=since)
    order = list(WHAT)
    made = [Line(event.day, event.what, WHAT[event.what], event.count, event.about) for event in found]
    return sorted(made, key=lambda line: (-line.day.toordinal(), order.index(line.what), line.about))


def count(what: str, day: date) -> int:
    """How often `what` happened on `day` (UTC). Raises ValueError for anything off the closed list."""
    return sum(Event.objects.filter(day=day, what=check(what)).values_list("count", flat=True))


def last(what: str) -> date | None:
    """The newest day on which `what` happened, or None. Raises ValueError for anything off the closed list."""
    return Event.objects.filter(what=check(what)).order_by("-day").values_list("day", flat=True).first()
