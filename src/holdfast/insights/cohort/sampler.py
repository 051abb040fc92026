"""The blocked Gibbs sampler: `start` makes a state, `sweep` moves it, `run` does many and keeps what is wanted.

One sweep: each pair's missing days, means, coefficients and scales given the population (compiled, in parallel);
path means and spreads twice (interweaving); residual correlation; tails; population of means and scales. Random
numbers come from one generator per chain, drawn before the parallel part, so results do not depend on threads.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from holdfast.insights.cohort import population as shared
from holdfast.insights.cohort.draws import PAIR_DRAWS, Draws, add, empty
from holdfast.insights.cohort.model import Model
from holdfast.insights.cohort.state import State, shape_of, start
from holdfast.insights.kernels.records import Data, Noise, stepped
from holdfast.insights.panel import Standard


@dataclass(frozen=True, slots=True)
class Plan:
    """How long a chain runs: `sweeps` in all, of which `warm` are thrown away; `pair_draws` kept of each pair."""

    sweeps: int = 2000
    warm: int = 500
    pair_draws: int = PAIR_DRAWS

    @property
    def keep(self) -> int:
        """Sweeps that count."""
        return self.sweeps - self.warm


@dataclass(slots=True)
class Chain:
    """A chain under way: its state and what was kept so far. Ready when `state.done` reaches the plan's sweeps."""

    state: State
    draws: Draws


def generator(seed: int, chain: int) -> np.random.Generator:
    """The generator of one chain: chains of one seed never share a stream."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, chain])))


def begin(what: Standard, model: Model, plan: Plan, rng: np.random.Generator) -> Chain:
    """A chain before its first sweep."""
    state = start(what, model, rng)
    return Chain(state, empty(state, plan.keep, plan.pair_draws))


def noise(data: Data, rng: np.random.Generator) -> Noise:
    """The random input of one sweep over the pairs."""
    k, n, q = shape_of(data)
    count = len(data.days)
    return Noise(
        rng.standard_normal(int(data.first[-1])),
        rng.standard_normal((count, q * k)),
        rng.standard_normal((count, k * n)),
        rng.standard_normal((count, k)),
        rng.random(count),
        rng.random(data.y.shape) if stepped(data) else np.zeros((0, 0, 0)),
    )


def sweep(what: Standard, model: Model, state: State, tuning: bool = False) -> None:
    """One sweep, in place. `tuning` lets proposal widths adapt; only during warm-up."""
    from holdfast.insights.kernels import fast

    data, shape = what.data, shape_of(what.data)[:2]
    pop, pairs, rng = state.population, state.pairs, state.rng
    level = pop.level(shape, what.traits)
    fast.sweep(data, level, pairs, noise(data, rng))
    flat = pairs.w.reshape(len(data.days), -1)
    shared.centred(flat, pop, model, rng)
    delta = (flat - pop.g) / pop.omega
    flat[:] = shared.ancillary(fast.ancillary(pairs, level, delta), delta, pop, (model, rng))
    shared.shifts(pop, model, rng)
    innovations = int((data.days - 1).sum())
    shared.correlation(fast.scatter(pairs), innovations, pop, (shared.moves(model), rng))
    if model.student:
        distance = fast.distances(data, pop.level(shape, what.traits), pairs)
        pairs.lam[:] = shared.tails(distance, data.days, pop, (rng, tuning))
    shared.means(pairs.b, what, pop, (model, rng))
    shared.volatility(pairs.x, pop, model, rng)
    shared.first_day(pairs.eta[:, 0] * np.exp(-pairs.x), pop, model, rng)
    state.done += 1


def advance(what: Standard, model: Model, plan: Plan, chain: Chain) -> None:
    """One sweep of a chain, kept when warm-up is over."""
    warming = chain.state.done < plan.warm
    sweep(what, model, chain.state, warming)
    if not warming:
        add(chain.draws, chain.state)


def run(
    what: Standard, model: Model, plan: Plan, seed: int = 0, chains: int = 1, told: Callable | None = None
) -> list[Draws]:
    """Run whole chains one after the other. `told(chain, done)` hears after every sweep."""
    out = []
    for c in range(chains):
        chain = begin(what, model, plan, generator(seed, c))
        while chain.state.done < plan.sweeps:
            advance(what, model, plan, chain)
            if told is not None:
                told(c, chain.state.done)
        out.append(chain.draws)
    return out
