"""The model run forwards: populations from the prior, pairs from a population, answers from pairs.

What the sampler's own checks are made of; `simulate` is the one that knows nothing of the model's details.
"""

from dataclasses import replace

import numpy as np
from scipy.stats import invwishart

from holdfast.insights.cohort import population as shared
from holdfast.insights.cohort.model import KINDS, Model, bases, kind_codes, ties
from holdfast.insights.cohort.state import Population, shape_of
from holdfast.insights.kernels.records import Data, Floats, Pairs, latent, offsets, rounded, stepped, unstepped
from holdfast.insights.panel import Standard


def _covariance(scale: Floats, blocks: list[Floats], rng: np.random.Generator) -> tuple[Floats, Floats]:
    """A covariance from the Huang-Wand prior and its auxiliary scales."""
    total, aux = np.zeros((len(scale), len(scale))), []
    for basis in blocks:
        size = basis.shape[1]
        wanted = np.sqrt((basis**2).T @ scale**2)
        a = (1.0 / wanted**2) / rng.standard_gamma(0.5, size)
        drawn = np.atleast_2d(invwishart(2 + size - 1, 4.0 * np.diag(1.0 / a)).rvs(random_state=rng))
        total += basis @ drawn @ basis.T
        aux.append(a)
    return total, np.concatenate(aux)


def _correlation(model: Model, rng: np.random.Generator) -> Floats:
    """LKJ(2) by rejection from uniform entries; for the few variables the checks use."""
    k = len(model.priors.mean)
    while True:
        r = np.eye(k)
        for i, j, i2, j2 in shared.moves(model):
            r[i, j] = r[j, i] = r[i2, j2] = r[j2, i2] = rng.uniform(-0.999, 0.999)
        if np.linalg.eigvalsh(r).min() > 1e-9 and rng.random() < np.linalg.det(r):
            return r


def _degrees(rng: np.random.Generator) -> float:
    while True:
        nu = rng.gamma(2.0, 1.0 / shared.NU_RATE)
        if shared.NU_LOW < nu < shared.NU_HIGH:
            return float(nu)


def population(model: Model, shape: tuple[int, int], rng: np.random.Generator) -> Population:
    """A population from the prior; `shape` is (columns of the mean, traits)."""
    priors, tie, (q, traits) = model.priors, ties(model), shape
    k = len(priors.mean)
    copies = tie.sum(axis=0)
    shift = shared.SHIFT_SD * rng.standard_normal(len(KINDS))
    logs = tie.T @ (np.log(priors.spread.ravel()) + shift[kind_codes(model)]) / copies
    omega = np.maximum(np.exp(logs + shared.SPREAD_SD * rng.standard_normal(len(logs))), shared.LEAST)
    g = tie.T @ priors.mean.ravel() / copies + tie.T @ priors.sd.ravel() / copies * rng.standard_normal(len(logs))
    stacked, one = bases(model, q), bases(model)
    scale = np.where(np.arange(q * k) < k, priors.level, priors.slope)
    cov_b, aux_b = _covariance(scale, stacked, rng)
    cov_x, aux_x = _covariance(np.full(k, priors.volatility), one, rng)
    b = priors.wide * rng.standard_normal((traits, stacked[0].shape[1])) @ stacked[0].T
    m = one[0] @ (priors.wide * rng.standard_normal(one[0].shape[1]))
    c0 = np.zeros((k, k))
    for basis in one:
        size = basis.shape[1]
        c0 += basis @ np.atleast_2d(invwishart(size + 2, np.eye(size)).rvs(random_state=rng)) @ basis.T
    r = _correlation(model, rng)
    return Population(tie @ g, tie @ omega, b, cov_b, m, cov_x, r, c0, _degrees(rng), 0.5, shift, aux_b, aux_x)


def pairs(what: Standard, pop: Population, rng: np.random.Generator) -> Pairs:
    """Coefficients, means, scales and weights of each pair from a population; deviations are left at zero."""
    k, n, q = shape_of(what.data)
    count, days = what.data.y.shape[:2]
    w = pop.g + pop.omega * rng.standard_normal((count, k * n))
    b = what.traits @ pop.b + rng.standard_normal((count, q * k)) @ np.linalg.cholesky(pop.cov_b).T
    x = pop.m + rng.standard_normal((count, k)) @ np.linalg.cholesky(pop.cov_x).T
    lam = 2.0 * rng.standard_gamma(pop.nu / 2.0, (count, days)) / pop.nu
    lam[:, 0] = 1.0
    empty = np.zeros
    return Pairs(
        empty((count, days, k)),
        lam,
        w.reshape(count, k, n),
        b,
        x,
        empty((count, n, n)),
        empty((count, k, n)),
        empty((count, k, k)),
        empty(count),
        latent(what.data),
    )


def answers(what: Standard, pop: Population, given: Pairs, rng: np.random.Generator) -> Standard:
    """New answers from given pairs, missing where they were missing; writes the deviations into `given`."""
    data = what.data
    k, _, q = shape_of(data)
    s, lam = np.exp(given.x), given.lam
    root, first = np.linalg.cholesky(pop.r), np.linalg.cholesky(pop.c0)
    given.eta[:, 0] = s * (rng.standard_normal(s.shape) @ first.T)
    for t in range(1, data.y.shape[1]):
        zeta = s * (rng.standard_normal(s.shape) @ root.T) / np.sqrt(lam[:, t, None])
        past = np.concatenate([given.eta[:, t - 1], data.u[:, t]], axis=1)
        given.eta[:, t] = np.einsum("dij,dj->di", given.w, past) + zeta
    mean = np.einsum("dtq,dqk->dtk", data.z, given.b.reshape(-1, q, k))
    full = mean + given.eta + np.sqrt(data.noise) * rng.standard_normal(mean.shape)
    y = np.where(np.isnan(data.y), np.nan, full)
    if stepped(data):
        given.latent[:] = y
        y = rounded(y, data.steps)
    return replace(what, data=data._replace(y=y))


def blank(count: int, days: int, shape: tuple[int, int, int], seen: Floats) -> Standard:
    """Data of a wanted shape (K, p, q) without any answers yet: inputs and slopes alternate, `seen` (D,T,K) 0/1."""
    k, p, q = shape
    t = np.arange(days)
    z = np.ones((count, days, q))
    for j in range(1, q):
        z[:, :, j] = np.cos(t / j)
    u = np.ones((count, days, p)) * np.where(t % 2 == 0, 0.5, -0.5)[None, :, None]
    y = np.where(seen > 0, 0.0, np.nan)
    lengths, noise = np.full(count, days, np.int64), np.zeros(k)
    data = Data(y, z, u, lengths, noise, offsets(y, lengths, noise), unstepped(k))
    return Standard(data, np.ones(k), np.zeros(k), ("level",) * q, np.ones((count, 1)), np.ones((1, q)))
