"""The one place that asks what time it is. Tests travel with time-machine; nothing else reads a clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The local date in an IANA zone, for example "Europe/Berlin". Raises ZoneInfoNotFoundError for an unknown zone."""
    return now().astimezone(ZoneInfo(zone)).date()
