"""Which local days are open for answering, and which month a day is on. Changes of the clocks are honoured."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NOON = time(12)


def open_days(now: datetime, zone: str) -> list[date]:
    """The local days one may still answer for, newest first: today, and yesterday until noon.

    `now` is aware; `zone` an IANA name. Days are local dates, so a day of 23 or 25 hours is one day.
    """
    local = now.astimezone(ZoneInfo(zone))
    days = [local.date()]
    if local.time() < NOON:
        days.append(local.date() - timedelta(days=1))
    return days


def month(day: date) -> str:
    """The month page a day belongs to, for example "2026-11"."""
    return f"{day.year:04d}-{day.month:02d}"


def months(first: date, last: date) -> list[str]:
    """Every month from `first` to `last`, both included, oldest first; empty when `last` is before `first`."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{index // 12:04d}-{index % 12 + 1:02d}" for index in range(start, end + 1)]
