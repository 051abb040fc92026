"""PS-33: can Ben tell a hold for safety from plain "not ready" by all he sees in 26 weeks? Through the real rules.

    python -m benchmarks.gates               some minutes; benchmarks/results/gates.json
    python -m benchmarks.gates --quick       fewer pairs, printed and not kept

In each arm half of the pairs are held, half are plainly not ready. Ben wants everything, says "no need" at every check
and never misses a week: whatever stays shut is Ana's doing or chance, which is the worst case for her. Days, chance and
how long somebody stays away are drawn alike for both halves; what differs is what Ana does, and on which days.

Three classifiers (`benchmarks.guessing`) learn from a third of the pairs; the one that does best on the second third
guesses the last. Chance is 50 %. The aim is at most 52 % in every arm that is not marked as a limit; a limit says what
no rate of ours can hide.
The same pairs under the rates as first decided (decision 13) show that the classifiers do find a leak where one is.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import numpy as np

from benchmarks import guessing
from holdfast.kit import ticks
from holdfast.safety import gates, rules
from holdfast.safety.gate import TIERS, GateRecord, Gates
from holdfast.safety.gates import Decision, Rates

RESULTS = Path(__file__).parent / "results" / "gates.json"
WEEKS = 26
FIRST_WEEK = 46  # one whose tick decides: Monday, 2026-11-23
PAIR = UUID(int=1)
DAY = timedelta(days=1)
AIM = 0.52
SEED = 33

ADOPTED = Rates()
FIRST_DECIDED = Rates(every=1, first=0, open_for=1, alike=False)

Act = Callable[[GateRecord, date], GateRecord]


@dataclass(frozen=True)
class Story:
    """What Ana does: acts on days (counted from the first Monday), and what she answers at the checks."""

    acts: list[tuple[int, Act]]
    checks: list[tuple[int, Act]]


@dataclass(frozen=True)
class Arm:
    """What is told apart. Each side makes a story from its own stream of chance and from what both sides share."""

    name: str
    held: Callable[[Random, "Shared"], Story]
    plain: Callable[[Random, "Shared"], Story]
    limit: bool = False


@dataclass(frozen=True)
class Shared:
    """What is drawn alike for both halves: the decision from which on she is away, and how many decisions it lasts."""

    from_decision: int
    lasts: int


# --- what Ana can do


def choose(choice: Any) -> Act:
    """Leave the quiet check with a choice."""
    return lambda record, today: rules.choose(record, choice, today)


def say(yes: bool, tiers: tuple[int, ...] = TIERS) -> Act:
    """A yes, or a "not now", on the page of what opens."""

    def act(record: GateRecord, today: date) -> GateRecord:
        return replace(record, pairs=tuple(rules.said(each, tiers, today, yes=yes) for each in record.pairs))

    return act


def check_days() -> list[int]:
    """The days of the quiet check, one before the first week included; a day is counted from the first Monday."""
    monday = ticks.day_of(FIRST_WEEK)
    first = (rules.check_day(monday) - monday).days
    return list(range(first, WEEKS * 7, rules.EVERY.days))


def tick_after(check: int) -> int:
    """The day of the tick that decides after a check."""
    return check + 12


# --- stories. A decision k is the one after the check `check_days()[k]`; she is away for decisions a to a + lasts - 1.


def answering(chance: Random, away: range, meanwhile: Act | None) -> list[tuple[int, Act]]:
    """The checks: "no need" in the week of each, or what she does while she is away (None: nothing)."""
    found = []
    for number, day in enumerate(check_days()):
        act = meanwhile if number in away else choose("no-need")
        if act is not None:
            found.append((day + chance.randrange(7), act))
    return found


def held_at_the_check(choice: Any = "wait") -> Callable[[Random, Shared], Story]:
    """She chooses at the check that it waits, in the week everyone is asked, and so until she chooses otherwise."""

    def story(chance: Random, shared: Shared) -> Story:
        away = range(shared.from_decision, shared.from_decision + shared.lasts)
        return Story([], answering(chance, away, choose(choice)))

    return story


def held_on_demand(chance: Random, shared: Shared) -> Story:
    """She opens the check on any day at all before the decision, and says that it waits."""
    away = range(shared.from_decision, shared.from_decision + shared.lasts)
    return Story([(any_day(chance, shared), choose("wait"))], answering(chance, away, choose("wait")))


def any_day(chance: Random, shared: Shared) -> int:
    """A day since the tick before, early enough to count at the one from which she is away."""
    tick = tick_after(check_days()[shared.from_decision])
    return tick - 8 - chance.randrange(rules.EVERY.days - 7)


def not_now(chance: Random, shared: Shared) -> Story:
    """She says "not now" on any day, comes back on any two days, and sees nothing to worry about at the checks."""
    acts = [(any_day(chance, shared), say(False))]
    back = shared.from_decision + shared.lasts
    if back < len(check_days()):
        first = tick_after(check_days()[back]) - 10 - chance.randrange(10)
        acts += [(first, say(True)), (first + 1, say(True))]
    return Story(acts, answering(chance, range(0), None))


def never_held(chance: Random, _shared: Shared) -> Story:
    """Held from before the first week on."""
    return Story([(-40, choose("wait"))], answering(chance, range(99), choose("wait")))


def never_plain(chance: Random, _shared: Shared) -> Story:
    """No yes was ever said."""
    return Story([(-40, say(False))], answering(chance, range(0), None))


def skips(chance: Random, shared: Shared) -> Story:
    """She leaves the check unanswered for a while: away, tired, not alone."""
    away = range(shared.from_decision, shared.from_decision + shared.lasts)
    return Story([], answering(chance, away, choose("skip")))


def partly(chance: Random, shared: Shared) -> Story:
    """Not ready for the harder things, and ready to sit face to face."""
    told = not_now(chance, shared)
    return replace(told, acts=[(told.acts[0][0], say(False, (2, 3)))])


def forced(story: Callable[[Random, Shared], Story], times: int) -> Callable[[Random, Shared], Story]:
    """On `times` days, some time after, Ben stands beside her until she has said yes. Alone again she leaves it so."""

    def made(chance: Random, shared: Shared) -> Story:
        told = story(chance, replace(shared, lasts=99))
        first = tick_after(check_days()[shared.from_decision]) + chance.randrange(28)
        return replace(told, acts=[*told.acts, *((first + at, say(True)) for at in range(times))])

    return made


def sooner(chance: Random, shared: Shared) -> Story:
    """As `not_now`, and back after one or two decisions."""
    return not_now(chance, replace(shared, lasts=min(shared.lasts, 1 + chance.randrange(2))))


ARMS = (
    Arm("never ready", never_held, never_plain),
    Arm("from some day on", held_on_demand, not_now),
    Arm("the week after the check", held_at_the_check(), not_now),
    Arm("the check skipped", held_at_the_check(), skips),
    Arm("the forced switch", forced(held_at_the_check(), 1), forced(not_now, 1)),
    Arm("forced on two days", forced(held_at_the_check(), 2), forced(not_now, 2), limit=True),
    Arm("ready for tier 1 alone", held_at_the_check(), partly, limit=True),
    Arm("because of me, 90 days", held_at_the_check("because-of-me"), not_now, limit=True),
    Arm("plain comes back sooner", held_at_the_check(), sooner, limit=True),
)


# --- 26 weeks


def live(story: Story, chance: Random, rates: Rates, sheets_follow: bool) -> np.ndarray:
    """What Ben sees in 26 weeks, a row a week: tier 2, tier 3, picks face to face, matches of tier 0, of closer things.

    Two more columns are nothing that he sees, but what lies in his own vault for whoever knows how to look: whether
    the decision in force was shut by his own coin, and whether by the number that both drew alike.

    `sheets_follow`: shared wishes of tier 1 and up take part only where one's own gate is open (ADR 35). Otherwise a
    hold silences all wishes and a plain "not now" none of them, as §3.4 alone would have it.
    """
    monday = ticks.day_of(FIRST_WEEK)
    acts = iter(sorted([*story.acts, *story.checks], key=lambda act: act[0]))
    coming = next(acts, None)
    long_ago = monday - timedelta(days=60)
    record = GateRecord(pairs=(Gates(pair=PAIR, ready_from=(long_ago,) * 3),))
    decision, bens, rows, held_sheets = Decision(0, (False,) * 3, 0, ()), False, np.zeros((WEEKS, 7)), False
    for number in range(WEEKS):
        week = FIRST_WEEK + number
        if gates.decides(week, rates):
            asked = number * 7 - 1 - chance.randrange(6)  # her last unlock before the tick
            while coming is not None and coming[0] <= asked:
                record = coming[1](record, monday + coming[0] * DAY)
                coming = next(acts, None)
            decision, bens = decide(record, monday + asked * DAY, week, chance, rates)
            held_sheets = record.pairs[0].waits or record.pairs[0].because_on is not None
        rows[number, :5] = week_of_ben(decision, week, rates, chance, silent=held_sheets and not sheets_follow)
        rows[number, 5:] = bens, decision.common >= rates.common_closed
        if not sheets_follow:
            rows[number, 4] = 0 if held_sheets else shown(chance)
    return rows


def decide(record: GateRecord, today: date, week: int, chance: Random, rates: Rates) -> tuple[Decision, bool]:
    """Both sides' bits meet: Ana's from her record, Ben's from his own coin alone, which is given too."""
    both, bens = [], chance.randrange(100) >= rates.own_closed
    coin = chance.randrange(100)
    for tier in TIERS:
        ana = gates.own_side(tier, record, PAIR, (today, week), coin, rates=rates)
        both.append(ana and (tier == 1 or bens))
    coins = tuple(chance.randrange(100) for _ in range(rates.open_for * gates.PICKS))
    return Decision(week, (both[0], both[1], both[2]), chance.randrange(100), coins), bens


def week_of_ben(decision: Decision, week: int, rates: Rates, chance: Random, *, silent: bool) -> list[float]:
    """One row. The numbers of matches are drawn alike whether or not they can be seen."""
    easy, closer = shown(chance), shown(chance)
    faces = sum(gates.form(week, pick, decision, rates) == gates.FACE_TO_FACE for pick in range(gates.PICKS))
    takes_part = decision.at == week and decision.both[1]
    return [
        gates.opens(2, week, decision, rates),
        gates.opens(3, week, decision, rates),
        faces,
        0 if silent else easy,
        closer if takes_part else 0,
    ]


def shown(chance: Random) -> int:
    """How many matches a round shows: five items both would talk about, each held back by a fifth on either side."""
    return min(3, sum(chance.random() < 0.64 for _ in range(5)))


def pairs(arm: Arm, count: int, seed: int, rates: Rates, *, sheets_follow: bool = True) -> Iterator[np.ndarray]:
    """What the Bens of an arm see, held and plain in turn."""
    for number in range(count):
        chance = Random(f"{arm.name}/{seed}/{number}")  # the same whatever is in the program's hash seed
        shared = Shared(1 + chance.randrange(4), 1 + min(5, int(chance.expovariate(0.4))))
        story = (arm.plain if number % 2 else arm.held)(chance, shared)
        yield live(story, chance, rates, sheets_follow)


def told_apart(
    arm: Arm, count: int, rates: Rates = ADOPTED, *, seed: int = SEED, sheets_follow: bool = True
) -> list[dict[str, float]]:
    """For each classifier, the share it guesses rightly of `count` pairs, after as many to learn from and to choose by.

    First from what Ben sees, then from his own coins as well.
    """
    seen = np.array(list(pairs(arm, 3 * count, seed, rates, sheets_follow=sheets_follow)))
    held = np.arange(len(seen)) % 2 == 0
    return [guessing.accuracies(seen[:, :, :known], held, phase=FIRST_WEEK % 4) for known in (5, 7)]


# --- the run


def measured(count: int) -> dict[str, Any]:
    """Every arm, under the rates in use and under those first decided."""
    told: dict[str, Any] = {}
    for arm in ARMS:
        started = time.perf_counter()
        in_use = told_apart(arm, count)
        told[arm.name] = {
            "limit": arm.limit,
            "in use": _figures(in_use[0], count),
            "in use, with his own coins": _figures(in_use[1], count),
            "as first decided": _figures(told_apart(arm, count, FIRST_DECIDED, sheets_follow=False)[0], count),
            "as first decided, without wishes": _figures(told_apart(arm, count, FIRST_DECIDED)[0], count),
        }
        print(f"{arm.name:28}", {key: value["chosen"] for key, value in told[arm.name].items() if key != "limit"},
              f"{time.perf_counter() - started:.0f} s", flush=True)  # fmt: skip
    return told


def _figures(accuracies: dict[str, float], count: int) -> dict[str, Any]:
    """Each classifier's share, that of the one chosen beforehand, and its 95 % interval (Wilson)."""
    low, high = guessing.wilson(accuracies["chosen"], count)
    figures = {name: round(value, 4) for name, value in accuracies.items()}
    return {**figures, "interval": [round(low, 4), round(high, 4)]}


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer pairs; prints and keeps nothing")
    quick = parser.parse_args().quick
    count = 500 if quick else 6000
    told = measured(count)
    ways = ("in use", "in use, with his own coins")
    passed = all(arm[way]["chosen"] <= AIM for arm in told.values() for way in ways if not arm["limit"])
    print("aim reached" if passed else "AIM MISSED")
    if not quick:
        kept = {
            "command": "python -m benchmarks.gates",
            "aim": f"at most {AIM:.0%} in every arm that is no limit; chance is 50 %",
            "reached": passed,
            "weeks": WEEKS,
            "pairs guessed, after as many learned from and as many to choose by": count,
            "rates in use": vars(ADOPTED),
            "rates as first decided": vars(FIRST_DECIDED),
            "arms": told,
        }
        RESULTS.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
