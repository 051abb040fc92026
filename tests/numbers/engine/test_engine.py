"""The sampler finds known truth, does not depend on threads, and keeps the law it should keep."""

import numba
import numpy as np
import pytest

from holdfast.insights import panel as panels
from holdfast.insights import simulate
from holdfast.insights.cohort import calibrate, checks, diagnose, fit, sampler
from holdfast.insights.cohort.model import build, flat
from holdfast.insights.dynamics import alone, missing, ranks, responses, states


def world(pairs=60, days=40, seed=3, **more):
    panel, truth = simulate.pairs(simulate.Design(pairs, days, **more), np.random.default_rng(seed))
    return panel, truth, panels.standard(panel), build(panel)


def test_known_paths_are_recovered_and_the_intervals_hold_them():
    found = [calibrate.recover(simulate.Design(60, 50), sampler.Plan(500, 150, 175), s) for s in (1, 2, 3)]
    figures = calibrate.summary(found)
    assert abs(figures["bias_own"]) < 0.025 and abs(figures["bias_cross"]) < 0.012
    assert figures["coverage"] > 0.85 and figures["pair_coverage"] > 0.9
    assert figures["rmse"] < 0.04


def test_an_input_is_found_and_a_null_cohort_tells_nobody_anything():
    effect = np.array([0.3, -0.3, 0.0, 0.0])
    _, _, what, model = world(80, 50, input_effect=effect)
    g = sampler.run(what, model, sampler.Plan(400, 120, 0), 1)[0].shared["g"].reshape(-1, 4, 5)[:, :, 4] * what.scale
    assert np.all(np.abs(g.mean(axis=0) - effect) < 4 * g.std(axis=0))
    null = calibrate.recover(calibrate.null(simulate.Design(60, 60)), sampler.Plan(500, 150, 350), 4)
    assert null.told <= 0.01


def test_release_10_threads_do_not_change_a_bit():
    _, _, what, model = world(160, 60)
    most, out = numba.config.NUMBA_NUM_THREADS, []
    for count in sorted({1, most}):
        numba.set_num_threads(count)
        out.append(sampler.run(what, model, sampler.Plan(16, 6), 7)[0])
    numba.set_num_threads(most)
    for other in out[1:]:
        assert all(np.array_equal(out[0].shared[k], other.shared[k]) for k in other.shared)
        assert np.array_equal(out[0].some_w, other.some_w)


def test_release_6_getting_it_right_with_answers_in_steps():
    wide = np.array([[0.4, 0.0], [-0.8, 0.0], [0.8, 0.0]])
    found = checks.getting_it_right(checks.small_model(2, 1), 1200, np.random.default_rng(4), steps=wide)
    assert found.p > 0.001, found.z


def test_answers_in_steps_with_floors_are_taken_for_what_they_stand_for():
    plan = sampler.Plan(400, 150, 250)
    blunt, fine = (
        calibrate.recover(simulate.Design(100, 60, floor=4, told=told), plan, 4000) for told in (False, True)
    )
    assert np.abs(blunt.error).mean() > 2 * np.abs(fine.error).mean()
    assert fine.inside.mean() > 0.8 > 0.5 > blunt.inside.mean()
    assert fine.pair_inside.mean() > 0.9 > 0.6 > blunt.pair_inside.mean()


@pytest.mark.parametrize(("k", "p", "swap"), [(2, 1, False), (2, 0, True)])
def test_release_6_getting_it_right(k, p, swap):
    found = checks.getting_it_right(checks.small_model(k, p, swap), 1200, np.random.default_rng(4))
    assert found.p > 0.001, found.z


def test_release_5_ranks_of_one_pair_alone_are_uniform():
    model = checks.small_model(4, 0)
    rng = np.random.default_rng(6)
    found = ranks.ranks_alone(ranks.frozen(model, rng), model, (150, 14, 600), rng)
    assert found.p > 0.001
    assert 0.88 < found.cover[0.95] <= 1.0


def test_a_pair_without_answers_gets_the_population_and_no_weight_of_its_own():
    panel, _, what, model = world(8, 20)
    levels = alone.from_priors(what, model, 60, np.random.default_rng(1))
    empty = panels.Panel(
        np.full((1, 20, 4), np.nan), panel.days[:1], panel.u[:1], None, ("x",), panel.people, panel.measures
    )
    units = panels.Units(scale=what.scale, centre=what.centre)
    found = alone.fit(panels.standard(empty, units), model, levels, 1800, np.random.default_rng(2))
    assert found.own_weight.mean() < 0.25
    assert np.abs(found.w.mean(axis=0)[0] - model.priors.mean).max() < 0.12


def test_worse_missing_days_move_a_pair_and_no_shift_leaves_it():
    _, _, what, model = world(3, 60)
    levels = alone.from_priors(what, model, 40, np.random.default_rng(1))
    first = alone.fit(what, model, levels, 600, np.random.default_rng(2))
    shift = np.array([0.0, 3.0, 0.0, 0.0])
    none = missing.shifted(what, first, 0 * shift, (model, levels), np.random.default_rng(3))
    worse = missing.shifted(what, first, shift, (model, levels), np.random.default_rng(3))
    cell = (slice(None), slice(None), 1, 1)
    assert np.abs(none.mean(axis=0) - first.w.mean(axis=0)).max() < 0.12
    assert np.abs(worse[cell].mean(axis=0) - first.w[cell].mean(axis=0)).max() > 0.05


def test_the_smoother_equals_the_dense_conditional_and_the_likelihood_the_joint_density():
    from scipy.stats import multivariate_normal

    rng = np.random.default_rng(5)
    k, days = 2, 5
    phi, q, p0 = np.array([[0.4, 0.1], [-0.2, 0.3]]), np.array([[1.0, 0.3], [0.3, 0.8]]), np.eye(2)
    drive, mean = rng.normal(0, 0.3, (days, k)), rng.normal(0, 1, (days, k))
    drive[0] = 0
    y = rng.normal(0, 1, (days, k))
    y[1, 0] = y[3] = np.nan
    r = np.array([0.2, 0.0])
    found = states.smooth(y, states.Law(phi, drive, np.stack([q] * days), p0, mean, r))
    reach = np.zeros((days * k, days * k))
    for t in range(days):
        for s in range(t + 1):
            reach[t * k : t * k + k, s * k : s * k + k] = np.linalg.matrix_power(phi, t - s)
    cov = reach @ np.kron(np.diag([1.0] + [0.0] * (days - 1)), p0) @ reach.T
    cov += reach @ np.kron(np.diag([0.0] + [1.0] * (days - 1)), q) @ reach.T
    centre = reach @ drive.ravel()
    seen = ~np.isnan(y).ravel()
    total = cov[np.ix_(seen, seen)] + np.diag(np.tile(r, days)[seen])
    miss = (y - mean).ravel()[seen] - centre[seen]
    want = centre + cov[:, seen] @ np.linalg.solve(total, miss)
    np.testing.assert_allclose(found.eta.ravel(), want, atol=1e-9)
    assert found.log_likelihood == pytest.approx(multivariate_normal(np.zeros(len(miss)), total).logpdf(miss))


def test_responses_are_powers_of_phi():
    phi = np.array([[0.5, 0.1], [0.0, 0.4]])
    np.testing.assert_allclose(responses.responses(phi, 3)[2], phi @ phi @ phi)
    np.testing.assert_allclose(responses.week(phi, 400), np.linalg.inv(np.eye(2) - phi) - np.eye(2))
    assert responses.largest_root(phi) == pytest.approx(0.5)


def test_r_hat_and_effective_draws_know_good_chains_from_bad():
    rng = np.random.default_rng(0)
    good = rng.standard_normal((4, 1000))
    assert diagnose.r_hat(good) < 1.01 and 3000 < diagnose.ess(good) < 5000
    apart = good + np.arange(4)[:, None]
    assert diagnose.r_hat(apart) > 1.5 and diagnose.ess(apart) < 60
    slow = np.zeros((4, 1000))
    for t in range(1, 1000):
        slow[:, t] = 0.9 * slow[:, t - 1] + good[:, t]
    assert 100 < diagnose.ess(slow) < 450  # theory: 4000 (1 - .9) / (1 + .9) = 211
    assert diagnose.r_hat(np.ones((2, 50))) == 1.0


@pytest.mark.parametrize("count", [79, 119, 400])
def test_the_central_draws_hold_one_more_draw_in_95_of_100_however_few_there_are(count):
    """An interval over n draws and one more draw: over its own ranks the share is exact, up to rounding in ranks."""
    rng = np.random.default_rng(count)
    low, high = diagnose.central(rng.random((count, 20_000)), axis=0)
    assert (high - low).mean() == pytest.approx(0.95, abs=0.001)


def test_a_flat_prior_is_wide_only_across_variables():
    model = flat(world(5, 10)[3])
    assert model.priors.sd[0, 1] == 0.2 and model.priors.mean[0, 0] == 0.3


def test_a_summary_says_why_it_is_not_enough():
    panel, _, what, model = world(6, 15)
    found = fit.summarise(sampler.run(what, model, sampler.Plan(40, 10), 1, 2), panel, what, model)
    assert not found.enough and "6 pairs" in found.why[0]
    assert found.path("symptoms_A", "closeness_B").kind == "partner"
    with pytest.raises(KeyError):
        found.path("symptoms_A", "sleep_A")
