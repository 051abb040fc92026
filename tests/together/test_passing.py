"""What fades leaves nothing: no row, no hour, no kind; who looks first takes it out, else the clock without a key."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.people import actions as people
from holdfast.people import jobs
from holdfast.together import passing, rules, shelf
from holdfast.together.records import PASSING
from holdfast.together.schema import Asked, Plan, Reply, Signal, Suits, Told
from holdfast.vault import spaces
from holdfast.vault.models import GrantEnd
from tests.cast import join, linked, side
from tests.together.helpers import ends_of_two, now, rows_of_two

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)


def one_of_each(name="a-call"):
    """Something of every kind."""
    at = now()
    plan = rules.plan(name, at + timedelta(hours=20), at, BERLIN)
    return [
        rules.signal("too-much", "near", 3, at),
        rules.told("longer", at + timedelta(hours=1), True, BERLIN),
        Plan(plan.thing, plan.at, plan.open, plan.until, UUID(int=7)),
        rules.asked(name, at, BERLIN),
        Suits(UUID(int=7), plan.until),
        Reply(UUID(int=7), False, plan.until),
    ]


def test_ps_09_on_the_disk_a_signal_a_break_a_plan_and_an_ask_look_alike(pair):
    """PS-14 as well: nor does a long word differ from a short one."""
    before = set(rows_of_two(pair))
    names = ["a", *(thing.id for thing in shelf.things()), *(each.id for each in shelf.WANTED.every()), "x" * 40]
    said = [each for name in names for each in one_of_each(name)]
    said += [Signal("steady", "", now(), now()), Plan("a", now(), now(), now()), Told("away", now(), False, now())]
    for each in said:
        passing.put(pair, each)
    new = [row for id, row in rows_of_two(pair).items() if id not in before]
    assert len(new) == len(said) > 60
    assert len(set(new)) == 1, "one tag and one size"


@pytest.mark.parametrize("first", ["ana", "ben"])
def test_ps_09_whoever_looks_first_after_it_takes_it_out_whoever_wrote_it(clock, pair, bens, first):
    before = rows_of_two(pair), ends_of_two(pair)
    passing.put(pair, rules.signal("shaky", "", 1, now()))
    assert len(rows_of_two(pair)) == len(before[0]) + 1
    clock.shift(timedelta(minutes=61))
    assert passing.live(pair if first == "ana" else bens, now()) == []
    assert (rows_of_two(pair), ends_of_two(pair)) == before, "as if it had never been"


def test_looking_before_it_takes_nothing_out(clock, pair, bens):
    passing.put(pair, rules.signal("shaky", "", 1, now()))
    kept = rows_of_two(pair)
    clock.shift(timedelta(minutes=59))
    for each in (pair, bens):
        assert len(passing.live(each, now())) == 1
    assert rows_of_two(pair) == kept


def test_ps_09_nobody_looking_the_clock_takes_it_out_on_the_next_day_without_a_key(clock, pair):
    before = rows_of_two(pair)
    passing.put(pair, rules.signal("shaky", "", 6, now()))
    for _ in range(6):
        jobs.expire()
        assert len(rows_of_two(pair)) == len(before) + 1, "it has not faded yet, or it is the same day still"
        clock.shift(timedelta(hours=1))
    clock.shift(timedelta(hours=1))
    jobs.expire()
    assert rows_of_two(pair) == before
    assert ends_of_two(pair) == set()


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), st.sampled_from([1, 3, 6]))
def test_ps_09_the_clock_never_comes_before_the_fading_and_is_a_day_late_at_most(at, hours):
    until = rules.signal("shaky", "", hours, at).until
    ends_on = until.date() - passing.CLOCK_WAITS
    removed = next(day for day in (at.date() + DAY * ahead for ahead in range(4)) if ends_on < day - DAY)
    assert until < datetime.combine(removed, datetime.min.time(), UTC) + timedelta(minutes=1) <= until + DAY * 1.01


def test_ps_09_what_the_clock_knows_is_a_day_and_not_what_it_is(pair):
    passing.put(pair, rules.signal("shaky", "", 1, now()))
    (end,) = GrantEnd.objects.filter(space=pair.id)
    assert {field.name for field in GrantEnd._meta.get_fields()} == {"row", "space", "ends_on"}
    assert type(end.ends_on).__name__ == "date"


def test_what_is_said_is_said_to_one_pair_alone(ana, pair):
    cleo = join("cleo")
    other = linked(ana, cleo)
    passing.put(pair, rules.asked("a-call", now(), BERLIN))
    assert passing.live(other, now()) == []
    assert passing.live(side(cleo, other), now()) == []


def test_only_its_author_takes_it_back_or_changes_it(pair, bens):
    id = passing.put(pair, rules.asked("a-call", now(), BERLIN))
    assert passing.take(bens, Asked) == 0
    assert spaces.delete(bens.space, PASSING, id) is False
    assert len(passing.live(pair, now())) == 1
    assert passing.take(pair, Asked) == 1
    assert passing.live(pair, now()) == []


def test_what_the_other_wrote_in_bad_shape_is_passed_over(pair, bens):
    spaces.put(bens.space, PASSING, {"what": "signal", "w": "shaky", "h": "<b>", "s": 1, "u": 9**20})
    assert passing.live(pair, now()) == []


def test_ps_35_at_unlink_everything_goes_at_once_and_an_open_page_writes_nothing_more(ben, pair, bens):
    for said in one_of_each():
        passing.put(pair, said)
    people.unlink(ben.keyring, bens)
    assert rows_of_two(pair) == {}
    assert ends_of_two(pair) == set()
    assert passing.take(pair, Signal) == 0
    with pytest.raises(spaces.SpaceClosed):
        passing.put(pair, rules.signal("shaky", "", 1, now()))
