"""What the other has said to me and is here now: for Today, for Us, and for an open page that asks once a minute.

A pure reading: nothing tells that it was read. What I muted, what has faded and what never was are the same nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from holdfast.kit.step import Act
from holdfast.people.schema import Pair
from holdfast.together import asks, breaks, letters, passing, side, signals, week, wording
from holdfast.together.passing import Passing


@dataclass(frozen=True)
class Arrival:
    """One thing of the other's on a page: what it says, what one can do, the shape beside it if it is a signal."""

    heading: str
    lines: tuple[str, ...]
    acts: tuple[Act, ...]
    shapes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Now:
    """What a page needs to know of one pair at this moment, read once."""

    pair: Pair
    found: list[Passing]
    side: side.Side
    now: datetime
    zone: ZoneInfo


def of_pair(now: Now) -> list[Arrival]:
    """What the other of one pair has said: a break first, then the signal, then what is asked or offered."""
    found = [_break(now), _signal(now), _ask(now), _plan(now)]
    return [each for each in found if each is not None]


def of_letters(keyring: Any, now: datetime, page: side.Side) -> list[Arrival]:
    """Letters that came and that I have not opened."""
    return [
        Arrival(
            _("{name} wrote to you.").format(name=letter.name),
            (),
            (Act(_("Read it"), "letter", (letter.id,)), Act(_("All letters"), "letters")),
        )
        for letter in letters.new(keyring, now, page)
    ]


def _signal(now: Now) -> Arrival | None:
    sent = signals.theirs(now.pair, now.found, now.now)
    if sent is None:
        return None
    said = wording.signal(sent, now.pair.name)
    act = Act(_("Something for me meanwhile"), "relief")
    return Arrival(said.heading, said.lines, (act,), (sent.word, *([sent.wish] if sent.wish else [])))


def _break(now: Now) -> Arrival | None:
    told = breaks.theirs(now.pair, now.found)
    if told is None:
        return None
    said = wording.told(told, now.pair.name, now.now, now.zone)
    return Arrival(said.heading, said.lines, (Act(_("A tool for me"), "relief"),))


def _ask(now: Now) -> Arrival | None:
    open_ = asks.theirs(now.pair, now.found, now.side)
    if open_ is None:
        return None
    heading = wording.asks(now.pair.name, open_.wanted.asks)
    if open_.answer is None:
        lines = (_("A no is fine. So is no answer."),)
        return Arrival(heading, lines, (Act(_("Answer"), "asked", (now.pair.id,)),))
    said = _("You said: yes, I can.") if open_.answer else _("You said: not this evening.")
    return Arrival(heading, (said,), (Act(_("Change it"), "asked", (now.pair.id,)),))


def _plan(now: Now) -> Arrival | None:
    plan = week.planned(now.pair, now.found, now.side)
    if plan is None:
        return None
    when = wording.day_and_clock(plan.at, now.now, now.zone)
    see = Act(_("See it"), "for-two", (now.pair.id,))
    heading, lines = wording.planned(plan, when, now.pair.name), ()
    if plan.mine and not plan.agreed:
        line = _("You offered it. It's gone at the end of the day unless it suits {name} too.")
        lines = (line.format(name=now.pair.name),)
    before = Act(_("Just before it"), "for-two-before", (now.pair.id,))
    return Arrival(heading, lines, (before, see) if plan.is_today(now.now, now.zone) else (see,))


def read(keyring: Any, pair: Pair, page: side.Side, now: datetime, zone: ZoneInfo) -> Now:
    """One pair at this moment."""
    return Now(pair, passing.live(pair, now), page, now, zone)
