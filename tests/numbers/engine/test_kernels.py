"""The compiled kernels equal their plain twins, and the plain twins equal a slow oracle."""

import numpy as np
import pytest
from scipy import stats

from holdfast.insights.kernels import fast, plain, shared
from holdfast.insights.kernels.records import Pairs
from tests.numbers.engine.worlds import block, copy

SHAPES = [(4, 1, 3, 0.0), (2, 0, 1, 0.0), (3, 2, 2, 0.4), (1, 0, 1, 0.0), (6, 1, 4, 0.2)]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_compiled_sweep_equals_its_plain_twin(shape):
    data, level, pairs, noise = block(3, *shape)
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
