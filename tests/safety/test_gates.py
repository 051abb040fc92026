"""What opens for two, and when: shut in doubt, decided at a tick, and never telling which of two was shut, or why."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.catalogue import roots
from holdfast.kit import ticks
from holdfast.programme.schema import Practice
from holdfast.safety import gate, gates, rules
from holdfast.safety.gate import GateRecord, Gates
from holdfast.safety.gates import RATES, Decision, Facts, Rates
from holdfast.safety.records import GATE
from tests.safety.test_gate import BEN, CLEO, choices, days, gates_of, records, tiers

AS_FIRST_DECIDED = Rates(every=1, first=0, open_for=1, alike=False)
weeks = st.integers(-200, 2000)
coins = st.integers(0, 99)
bits = st.tuples(st.booleans(), st.booleans(), st.booleans())
decided = st.builds(
    lambda week, both, common, drawn: Decision(gates.decided_at(week), both, common, drawn),
    weeks, bits, coins, st.tuples(coins, coins, coins, coins),
)  # fmt: skip


def ready_for(week, pair=BEN, **more):
    """A record with every yes said, and a "no need" that counts at a week's tick."""
    day = ticks.day_of(week)
    clear = day + timedelta(days=10)
    told = {"clear_until": clear, "ready_from": (day - timedelta(days=9),) * 3} | more
    return GateRecord(pairs=(Gates(pair=pair, **told),))


def own(tier, record, week, coin=50, **more):
    day = ticks.day_of(week) - timedelta(days=4)
    return gates.own_side(tier, record, more.pop("pair", BEN), (more.pop("today", day), week), coin, **more)


# --- the clock


@given(weeks)
def test_gates_are_decided_every_fourth_week_and_hold_for_two(number):
    last = gates.decided_at(number)
    assert 0 <= number - last < 4
    assert gates.decides(number) == (number == last)
    assert [gates.in_window(last + after) for after in range(4)] == [True, True, False, False]


@given(weeks)
def test_the_decision_ends_the_week_after_the_quiet_check_and_its_weeks_end_before_the_next(number):
    at = gates.decided_at(number)
    check, day = rules.check_day(ticks.day_of(at)), ticks.day_of(at)
    assert check + rules.TO_DO_IT < day <= check + 2 * rules.TO_DO_IT
    assert ticks.day_of(at + RATES.open_for) < rules.next_check(check)


@given(weeks)
def test_only_a_no_need_of_this_round_of_the_check_counts_at_its_tick(number):
    at, check = gates.decided_at(number), rules.check_day(ticks.day_of(gates.decided_at(number)))
    for back, counts in ((0, True), (3, True), (-1, False), (-20, False)):
        said = rules.clear_until(check + timedelta(days=back))
        assert own(2, ready_for(at, clear_until=said), at) is counts


# --- one's own side


@pytest.mark.parametrize("tier", gate.TIERS)
def test_with_a_yes_a_no_need_and_no_hold_ones_own_side_is_open(tier):
    assert own(tier, ready_for(46), 46)


HOLDS = {
    "waits": {"waits": True},
    "because of me": {"because_on": date(2020, 1, 1)},
    "not now": {"not_now": True},
    "held": {"held_until": ticks.day_of(47)},
    "skipped": {"clear_until": None},
    "no yes": {"ready_from": gate.NEVER},
}


@pytest.mark.parametrize("tier", gate.TIERS)
@pytest.mark.parametrize("hold", HOLDS.values(), ids=HOLDS.keys())
def test_ps_30_any_reason_shuts_every_tier_in_the_same_way(tier, hold):
    assert own(tier, ready_for(46, **hold), 46) is False


@given(records(), tiers, weeks, coins, days)
def test_h07_any_hold_shuts_tiers_2_and_3_whatever_else_stands_there(record, tier, week, coin, today):
    for mine in record.pairs:
        held = mine.waits or mine.because_on or mine.not_now or rules.in_crisis(record, today)
        held = held or (mine.held_until is not None and today < mine.held_until)
        unclear = not rules.is_clear(mine, ticks.day_of(week))
        if held or unclear:
            assert gates.own_side(tier, record, mine.pair, (today, week), coin) is False


@given(records() | st.none(), tiers | st.integers() | st.none(), weeks, st.integers() | st.none())
def test_h07_whatever_is_odd_is_shut_and_never_raises(record, tier, week, coin):
    pair = record.pairs[0].pair if record and record.pairs else CLEO
    answer = gates.own_side(tier, record, pair, (ticks.day_of(week), week), coin)
    assert answer in (True, False)
    if record is None or tier not in gate.TIERS or coin is None or not 0 <= coin < 100:
        assert answer is False


def test_h07_a_rule_that_breaks_is_shut(monkeypatch):
    def broken(*_given):
        raise RuntimeError("out of order")

    record = ready_for(46)
    for name in ("may_open", "no_hold", "is_clear"):
        with monkeypatch.context() as patch:
            patch.setattr(rules, name, broken)
            assert own(1, record, 46) is False
    assert own(2, record, 46, coin=True) is False
    assert gates.own_side(2, record, BEN, None, 50) is False


def test_a_hold_that_ends_before_the_tick_still_shuts_in_its_own_days():
    held = ready_for(46, held_until=ticks.day_of(46) - timedelta(days=2))
    assert own(2, held, 46) is False
    assert own(2, held, 46, today=ticks.day_of(46) - timedelta(days=1)) is True


@given(st.integers(0, 99), tiers)
def test_the_own_coin_shuts_tiers_2_and_3_and_leaves_tier_1(coin, tier):
    assert own(tier, ready_for(46), 46, coin=coin) == (tier == 1 or coin >= 10)


def test_the_closer_form_of_tier_1_asks_for_what_tiers_2_and_3_ask_for():
    skipped = ready_for(46, clear_until=None)
    assert own(1, skipped, 46) is False
    assert own(1, skipped, 46, rates=AS_FIRST_DECIDED) is True


@given(st.sampled_from(["wait", "because-of-me", "rather-not", "skip"]), tiers)
def test_ps_30_every_choice_but_no_need_leaves_the_same_bits(choice, tier):
    check = rules.check_day(ticks.day_of(46))
    record = rules.choose(ready_for(46), choice, check)
    assert own(tier, record, 46) is False


# --- steadiness


HELPED, FELL = {"before": 4, "how": "helped"}, {"before": 9, "after": 8}
SAME, WEAK, RATED_AFTER = {"before": 6, "after": 6}, {"before": 3, "after": 1, "how": "helped"}, {"after": 2}
WORSE, FAR = {"before": 6, "after": 2, "how": "worse"}, {"before": 6, "after": 2, "here": "far"}


@pytest.mark.parametrize(
    ("uses", "wanted"),
    [
        ([], False),
        ([HELPED, FELL], False),
        ([HELPED, FELL, FELL], True),
        ([HELPED, SAME, FELL, WEAK, RATED_AFTER, FELL], True),
        ([WEAK, WEAK, WEAK, SAME], False),
        ([WORSE, FAR, FELL, FELL, HELPED], True),
        ([FELL, FELL, HELPED, WORSE], False),
        ([FELL, FELL, FAR, HELPED], False),
    ],
)
def test_g3_three_uses_that_eased_and_none_worse_since(uses, wanted):
    practices = [Practice("a-tool", "2026-11-01", **use) for use in uses]
    assert gates.stable(practices) is wanted


def test_h07_what_is_no_list_of_uses_is_not_steady():
    assert gates.stable(None) is False
    assert gates.stable([object()] * 3) is False


# --- a yes


def test_ps_31_a_yes_said_once_changes_nothing_and_said_on_two_days_it_counts_next_morning():
    today = date(2026, 11, 3)
    once = rules.said(Gates(pair=BEN), [2], today, yes=True)
    assert once.ready_from == gate.NEVER
    assert rules.said(once, [2], today, yes=True) == once, "twice on one day is once"
    twice = rules.said(once, [2], today + timedelta(days=1), yes=True)
    assert twice.ready_from == (None, today + timedelta(days=2), None)
    assert rules.said(twice, [2], today + timedelta(days=9), yes=True) == twice


def test_a_second_yes_comes_within_four_weeks_or_is_a_first():
    today = date(2026, 11, 3)
    once = rules.said(Gates(pair=BEN), [1], today, yes=True)
    at_last = rules.said(once, [1], today + timedelta(days=28), yes=True)
    late = rules.said(once, [1], today + timedelta(days=29), yes=True)
    assert at_last.ready_from[0] == today + timedelta(days=29)
    assert late.ready_from == gate.NEVER
    assert late.said_on[0] == today + timedelta(days=29)


def test_not_now_counts_at_once_and_takes_back_what_was_said():
    today = date(2026, 11, 3)
    said = Gates(pair=BEN, ready_from=(today, today, None), said_on=(today, today, today))
    after = rules.said(said, [2, 3], today, yes=False)
    assert after.ready_from == (today, None, None)
    assert after.said_on == (today, None, None)
    with pytest.raises(ValueError):
        rules.said(said, [4], today, yes=True)


@given(gates_of(BEN), st.lists(tiers, max_size=3), days, st.booleans())
def test_ps_31_no_press_of_the_switch_touches_a_hold(mine, which, today, yes):
    after = rules.said(mine, which, today, yes=yes)
    assert replace(after, ready_from=mine.ready_from, said_on=mine.said_on) == mine


@given(gates_of(BEN), tiers, st.booleans(), weeks)
def test_ps_31_under_a_hold_the_switch_changes_no_tick(mine, tier, yes, week):
    held = replace(mine, waits=True)
    today = ticks.day_of(week) - timedelta(days=3)
    for each in (held, rules.said(held, [tier], today, yes=yes)):
        assert own(tier, GateRecord(pairs=(each,)), week, today=today) is False


def test_the_days_of_a_yes_fit_the_record_of_one_size():
    day = date(2026, 11, 3)
    full = tuple(Gates(UUID(int=at), True, day, day, day, True, (day,) * 3, (day,) * 3) for at in range(1, 13))
    record = GateRecord(day, replace(full[0], pair=None), full)
    assert len(json.dumps(record.body(), separators=(",", ":"))) == gate.SIZE
    assert gate.read(json.loads(json.dumps(record.body()))) == record


# --- what both see


@given(decided | st.none(), weeks)
def test_tier_0_and_tier_1_are_always_there(decision, week):
    assert gates.opens(0, week, decision)
    assert gates.opens(1, week, decision)


@given(decided, weeks, st.sampled_from([2, 3]))
def test_ps_28_what_a_tick_decided_holds_whatever_is_chosen_meanwhile(decision, week, tier):
    """The answer has no record to ask: it is of the decision and the week alone, and of no other week's decision."""
    expected = (
        decision.at == gates.decided_at(week)
        and week - decision.at < 2
        and decision.both[tier - 1]
        and decision.common >= 25
    )
    assert gates.opens(tier, week, decision) == expected


def decide(bits_a, bits_b, common=50):
    return Decision(46, tuple(mine and other for mine, other in zip(bits_a, bits_b, strict=True)), common, (0,) * 4)


@given(records(), records(), choices, st.integers(0, 99), coins)
def test_ps_30_held_and_not_now_are_the_same_decision(record_a, record_b, choice, common, coin):
    """Ben's side of the tick is worked out from bits alone: for Ana's hold and for her "not now" they are the same."""
    if not record_a.pairs:
        return
    pair, today = record_a.pairs[0].pair, ticks.day_of(46) - timedelta(days=4)
    held = rules.choose(record_a, choice if choice != "no-need" else "wait", today)
    later = replace(record_a, pairs=tuple(replace(each, not_now=True) for each in record_a.pairs))
    theirs = [True, True, True]
    seen = [
        decide([gates.own_side(tier, record, pair, (today, 46), coin) for tier in gate.TIERS], theirs, common)
        for record in (held, later)
    ]
    assert seen[0] == seen[1]
    for week, tier, pick in product((46, 47, 48, 49), gate.TIERS, (0, 1)):
        assert gates.opens(tier, week, seen[0]) == gates.opens(tier, week, seen[1])
        assert gates.form(week, pick, seen[0]) == gates.form(week, pick, seen[1]) == "side-by-side"


@given(weeks, st.integers(-2, 5), decided | st.none())
def test_the_face_to_face_form_needs_both_and_the_coin_and_an_open_week(week, pick, decision):
    form = gates.form(week, pick, decision)
    if form == "face-to-face":
        assert decision.both[0]
        assert decision.at == gates.decided_at(week)
        assert 0 <= week - decision.at < 2
        assert decision.coins[(week - decision.at) * 2 + pick] < 50
    else:
        assert form == "side-by-side"


def test_the_coin_of_each_pick_says_which_form():
    decision = Decision(46, (True, False, False), 0, (0, 49, 50, 99))
    forms = [gates.form(week, pick, decision) for week in (46, 47) for pick in (0, 1)]
    assert forms == ["face-to-face", "face-to-face", "side-by-side", "side-by-side"]


@pytest.mark.parametrize(
    "decision",
    [
        "open",
        Decision(46, (True, True), 50, ()),
        Decision(46, (1, 1, 1), 50, (0,) * 4),
        Decision(46, (True, True, True), None, (0,) * 4),
        Decision(46, (True, True, True), 100, (0,) * 4),
        Decision(45, (True, True, True), 50, (0,) * 4),
    ],
)
def test_h07_a_decision_that_is_none_is_shut(decision):
    assert not gates.opens(3, 46, decision)
    assert gates.form(46, 0, decision) == "side-by-side"


def test_h07_a_coin_that_is_none_is_side_by_side():
    for drawn in ((), (None,) * 4):
        assert gates.form(46, 0, Decision(46, (True, True, True), 50, drawn)) == "side-by-side"


@pytest.mark.parametrize("tier", [-1, 4, True, None, "1", 2.0])
def test_h07_what_is_no_tier_is_shut(tier):
    assert not gates.opens(tier, 46, Decision(46, (True, True, True), 50, (0,) * 4))
    assert not own(tier, ready_for(46), 46)


def test_numbers_come_from_common_bytes_and_never_run_out():
    assert gates.numbers(bytes([0, 99, 1, 0, 255, 255]), 3) == (99, 56, 35)
    with pytest.raises(ValueError):
        gates.numbers(bytes(5), 3)


# --- names in content


def test_ps_29_content_knows_five_gates_and_no_reason():
    assert set(rules.GATES) == {"no-hold", "stable", "both-ready", "romantic-pair", "not-in-crisis"}
    assert {name for names in gates.NEEDED.values() for name in names} == set(rules.GATES)


@given(st.sets(st.sampled_from(sorted(rules.GATES))), st.lists(st.sampled_from([True, False, None]), min_size=5))
def test_all_that_is_named_has_to_be_known_and_open(names, known):
    facts = Facts(*known[:5])
    wanted = all(getattr(facts, name.replace("-", "_")) is True for name in names)
    assert gates.passes(names, facts) == wanted


def test_h07_a_name_nobody_knows_is_shut_and_refused_when_it_is_built():
    everything = Facts(True, True, True, True, True)
    assert gates.passes(rules.GATES, everything)
    assert not gates.passes(["no-hold", "open-sesame"], everything)
    assert not gates.passes(None, everything)
    assert "'open-sesame'" in next(gates.faults(["open-sesame"], 0))


def test_each_tier_has_to_name_its_gates():
    assert list(gates.faults([], 0)) == []
    assert list(gates.faults(["no-hold", "not-in-crisis"], 1)) == []
    assert "no-hold, not-in-crisis" in next(gates.faults([], 1))
    assert "romantic-pair" in next(gates.faults(gates.NEEDED[2], 3))
    assert list(gates.faults(gates.NEEDED[3], 3)) == []
    assert "no tier 7" in next(gates.faults([], 7))


def test_ps_34_no_gate_hold_or_match_is_in_an_export_or_a_stream():
    assert not GATE.exported
    streams = " ".join(file.read_text(encoding="utf-8").lower() for file in (roots.BASE / "streams").rglob("*.yaml"))
    assert not [word for word in ("gate", "hold", "match", "wish", "ready", "quiet check") if word in streams]
