"""The one place that asks what time it is. Tests travel with time-machine; nothing else reads a clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_standing: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) if _standing is None else _standing


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let it be `moment` (aware) inside the block, for all of this process. For demonstrations: it makes past days."""
    global _standing
    before, _standing = _standing, moment.astimezone(UTC)
    try:
        yield
    finally:
        _standing = before


def today(zone: str) -> date:
    """The local date in an IANA zone, for example "Europe/Berlin". Raises ZoneInfoNotFoundError for an unknown zone."""
    return now().astimezone(ZoneInfo(zone)).date()
