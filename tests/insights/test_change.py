"""Verdicts on scales and on windows of days: each rule at its edge, silence where it is due."""

from math import inf, isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.insights import change
from holdfast.insights.change import Threshold, verdict
from holdfast.insights.series import daily

PCL5 = Threshold(15, noise=5)
PHQ9 = Threshold(6)
COMPUTED = Threshold(4.8, computed=True)


@pytest.mark.parametrize(
    ("readings", "threshold", "kind"),
    [
        ([], PCL5, "not-enough"),
        ([40], PCL5, "not-enough"),
        ([40, nan], PCL5, "not-enough"),
        ([40, 40], PCL5, "none"),
        ([40, 35], PCL5, "none"),
        ([40, 45], PCL5, "none"),
        ([40, 34], PCL5, "perhaps"),
        ([40, 46], PCL5, "perhaps"),
        ([40, 26], PCL5, "perhaps"),
        ([40, 25], PCL5, "reliable"),
        ([40, 55], PCL5, "reliable"),
        ([40, 10, 39], PCL5, "none"),
        ([12, 7], PHQ9, "none"),
        ([12, 6], PHQ9, "reliable"),
        ([12, 18], PHQ9, "reliable"),
        ([20, 26], COMPUTED, "once"),
        ([20, 25, 26], COMPUTED, "reliable"),
        ([20, 24, 26], COMPUTED, "once"),
        ([20, 14, 26], COMPUTED, "once"),
        ([20, 26, 21], COMPUTED, "none"),
        ([20, 30], None, "no-rule"),
        ([20], None, "not-enough"),
        ([40, inf, 20], PCL5, "reliable"),
    ],
)
def test_each_verdict_at_its_edge(readings, threshold, kind):
    assert verdict(readings, threshold).kind == kind


def test_a_verdict_carries_the_numbers_it_speaks_of():
    found = verdict([52, 47, 33], PCL5)
    assert (found.first, found.latest, found.difference, found.n) == (52, 33, -19, 3)
    assert isnan(verdict([], PCL5).first)


@given(st.lists(st.floats(), max_size=8))
def test_turning_the_scale_round_never_changes_the_verdict(readings):
    assert verdict(readings, PCL5).kind == verdict([-x for x in readings], PCL5).kind


@pytest.mark.parametrize(
    ("sd", "reliability"), [(0, 0.8), (-1, 0.8), (inf, 0.8), (nan, 0.8), (10, 1), (10, -0.1), (10, 1.5)]
)
def test_a_spread_or_reliability_that_cannot_be_is_refused(sd, reliability):
    with pytest.raises(ValueError, match="spread above 0"):
        change.computed_threshold(sd, reliability)
    with pytest.raises(ValueError, match="spread above 0"):
        change.reliable_change_index(1, 2, sd, reliability)


@pytest.mark.parametrize(
    ("readings", "higher_is_better", "expected"),
    [
        ([30, 34, 47, 48], False, True),
        ([30, 34, 46, 48], False, False),
        ([30, 34, 48, 46], False, False),
        ([30, 34, 48], False, False),
        ([30, 34, nan, 47, 48], False, True),
        ([30, 34, 17, 16], False, False),
        ([30, 34, 17, 16], True, True),
    ],
)
def test_the_rule_of_care_asks_for_two_in_a_row_above_the_mean_of_the_first_two(readings, higher_is_better, expected):
    assert change.worse_twice(readings, 15, higher_is_better) is expected


def diary(first: float, second: float, days: int = 60, seed: int = 1):
    """A diary from day 1, around one level in its first half and another in its second."""
    noise = np.random.default_rng(seed).normal(0, 1, days)
    return daily({d: (first if d <= days // 2 else second) + noise[d - 1] for d in range(1, days + 1)}, 1, days)


def test_a_large_change_between_windows_is_clear_and_has_its_direction():
    fell = change.shift(diary(7, 3), today=60)
    assert fell.clear
    assert fell.result.estimate == pytest.approx(-4, abs=1)
    assert fell.result.interval[1] < 0
    assert fell.later < fell.earlier
    assert change.shift(diary(3, 7), today=60).result.estimate > 0


def test_no_change_stays_unclear():
    same = change.shift(diary(5, 5), today=60)
    assert same.result.enough
    assert not same.clear
    assert same.result.why == "unclear"


def test_a_change_smaller_than_the_least_that_matters_is_not_clear():
    assert not change.shift(diary(7, 5), today=60, least=6).clear
    assert change.shift(diary(7, 3), today=60).probability > change.shift(diary(7, 3), today=60, least=3).probability


def test_nothing_is_compared_before_two_windows_fit():
    series = diary(7, 3)
    assert change.shift(series, today=30).result.why == "too-soon"
    assert change.shift(series, today=31).result.enough


def test_the_first_window_starts_on_day_four():
    """Wild first days change nothing: they are in neither window."""
    values = {d: 5.0 + (d % 3) for d in range(1, 61)}
    calm = change.shift(daily(values, 1, 60), today=60)
    wild = change.shift(daily(values | {1: 0.0, 2: 10.0, 3: 10.0}, 1, 60), today=60)
    assert wild == calm


def test_ten_answers_in_each_window_are_needed():
    def kept(missing):
        points = {d: 4.0 + d % 4 for d in range(1, 61) if d not in missing}
        return change.shift(daily(points, 1, 60), today=60, origin=1).result

    assert kept({5, 6, 7, 8}).enough
    assert kept({5, 6, 7, 8, 9}).why == "too-few"
    assert kept({50, 51, 52, 53, 54}).why == "too-few"


def test_a_diary_without_answers_or_without_spread_is_honest():
    assert change.shift(daily({}, 1, 60), today=60).result.why == "nothing"
    flat = change.shift(daily(dict.fromkeys(range(1, 61), 5.0), 1, 60), today=60)
    assert (flat.result.why, flat.result.enough, flat.earlier, flat.later) == ("no-spread", False, 5, 5)
    assert not flat.clear


def test_two_stretches_with_too_little_in_them_are_not_compared():
    one, none = daily({1: 4.0}, 1, 2), daily({}, 8, 9)
    assert change.between(one, none).result.why == "too-few"
    assert change.between(one, daily({8: 5.0}, 8, 9)).result.why == "too-few"


@given(
    st.lists(st.floats() | st.none() | st.integers(0, 10), min_size=1, max_size=80),
    st.integers(-10, 120),
    st.floats(0, 5),
)
def test_any_diary_gives_a_shift_or_a_reason(values, today, least):
    found = change.shift(daily(dict(enumerate(values, 1)), 1, len(values)), today=max(today, 1), least=least)
    if found.result.enough:
        assert np.isfinite([found.result.estimate, *found.result.interval, *found.naive]).all()
        assert 0 <= found.probability <= 1
    else:
        assert found.result.why in {"nothing", "too-few", "too-soon", "no-spread"}
