"""What the cohort model assumes: priors on the paths and which parameters two interchangeable people share.

All in within-person SD units. Sources: design section on priors and, for named paths, published diary studies; both
are quoted path by path in `content/priors`.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from holdfast.insights.kernels.records import Floats
from holdfast.insights.panel import Panel

OWN, ACTOR, PARTNER, INPUT = KINDS = ("own", "actor", "partner", "input")
HALF = {"half-t3": 0.7649, "half-normal": 0.6745}  # medians of the unit laws

MEANS = {OWN: (0.3, 0.2), ACTOR: (0.0, 0.1), PARTNER: (0.0, 0.1), INPUT: (0.0, 0.15)}
SPREADS = {OWN: 0.2, ACTOR: 0.1, PARTNER: 0.1, INPUT: 0.1}


@dataclass(frozen=True, slots=True)
class PathPrior:
    """Population mean ~ Normal(mean, sd); person-to-person SD has the median of half-t3(spread) or half-Normal(spread).

    Only the median is used: both laws put a fifth of their mass on spreads below .03, which few pairs cannot refute,
    and every pair's interval is then too short (ADR 0020).
    """

    mean: float
    sd: float
    spread: float
    family: str = "half-t3"


@dataclass(frozen=True, slots=True)
class Priors:
    """Priors of the coefficients [Phi, Gamma], each (K,n); `spread` is the median of the person-to-person SD.

    `level` and `slope` are scales of the person-to-person SDs of the first and the other columns of the mean,
    `volatility` that of the log residual SDs (half-t with 2 degrees of freedom, Huang & Wand 2013,
    doi:10.1214/13-BA815). `wide` is the prior SD of population means of all these: no opinion.
    """

    mean: Floats
    sd: Floats
    spread: Floats
    level: float = 2.0
    slope: float = 0.5
    volatility: float = 0.5
    wide: float = 100.0


@dataclass(frozen=True, eq=False)
class Model:
    """The model of a cohort. `swap` (n,) is the order of variables and inputs after the two people change places.

    None where roles are fixed. `student` says whether innovations have t tails, otherwise they are normal; `kinds`
    (K,n) names every path. Equal only to itself, so that what follows from it is worked out once.
    """

    priors: Priors
    kinds: tuple[tuple[str, ...], ...]
    swap: NDArray[np.int64] | None = None
    student: bool = True


def kinds(people: int, measures: int, inputs: int) -> tuple[tuple[str, ...], ...]:
    """The kind of each path (K,n).

    own = same variable, same person; actor = other variable, same person; partner = the other person's.
    """
    rows = []
    for i in range(people * measures):
        row = []
        for j in range(people * measures):
            if i // measures != j // measures:
                row.append(PARTNER)
            else:
                row.append(OWN if i == j else ACTOR)
        rows.append((*row, *[INPUT] * inputs))
    return tuple(rows)


def build(panel: Panel, named: dict[tuple[str, str], PathPrior] | None = None, student: bool = True) -> Model:
    """The model for a panel. `named` gives priors for (to measure, from measure) within one person."""
    people, m, p = len(panel.people), len(panel.measures), panel.u.shape[2]
    table = kinds(people, m, p)
    k = people * m
    shape = (k, k + p)
    mean, sd, spread = np.zeros(shape), np.ones(shape), np.ones(shape)
    for i in range(k):
        for j in range(k + p):
            kind = table[i][j]
            prior = PathPrior(*MEANS[kind], SPREADS[kind])
            if named and kind in (OWN, ACTOR):
                prior = named.get((panel.measures[i % m], panel.measures[j % m]), prior)
            mean[i, j], sd[i, j], spread[i, j] = prior.mean, prior.sd, prior.spread * HALF[prior.family]
    swap = _swap(panel) if panel.alike and people == 2 else None
    return Model(Priors(mean, sd, spread), table, swap, student)


def _swap(panel: Panel) -> NDArray[np.int64]:
    """Variables change places person by person; so does each input that has a twin of the other person's name."""
    k, one, two = panel.y.shape[2], *(f"_{who}" for who in panel.people)
    at = {name: i for i, name in enumerate(panel.inputs)}
    inputs = np.arange(len(at))
    for name, i in at.items():
        twin = at.get(name.removesuffix(one) + two) if name.endswith(one) else None
        if twin is not None:
            inputs[[i, twin]] = twin, i
    return np.concatenate([np.roll(np.arange(k), k // 2), k + inputs])


def flat(model: Model) -> Model:
    """The same model with Normal(0, .20) on every path but the own ones: the check that a prior does not decide."""
    cross = np.array([[kind != OWN for kind in row] for row in model.kinds])
    priors = model.priors
    sd, mean = np.where(cross, 0.2, priors.sd), np.where(cross, 0.0, priors.mean)
    return replace(model, priors=replace(priors, mean=mean, sd=sd))


@lru_cache(maxsize=16)
def kind_codes(model: Model) -> NDArray[np.int64]:
    """Position in KINDS of every path, (Kn,)."""
    return np.array([KINDS.index(kind) for row in model.kinds for kind in row], np.int64)


@lru_cache(maxsize=16)
def ties(model: Model) -> Floats:
    """Matrix (Kn, free) that spreads the free path means over all paths; the identity when roles are fixed."""
    k, n = model.priors.mean.shape
    if model.swap is None:
        return np.eye(k * n)
    partner = (model.swap[:k, None] * n + model.swap[None, :]).ravel()
    leader = np.minimum(np.arange(k * n), partner)
    heads, free = np.unique(leader, return_inverse=True)
    out = np.zeros((k * n, len(heads)))
    out[np.arange(k * n), free] = 1.0
    return out


@lru_cache(maxsize=16)
def bases(model: Model, repeats: int = 1) -> list[Floats]:
    """Orthonormal blocks in which a covariance of `repeats` stacked K-vectors is free; the first holds the mean.

    With fixed roles one block, the identity. With interchangeable people the sums and the differences of the two,
    which are uncorrelated, and whose difference has mean zero.
    """
    k = len(model.priors.mean)
    if model.swap is None:
        return [np.eye(k * repeats)]
    half = k // 2
    up = np.vstack([np.eye(half), np.eye(half)]) / np.sqrt(2.0)
    down = np.vstack([np.eye(half), -np.eye(half)]) / np.sqrt(2.0)
    return [np.kron(np.eye(repeats), up), np.kron(np.eye(repeats), down)]
