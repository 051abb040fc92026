"""Level, spread, inertia, usual range, weekdays and response rate: right on small cases, honest on thin ones."""

from datetime import date
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.insights import describe
from holdfast.insights.result import Result
from holdfast.insights.series import Series, daily

WITH_A_GATE = [describe.level, describe.spread, describe.mssd, describe.inertia, describe.usual_range]


def days(values, start=1) -> Series:
    return daily(dict(enumerate(values, start)), start, start + max(len(values), 1) - 1)


def is_silent(result: Result) -> bool:
    return not result.enough and bool(result.why) and all(isnan(x) for x in result.interval)


@pytest.mark.parametrize("function", WITH_A_GATE)
@pytest.mark.parametrize("values", [[], [4.0], [None] * 60, [4.0, None] * 3])
def test_too_few_answers_give_no_number(function, values):
    result = function(days(values))
    assert is_silent(result)
    assert isnan(result.estimate)
    assert result.n < result.need
    assert result.why == ("too-few" if result.n else "nothing")


def test_the_gate_of_a_level_is_seven_answers():
    assert not describe.level(days([1, 2, 3, 4, 5, 6])).enough
    assert describe.level(days([1, 2, 3, 4, 5, 6, 7])).enough


@pytest.mark.parametrize("function", [describe.level, describe.spread, describe.mssd, describe.inertia])
def test_answers_that_are_all_alike_say_nothing_about_how_sure(function):
    result = function(days([6.0] * 40))
    assert is_silent(result)
    assert result.why == "no-spread"


def test_a_constant_level_still_has_its_number():
    assert describe.level(days([6.0] * 40)).estimate == 6
    assert describe.spread(days([6.0] * 40)).estimate == 0


def test_steps_that_never_happen_between_neighbours_are_no_spread():
    blocks = [3.0] * 9 + [None] + [5.0] * 9
    assert describe.mssd(days(blocks)).why == "no-spread"
    assert describe.spread(days(blocks)).enough


def test_level_lies_at_the_mean_and_inside_its_interval():
    values = np.random.default_rng(3).normal(5, 1, 60)
    result = describe.level(days(values))
    assert result.estimate == pytest.approx(values.mean(), abs=0.1)
    assert result.interval[0] < values.mean() < result.interval[1]
    assert result.n == 60


def test_spread_is_the_standard_deviation_with_n_minus_one():
    values = [2, 4, 4, 4, 5, 5, 7, 9]
    assert describe.spread(days(values)).estimate == pytest.approx(np.std(values, ddof=1))


def test_mssd_counts_only_steps_between_neighbouring_days():
    values = [1, 3, None, 9, 8, 8, 8, 8, 8, 8, 6]
    result = describe.mssd(days(values))
    assert result.estimate == pytest.approx((4 + 1 + 0 * 5 + 4) / 8)
    assert result.n == 8


def test_usual_range_is_the_middle_eight_in_ten():
    result = describe.usual_range(days(range(11)))
    assert (result.estimate, result.interval) == (5, (1, 9))


def test_response_rate_counts_open_days_and_gaps():
    series = days([1, None, 2, None])
    assert describe.response_rate(series, 1, 4).estimate == 0.5
    assert describe.response_rate(series, 1, 8).estimate == 0.25
    assert describe.response_rate(series, 3, 3).estimate == 1
    assert describe.response_rate(series, 3, 2).why == "nothing"


def test_weekdays_put_each_day_where_it_belongs():
    monday = date(2026, 11, 2).toordinal()
    points = {monday + 7 * week + day: float(day + (week % 2)) for week in range(6) for day in range(7)}
    results = describe.weekdays(daily(points, monday, monday + 41))
    assert [r.estimate for r in results] == pytest.approx([d + 0.5 for d in range(7)])
    assert all(r.n == 6 and r.enough for r in results)


def test_a_weekday_answered_three_times_is_left_open():
    monday = date(2026, 11, 2).toordinal()
    points = {monday + 7 * week: 4.0 + week for week in range(3)} | {monday + 1 + 7 * week: 5.0 for week in range(4)}
    results = describe.weekdays(daily(points, monday, monday + 30))
    assert (results[0].enough, results[0].n, results[0].need) == (False, 3, 4)
    assert (results[1].why, results[1].estimate) == ("no-spread", 5)
    assert results[6].why == "nothing"


def test_weeks_run_from_monday_to_sunday_and_need_three_days():
    monday = date(2026, 11, 2).toordinal()
    points = {monday + 2: 4.0, monday + 4: 5.0, monday + 6: 6.0, monday + 7: 9.0, monday + 8: 9.0}
    first, second, third = describe.weeks(daily(points, monday + 2, monday + 14))
    assert (first[0], first[1].estimate, first[1].n) == (monday, 5, 3)
    assert (second[0], second[1].enough, second[1].n, second[1].need) == (monday + 7, False, 2, 3)
    assert (third[0], third[1].why) == (monday + 14, "nothing")


@given(start=st.integers(700_000, 700_030), values=st.lists(st.integers(0, 10) | st.none(), min_size=1, max_size=60))
def test_every_answered_day_lies_in_exactly_one_week(start, values):
    series = days(values, start)
    weeks = describe.weeks(series)
    assert sum(found.n for _monday, found in weeks) == series.n
    assert all(date.fromordinal(monday).weekday() == 0 for monday, _found in weeks)
    assert weeks[0][0] <= start < weeks[0][0] + 7


def test_inertia_tells_smooth_days_from_restless_ones():
    rng = np.random.default_rng(5)
    smooth = describe.inertia(days(np.cumsum(rng.normal(size=90)) * 0.3))
    restless = describe.inertia(days([4.0, 6.0] * 45))
    assert smooth.estimate > 0.6
    assert restless.estimate < -0.2
    assert smooth.own_weight > describe.inertia(days(rng.normal(size=20))).own_weight


@pytest.mark.parametrize("function", WITH_A_GATE)
@given(values=st.lists(st.floats(allow_nan=True, allow_infinity=True) | st.none() | st.integers(0, 10), max_size=60))
def test_anything_at_all_gives_a_number_or_a_reason(function, values):
    result = function(days(values))
    assert result.enough == (result.why == "")
    assert 0 <= result.own_weight <= 1
    if result.enough:
        assert np.isfinite([result.estimate, *result.interval]).all()
        slack = 1e-6 * (1 + abs(result.estimate))
        assert result.interval[0] - slack <= result.estimate <= result.interval[1] + slack


@given(values=st.lists(st.floats(0, 10), min_size=8, max_size=50), by=st.floats(-100, 100))
def test_moving_every_answer_moves_the_level_and_leaves_the_spread(values, by):
    before, after = days(values), days([v + by for v in values])
    level, moved = describe.level(before), describe.level(after)
    if level.enough and moved.enough:
        assert moved.estimate == pytest.approx(level.estimate + by, abs=1e-4)
        assert describe.spread(after).estimate == pytest.approx(describe.spread(before).estimate, abs=1e-4)
