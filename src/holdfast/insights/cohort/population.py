"""Draws of what all pairs share, given the pairs. Each function is one exact conditional or a Metropolis step.

The paths are drawn twice a sweep, from two views of the same posterior (interweaving, Yu & Meng 2011,
doi:10.1198/jcgs.2011.203main): given each pair's coefficients, and given each pair's standardised deviation. One
view alone mixes badly, the first where pairs hardly differ, the second where they differ much.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from holdfast.insights.cohort.model import KINDS, Model, bases, kind_codes, ties
from holdfast.insights.cohort.state import Population
from holdfast.insights.kernels.records import Floats
from holdfast.insights.panel import Standard

LEAST = 1e-4  # a spread below this is no spread
SPREAD_SD = 0.25  # how far the spreads of one kind of path lie apart, in logarithms
SHIFT_SD = 0.6  # how far all of one kind may lie from where the prior puts them
LOG_STEPS = np.array([0.8, 0.4, 0.2, 0.1, 0.05, 0.4])  # one pass each: from few pairs to very many
SHUT = 1e10  # prior precision of what is kept at zero
PASSES = 3  # over the residual correlations in each sweep
NU_LOW, NU_HIGH, NU_RATE = 4.0, 400.0, 0.1  # degrees of freedom: Gamma(2, .1) above 4


def normal(rng: np.random.Generator, precision: Floats, linear: Floats) -> Floats:
    """A draw from N(A^-1 h, A^-1)."""
    low = np.linalg.cholesky(precision)
    return np.linalg.solve(low.T, np.linalg.solve(low, linear) + rng.standard_normal(len(linear)))


def centred(w: Floats, pop: Population, model: Model, rng: np.random.Generator) -> None:
    """Draw path means and spreads given the pairs' coefficients `w` (D,Kn)."""
    tie, priors = ties(model), model.priors
    copies = tie.sum(axis=0)
    mean, sd = tie.T @ priors.mean.ravel() / copies, tie.T @ priors.sd.ravel() / copies
    omega = tie.T @ pop.omega / copies
    n = len(w) * copies
    precision = n / omega**2 + 1.0 / sd**2
    linear = tie.T @ w.sum(axis=0) / omega**2 + mean / sd**2
    pop.g = tie @ (linear / precision + rng.standard_normal(len(mean)) / np.sqrt(precision))
    square = tie.T @ ((w - pop.g) ** 2).sum(axis=0)
    pop.omega = tie @ _spread(omega, square, n, _expected(pop, model, tie), rng)


def _expected(pop: Population, model: Model, tie: Floats) -> Floats:
    """Where the logarithm of each free spread is expected: its prior median moved by the shift of its kind."""
    every = np.log(model.priors.spread.ravel()) + pop.shift[kind_codes(model)]
    return tie.T @ every / tie.sum(axis=0)


def _spread(omega: Floats, square: Floats, n: Floats, expected: Floats, rng: np.random.Generator) -> Floats:
    """Metropolis step for spreads, proposed from their law under a flat prior and weighed by the real one."""
    if n.min() < 3:  # nothing to propose from; the other view moves them
        return omega
    new = np.sqrt(0.5 * np.maximum(square, 1e-12) / rng.standard_gamma((n - 1) / 2.0))
    new = np.maximum(new, LEAST)

    def density(x: Floats) -> Floats:
        return -np.log(x) - 0.5 * ((np.log(x) - expected) / SPREAD_SD) ** 2

    return np.where(np.log(rng.random(len(new))) < density(new) - density(omega), new, omega)


def ancillary(equations: tuple[Floats, Floats], delta: Floats, pop: Population, law: tuple) -> Floats:
    """Draw means and spreads given the standardised deviations `delta` (D,Kn); returns the pairs' new coefficients.

    Spreads first, with the means integrated out of the quadratic form, one logarithm at a time; then the means.
    `equations` are those of the kernel, `law` is (model, rng).
    """
    from holdfast.insights.kernels.shared import draw_logs

    model, rng = law
    tie, priors = ties(model), model.priors
    copies = tie.sum(axis=0)
    both = np.kron(np.eye(2), tie)
    matrix, vector, f = both.T @ equations[0] @ both, both.T @ equations[1], tie.shape[1]
    sd = tie.T @ priors.sd.ravel() / copies
    upper = matrix[:f, :f] + np.diag(1.0 / sd**2)
    linear = vector[:f] + tie.T @ priors.mean.ravel() / copies / sd**2
    solved = np.linalg.solve(upper, np.column_stack([matrix[:f, f:], linear]))
    form = matrix[f:, f:] - matrix[f:, :f] @ solved[:, :f]
    slope = vector[f:] - matrix[f:, :f] @ solved[:, f]
    theta = np.log(tie.T @ pop.omega / copies)
    noise = (LOG_STEPS[:, None] * rng.standard_normal((len(LOG_STEPS), f)), rng.random((len(LOG_STEPS), f)))
    draw_logs(theta, form, slope, (_expected(pop, model, tie), SPREAD_SD), noise)
    omega = np.maximum(np.exp(theta), LEAST)
    pop.omega, pop.g = tie @ omega, tie @ normal(rng, upper, linear - matrix[:f, f:] @ omega)
    return pop.g + pop.omega * delta


def shifts(pop: Population, model: Model, rng: np.random.Generator) -> None:
    """Draw how far the spreads of each kind of path lie from where the prior puts them, all paths of it together."""
    tie = ties(model)
    code = kind_codes(model)[tie.argmax(axis=0)]
    copies = tie.sum(axis=0)
    away = tie.T @ (np.log(pop.omega) - np.log(model.priors.spread.ravel())) / copies
    count = np.bincount(code, minlength=len(KINDS))
    total = np.bincount(code, weights=away, minlength=len(KINDS))
    precision = count / SPREAD_SD**2 + 1.0 / SHIFT_SD**2
    pop.shift = total / SPREAD_SD**2 / precision + rng.standard_normal(len(KINDS)) / np.sqrt(precision)


def inverse_wishart(rng: np.random.Generator, freedom: float, scale: Floats) -> Floats:
    """A draw from IW(freedom, scale) by Bartlett's factor."""
    k = len(scale)
    low = np.linalg.cholesky(np.linalg.inv(scale))
    a = np.tril(rng.standard_normal((k, k)), -1)
    a[np.diag_indices(k)] = np.sqrt(2.0 * rng.standard_gamma((freedom - np.arange(k)) / 2.0))
    half = np.linalg.inv(low @ a)
    return half.T @ half


def covariance(deviation: Floats, aux: Floats, scale: Floats, law: tuple) -> tuple[Floats, Floats]:
    """Draw a covariance and its auxiliary scales given deviations (D,k), Huang-Wand prior with 2 degrees.

    `scale` (k,) is the prior scale of each SD; `law` is (blocks, rng), blocks as `model.bases` gives them.
    """
    blocks, rng = law
    total, new_aux, begin = np.zeros((len(scale), len(scale))), np.empty_like(aux), 0
    for basis in blocks:
        part, size = deviation @ basis, basis.shape[1]
        here = slice(begin, begin + size)
        wanted = np.sqrt((basis**2).T @ scale**2)
        drawn = inverse_wishart(rng, 2 + size - 1 + len(part), 4.0 * np.diag(1.0 / aux[here]) + part.T @ part)
        rate = 2.0 * np.diag(np.linalg.inv(drawn)) + 1.0 / wanted**2
        new_aux[here] = rate / rng.standard_gamma((2 + size) / 2.0, size)
        total += basis @ drawn @ basis.T
        begin += size
    return (total + total.T) / 2.0, new_aux


def centre(values: Floats, traits: Floats, law: tuple, rng: np.random.Generator) -> Floats:
    """Draw the coefficients (c,k) of the regression of `values` (D,k) on `traits` (D,c) given their covariance.

    `law` is (covariance, basis, prior precision (c,basis columns)); every row lies in the span of the basis.
    """
    cov, basis, prior = law
    weight = basis.T @ np.linalg.inv(cov)
    precision = np.kron(traits.T @ traits, weight @ basis)
    precision[np.diag_indices(len(precision))] += prior.ravel()
    drawn = normal(rng, precision, (traits.T @ values @ weight.T).ravel())
    return drawn.reshape(traits.shape[1], -1) @ basis.T


def means(b: Floats, what: Standard, pop: Population, law: tuple) -> None:
    """Draw mean and covariance of the pairs' means `b` (D,qK) given their traits; `law` is (model, rng)."""
    model, rng = law
    k = len(pop.m)
    blocks = bases(model, b.shape[1] // k)
    each = blocks[0].shape[1] // what.loads.shape[1]
    prior = np.repeat(np.where(what.loads > 0, 1.0 / model.priors.wide**2, SHUT), each, axis=1)
    pop.b = centre(b, what.traits, (pop.cov_b, blocks[0], prior), rng)
    scale = np.where(np.arange(b.shape[1]) < k, model.priors.level, model.priors.slope)
    pop.cov_b, pop.aux_b = covariance(b - what.traits @ pop.b, pop.aux_b, scale, (blocks, rng))


def volatility(x: Floats, pop: Population, model: Model, rng: np.random.Generator) -> None:
    """Draw mean and covariance of the pairs' log residual SDs `x` (D,K)."""
    blocks = bases(model)
    prior = np.full((1, blocks[0].shape[1]), 1.0 / model.priors.wide**2)
    pop.m = centre(x, np.ones((len(x), 1)), (pop.cov_x, blocks[0], prior), rng)[0]
    scale = np.full(x.shape[1], model.priors.volatility)
    pop.cov_x, pop.aux_x = covariance(x - pop.m, pop.aux_x, scale, (blocks, rng))


def first_day(start: Floats, pop: Population, model: Model, rng: np.random.Generator) -> None:
    """Draw the covariance of the first day, `start` (D,K) in units of the residual SDs; IW(K+2, I) prior."""
    total = np.zeros_like(pop.c0)
    for basis in bases(model):
        part, size = start @ basis, basis.shape[1]
        total += basis @ inverse_wishart(rng, size + 2 + len(part), np.eye(size) + part.T @ part) @ basis.T
    pop.c0 = (total + total.T) / 2.0


@lru_cache(maxsize=16)
def moves(model: Model) -> NDArray[np.int64]:
    """Entries of the residual correlation that change together, (M,4)."""
    k = len(model.priors.mean)
    rows = []
    for i in range(k):
        for j in range(i + 1, k):
            other = (i, j) if model.swap is None else tuple(sorted((int(model.swap[i]), int(model.swap[j]))))
            if (i, j) <= other:
                rows.append((i, j, *other))
    return np.array(rows, np.int64).reshape(-1, 4)


def correlation(scatter: Floats, n: int, pop: Population, law: tuple) -> None:
    """Draw the residual correlation given the scatter of `n` standardised innovations; `law` is (moves, rng)."""
    from holdfast.insights.kernels.shared import draw_correlation

    which, rng = law
    if not len(which):
        return
    steps = 1.8 / math.sqrt(n + 10.0) * rng.standard_normal((PASSES, len(which)))
    draw_correlation(pop.r, scatter, float(n), which, (steps, rng.random((PASSES, len(which)))))


def tails(distance: Floats, days: NDArray[np.int64], pop: Population, law: tuple) -> Floats:
    """Draw the degrees of freedom with the weights integrated out, then the weights (D,T); `law` is (rng, tuning)."""
    from holdfast.insights.kernels.shared import log_sum

    rng, tuning = law
    k, n = len(pop.m), int((days - 1).sum())

    def log_density(nu: float) -> float:
        if not NU_LOW < nu < NU_HIGH:
            return -math.inf
        constant = gammaln((nu + k) / 2) - gammaln(nu / 2) - k / 2 * math.log(nu)
        prior = math.log(nu) - NU_RATE * nu + math.log(nu - NU_LOW)  # the last term: the walk is on log(nu - 4)
        return n * constant - (nu + k) / 2 * log_sum(distance, days, nu) + prior

    new = NU_LOW + (pop.nu - NU_LOW) * math.exp(pop.step * rng.standard_normal())
    taken = math.log(rng.random()) < log_density(new) - log_density(pop.nu)
    if taken:
        pop.nu = float(new)
    if tuning:
        pop.step = float(np.clip(pop.step * math.exp(0.1 * (taken - 0.44)), 0.005, 3.0))
    return weights(distance, days, pop.nu, (k, rng))


def weights(distance: Floats, days: NDArray[np.int64], nu: float, law: tuple) -> Floats:
    """Draw each day's weight given its length `distance` (D,T); 1 on the first day. `law` is (K, rng)."""
    k, rng = law
    lam = rng.standard_gamma((nu + k) / 2.0, distance.shape)
    lam *= 2.0
    lam /= nu + distance
    lam[:, 0] = 1.0
    return lam
