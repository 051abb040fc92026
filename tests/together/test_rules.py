"""The decisions of this room, without a database: when things fade, which moments are offered, what is over."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.together import rules, schema
from holdfast.together.schema import Asked, Plan, Reply, Signal, Suits, Told

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 17, 30, 20, tzinfo=UTC)
MINE, YOURS = UUID(int=1), UUID(int=2)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
PLACES = ["Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Pacific/Kiritimati", "UTC"]
zones = st.sampled_from(PLACES).map(ZoneInfo)


def at(text: str) -> datetime:
    """A moment of the clocks in Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


# The signal


@given(moments, st.sampled_from(schema.FADES), st.sampled_from(schema.WORDS), st.sampled_from(schema.WISHES))
def test_a_signal_shows_after_ten_seconds_and_fades_on_a_whole_minute_after_its_hours(now, hours, word, wish):
    sent = rules.signal(word, wish, hours, now)
    assert not rules.shows(sent, now)
    assert not rules.shows(sent, now + timedelta(seconds=9.9))
    assert rules.shows(sent, now + timedelta(seconds=10))
    assert (sent.until.second, sent.until.microsecond) == (0, 0)
    assert timedelta(hours=hours) <= sent.until - now <= timedelta(hours=hours, minutes=1)
    assert rules.shows(sent, sent.until - timedelta(seconds=1))
    assert not rules.shows(sent, sent.until)


# The break


@given(moments, zones, st.sampled_from(["20", "40", "60", "tomorrow"]))
def test_a_break_ends_on_a_whole_minute_and_the_day_after_its_end_nothing_is_left(now, zone, length):
    until = rules.break_until(length, now, zone)
    gone = rules.break_gone(until, zone)
    local = until.astimezone(zone)
    assert local.second == 0
    if length == "tomorrow":
        assert local.date() == now.astimezone(zone).date() + timedelta(days=1)
    else:
        assert timedelta(0) <= now + timedelta(minutes=int(length)) - until < timedelta(minutes=1)
    assert until < gone <= until + timedelta(hours=6)
    assert (gone - timedelta(seconds=1)).astimezone(zone).date() == local.date()


def test_a_break_until_tomorrow_ends_at_nine():
    assert rules.break_until("tomorrow", NOW, BERLIN) == at("2026-11-21T09:00")


@pytest.mark.parametrize(("minutes", "near"), [(-6, False), (-5, True), (0, True), (90, True)])
def test_the_last_five_minutes_never_become_late(minutes, near):
    until = rules.break_until("20", NOW, BERLIN)
    assert rules.is_near(until, until + timedelta(minutes=minutes)) is near


@given(moments, st.timedeltas(timedelta(0), timedelta(hours=8)))
def test_more_time_is_twenty_minutes_from_the_end_or_from_now(now, later):
    until = rules.break_until("20", now, BERLIN)
    after = rules.longer(until, now + later)
    assert after >= until + timedelta(minutes=20)
    assert after > now + later + timedelta(minutes=19) or after == until + timedelta(minutes=20)


# This week for two


@given(moments, zones)
def test_the_two_moments_offered_first_are_a_saturday_and_a_sunday_ahead(now, zone):
    slots = rules.slots(now, zone)
    assert slots == sorted(slots)
    assert {slot.astimezone(zone).strftime("%a %H:%M") for slot in slots} == {"Sat 16:00", "Sun 11:00"}
    assert all(rules.may_plan(slot, now) for slot in slots)


def test_on_friday_they_are_those_of_the_storyboard():
    assert rules.slots(NOW, BERLIN) == [at("2026-11-21T16:00"), at("2026-11-22T11:00")]


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-20T18:30", "2026-11-21T00:00"),
        ("2026-11-20T20:59", "2026-11-21T00:00"),
        ("2026-11-20T21:00", "2026-11-22T00:00"),
        ("2026-11-20T00:00", "2026-11-21T00:00"),
        ("2026-10-25T12:00", "2026-10-26T00:00"),
    ],
)
def test_an_offer_stays_until_the_day_ends_and_a_late_one_through_the_next(now, until):
    assert rules.stays(at(now), BERLIN) == at(until)


@given(moments, zones, st.timedeltas(timedelta(minutes=1), timedelta(days=8)))
def test_a_plan_is_open_no_longer_than_its_own_day(now, zone, ahead):
    plan = rules.plan("a-warm-drink", now + ahead, now, zone)
    assert now < plan.open <= plan.until
    assert plan.at < plan.until <= plan.at + timedelta(days=1, hours=1)


@pytest.mark.parametrize(("ahead", "may"), [(-1, False), (0, False), (1, True), (8 * 24 * 60, True), (9 * 1440, False)])
def test_a_plan_lies_ahead_and_within_a_week(ahead, may):
    assert rules.may_plan(NOW + timedelta(minutes=ahead), NOW) is may


def test_both_get_the_same_thing_and_first_of_all_a_warm_drink():
    things = ["a-short-walk", "a-warm-drink", "one-song-each"]
    assert rules.pick(things, b"\0\0\0\7", "a-warm-drink") == "a-warm-drink"
    picks = {rules.pick(things, coin.to_bytes(8, "big"), "") for coin in range(0, 2**40, 2**33)}
    assert picks == set(things)
    assert rules.pick(things, b"coin-coin", "") == rules.pick(things, b"coin-coin", "")
    assert rules.pick(things, b"\0\0\0\0", "gone") == "a-short-walk"


# What is over


def plan(open_for: int, stays: int, instead: UUID | None = None) -> Plan:
    """A plan with its two ends, in hours from now."""
    ends = [NOW + timedelta(hours=hours) for hours in (open_for, stays)]
    return Plan("a-warm-drink", ends[1] - timedelta(hours=1), *ends, instead)


def suits(id: UUID, hours: int) -> Suits:
    """A yes to a plan."""
    return Suits(id, NOW + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ({}, set()),
        ({MINE: plan(2, 30)}, set()),
        ({MINE: plan(0, 30)}, {MINE}),
        ({MINE: plan(0, 30), YOURS: suits(MINE, 30)}, set()),
        ({MINE: plan(0, 0), YOURS: suits(MINE, 30)}, {MINE, YOURS}),
        ({MINE: plan(0, 30), YOURS: suits(MINE, 0)}, {MINE, YOURS}),
        ({YOURS: suits(MINE, 30)}, {YOURS}),
        ({MINE: Asked("a-call", NOW)}, {MINE}),
        ({MINE: Asked("a-call", NOW), YOURS: Reply(MINE, True, NOW + timedelta(hours=1))}, {MINE, YOURS}),
        ({MINE: Told("away", NOW, False, NOW)}, {MINE}),
        ({MINE: Told("away", NOW, False, NOW + timedelta(hours=1))}, set()),
        ({MINE: Signal("shaky", "", NOW, NOW)}, {MINE}),
    ],
)
def test_what_is_over(said, gone):
    assert rules.over(said, NOW) == gone


ids = st.integers(1, 6).map(lambda number: UUID(int=number))
hours = st.integers(-3, 30).map(lambda number: NOW + timedelta(hours=number))
spoken = st.one_of(
    st.builds(Signal, st.sampled_from(schema.WORDS), st.sampled_from(schema.WISHES), hours, hours),
    st.builds(Told, st.sampled_from(schema.TOLD), hours, st.booleans(), hours),
    st.builds(Plan, st.just("a-warm-drink"), hours, hours, hours, st.none() | ids),
    st.builds(Suits, ids, hours),
    st.builds(Asked, st.just("a-call"), hours),
    st.builds(Reply, ids, st.booleans(), hours),
)


@given(st.dictionaries(ids, spoken))
def test_what_is_left_is_not_over_and_answers_something_that_is_left(said):
    gone = rules.over(said, NOW)
    left = {id: each for id, each in said.items() if id not in gone}
    assert all(schema.over(each) > NOW for each in left.values())
    assert all(each.plan in left for each in left.values() if isinstance(each, Suits))
    assert all(each.asked in left for each in left.values() if isinstance(each, Reply))
    assert rules.over(left, NOW) == set(), "a second look finds nothing more"


# What is sealed


@given(spoken)
def test_what_is_said_reads_back(said):
    assert schema.read(schema.body(said)) == said


@given(spoken, st.data())
def test_what_is_not_well_formed_is_nothing(said, data):
    """The other's program writes it too: a body with a part missing or of another kind never breaks a page."""
    body = schema.body(said)
    name = data.draw(st.sampled_from(sorted(body)))
    bad = data.draw(st.sampled_from([None, [], {}, "\ud800", "x" * 100, 1.5, 10**30, -(10**30)]))
    assert schema.read({**body, name: bad}) is None
    assert schema.read({key: value for key, value in body.items() if key != name}) is None


@pytest.mark.parametrize("body", [{}, {"what": []}, {"what": "card"}, {"what": "signal", "w": "fine"}])
def test_what_nobody_says_is_nothing(body):
    assert schema.read(body) is None
