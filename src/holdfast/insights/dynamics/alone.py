"""One pair alone, with what was learned from other pairs held fixed or cycled through its draws.

Cycling carries the doubt about other pairs along. Needs only the file of population draws, so no diary has to leave
the device to be seen in the light of others. Without any cohort the shipped priors stand in, and are named so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.insights.cohort import population as shared
from holdfast.insights.cohort.model import Model, kind_codes
from holdfast.insights.cohort.sampler import noise
from holdfast.insights.cohort.state import Population, start
from holdfast.insights.kernels.records import Floats
from holdfast.insights.panel import Standard

COMPLETIONS = 5  # days filled in, kept for the check that missing days do not decide
VOLATILITY = 0.3  # SD of log residual SDs where no cohort has told it


@dataclass(frozen=True, slots=True)
class Alone:
    """Draws for pairs fitted each on its own, in standard units.

    `w` (S,D,K,n) coefficients, `b` (S,D,qK) means, `x` (S,D,K) log SDs; `prior_sd` (K,n) is what the coefficients' SD
    would be without any answer of the pair; `filled` (COMPLETIONS,D,T,K) draws of all days, unanswered ones included.
    """

    w: Floats
    b: Floats
    x: Floats
    prior_sd: Floats
    filled: Floats

    @property
    def own_weight(self) -> Floats:
        """(D,K,n): 1 - posterior variance / prior variance."""
        return np.clip(1.0 - self.w.var(axis=0) / self.prior_sd**2, 0.0, 1.0)


def fit(what: Standard, model: Model, levels: Sequence[Population], sweeps: int, rng: np.random.Generator) -> Alone:
    """Sample each pair given populations, one after the other in turn; a sixth of the sweeps is thrown away.

    Pairs do not learn from each other. `levels` with one entry freezes the population.
    """
    from holdfast.insights.kernels import fast

    if not levels:
        raise ValueError("A pair alone needs at least one draw of the population.")
    data, (k, n) = what.data, model.priors.mean.shape
    state = start(what, model, rng)
    pairs, warm = state.pairs, sweeps // 6
    ready = [p.level((k, n), what.traits) for p in levels]
    turns = _turns(sweeps, len(ready))
    w, b, x, filled = [], [], [], []
    often = max(1, (sweeps - warm) // COMPLETIONS)
    for it in range(sweeps):
        pop, level = levels[turns[it]], ready[turns[it]]
        if model.student and it:
            pairs.lam[:] = shared.weights(fast.distances(data, level, pairs), data.days, pop.nu, (k, rng))
        fast.sweep(data, level, pairs, noise(data, rng))
        if it >= warm:
            w.append(pairs.w.copy())
            b.append(pairs.b.copy())
            x.append(pairs.x.copy())
            if (it - warm) % often == often - 1 and len(filled) < COMPLETIONS:
                filled.append(pairs.eta + np.einsum("dtq,dqk->dtk", data.z, pairs.b.reshape(-1, data.z.shape[2], k)))
    return Alone(np.stack(w), np.stack(b), np.stack(x), prior_sd(levels, (k, n)), np.stack(filled))


def _turns(sweeps: int, count: int) -> np.ndarray:
    """Each population in turn for a run of sweeps, all of them used equally often."""
    return np.minimum(np.arange(sweeps) * count // sweeps, count - 1)


def prior_sd(levels: Sequence[Population], shape: tuple[int, int]) -> Floats:
    """SD of a new pair's coefficients before any answer: spread and doubt about the mean together."""
    spread = np.mean([p.omega**2 for p in levels], axis=0)
    doubt = np.var([p.g for p in levels], axis=0)
    return np.sqrt(spread + doubt).reshape(shape)


def from_priors(what: Standard, model: Model, count: int, rng: np.random.Generator) -> list[Population]:
    """Populations drawn from the shipped priors: what is believed where there is no cohort yet."""
    k, n = model.priors.mean.shape
    q = len(what.columns)
    out = []
    for _ in range(count):
        pop = start(what, model, rng).population
        shift = shared.SHIFT_SD * rng.standard_normal(len(pop.shift))
        logs = np.log(model.priors.spread.ravel()) + shift[kind_codes(model)]
        pop.omega = np.exp(logs + shared.SPREAD_SD * rng.standard_normal(k * n))
        pop.g = (model.priors.mean + model.priors.sd * rng.standard_normal((k, n))).ravel()
        pop.shift = shift
        pop.b = np.zeros((what.traits.shape[1], q * k))
        pop.cov_b = np.diag(np.concatenate([np.full(k, 4.0), np.full((q - 1) * k, 0.25)]))
        pop.cov_x = np.eye(k) * VOLATILITY**2
        out.append(pop)
    return out


def from_draws(arrays: dict[str, np.ndarray]) -> list[Population]:
    """Populations from the arrays of a fit's population draws."""
    count = len(arrays["g"])
    k = arrays["m"].shape[1]
    rest = {"step": 0.1, "shift": np.zeros(4), "aux_b": np.ones(arrays["b"].shape[2]), "aux_x": np.ones(k)}
    names = ("g", "omega", "b", "cov_b", "m", "cov_x", "r", "c0")
    return [
        Population(**{name: arrays[name][i] for name in names}, nu=float(arrays["nu"][i]), **rest) for i in range(count)
    ]
