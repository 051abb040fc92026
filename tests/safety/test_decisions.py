"""Gates of two, decided through the real rounds: the same for both, silent about why, shut in doubt."""

from contextlib import contextmanager
from datetime import timedelta
from itertools import product

import pytest
import time_machine

from holdfast.accounts import hooks
from holdfast.kit import clock, random, ticks
from holdfast.people import actions as people
from holdfast.programme import actions as programme
from holdfast.programme.schema import Practice
from holdfast.safety import actions, decisions, gates, queries, rules
from holdfast.safety.records import DECIDED, GATE
from holdfast.vault import queries as vault
from holdfast.vault.models import SealedRow
from tests.cast import join, linked, side

pytestmark = pytest.mark.django_db
CHECK = 48  # the week of a quiet check; its decision is made at the tick of week 50
DECIDES = CHECK + 2


@contextmanager
def day(week, days=3.0):
    """Some moment of a week; without more, the Thursday after the check of that week."""
    with time_machine.travel(ticks.tick(week) + timedelta(days=days), tick=False):
        yield


def unlock(member):
    """What happens at an unlock."""
    for hook in hooks.opened:
        hook(member.keyring)


def steady(member, **after):
    """Three uses of a tool that helped."""
    for _ in range(3):
        practice = Practice("feet-and-pressure", clock.now().date().isoformat(), **{"before": 6, "after": 4} | after)
        programme.keep(member.keyring, practice, id=random.uuid())


class Two:
    """Ana and Ben, linked, each with all said that opens everything; chance leaves it open."""

    def __init__(self, monkeypatch, roles=("friend", "friend")):
        self.below = lambda limit: limit - 1
        monkeypatch.setattr(random, "below", lambda limit: self.below(limit))
        with day(CHECK - 4):
            self.ana, self.ben = join("ana"), join("ben")
            for member in (self.ana, self.ben):
                steady(member)
            self.pair = linked(self.ana, self.ben, roles)
            for member in (self.ana, self.ben):
                unlock(member)
        for week in (CHECK - 3, CHECK - 2):
            with day(week):
                for member in (self.ana, self.ben):
                    actions.say(member.keyring, self.pair.id, [1, 2, 3], self.today(week), yes=True)

    def today(self, week, days=3):
        return ticks.day_of(week) + timedelta(days=days)

    def check(self, member, choice="no-need", week=CHECK, days=3):
        with day(week, days):
            unlock(member)
            actions.choose(member.keyring, choice, self.today(week, days))

    def lives(self, *weeks, members=None):
        for week in weeks:
            with day(week, 5):
                for member in members or (self.ana, self.ben):
                    unlock(member)

    def sees(self, member, week):
        with day(week, 0.5):
            unlock(member)
            pair = side(member, self.pair)
            opened = [decisions.opens(member.keyring, pair, tier) for tier in (0, 1, 2, 3)]
            return opened, [decisions.form(member.keyring, pair, pick) for pick in (0, 1)]


@pytest.fixture
def two(monkeypatch):
    return Two(monkeypatch)


@pytest.fixture
def common(monkeypatch):
    """The number that both draw alike, and the coins of the forms."""
    drawn = [99, 0, 0, 99, 99]
    monkeypatch.setattr(gates, "numbers", lambda _seed, count: tuple(drawn[:count]))
    return drawn


OPEN = [True, True, True, False]
EASY = ([True, True, False, False], ["side-by-side"] * 2)


def test_both_ready_both_clear_opens_for_two_weeks_and_then_shuts_for_everyone(two, common):
    for member in (two.ana, two.ben):
        two.check(member)
    two.lives(CHECK + 1)
    for week, (opened, forms) in {
        DECIDES: (OPEN, ["face-to-face"] * 2),
        DECIDES + 1: (OPEN, ["side-by-side"] * 2),
        DECIDES + 2: EASY,
        DECIDES + 3: EASY,
    }.items():
        for member in (two.ana, two.ben):
            assert two.sees(member, week) == (opened, forms), week


def test_before_the_tick_all_is_shut(two, common):
    for member in (two.ana, two.ben):
        two.check(member)
        assert two.sees(member, CHECK + 1) == EASY


@pytest.mark.parametrize("choice", ["wait", "because-of-me", "rather-not", "skip", None])
def test_ps_30_whatever_one_chose_the_other_sees_an_easy_week(two, common, choice):
    two.check(two.ben)
    if choice:
        two.check(two.ana, choice)
    two.lives(CHECK + 1)
    for week in range(DECIDES, DECIDES + 4):
        assert two.sees(two.ben, week) == two.sees(two.ana, week) == EASY


def test_ps_28_a_hold_in_an_open_week_changes_nothing_before_the_next_decision(two, common):
    for member in (two.ana, two.ben):
        two.check(member)
    two.lives(CHECK + 1)
    before = two.sees(two.ben, DECIDES)
    with day(DECIDES, 1):
        actions.choose(two.ana.keyring, "wait", two.today(DECIDES, 1))
    assert two.sees(two.ben, DECIDES) == two.sees(two.ana, DECIDES) == before
    for member in (two.ana, two.ben):
        assert two.sees(member, DECIDES + 1)[0] == OPEN


def test_a_hold_after_the_last_unlock_of_the_week_counts_at_the_tick_all_the_same(two, common):
    """The tags were written as open when she unlocked; the choice in that same session writes them anew."""
    for member in (two.ana, two.ben):
        two.check(member)
    two.lives(CHECK + 1)
    with day(CHECK + 1, 6.9):
        actions.choose(two.ana.keyring, "wait", two.today(CHECK + 1, 6))
    assert two.sees(two.ben, DECIDES) == EASY
    assert two.sees(two.ana, DECIDES) == EASY


@pytest.mark.parametrize("says", [True, False])
def test_ps_31_the_switch_under_a_hold_changes_no_tick(two, common, says):
    two.check(two.ben)
    two.check(two.ana, "wait")
    for days in (4, 5):
        with day(CHECK, days):
            actions.say(two.ana.keyring, two.pair.id, [1, 2, 3], two.today(CHECK, days), yes=says)
    two.lives(CHECK + 1)
    assert two.sees(two.ben, DECIDES) == EASY


def test_a_yes_said_once_opens_nothing(monkeypatch, common):
    two = Two(monkeypatch)
    with day(CHECK - 1):
        actions.say(two.ana.keyring, two.pair.id, [1, 2, 3], two.today(CHECK - 1), yes=False)
        actions.say(two.ana.keyring, two.pair.id, [1, 2, 3], two.today(CHECK - 1), yes=True)
    for member in (two.ana, two.ben):
        two.check(member)
    two.lives(CHECK + 1)
    assert two.sees(two.ben, DECIDES) == EASY


def test_the_own_coin_and_the_common_number_shut_tiers_2_and_3_alone(two, common):
    two.below = lambda limit: 9
    for member in (two.ana, two.ben):
        two.check(member)
    two.lives(CHECK + 1)
    assert two.sees(two.ben, DECIDES) == (EASY[0], ["face-to-face"] * 2)


def test_a_common_closed_decision_is_the_same_for_both(two, common):
    common[0] = 24
    for member in (two.ana, two.ben):
        two.check(member)
    two.lives(CHECK + 1)
    assert two.sees(two.ben, DECIDES) == two.sees(two.ana, DECIDES) == (EASY[0], ["face-to-face"] * 2)


def test_the_coin_of_a_decision_is_drawn_once_whatever_is_unlocked_again(two, common):
    two.check(two.ben)
    two.check(two.ana)
    two.lives(CHECK + 1)
    two.below = lambda limit: 0
    two.lives(CHECK + 1)
    assert two.sees(two.ben, DECIDES)[0] == OPEN


def test_who_was_away_in_the_week_that_counts_is_met_by_an_easy_one(two, common):
    for member in (two.ana, two.ben):
        two.check(member)
    two.lives(CHECK + 1, members=[two.ben])
    assert two.sees(two.ben, DECIDES) == two.sees(two.ana, DECIDES) == EASY


def test_tier_3_is_there_only_for_a_romantic_pair_where_a_clinician_switched_it_on(monkeypatch, common, settings):
    for roles, by in product((("romantic", "romantic"), ("romantic", "friend")), ("", "Dr Example")):
        from tests.web.walks import rolled_back

        settings.INTIMACY_BY = by
        with rolled_back(), monkeypatch.context() as patch:
            two = Two(patch, roles)
            for member in (two.ana, two.ben):
                two.check(member)
            two.lives(CHECK + 1)
            wanted = bool(by) and roles == ("romantic", "romantic")
            assert two.sees(two.ana, DECIDES)[0] == two.sees(two.ben, DECIDES)[0] == [True, True, True, wanted]
            settings.INTIMACY_BY = ""
            assert two.sees(two.ben, DECIDES)[0][3] is False, "switched off, it is off at once"


def test_g3_without_steadiness_tiers_2_and_3_stay_shut_and_nothing_else(two, common):
    for member in (two.ana, two.ben):
        two.check(member)
    with day(CHECK, 6):
        steady(two.ana, how="worse")
    two.lives(CHECK + 1)
    assert two.sees(two.ben, DECIDES) == two.sees(two.ana, DECIDES) == (EASY[0], ["face-to-face"] * 2)


def test_h07_without_a_record_all_is_shut_and_nobodys_unlock_fails(two, common):
    for member in (two.ana, two.ben):
        two.check(member)
    SealedRow.objects.filter(owner=two.ana.account.id, tag=two.ana.keyring.tag(GATE.label())).delete()
    two.lives(CHECK + 1)
    assert two.sees(two.ben, DECIDES) == two.sees(two.ana, DECIDES) == EASY


def test_ft_18_a_damaged_decision_is_shut_and_made_again(two, common):
    for member in (two.ana, two.ben):
        two.check(member)
    two.lives(CHECK + 1)
    assert two.sees(two.ana, DECIDES)[0] == OPEN
    row = SealedRow.objects.get(owner=two.ana.account.id, tag=two.ana.keyring.tag(DECIDED.label(two.pair.id.hex)))
    row.envelope = bytes(row.envelope)[:-1] + bytes([bytes(row.envelope)[-1] ^ 1])
    row.save()
    assert two.sees(two.ana, DECIDES) == EASY
    for member in (two.ana, two.ben):
        two.check(member, week=CHECK + 4)
    two.lives(CHECK + 5)
    assert two.sees(two.ana, DECIDES + 4)[0] == OPEN


def test_a_pair_has_its_gates_from_the_first_unlock_on_and_its_holds_outlast_the_link(two):
    assert queries.gate(two.ana.keyring).of(two.pair.id) is not None
    with day(CHECK):
        actions.choose(two.ana.keyring, "wait", two.today(CHECK))
        people.unlink(two.ben.keyring, side(two.ben, two.pair))
        unlock(two.ana)
        again = linked(two.ana, two.ben)
        unlock(two.ana)
    (gates_,) = queries.gate(two.ana.keyring).pairs
    assert gates_.pair == again.id
    assert gates_.waits, "a new link is no way round a hold"
    assert vault.rows(two.ana.keyring, DECIDED, [two.pair.id.hex]) == []


def test_ps_30_held_and_not_now_leave_the_other_the_same_opened_rows(monkeypatch, common):
    """All that Ben's keys open, once Ana chose that it waits and once she said "not now"."""
    from tests.web.walks import rolled_back

    def told(choose):
        with rolled_back(), monkeypatch.context() as patch, random.seeded(30):
            two = Two(patch)
            two.check(two.ben)
            with day(CHECK):
                choose(two)
            two.lives(CHECK + 1, DECIDES, DECIDES + 1)
            return [(row.id, row.kind, row.part, row.body) for row in vault.everything(two.ben.keyring)]

    held = told(lambda two: actions.choose(two.ana.keyring, "wait", two.today(CHECK)))
    later = told(lambda two: actions.say(two.ana.keyring, two.pair.id, [1, 2, 3], two.today(CHECK), yes=False))
    assert held == later
    assert [body["decision"]["both"] for _id, kind, _part, body in held if kind == "decided"] == [[False] * 3]


def test_ps_32_no_rule_or_query_tells_a_reason():
    names = [name for module in (gates, decisions) for name in dir(module)]
    assert not [name for name in names if "reason" in name or "why" in name]
    assert rules.CHOICES
