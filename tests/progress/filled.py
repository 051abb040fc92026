"""Diaries and forms for the tests of this room, sealed by the same actions as the web's."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from holdfast.checkins.records import CHECKINS
from holdfast.instruments import actions as instruments
from holdfast.kit import windows
from holdfast.people import actions as people
from holdfast.programme import actions as programme
from holdfast.programme.schema import Practice
from holdfast.vault import actions as vault

ZONE = "Europe/Berlin"
LAST = date(2026, 11, 20)


def start(keyring: Any, first: date) -> None:
    """Say when this person began."""
    people.update_profile(keyring, started=first.isoformat())


def keep_days(keyring: Any, days: Mapping[date, Mapping[str, Any]]) -> None:
    """Seal three taps for each of these days, a page a month."""
    by_month: dict[str, dict[str, Any]] = {}
    for day, values in days.items():
        entry = {"on": day.isoformat(), "form": "three-taps@1.0.0", "at": f"{day}T20:00:00+00:00", "zone": ZONE}
        by_month.setdefault(windows.month(day), {})[str(uuid4())] = entry | {"values": dict(values), "flags": []}
    for month, entries in by_month.items():
        vault.revise(keyring, CHECKINS, month, lambda page, new=entries: {"entries": page.get("entries", {}) | new})


def diary(days: int, mood: Any = lambda n: 5 + n % 3, last: date = LAST, skip: Sequence[int] = ()) -> dict:
    """Three taps for the last `days` days; `mood(n)` is the number of the n-th day, `skip` are days without any."""
    first = last - timedelta(days=days - 1)
    return {
        first + timedelta(days=n): {"mood": mood(n), "in_way": 4, "close_trust": 6}
        for n in range(days)
        if n not in skip
    }


def pcl(total: int) -> dict[str, int]:
    """Answers to the twenty questions that sum to `total`."""
    each, rest = divmod(total, 20)
    return {f"q{n}": each + (n <= rest) for n in range(1, 21)}


def phq(total: int, ninth: int = 0) -> dict[str, int]:
    """Answers to the nine questions that sum to `total`, the ninth as given."""
    each, rest = divmod(total - ninth, 8)
    return {f"q{n}": each + (n <= rest) for n in range(1, 9)} | {"q9": ninth}


def form(keyring: Any, id: str, answers: Mapping[str, Any], on: date, **more: Any) -> UUID:
    """Record one form; its id. More: variant, target, flags."""
    new = uuid4()
    variant = more.pop("variant", None)
    instruments.record(keyring, id, variant, answers, id=new, local_date=on, zone=ZONE, **more)
    return new


def tool(keyring: Any, on: date, before: int | None = None, after: int | None = None) -> UUID:
    """Keep one use of a tool."""
    new = uuid4()
    programme.keep(keyring, Practice("check-the-room", on.isoformat(), before=before, after=after), id=new)
    return new
