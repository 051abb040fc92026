"""Days simulated with a known truth: the intervals hold it as often as they say, where the naive ones do not."""

import numpy as np
import pytest

from holdfast.insights import change, describe
from holdfast.insights.series import daily

MEAN, SD = 5.0, 1.5
RUNS = 500


def diary(rng, carry_over, days=31, missing=0.15, later_by=0.0):
    """A stationary normal AR(1) diary from day 1 with days missing at random, its second half moved by `later_by`."""
    x = np.empty(days)
    x[0] = rng.normal()
    for t in range(1, days):
        x[t] = carry_over * x[t - 1] + np.sqrt(1 - carry_over**2) * rng.normal()
    values = MEAN + SD * x + later_by * (np.arange(days) >= days - 14)
    values[rng.random(days) < missing] = np.nan
    return daily(dict(enumerate(values, 1)), 1, days)


def holds(interval, truth):
    return interval[0] <= truth <= interval[1]


def shifts(carry_over, **kw):
    rng = np.random.default_rng(20)
    found = (change.shift(diary(rng, carry_over, **kw), today=31, origin=1) for _ in range(RUNS))
    return [shift for shift in found if shift.result.enough]


def test_the_window_interval_covers_at_a_carry_over_of_45_and_the_naive_one_does_not():
    found = shifts(0.45, later_by=1.0)
    covered = np.mean([holds(shift.result.interval, 1.0) for shift in found])
    naive = np.mean([holds(shift.naive, 1.0) for shift in found])
    assert 0.92 <= covered <= 0.98
    assert naive < 0.85


@pytest.mark.parametrize("carry_over", [0.0, 0.2, 0.3])
def test_the_window_interval_covers_at_usual_carry_overs(carry_over):
    covered = np.mean([holds(shift.result.interval, 0.0) for shift in shifts(carry_over)])
    assert covered >= 0.93


@pytest.mark.parametrize("carry_over", [0.3, 0.45])
def test_without_a_change_hardly_any_diary_is_told_of_one(carry_over):
    assert np.mean([shift.clear for shift in shifts(carry_over)]) <= 0.04


def test_a_change_of_two_spreads_is_seen_and_in_its_direction():
    found = shifts(0.3, later_by=-2 * SD)
    assert np.mean([shift.clear for shift in found]) >= 0.75
    assert all(shift.result.estimate < 0 for shift in found if shift.clear)


def test_looking_twice_a_week_for_two_months_seldom_finds_what_is_not_there():
    rng = np.random.default_rng(25)
    diaries = [diary(rng, 0.3, days=90) for _ in range(120)]
    told = [any(change.shift(d, day, origin=1).clear for day in range(31, 91, 3)) for d in diaries]
    assert np.mean(told) <= 0.2


def test_level_and_spread_intervals_hold_the_truth():
    rng = np.random.default_rng(21)
    diaries = [diary(rng, 0.3, days=28) for _ in range(RUNS)]
    assert np.mean([holds(describe.level(d).interval, MEAN) for d in diaries]) >= 0.92
    assert np.mean([holds(describe.spread(d).interval, SD) for d in diaries]) >= 0.90


def test_mssd_interval_holds_the_truth():
    """Under AR(1) the mean square step is 2 sd^2 (1 - phi)."""
    rng = np.random.default_rng(22)
    truth = 2 * SD**2 * (1 - 0.3)
    results = [describe.mssd(diary(rng, 0.3, days=28)) for _ in range(RUNS)]
    assert np.mean([holds(r.interval, truth) for r in results if r.enough]) >= 0.91


@pytest.mark.parametrize("carry_over", [0.0, 0.3, 0.6])
def test_inertia_finds_the_carry_over_through_the_gaps(carry_over):
    rng = np.random.default_rng(23)
    results = [describe.inertia(diary(rng, carry_over, days=300, missing=0.3)) for _ in range(60)]
    assert np.mean([r.estimate for r in results]) == pytest.approx(carry_over, abs=0.04)
    assert np.mean([holds(r.interval, carry_over) for r in results]) >= 0.85
    assert all(r.own_weight > 0.8 for r in results)


def test_usual_range_keeps_eight_days_in_ten():
    rng = np.random.default_rng(24)
    series = diary(rng, 0.3, days=2000, missing=0)
    low, high = describe.usual_range(series).interval
    inside = np.mean((series.answered >= low) & (series.answered <= high))
    assert inside == pytest.approx(0.8, abs=0.01)
    assert (low, high) == pytest.approx((MEAN - 1.2816 * SD, MEAN + 1.2816 * SD), abs=0.2)
