"""Rules of safety: which answers deserve company at once, what is never drawn, and which gates are shut. Pure.

A reaction leads to one page for the person alone. It never sends and never blocks (CR-09), and no rule here reads a
person's own words (CR-10). A gate is shut by what its owner chose and by nothing a machine made of answers about
somebody else (decision 12); in doubt it is shut. All gates are read at the weekly tick alone (PS-28), never at a press.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, Protocol
from uuid import UUID

from holdfast.safety.gate import NEVER, TIERS, GateRecord, Gates

# The four choices of the quiet check, and leaving it: "not now", not alone, skipped.
Choice = Literal["wait", "because-of-me", "no-need", "rather-not", "skip"]
CHOICES: tuple[Choice, ...] = ("wait", "because-of-me", "no-need", "rather-not", "skip")

FIRST_CHECK = date(2026, 1, 7)  # a Wednesday, in the middle of the week; then every four weeks, for everyone
EVERY = timedelta(weeks=4)
TO_DO_IT = timedelta(weeks=1)
CLEAR_AT_MOST = EVERY + TO_DO_IT
BECAUSE_OF_ME = timedelta(days=90)
CRISIS = timedelta(days=14)
SAID_WITHIN = timedelta(days=28)

# The names that content uses, and the gates of the programme they stand for.
GATES = {"no-hold": "G1", "not-in-crisis": "G2", "stable": "G3", "both-ready": "G4", "romantic-pair": "G6"}


class Watch(Protocol):
    """A watched item, as an instrument's file declares it: at or above `at_least` it wakes `wakes`."""

    @property
    def item(self) -> str: ...
    @property
    def at_least(self) -> float: ...
    @property
    def wakes(self) -> str: ...
    @property
    def holds(self) -> tuple[int, ...]: ...


@dataclass(frozen=True)
class Reaction:
    """What a watched answer woke, for example "suicidality", and the item that did."""

    wakes: str
    item: str


def reaction(watch: Iterable[Watch], answers: Mapping[str, Any]) -> Reaction | None:
    """The first watched item whose answer reaches its mark, or None.

    `answers` maps item ids to a number, None for skipped or "na" for not applicable; anything but a number is no
    answer. None as a result reassures of nothing: a zero is only a zero.
    """
    for watched in watch:
        value = answers.get(watched.item)
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= watched.at_least:
            return Reaction(watched.wakes, watched.item)
    return None


def can_hold(watch: Iterable[Watch]) -> bool:
    """Whether any answer to this form sets a crisis hold."""
    return any(watched.holds for watched in watch)


def holds(watch: Iterable[Watch], answers: Mapping[str, Any]) -> bool:
    """Whether these answers set a crisis hold: only an answer that the form's file names, "right now" for example."""
    for watched in watch:
        value = answers.get(watched.item)
        if isinstance(value, int | float) and not isinstance(value, bool) and value in watched.holds:
            return True
    return False


def unplottable(instrument: Any) -> frozenset[str]:
    """Ids of an instrument's items that are never drawn, counted or compared over time (CR-11)."""
    return frozenset(watched.item for watched in instrument.watch)


def check_day(today: date) -> date:
    """The last day of the quiet check, the same for everyone: today, or one up to four weeks ago."""
    return today - (today - FIRST_CHECK) % EVERY


def next_check(today: date) -> date:
    """The next day of the quiet check after today."""
    return check_day(today) + EVERY


def reading(today: date) -> str:
    """What everyone is reminded of in this week, by the name of its page, or nothing.

    The quiet check in the week from its day on, Good together once a quarter two weeks later. It depends on the date
    alone, and stays all week for whoever has read it and whoever has not (PS-17, PS-22).
    """
    turn = (today - FIRST_CHECK) % (3 * EVERY)
    if turn % EVERY < TO_DO_IT:
        return "quiet-check"
    return "good-together" if 2 * TO_DO_IT <= turn < 3 * TO_DO_IT else ""


def clear_until(today: date) -> date:
    """How long "no need" counts when chosen today: until the next check and a week to do it, five weeks at most."""
    return next_check(today) + TO_DO_IT


def chosen(gates: Gates, choice: Choice, today: date) -> Gates:
    """The gates of one pair after a choice. Only "no need" opens anything, and "because of me" outlasts it at first."""
    if choice == "no-need":
        if not _liftable(gates, today):
            return gates
        return replace(gates, waits=False, because_on=None, clear_until=clear_until(today))
    waits = gates.waits or choice in ("wait", "because-of-me")
    because_on = today if choice == "because-of-me" else gates.because_on
    return replace(gates, waits=waits, because_on=because_on, clear_until=None)


def choose(record: GateRecord, choice: Choice, today: date, pair: UUID | None = None) -> GateRecord:
    """The record after a choice. The page names nobody: without a pair, what shuts something shuts it for all.

    "No need" said of nobody in particular counts for whoever is asked next, and for the one pair where there is one.
    """
    if choice not in CHOICES:
        raise ValueError(f"There is no choice {choice!r}.")
    alone = len(record.pairs) == 1
    meant = [
        gates.pair
        for gates in (record.anyone, *record.pairs)
        if (pair is not None and gates.pair == pair)
        or (pair is None and (choice != "no-need" or gates.pair is None or alone))
    ]
    return _each(record, lambda gates: chosen(gates, choice, today) if gates.pair in meant else gates)


def linked(record: GateRecord, pair: UUID) -> GateRecord:
    """The record once a pair exists: it begins with what was chosen before anyone was asked. Twice changes nothing."""
    if record.of(pair) is not None:
        return record
    begun = replace(record.anyone, pair=pair, not_now=False, ready_from=NEVER, said_on=NEVER)
    return replace(record, pairs=(*record.pairs, begun))


def unlinked(record: GateRecord, pair: UUID) -> GateRecord:
    """The record without a pair. Its holds stay for whoever comes next, so that a new link is no way round them."""
    gone = record.of(pair)
    if gone is None:
        return record
    before = record.anyone
    kept = replace(
        before,
        waits=before.waits or gone.waits,
        because_on=max(filter(None, (before.because_on, gone.because_on)), default=None),
        clear_until=None,
        held_until=max(filter(None, (before.held_until, gone.held_until)), default=None),
    )
    return replace(record, anyone=kept, pairs=tuple(each for each in record.pairs if each.pair != pair))


def in_crisis(record: GateRecord, today: date) -> bool:
    """Whether a crisis hold stands (G2)."""
    return record.crisis_until is not None and today < record.crisis_until


def no_hold(record: GateRecord, pair: UUID, today: date) -> bool:
    """Whether nothing of the person's own stands against this pair (G1): not a crisis, not their word to wait."""
    gates = record.of(pair)
    if gates is None or in_crisis(record, today) or gates.waits or gates.because_on is not None:
        return False
    return gates.held_until is None or today >= gates.held_until


def may_open(tier: int, record: GateRecord | None, pair: UUID, today: date) -> bool:
    """Whether this person's own side of a gate is open on this day; the other's side and the coin come on top.

    Tier 0 always is. Tier 1 asks for a face-to-face form, which needs one's own yes and no hold. Tiers 2 and 3 need a
    "no need" of the last five weeks as well. Whatever is not known is shut.
    """
    if type(tier) is not int or (tier != 0 and tier not in TIERS):
        return False
    if tier == 0:
        return True
    gates = record.of(pair) if record is not None and pair is not None else None
    if record is None or gates is None or gates.not_now or not no_hold(record, pair, today):
        return False
    ready = gates.ready_from[tier - 1]
    if ready is None or today < ready:
        return False
    return tier == 1 or is_clear(gates, today)


def is_clear(gates: Gates, today: date) -> bool:
    """Whether "no need" still counts. One that lies further ahead than any choice reaches came with a wrong clock."""
    return gates.clear_until is not None and today < gates.clear_until <= today + CLEAR_AT_MOST


def said(gates: Gates, tiers: Collection[int], today: date, *, yes: bool) -> Gates:
    """The gates after a yes or a "not now" to some tiers, said alone.

    A yes counts once it was said on two days, and then from the next morning: what was said once may have been said
    in somebody's company. "Not now" counts at once and takes back everything said before.
    """
    ready, first = list(gates.ready_from), list(gates.said_on)
    for place in (TIERS.index(tier) for tier in tiers):
        if not yes:
            ready[place] = first[place] = None
        elif ready[place] is None and is_second(first[place], today):
            ready[place] = today + timedelta(days=1)
        elif ready[place] is None and first[place] != today:
            first[place] = today
    return replace(gates, ready_from=(ready[0], ready[1], ready[2]), said_on=(first[0], first[1], first[2]))


def is_second(said_on: date | None, today: date) -> bool:
    """Whether a yes said today is the second one: on another day, and not too long after the first."""
    return said_on is not None and timedelta(0) < today - said_on <= SAID_WITHIN


def _liftable(gates: Gates, today: date) -> bool:
    return gates.because_on is None or today >= gates.because_on + BECAUSE_OF_ME


def _each(record: GateRecord, change: Any) -> GateRecord:
    return replace(record, anyone=change(record.anyone), pairs=tuple(change(gates) for gates in record.pairs))
