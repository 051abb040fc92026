"""Simulation-based calibration of one pair alone: is the truth's rank among the draws uniform."""

from dataclasses import replace

import numpy as np

from holdfast.insights.cohort import generate
from holdfast.insights.cohort.checks import Ranks, judged
from holdfast.insights.cohort.model import Model
from holdfast.insights.cohort.state import Population
from holdfast.insights.dynamics import alone


def ranks_alone(pop: Population, model: Model, shape: tuple, rng: np.random.Generator) -> Ranks:
    """Pairs drawn from one population and fitted alone with it frozen: one random path a pair, thinned by twelve.

    `shape` is (pairs, days, sweeps). Ranks are spread evenly inside their step, so that they are continuous.
    """
    count, days, sweeps = shape
    k, n = model.priors.mean.shape
    q = pop.b.shape[1] // k
    seen = np.repeat(rng.random((count, days, 2)) < 0.78, k // 2, axis=2)
    what = generate.blank(count, days, (k, n - k, q), seen)
    truth = generate.pairs(what, pop, rng)
    what = generate.answers(what, pop, truth, rng)
    found = alone.fit(what, model, [pop], sweeps, rng)
    kept = found.w[::12].reshape(-1, count, k * n)
    which = rng.integers(0, k * n, count)
    true = truth.w.reshape(count, k * n)[np.arange(count), which]
    below = (kept[:, np.arange(count), which] < true).sum(axis=0)
    return judged((below + rng.random(count)) / (len(kept) + 1))


def frozen(model: Model, rng: np.random.Generator) -> Population:
    """One population such as the design's simulation uses: spreads .12 and .08, moderate everything else."""
    pop = generate.population(replace(model, priors=replace(model.priors, wide=0.5)), (1, 1), rng)
    k = len(pop.m)
    own = np.array([kind == "own" for row in model.kinds for kind in row])
    pop.omega = np.where(own, 0.12, 0.08)
    pop.cov_b, pop.b = np.eye(k), np.zeros((1, k))
    pop.cov_x, pop.m = np.eye(k) * 0.0625, np.full(k, -0.1)
    pop.c0, pop.nu = np.eye(k) * 1.3, 20.0
    return pop
