"""Days as an array: gaps stay gaps, nonsense becomes a gap, and the first days can be set aside."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.insights.series import LONGEST, alike, daily, part, settled


def test_a_missing_day_is_a_gap_and_never_a_zero():
    series = daily({10: 4.0, 12: 6.0}, 10, 13)
    assert np.array_equal(series.values, [4, np.nan, 6, np.nan], equal_nan=True)
    assert series.days.tolist() == [10, 12]
    assert series.answered.tolist() == [4, 6]
    assert series.n == 2


@pytest.mark.parametrize("nonsense", [None, float("nan"), float("inf"), float("-inf"), 1e300, -1e300])
def test_what_is_no_answer_becomes_a_gap(nonsense):
    assert daily({5: nonsense, 6: 0.0}, 5, 6).days.tolist() == [6]


def test_points_outside_the_grid_are_left_out():
    assert daily({1: 1.0, 5: 5.0, 9: 9.0}, 4, 6).days.tolist() == [5]


@pytest.mark.parametrize(("first", "last"), [(5, 4), (0, LONGEST)])
def test_a_span_that_cannot_be_is_refused(first, last):
    with pytest.raises(ValueError, match="hundred years"):
        daily({}, first, last)


def test_a_series_cannot_be_changed_after_it_is_made():
    series = daily({1: 1.0}, 1, 2)
    with pytest.raises(ValueError, match="read-only"):
        series.values[0] = 3


def test_the_first_three_calendar_days_are_set_aside_answered_or_not():
    series = daily({1: 9.0, 3: 8.0, 4: 5.0, 7: 6.0}, 1, 9)
    assert settled(series).days.tolist() == [4, 7]
    assert settled(series, origin=2).days.tolist() == [7]
    assert settled(series).start == series.start
    assert len(settled(series).values) == len(series.values)


def test_setting_days_aside_in_an_empty_series_is_harmless():
    empty = daily({}, 1, 9)
    assert settled(empty) is empty


def test_a_part_keeps_only_its_own_days():
    series = daily({1: 1.0, 2: 2.0, 3: 3.0, 4: 4.0}, 1, 4)
    assert part(series, 2, 3).days.tolist() == [2, 3]
    assert part(series, 2, 8).n == 3


def test_answers_are_alike_within_a_hair():
    assert alike(np.array([3.0]))
    assert alike(np.array([3.0, 3.0 + 1e-9]))
    assert not alike(np.array([3.0, 4.0]))


@given(st.dictionaries(st.integers(1, 3_000_000), st.floats() | st.none(), max_size=20))
def test_any_points_give_a_grid_that_holds_only_numbers_and_gaps(points):
    first = min(points, default=1)
    series = daily(points, first, first + 400)
    assert series.n == len(series.days) == len(series.answered)
    assert np.isfinite(series.answered).all()
    assert set(series.days.tolist()) <= set(points)


def test_the_day_index_is_the_one_of_dates():
    day = date(2026, 11, 3)
    assert daily({day.toordinal(): 1.0}, day.toordinal(), day.toordinal()).days.tolist() == [day.toordinal()]
