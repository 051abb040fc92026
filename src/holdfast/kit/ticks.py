"""The weekly tick: Monday, 03:00 UTC, the same for everyone. A date and no job: nothing runs at it (decision 14)."""

from datetime import UTC, date, datetime, timedelta

WEEK = timedelta(weeks=1)
FIRST = datetime(2026, 1, 5, 3, tzinfo=UTC)


def week(now: datetime) -> int:
    """The number of the week that the last tick began; 0 is the first week of 2026."""
    return (now - FIRST) // WEEK


def tick(number: int) -> datetime:
    """When a week begins."""
    return FIRST + number * WEEK


def day_of(number: int) -> date:
    """The day of a tick, the same for everyone."""
    return tick(number).date()
