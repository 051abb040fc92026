"""The gate record: what may not open yet, for which pair. Sealed, of one constant size, shown on no page (decision 12).

It is shown nowhere and never exported, so that nobody who stands behind a person can learn, or make them show, what
was chosen. It reads strictly: whatever does not look exactly as written here counts as no record, and then all is shut.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

MOST_PAIRS = 12
TIERS = (1, 2, 3)
# Letters of the body as JSON. Full or empty, with its wrapping it fills the same padded envelope (vault/padding.py).
SIZE = 3600
Days = tuple[date | None, date | None, date | None]
NEVER: Days = (None, None, None)


class TooManyPairs(ValueError):
    """The record has no room for another pair."""


@dataclass(frozen=True)
class Gates:
    """What one person set for one pair; `pair` None is whoever they may yet ask. Days are the person's own.

    `waits`: the harder things wait. `because_on`: the day of the last "because of me". `clear_until`: the first day on
    which "no need" counts no more. `held_until`: the first day after a hold of any other kind, which is not said.
    `ready_from`: for tiers 1, 2, 3 the first day of one's own yes; `said_on`: the day it was said once, which counts
    for nothing until it is said again on another day.
    """

    pair: UUID | None = None
    waits: bool = False
    because_on: date | None = None
    clear_until: date | None = None
    held_until: date | None = None
    not_now: bool = False
    ready_from: Days = NEVER
    said_on: Days = NEVER

    def body(self) -> dict[str, Any]:
        """As sealed."""
        return {
            "pair": self.pair.hex if self.pair else "",
            "waits": self.waits,
            "because_on": _text(self.because_on),
            "clear_until": _text(self.clear_until),
            "held_until": _text(self.held_until),
            "not_now": self.not_now,
            "ready_from": [_text(day) for day in self.ready_from],
            "said_on": [_text(day) for day in self.said_on],
        }


@dataclass(frozen=True)
class GateRecord:
    """All gates of one person. `crisis_until`: the first day after a crisis hold, which shuts them for every pair."""

    crisis_until: date | None = None
    anyone: Gates = field(default_factory=Gates)
    pairs: tuple[Gates, ...] = ()

    def of(self, pair: UUID | None) -> Gates | None:
        """The gates of a pair; None when the record does not know it."""
        if pair is None:
            return self.anyone
        return next((gates for gates in self.pairs if gates.pair == pair), None)

    def body(self) -> dict[str, Any]:
        """As sealed, filled up to the one size. Raises TooManyPairs."""
        if len(self.pairs) > MOST_PAIRS:
            raise TooManyPairs(f"There is room for {MOST_PAIRS} pairs.")
        gates = [each.body() for each in (self.anyone, *self.pairs)]
        held = {"crisis_until": _text(self.crisis_until), "gates": gates, "fill": ""}
        return held | {"fill": "." * (SIZE - len(json.dumps(held, separators=(",", ":"))))}


def read(body: Any) -> GateRecord | None:
    """The record in a sealed body; None for anything that is not exactly one."""
    try:
        anyone, *pairs = (_gates(each) for each in body["gates"])
        record = GateRecord(_day(body["crisis_until"]), anyone, tuple(pairs))
        known = [gates.pair for gates in pairs]
        whole = record.body() == body and anyone.pair is None and None not in known and len(set(known)) == len(known)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return record if whole else None


def _gates(body: dict[str, Any]) -> Gates:
    return Gates(
        pair=UUID(body["pair"]) if body["pair"] else None,
        waits=body["waits"],
        because_on=_day(body["because_on"]),
        clear_until=_day(body["clear_until"]),
        held_until=_day(body["held_until"]),
        not_now=body["not_now"],
        ready_from=_days(body["ready_from"]),
        said_on=_days(body["said_on"]),
    )


def _days(texts: list[str]) -> Days:
    first, second, third = (_day(text) for text in texts)
    return first, second, third


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
