"""The tick is a date, the same for all."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from holdfast.kit import ticks

weeks = st.integers(-200, 2000)


def test_the_tick_is_monday_three_in_the_morning_utc_for_all():
    assert ticks.tick(0) == datetime(2026, 1, 5, 3, tzinfo=UTC)
    assert ticks.tick(0).weekday() == 0
    just_before = ticks.tick(46) - timedelta(microseconds=1)
    assert [ticks.week(moment) for moment in (just_before, ticks.tick(46))] == [45, 46]


@given(weeks)
def test_a_week_has_its_tick_and_its_day(number):
    assert ticks.week(ticks.tick(number)) == ticks.week(ticks.tick(number + 1) - timedelta(seconds=1)) == number
    assert ticks.day_of(number).weekday() == 0
