"""The compiled kernels equal their plain twins, and the plain twins equal a slow oracle."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtri

from holdfast.insights.kernels import fast, plain, shared, steps
from holdfast.insights.kernels.records import Pairs
from tests.numbers.engine.worlds import block, copy

SHAPES = [(4, 1, 3, 0.0), (2, 0, 1, 0.0), (3, 2, 2, 0.4), (1, 0, 1, 0.0), (6, 1, 4, 0.2)]


@pytest.mark.parametrize("answered", [(), (0,), (0, 1, 2)], ids=["as it is", "one in steps", "all in steps"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_compiled_sweep_equals_its_plain_twin(shape, answered):
    data, level, pairs, noise = block(3, *shape, steps=[i for i in answered if i < shape[0]])
    twin = copy(pairs)
    plain.sweep(data, level, pairs, noise)
    fast.sweep(data, level, twin, noise)
    for name in Pairs._fields:
        np.testing.assert_allclose(getattr(twin, name), getattr(pairs, name), atol=1e-9, err_msg=name)
    delta = np.random.default_rng(1).standard_normal((len(data.days), pairs.w[0].size))
    for got, want in zip(fast.ancillary(twin, level, delta), plain.ancillary(pairs, level, delta), strict=True):
        np.testing.assert_allclose(got, want, atol=1e-9)
    np.testing.assert_allclose(fast.scatter(twin), plain.scatter(pairs), atol=1e-9)
    np.testing.assert_allclose(fast.distances(data, level, twin), plain.distances(data, level, pairs), atol=1e-9)


def test_the_unthreaded_sweep_is_the_same_to_the_bit():
    data, level, pairs, noise = block(5, pairs=9)
    twin = copy(pairs)
    fast.sweep_many(data, level, pairs, noise)
    fast.sweep_one(data, level, twin, noise)
    assert all(np.array_equal(a, b) for a, b in zip(pairs, twin, strict=True))


@pytest.mark.parametrize("shape", [(4, 1, 2, 0.0), (3, 0, 2, 0.5), (2, 2, 1, 0.3)])
def test_the_draw_of_missing_days_has_the_moments_of_the_joint_gaussian(shape):
    """Oracle: the covariance of all states by unrolling the recursion, conditioned by the textbook formula."""
    data, level, pairs, _ = block(11, *shape)
    k, days = shape[0], int(data.days[0])
    y, u, lam, w = data.y[0, :days], data.u[0, :days], pairs.lam[0, :days], pairs.w[0]
    phi, s = w[:, :k], np.exp(pairs.x[0])
    cov_s = np.linalg.inv(level.inv_r) * np.outer(s, s)
    cov_0 = np.linalg.inv(level.inv_c0) * np.outer(s, s)
    mean, drive = data.z[0, :days] @ pairs.b[0].reshape(-1, k), u @ w[:, k:].T
    # eta = reach @ (eta_0, drive_1 + zeta_1, ...)
    reach = np.zeros((days * k, days * k))
    for t in range(days):
        for back in range(t + 1):
            reach[t * k : t * k + k, back * k : back * k + k] = np.linalg.matrix_power(phi, t - back)
    blocks = [cov_0] + [cov_s / lam[t] for t in range(1, days)]
    cov = reach @ _diagonal(blocks) @ reach.T
    pushed = drive.copy()
    pushed[0] = 0.0
    expected = (reach @ pushed.ravel()) + mean.ravel()
    seen = ~np.isnan(y).ravel()
    noise = np.tile(data.noise, days)
    total = cov[np.ix_(seen, seen)] + np.diag(noise[seen])
    gain = cov[:, seen] @ np.linalg.inv(total)
    want_mean = expected + gain @ (y.ravel()[seen] - expected[seen]) - mean.ravel()
    want_cov = cov - gain @ cov[seen]
    law = (phi, np.linalg.inv(cov_s), np.linalg.inv(cov_0), lam, data.noise)
    free = (np.isnan(y) | (data.noise > 0)).sum()
    zero = plain.states(y, mean, drive, law, np.zeros(free)).ravel()
    np.testing.assert_allclose(zero, want_mean, atol=1e-9)
    # the draw is linear in its normals, so its covariance is read off without any sampling
    push = np.stack([plain.states(y, mean, drive, law, row).ravel() - zero for row in np.eye(free)], axis=1)
    np.testing.assert_allclose(push @ push.T, want_cov, atol=1e-9)


def _diagonal(blocks):
    size = sum(len(b) for b in blocks)
    out, at = np.zeros((size, size)), 0
    for b in blocks:
        out[at : at + len(b), at : at + len(b)] = b
        at += len(b)
    return out


def test_means_and_coefficients_equal_the_stacked_regression():
    data, level, pairs, noise = block(17, 3, 1, 2)
    plain.pair(0, data, level, pairs, noise)
    days, k = int(data.days[0]), 3
    z, u, eta, lam = data.z[0, :days], data.u[0, :days], pairs.eta[0, :days], pairs.lam[0, :days]
    inv_s = level.inv_r / np.outer(np.exp(pairs.x[0]), np.exp(pairs.x[0]))
    xx, yx, yy = plain.sums(eta, u, lam)
    precision, linear = plain.coefficients(xx, yx, inv_s, (level.g, level.prec))
    want_a, want_h = np.diag(level.prec.ravel()), (level.prec * level.g).ravel()
    for t in range(1, days):
        design = np.kron(np.eye(k), np.concatenate([eta[t - 1], u[t]])[None, :])
        want_a = want_a + design.T @ (lam[t] * inv_s) @ design
        want_h = want_h + design.T @ (lam[t] * inv_s) @ eta[t]
    np.testing.assert_allclose(precision, want_a, atol=1e-9)
    np.testing.assert_allclose(linear, want_h, atol=1e-9)
    e = plain.innovations(eta, u @ pairs.w[0][:, k:].T, pairs.w[0][:, :k])[1:]
    np.testing.assert_allclose(plain.residual_sums(pairs.w[0], xx, yx, yy), e.T @ (lam[1:, None] * e), atol=1e-9)
    assert z.shape[1] * k == len(pairs.b[0])


def test_the_scale_step_keeps_the_law_it_should_keep():
    """Many independent chains started from the law by inversion are still from it after one step."""
    rng = np.random.default_rng(7)
    n, c, prior = 12, np.array([[9.0]]), (np.array([-0.2]), np.array([[4.0]]))
    grid = np.linspace(-2.5, 2.5, 4001)
    density = np.exp([plain.scale_density(np.array([x]), n, c, prior) for x in grid])
    cdf = np.cumsum(density) / density.sum()
    start = np.interp(rng.random(4000), cdf, grid)
    moved = [plain.scales(np.array([x]), n, c, prior, (rng.standard_normal(1), rng.random()))[0] for x in start]
    assert stats.kstest(np.interp(moved, grid, cdf), "uniform").pvalue > 0.001
    assert np.mean(np.array(moved) != start) > 0.6


def test_the_correlation_step_finds_the_law_by_quadrature():
    rng = np.random.default_rng(8)
    v, n = np.array([[20.0, 6.0], [6.0, 18.0]]), 19.0
    grid = np.linspace(-0.995, 0.995, 1001)
    logs = [(1 - n / 2) * np.log(1 - r * r) - 0.5 * (38 - 12 * r) / (1 - r * r) for r in grid]
    density = np.exp(np.array(logs) - max(logs))
    want = (grid * density).sum() / density.sum()
    r, moves, kept = np.eye(2), np.array([[0, 1, 0, 1]]), []
    for _ in range(4000):
        shared.draw_correlation(r, v, n, moves, (0.4 * rng.standard_normal((3, 1)), rng.random((3, 1))))
        kept.append(r[0, 1])
    assert abs(np.mean(kept) - want) < 0.01


def test_the_logarithms_of_many_days_add_up():
    rng = np.random.default_rng(9)
    q, days = rng.gamma(2.0, 2.0, (70, 400)), rng.integers(1, 401, 70)
    want = sum(np.log1p(q[d, 1:n] / 7.0).sum() for d, n in enumerate(days))
    assert shared.log_sum(q, days, 7.0) == pytest.approx(want, rel=1e-12)


@pytest.mark.parametrize(
    "bounds", [(-np.inf, -0.4), (-0.2, 0.3), (1.0, np.inf), (7.5, 8.0), (-45.0, -41.0), (39.0, np.inf)]
)
def test_the_normal_between_two_bounds_is_the_truncated_law(bounds):
    """Oracle: scipy's truncated normal by its inverse; far out, where that gives up, the nearer bound."""
    low, high = bounds
    for u in (0.0, 1e-12, 0.2, 0.5, 0.999, 1 - 2**-53):
        value = steps.between(low, high, u)
        assert low <= value <= high and np.isfinite(value)
        assert value == pytest.approx(plain.between(low, high, u), rel=1e-9)
        if 1e-6 < u < 1 - 1e-6 and abs(low) < 36 and abs(high) < 36:
            assert value == pytest.approx(stats.truncnorm.ppf(u, low, high), rel=1e-7)


def test_the_normal_quantile_equals_scipy_s():
    shares = np.concatenate([10.0 ** -np.arange(1, 300), np.linspace(1e-4, 1 - 1e-4, 999)])
    np.testing.assert_allclose([steps.quantile(p) for p in shares], ndtri(shares), rtol=2e-15, atol=2e-15)


def test_a_pass_over_answers_in_steps_keeps_their_law():
    """Exact draws of two days, kept where they round to the answers: still that law after a pass."""
    rng = np.random.default_rng(12)
    phi, cov = np.array([[0.6]]), np.array([[0.7]])
    law = (phi, np.linalg.inv(cov), np.eye(1), np.ones(2))
    wide, y = np.array([[0.5], [0.0], [4.0]]), np.array([[1.0], [0.0]])
    first = rng.standard_normal((400_000, 1))
    both = np.stack([first, first @ phi.T + rng.standard_normal(first.shape) * np.sqrt(0.7)], axis=1)
    kept = both[(np.abs(both[:, 0, 0] - 1) < 0.5) & (both[:, 1, 0] < 0.5)][:4000]
    zero, after = np.zeros((2, 1)), np.empty_like(kept)
    for i, start in enumerate(kept):
        eta, latent = start.copy(), start.copy()
        plain.answers((y, zero, zero, eta, latent), wide, law, rng.random((2, 1)))
        after[i] = latent
    for t in (0, 1):
        assert stats.ks_2samp(kept[:, t, 0], after[:, t, 0]).pvalue > 0.001
    assert abs(np.corrcoef(after[:, :, 0].T)[0, 1] - np.corrcoef(kept[:, :, 0].T)[0, 1]) < 0.06
    assert np.mean(after != kept) > 0.99
