"""Checks of the sampler by itself: getting it right, and simulation-based calibration. Slow on purpose.

Getting it right: Geweke 2004, JASA 99:799-804, doi:10.1198/016214504000001132. Calibration by ranks: Talts et al.
2018, arXiv:1804.06788.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from holdfast.insights.cohort import generate
from holdfast.insights.cohort.diagnose import ess
from holdfast.insights.cohort.model import Model, Priors, kinds
from holdfast.insights.cohort.sampler import sweep
from holdfast.insights.cohort.state import Population, State
from holdfast.insights.kernels.plain import HIGHEST, LOWEST
from holdfast.insights.kernels.records import Floats
from holdfast.insights.panel import Standard

LIMIT = 0.99  # a path beyond this would let simulated answers run away


def small_model(k: int, p: int, swap: bool = False) -> Model:
    """A model with narrow priors, so that populations from it stay where numbers are numbers."""
    people = 2 if k % 2 == 0 else 1
    table = kinds(people, k // people, p)
    own = np.array([[kind == "own" for kind in row] for row in table])
    priors = Priors(np.where(own, 0.2, 0.0), np.full(own.shape, 0.1), np.full(own.shape, 0.06), 0.5, 0.3, 0.3, 0.5)
    order = np.concatenate([np.roll(np.arange(k), k // 2), np.arange(k, k + p)]) if swap else None
    return Model(priors, table, order)


def summaries(pop: Population) -> Floats:
    """What is compared: bounded where tails are heavy, so that a rare excursion neither hides nor makes an error."""
    k = len(pop.m)
    corner = np.triu_indices(k, 1)
    return np.concatenate(
        [
            pop.g,
            np.log(pop.omega),
            np.arctan(pop.b.ravel()),
            np.arctan(np.log(np.diag(pop.cov_b))),
            np.arctan(pop.m),
            np.arctan(np.log(np.diag(pop.cov_x))),
            pop.r[corner],
            np.arctan(np.log(np.diag(pop.c0))),
            [np.log(pop.nu)],
            pop.shift,
        ]
    )


@dataclass(frozen=True, slots=True)
class Right:
    """`z` (2 x summaries,) standardised differences of first and second moments; `largest` of them in size."""

    z: Floats

    @property
    def largest(self) -> float:
        """The largest difference; with m of them about sqrt(2 log m) is expected by chance."""
        return float(np.nanmax(np.abs(self.z)))

    @property
    def p(self) -> float:
        """Chance of a difference this large among so many, were all of them chance."""
        return float(min(1.0, len(self.z) * 2 * stats.norm.sf(self.largest)))


def getting_it_right(
    model: Model, turns: int, rng: np.random.Generator, shape: tuple = (3, 5, 2), steps: Floats | None = None
) -> Right:
    """Alternate new answers and one sweep; the population must stay as the prior draws it.

    `shape` is (pairs, days, columns of the mean), `steps` as in `Data` for answers in steps. Compares `turns`
    alternations with as many draws from the prior.
    """
    count, days, q = shape
    k, n = model.priors.mean.shape
    seen = rng.random((count, days, k)) < 0.75
    what = generate.blank(count, days, (k, n - k, q), seen)
    if steps is not None:
        what = replace(what, data=what.data._replace(steps=steps))
    prior = np.stack([summaries(generate.population(model, (q, 1), rng)) for _ in range(turns)])
    state = _inside(what, model, rng)
    found = np.empty_like(prior)
    for i in range(turns):
        what = generate.answers(what, state.population, state.pairs, rng)
        sweep(what, model, state)
        found[i] = summaries(state.population)
    return Right(np.concatenate([_compare(found, prior), _compare(found**2, prior**2)]))


def _inside(what: Standard, model: Model, rng: np.random.Generator) -> State:
    """A first state from the prior with log SDs in the range that the sampler keeps to: beyond it nothing moves."""
    q = what.data.z.shape[2]
    while True:
        pop = generate.population(model, (q, 1), rng)
        pairs = generate.pairs(what, pop, rng)
        if pairs.x.min() > LOWEST and pairs.x.max() < HIGHEST:
            return State(pop, pairs, rng)


def _compare(found: Floats, prior: Floats) -> Floats:
    size = np.array([ess(column[None, :]) for column in found.T])
    error = np.sqrt(prior.var(axis=0) / len(prior) + found.var(axis=0) / np.maximum(size, 2.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        return (found.mean(axis=0) - prior.mean(axis=0)) / error


@dataclass(frozen=True, slots=True)
class Ranks:
    """Ranks in [0, 1) of the truth among draws, one for each independent case; `p` of being uniform; coverages."""

    ranks: Floats
    p: float
    cover: dict[float, float]


def judged(ranks: Floats) -> Ranks:
    """Hold ranks against the uniform law."""
    cover = {q: float(np.mean(np.abs(ranks - 0.5) < q / 2)) for q in (0.5, 0.8, 0.95)}
    return Ranks(ranks, float(stats.kstest(ranks, "uniform").pvalue), cover)


def ranks_cohort(model: Model, cases: int, shape: tuple, rng: np.random.Generator) -> Ranks:
    """Whole cohorts with their populations from the prior: one random shared number a cohort.

    `shape` is (pairs, days, sweeps); a quarter of the sweeps is thrown away and the rest thinned to 60 draws.
    """
    count, days, sweeps = shape
    k, n = model.priors.mean.shape
    ranks = []
    while len(ranks) < cases:
        pop = generate.population(model, (1, 1), rng)
        what = generate.blank(count, days, (k, n - k, 1), rng.random((count, days, k)) < 0.8)
        truth = generate.pairs(what, pop, rng)
        what = generate.answers(what, pop, truth, rng)
        begin = generate.population(model, (1, 1), rng)
        state = State(begin, generate.pairs(what, begin, rng), rng)
        kept, want = [], summaries(pop)
        for i in range(sweeps):
            sweep(what, model, state, tuning=i < sweeps // 4)
            if i >= sweeps // 4 and i % max(1, sweeps // 80) == 0:
                kept.append(summaries(state.population))
        which = int(rng.integers(0, len(want)))
        below = sum(row[which] < want[which] for row in kept)
        ranks.append((below + rng.random()) / (len(kept) + 1))
    return judged(np.array(ranks))
