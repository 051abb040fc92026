"""One person's page of wishes for one pair: what they said of lists, the coins that hold back, what was shown.

Pure but for `read` and `change`. Days are the person's own, in ISO; rounds and weeks are numbers of `kit.ticks`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from holdfast.kit import ticks
from holdfast.together.wishes.records import WISHES
from holdfast.vault import actions as vault
from holdfast.vault import queries

YES, MAYBE, NO = "yes", "maybe", "no"
OPEN = (YES, MAYBE)  # the same to the other: who says yes never learns who said maybe
ANSWERS = (YES, MAYBE, NO)
LONGEST_NOTE = 500

STANDS = timedelta(days=90)  # what was said of a list; and each coin
AGAIN = timedelta(days=28)  # after taking a list back
FADES = timedelta(days=60)  # what was shown
SEALED = 16_000


@dataclass(frozen=True)
class Said:
    """What was said of one list: open until its day, not changed before; `closed` items were taken back since."""

    until: str
    answers: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict)
    closed: tuple[str, ...] = ()
    back: bool = False  # taken back as a whole: nothing is open, and it can be said anew from `until` on

    def open(self, item: str, day: date) -> bool:
        """Whether an item counts as "glad to talk about it" on a day."""
        stands = not self.back and day.isoformat() <= self.until
        return stands and item not in self.closed and self.answers.get(item) in OPEN


@dataclass(frozen=True)
class Shown:
    """What a round showed both. `ends`: the week from which it is gone; `drawn`: the last round a coin was for."""

    round: int
    sheet: str
    items: tuple[str, ...]
    ends: int | None = None
    drawn: int = 0

    def here(self, week: int) -> bool:
        """Whether it is to be seen in a week."""
        return self.round <= week and (self.ends is None or week < self.ends) and not self.faded(week)

    def faded(self, week: int) -> bool:
        """Whether its sixty days are over."""
        return ticks.day_of(week) >= ticks.day_of(self.round) + FADES

    def until(self, week: int) -> "Shown":
        """The same, gone from a week on; never later than before."""
        return replace(self, ends=week if self.ends is None else min(self.ends, week))


@dataclass(frozen=True)
class Coin:
    """Whether an item is held back, until a day: the same in every round till then (PS-27)."""

    held: bool
    until: str


@dataclass(frozen=True)
class Book:
    """The page. `begun`: the page before first use was read; `intimate`: the person opened those lists, alone."""

    begun: bool = False
    intimate: bool = False
    said: Mapping[str, Said] = field(default_factory=dict)
    coins: Mapping[str, Coin] = field(default_factory=dict)
    shown: tuple[Shown, ...] = ()

    def locked(self, sheet: str, day: date) -> bool:
        """Whether a list was answered, or taken back, and stays as it is on this day."""
        held = self.said.get(sheet)
        return held is not None and day.isoformat() <= held.until

    def with_said(self, sheet: str, said: Said) -> "Book":
        """With what was said of a list."""
        return replace(self, said={**self.said, sheet: said})

    def with_shown(self, change: Callable[[Shown], Shown]) -> "Book":
        """With each thing shown changed."""
        return replace(self, shown=tuple(change(each) for each in self.shown))

    def held_back(self, sheet: str, items: Iterable[str], day: date, draw: Callable[[], bool]) -> "Book":
        """With a coin for each of these items: the one it has, or a new one for ninety days."""
        coins = dict(self.coins)
        for name in (f"{sheet}/{item}" for item in items):
            if name not in coins or coins[name].until < day.isoformat():
                coins[name] = Coin(draw(), (day + STANDS).isoformat())
        return replace(self, coins=coins)

    def holds_back(self, sheet: str, item: str) -> bool:
        """Whether this item is held back; without a coin, yes."""
        coin = self.coins.get(f"{sheet}/{item}")
        return coin is None or coin.held

    def kept_up(self, week: int) -> "Book":
        """Without what is over: shown things that faded, coins and answers long past."""
        day = (ticks.day_of(week) - STANDS).isoformat()
        return replace(
            self,
            shown=tuple(each for each in self.shown if not each.faded(week)),
            coins={name: coin for name, coin in self.coins.items() if coin.until >= day},
            said={name: said for name, said in self.said.items() if said.until >= day},
        )


def read(keyring: Any, pair: UUID) -> Book:
    """The page; an empty one where there is none or it cannot be read."""
    found = [row.body for row in queries.rows(keyring, WISHES, [pair.hex]) if row.body is not None]
    return _book(found[0]) if found else Book()


def change(keyring: Any, pair: UUID, changed: Callable[[Book], Book]) -> Book:
    """Change the page; sealed anew in any case. `changed` may be called twice and must do nothing but answer."""
    return _book(vault.remake(keyring, WISHES, pair.hex, lambda body: _body(changed(_book(body)))))


def _body(book: Book) -> dict[str, Any]:
    held = asdict(book) | {"fill": ""}
    return held | {"fill": "." * (SEALED - len(json.dumps(held)))}


def _book(body: Mapping[str, Any]) -> Book:
    return Book(
        begun=body.get("begun", False),
        intimate=body.get("intimate", False),
        said={name: Said(**each | {"closed": tuple(each["closed"])}) for name, each in body.get("said", {}).items()},
        coins={name: Coin(**each) for name, each in body.get("coins", {}).items()},
        shown=tuple(Shown(**each | {"items": tuple(each["items"])}) for each in body.get("shown", [])),
    )
