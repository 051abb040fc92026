"""Moderated inertia: products of really answered days, found when they act and not when they do not."""

from dataclasses import replace

import numpy as np
import pytest

from holdfast.insights import answers, simulate
from holdfast.insights import panel as panels
from holdfast.insights.cohort import model, sampler
from holdfast.insights.dynamics import fading, fading_check


def simulated(pairs=30, days=40, seed=1, **more):
    return simulate.pairs(simulate.Design(pairs, days, **more), np.random.default_rng(seed))[0]


def fitted(panel, sweeps=420, seed=2):
    """Draws in measures' units of each person's moderation of symptoms by their own closeness, and the Asked."""
    panel = fading.with_products(panel, "symptoms", "closeness")
    what = panels.standard(panel)
    draws = sampler.run(what, model.build(panel), sampler.Plan(sweeps, sweeps // 4, 0), seed)
    asked = answers.Asked(draws, panel.variables, panel)
    g = asked.inputs()[0]
    return np.stack([g[:, 1, 0] / what.scale[0], g[:, 3, 1] / what.scale[2]]), asked


def test_a_product_is_of_the_day_before_and_of_answered_days_only():
    panel = simulated()
    y = panel.y.copy()
    y[3, 14:, 0] = np.nan
    y[3, :14:2, 0] = np.nan  # seven days of closeness: too few
    panel = replace(panel, y=y)
    found = fading.with_products(panel, "symptoms", "closeness")
    away = fading.deviations(panel)
    assert found.inputs == ("symptoms x closeness_A", "symptoms x closeness_B")
    for d in range(6):
        for i in range(2):
            known = [away[d, t, 2 * i] * away[d, t, 2 * i + 1] for t in range(40)]
            mean = np.nanmean(known) if np.isfinite(known).any() else 0.0
            enough = np.isfinite(known).sum() >= fading.FEWEST
            for t in range(1, 40):
                wanted = known[t - 1] - mean if enough and np.isfinite(known[t - 1]) else 0.0
                assert found.u[d, t, i] == pytest.approx(wanted, abs=1e-12)
    assert not found.u[3, :, 0].any() and found.u[3, :, 1].any()
    assert not found.u[:, 0].any()


def test_the_partner_s_closeness_is_the_other_column_and_days_are_counted():
    panel = simulated(missing=0.0, gaps=0.0)
    away = fading.deviations(panel)
    found = fading.with_products(panel, "symptoms", "closeness", other=True)
    assert found.inputs == ("symptoms x other closeness_A", "symptoms x other closeness_B")
    product = away[0, :, 1] * away[0, :, 2]
    np.testing.assert_allclose(found.u[0, 1:, 0], (product - product.mean())[:-1])
    np.testing.assert_array_equal(fading.known_days(panel, "symptoms", "closeness"), np.full((30, 2), 39.0))


def test_turning_all_signs_around_leaves_products_as_they_are():
    panel = simulated(decline=-1.0)
    one = fading.with_products(panel, "symptoms", "closeness")
    two = fading.with_products(replace(panel, y=7.0 - panel.y), "symptoms", "closeness")
    np.testing.assert_allclose(one.u, two.u, atol=1e-9)


def test_measures_that_cannot_be_multiplied_are_refused():
    panel = simulated(people=1, phi=simulate.paths(2, 1))
    with pytest.raises(KeyError):
        fading.with_products(panel, "symptoms", "sleep")
    with pytest.raises(ValueError, match="two different"):
        fading.with_products(panel, "symptoms", "symptoms")
    with pytest.raises(ValueError, match="nobody at their side"):
        fading.with_products(panel, "symptoms", "closeness", other=True)
    assert fading.with_products(panel, "symptoms", "closeness").inputs == ("symptoms x closeness",)


def test_interchangeable_people_share_one_moderation():
    panel = replace(simulated(pairs=24, days=25, input_effect=np.full(4, 0.3)), people=("1", "2"), alike=True)
    panel = fading.with_products(panel, "symptoms", "closeness")
    made = model.build(panel)
    assert made.swap.tolist() == [2, 3, 0, 1, 4, 6, 5]  # the shared coin stays, the products change places
    g = sampler.run(panels.standard(panel), made, sampler.Plan(30, 10), 1)[0].shared["g"].reshape(-1, 4, 7)
    np.testing.assert_array_equal(g[:, 1, 5], g[:, 3, 6])
    np.testing.assert_array_equal(g[:, 1, 6], g[:, 3, 5])


def test_a_moderation_is_found_for_both_people():
    found, asked = fitted(simulated(60, 60, 7, fading=-0.12, fading_spread=0.04))
    for x in found:
        assert x.mean() + 2 * x.std() < 0
        assert abs(x.mean() + 0.12) < 3 * x.std()
    told = answers.fading(asked, "symptoms", "closeness")
    assert [a.estimate < 0 and a.interval[1] < 0 for a in told] == [True, True]
    assert all(a.whose == "cohort" and not a.causal for a in told)


def test_nothing_is_found_where_nothing_acts_not_even_in_a_common_decline():
    for more in ({}, {"decline": -1.0, "early": 1.0}):
        found, _ = fitted(simulated(60, 60, 8, **more))
        for x in found:
            assert abs(x.mean()) < 2.6 * x.std() and x.std() < 0.05


def test_the_answer_says_what_is_missing_and_hides_small_cells():
    _, asked = fitted(simulated(24, 40), 60)
    codes = [{n.code for n in a.missing} for a in answers.fading(asked, "symptoms", "closeness")]
    assert all("pairs-with-30-days" in c and "longer-chains" in c for c in codes)
    none = answers.fading(asked, "closeness", "symptoms")
    assert all([n.code for n in a.missing] == ["no-product"] and np.isnan(a.estimate) for a in none)
    y = asked.panel.y.copy()
    y[5:, 10:, 2] = np.nan  # most partners stop telling how close they feel
    few = answers.fading(replace(asked, panel=replace(asked.panel, y=y)), "symptoms", "closeness")
    assert np.isfinite(few[0].estimate) and np.isnan(few[1].estimate)
    assert [n.code for n in few[1].missing] == ["pairs"] and few[1].missing[0].have < 20


def test_a_simulated_cohort_with_fading_is_told_apart_from_one_without():
    plan = sampler.Plan(240, 80, 0)
    calm = {"volatility": 0.1, "spread": np.full((4, 4), 0.05)}
    there, none = (fading_check.fade(simulate.Design(40, 50, fading=true, **calm), plan, 1) for true in (-0.15, 0.0))
    assert (there.high < 0).all() and (there.mean < -0.1).all()
    assert (np.abs(none.mean) < 0.08).all() and (none.low < none.high).all()
