"""What opens for two, and when: tiers 0 to 3 (decisions 12 to 15; the clock as changed by ADR 35). Pure.

A tick is a date, not a job: Monday, 03:00 UTC, for everyone. Gates are decided at every fourth tick, the one that ends
the week after the quiet check, and what was decided holds for two weeks; then all is shut until the next decision.
So a door tells one bit in four weeks, whatever anybody chose on which day, and never the day. Both sides' bits meet
double-blind (`vault.matching`): nobody can tell which of the two was shut, and nothing here is told why.

Whatever is not known is shut. Tier 0 is never a gate at all. Tier 1 is always offered; only its form changes.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Literal, Protocol
from uuid import UUID

from holdfast.kit.ticks import day_of
from holdfast.safety import rules
from holdfast.safety.gate import TIERS, GateRecord

Form = Literal["side-by-side", "face-to-face"]
SIDE_BY_SIDE: Form = "side-by-side"
FACE_TO_FACE: Form = "face-to-face"

PICKS = 2  # times a week that the app picks one thing for two
USES, STRONG = 3, 4  # uses of a tool that show steadiness, and how strong it was when they began
OF = 100  # chances are whole numbers below this


@dataclass(frozen=True)
class Rates:
    """The clock of the gates and what chance adds. `benchmarks/gates.py` measures what others would tell.

    Decided at every `every`-th tick from `first` on, open for `open_for` weeks. `common_closed`: of 100 decisions, how
    many stay shut for both whatever was chosen; `own_closed`: the same for each side alone; `face_to_face`: of 100
    picks in an open week. `alike`: whether the closer form of tier 1 asks for a "no need" as tiers 2 and 3 do.
    """

    every: int = 4
    first: int = 2
    open_for: int = 2
    common_closed: int = 25
    own_closed: int = 10
    face_to_face: int = 50
    alike: bool = True


RATES = Rates()


@dataclass(frozen=True)
class Decision:
    """What one tick settled for two. Each side works it out alone, from what both published, and finds the same.

    `at` is the week it was made for, `both` the matched bits of tiers 1, 2, 3, `common` a number below 100 that both
    drew alike, `coins` one such number for each pick while it holds.
    """

    at: int
    both: tuple[bool, bool, bool]
    common: int
    coins: tuple[int, ...]


# --- the clock. Week 0 of `kit.ticks` is that of the first quiet check.


def decided_at(number: int, rates: Rates = RATES) -> int:
    """The week of the last decision: this one, or one before."""
    return number - (number - rates.first) % rates.every


def decides(number: int, rates: Rates = RATES) -> bool:
    """Whether this week's tick decides the gates."""
    return decided_at(number, rates) == number


def in_window(number: int, rates: Rates = RATES) -> bool:
    """Whether what was decided last still holds. The same weeks for everyone."""
    return number - decided_at(number, rates) < rates.open_for


# --- one's own side


def shut_in_doubt(rule: Callable[..., bool]) -> Callable[..., bool]:
    """Make a rule answer False for whatever goes wrong inside it (H07)."""

    @wraps(rule)
    def strict(*given: Any, **named: Any) -> bool:
        try:
            return rule(*given, **named) is True
        except Exception:  # whatever it was: a gate that cannot tell is shut
            return False

    return strict


@shut_in_doubt
def own_side(
    tier: int, record: GateRecord, pair: UUID, when: tuple[date, int], coin: int, *, rates: Rates = RATES
) -> bool:
    """The bit to publish for a decision: whether this person's own side is open.

    `when` is the person's own day and the week of the decision. A hold on either of the two days shuts; a yes and a
    "no need" have to count on the day of the tick. `coin` is this side's own chance for this decision.
    """
    today, at = when
    if type(tier) is not int or tier not in TIERS or type(coin) is not int or not 0 <= coin < OF:
        return False
    day = day_of(at)
    if not rules.no_hold(record, pair, today) or not rules.may_open(tier, record, pair, day):
        return False
    if tier == 1:
        return rules.is_clear(record.of(pair), day) or not rates.alike
    return coin >= rates.own_closed


class Use(Protocol):
    """One use of a tool by the person alone: how strong it was, 0 to 10, before and after, and what was said then."""

    @property
    def before(self) -> int | None: ...
    @property
    def after(self) -> int | None: ...
    @property
    def here(self) -> str | None: ...
    @property
    def how(self) -> str | None: ...


@shut_in_doubt
def stable(uses: Sequence[Use]) -> bool:
    """Whether somebody has found steadiness before (G3): three uses, begun strong, that helped or brought it down.

    `uses` are in order of days, the oldest first. Since the third last that helped none made it worse, and after none
    of them was the person far away: where the newest did, it begins anew.
    """
    found = 0
    for use in reversed(uses):
        if use.how == "worse" or use.here == "far":
            return False
        found += use.before is not None and use.before >= STRONG and _eased(use)
        if found == USES:
            return True
    return False


def _eased(use: Use) -> bool:
    return use.how == "helped" or (use.after is not None and use.after < use.before)


# --- what both see


@shut_in_doubt
def opens(tier: int, number: int, decision: Decision | None, rates: Rates = RATES) -> bool:
    """Whether a tier is open for two in a week. It asks what was decided at the tick and nothing since (PS-28)."""
    if type(tier) is not int:
        return False
    if tier in (0, 1):
        return True
    return _holds(tier, number, decision, rates) and decision.common >= rates.common_closed


def form(number: int, pick: int, decision: Decision | None, rates: Rates = RATES) -> Form:
    """The form of a thing of tier 1 at a pick of a week: side by side, or face to face, of equal credit."""
    return FACE_TO_FACE if _faces(number, pick, decision, rates) else SIDE_BY_SIDE


@shut_in_doubt
def _faces(number: int, pick: int, decision: Decision, rates: Rates) -> bool:
    turn = (number - decision.at) * PICKS + pick
    return _holds(1, number, decision, rates) and 0 <= pick < PICKS and decision.coins[turn] < rates.face_to_face


def _holds(tier: int, number: int, decision: Decision | None, rates: Rates) -> bool:
    """Whether a decision that both sides said yes to is in force."""
    if tier not in TIERS or decision is None or not 0 <= decision.common < OF:
        return False
    known = decides(decision.at, rates) and decision.at == decided_at(number, rates)
    return known and in_window(number, rates) and decision.both[TIERS.index(tier)] is True


def numbers(seed: Sequence[int], count: int) -> tuple[int, ...]:
    """Numbers below 100 from common random bytes, two bytes each. Raises ValueError when there are too few."""
    if len(seed) < 2 * count:
        raise ValueError("Too few bytes.")
    return tuple((seed[2 * at] * 256 + seed[2 * at + 1]) % OF for at in range(count))


# --- names in content


@dataclass(frozen=True)
class Facts:
    """What the names in content stand on, for one person and pair. None is "not known", and not known is shut."""

    no_hold: bool | None = None
    not_in_crisis: bool | None = None
    stable: bool | None = None
    both_ready: bool | None = None
    romantic_pair: bool | None = None


NEEDED: Mapping[int, tuple[str, ...]] = {
    0: (),
    1: ("no-hold", "not-in-crisis"),
    2: ("no-hold", "not-in-crisis", "stable", "both-ready"),
    3: ("no-hold", "not-in-crisis", "stable", "both-ready", "romantic-pair"),
}


@shut_in_doubt
def passes(names: Collection[str], facts: Facts) -> bool:
    """Whether every gate that content names is open. A name nobody knows is shut, also when nobody checked the file."""
    return all(name in rules.GATES and getattr(facts, name.replace("-", "_")) is True for name in names)


def faults(names: Collection[str], tier: int) -> Iterator[str]:
    """What is wrong with the gates that something for two of this tier names, as sentences for `content check`."""
    for name in names:
        if name not in rules.GATES:
            yield f"There is no gate {name!r}. Known: {', '.join(sorted(rules.GATES))}."
    if tier not in NEEDED:
        yield f"There is no tier {tier}; they go from 0 to 3."
        return
    if missing := [name for name in NEEDED[tier] if name not in names]:
        yield f"Something for two of tier {tier} has to name these gates as well: {', '.join(missing)}."
