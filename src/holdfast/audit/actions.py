"""Writes to the host's log: one verb, and it only counts."""

from datetime import date

from django.db.models import F

from holdfast.audit.models import Event
from holdfast.audit.rules import check, check_about
from holdfast.kit import clock


def note(what: str) -> None:
    """Count one more of `what` for today (UTC). Raises ValueError for anything off the closed list."""
    about = check_about(check(what), "")
    event, _ = Event.objects.get_or_create(day=clock.now().date(), what=what, about=about)
    # Counting in the database: two processes that note at once are both counted.
    Event.objects.filter(pk=event.pk).update(count=F("count") + 1)


def made_worse(exercise: str) -> None:
    """Count one more report that an exercise, by the name of its file, made it worse: by month alone.

    Raises ValueError for what can be no file's name.
    """
    month, about = clock.now().date().replace(day=1), check_about("made-worse", exercise)
    event, _ = Event.objects.get_or_create(day=month, what="made-worse", about=about)
    Event.objects.filter(pk=event.pk).update(count=F("count") + 1)


def forget_before(day: date) -> int:
    """Delete counts of days before `day`; returns how many rows went."""
    return Event.objects.filter(day__lt=day).delete()[0]
