"""My own side of what two hold in common, on one page: to whom my signal goes, the break I take, what I put away.

Never in a space, never exported. What is over is dropped at the next look, and at the next unlock.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from holdfast.together.records import SIDE
from holdfast.together.schema import FADES
from holdfast.vault import actions as vault
from holdfast.vault import queries

MOST_READ = 200


@dataclass(frozen=True)
class Taking:
    """A break I am taking. `told`: the pairs whom I told; `gone`: from then on I do not know of it any more either."""

    until: datetime
    tomorrow: bool
    gone: datetime
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Side:
    """The page. `away` maps what I do not want to see any more to when it is over anyway; `read` names letters."""

    signal_to: str = ""
    hours: int = 3
    taking: Taking | None = None
    away: dict[str, int] = field(default_factory=dict)
    read: tuple[str, ...] = ()

    def is_on(self, pair: UUID) -> bool:
        """Whether my signal goes there."""
        return self.signal_to == pair.hex

    def put_away(self, id: UUID) -> bool:
        """Whether I do not want to see this any more."""
        return id.hex in self.away


def read(keyring: Any, now: datetime) -> Side:
    """The page as it counts now: without what is over. An empty one where there is none or it cannot be read."""
    bodies = [row.body for row in queries.rows(keyring, SIDE) if row.body is not None]
    return _fresh(_side(bodies[0]), now) if bodies else Side()


def change(keyring: Any, now: datetime, changed: Callable[[Side], Side]) -> Side:
    """Change the page under the vault's lock; `changed` may be called twice and must do nothing but answer."""
    return _side(vault.revise(keyring, SIDE, "", lambda body: _body(changed(_fresh(_side(body), now)))))


def tidy(keyring: Any, now: datetime) -> None:
    """Take out what is over, if anything is."""
    bodies = [row.body for row in queries.rows(keyring, SIDE) if row.body is not None]
    if bodies and _fresh(_side(bodies[0]), now) != _side(bodies[0]):
        change(keyring, now, lambda side: side)


def put_away(keyring: Any, now: datetime, id: UUID, until: datetime) -> None:
    """Do not show me this any more."""
    stamp = int(until.timestamp())
    change(keyring, now, lambda side: replace(side, away=side.away | {id.hex: stamp}))


def has_read(keyring: Any, now: datetime, letter: UUID) -> None:
    """I have opened this letter."""
    if letter.hex not in read(keyring, now).read:
        change(keyring, now, lambda side: replace(side, read=(*side.read, letter.hex)[-MOST_READ:]))


def _fresh(side: Side, now: datetime) -> Side:
    taking = side.taking if side.taking and side.taking.gone > now else None
    away = {id: until for id, until in side.away.items() if until > now.timestamp()}
    return replace(side, taking=taking, away=away)


def _body(side: Side) -> dict[str, Any]:
    taking = side.taking
    held = taking and {
        "until": int(taking.until.timestamp()),
        "tomorrow": taking.tomorrow,
        "gone": int(taking.gone.timestamp()),
        "told": list(taking.told),
    }
    return {"to": side.signal_to, "hours": side.hours, "taking": held, "away": side.away, "read": list(side.read)}


def _side(body: dict[str, Any]) -> Side:
    try:
        hours = body["hours"] if body["hours"] in FADES else Side.hours
        return Side(body["to"], hours, _taking(body["taking"]), dict(body["away"]), tuple(body["read"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return Side()


def _taking(held: dict[str, Any] | None) -> Taking | None:
    if held is None:
        return None
    return Taking(_moment(held["until"]), held["tomorrow"], _moment(held["gone"]), tuple(held["told"]))


def _moment(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)
