"""Where a chain stands: what all pairs share, what each pair has, and the random generator. Everything is arrays."""

from dataclasses import dataclass, fields

import numpy as np

from holdfast.insights.cohort.model import KINDS, Model, bases
from holdfast.insights.kernels.records import Data, Floats, Level, Pairs, latent
from holdfast.insights.panel import Standard

LEAST_WEIGHT = 1e-8
FIRST_SLOPE = 0.1  # SD between pairs of early days and trend: many pairs pull it up in no time, and down only slowly


@dataclass(slots=True)
class Population:
    """What all pairs share.

    `g`, `omega` (Kn,) mean and spread of each path; `b` (traits,qK) of the means by trait, `cov_b` (qK,qK) of what is
    left; `m` (K,), `cov_x` (K,K) of the log residual SDs; `r` (K,K) residual correlation; `c0` (K,K) first day in
    units of the residual SDs; `nu` degrees of freedom of the innovations, `step` the width of its proposals; `shift`
    (4,) how far spreads of each kind lie from their prior; `aux_b` (qK,), `aux_x` (K,) the scales of Huang and Wand.
    """

    g: Floats
    omega: Floats
    b: Floats
    cov_b: Floats
    m: Floats
    cov_x: Floats
    r: Floats
    c0: Floats
    nu: float
    step: float
    shift: Floats
    aux_b: Floats
    aux_x: Floats

    def arrays(self) -> dict[str, Floats]:
        """Every part as an array, for a checkpoint."""
        return {f.name: np.asarray(getattr(self, f.name), float) for f in fields(self)}

    @classmethod
    def restore(cls, arrays: dict[str, Floats]) -> "Population":
        """The population of a checkpoint."""
        parts = {f.name: np.array(arrays[f.name]) for f in fields(cls)}
        return cls(**{k: float(v) if v.ndim == 0 else v for k, v in parts.items()})

    def level(self, shape: tuple[int, int], traits: Floats) -> Level:
        """The population as one pair's update needs it; `shape` is (K,n), `traits` (D,1+c)."""
        return Level(
            self.g.reshape(shape),
            (1.0 / np.maximum(self.omega**2, LEAST_WEIGHT)).reshape(shape),
            traits @ self.b,
            np.linalg.inv(self.cov_b),
            self.m,
            np.linalg.inv(self.cov_x),
            np.linalg.inv(self.r),
            np.linalg.inv(self.c0),
        )


@dataclass(slots=True)
class State:
    """A chain between two sweeps."""

    population: Population
    pairs: Pairs
    rng: np.random.Generator
    done: int = 0


def start(what: Standard, model: Model, rng: np.random.Generator) -> State:
    """A first state: rough moments of the data, spread out by `rng` so that chains begin apart."""
    data = what.data
    k, n = model.priors.mean.shape
    q, count = data.z.shape[2], len(data.days)
    answered = np.isfinite(data.y).sum(axis=1)
    own = np.divide(np.nansum(data.y, axis=1), answered, out=np.zeros((count, k)), where=answered > 0)
    b = np.zeros((count, q * k))
    b[:, :k] = own * (answered / (answered + 3.0))
    g = model.priors.mean + 0.5 * np.minimum(model.priors.sd, 0.1) * rng.standard_normal((k, n))
    omega = 0.8 * model.priors.spread * np.exp(0.3 * rng.standard_normal((k, n)))
    if model.swap is not None:
        g = (g + g[model.swap[:k]][:, model.swap]) / 2.0
        omega = (omega + omega[model.swap[:k]][:, model.swap]) / 2.0
    population = Population(
        g.ravel(),
        omega.ravel(),
        _first_means(b[:, :k].mean(axis=0), what, model),
        np.diag(np.concatenate([np.full(k, 1.0), np.full((q - 1) * k, FIRST_SLOPE**2)])),
        np.full(k, -0.15),
        np.eye(k) * 0.1,
        np.eye(k),
        np.eye(k) * 1.3,
        20.0,
        0.5,
        np.zeros(len(KINDS)),
        np.ones(q * k),
        np.ones(k),
    )
    pairs = Pairs(
        np.zeros(data.y.shape),
        np.ones(data.y.shape[:2]),
        np.tile(g, (count, 1, 1)),
        b,
        np.full((count, k), -0.15) + 0.1 * rng.standard_normal((count, k)),
        np.zeros((count, n, n)),
        np.zeros((count, k, n)),
        np.zeros((count, k, k)),
        np.zeros(count),
        latent(data),
    )
    return State(population, pairs, rng)


def _first_means(level: Floats, what: Standard, model: Model) -> Floats:
    """(traits,qK): the average level, nothing else."""
    k, _, q = shape_of(what.data)
    b = np.zeros((what.traits.shape[1], q * k))
    b[0, :k] = level
    basis = bases(model, q)[0]
    return b @ basis @ basis.T


def shape_of(data: Data) -> tuple[int, int, int]:
    """(K, n, q) of a block of data."""
    k = data.y.shape[2]
    return k, k + data.u.shape[2], data.z.shape[2]
