"""What may be read from the chains: paths, spreads, correlations and every pair's own numbers, with their doubt.

Two units side by side: the measures' own (one more point of `from` today goes with this many points of `to`
tomorrow) and standard ones (within-person SDs). All intervals are the central 95 % of the draws.
"""

from dataclasses import dataclass

import numpy as np

from holdfast.insights.cohort.diagnose import central, ess, r_hat
from holdfast.insights.cohort.draws import Draws
from holdfast.insights.cohort.model import INPUT, Model
from holdfast.insights.kernels.records import Floats
from holdfast.insights.panel import Panel, Standard

FEWEST_PAIRS = 20  # below this nothing about "other pairs" is told to anybody
MOST_R_HAT, LEAST_ESS = 1.01, 400.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A posterior: mean, SD, 95 % interval, R-hat, bulk effective sample size, P(> 0)."""

    mean: float
    sd: float
    interval: tuple[float, float]
    r_hat: float
    ess: float
    positive: float

    @property
    def mixed(self) -> bool:
        """Whether the chains agree and are long enough for the number to be shown."""
        return self.r_hat < MOST_R_HAT and self.ess > LEAST_ESS


def estimate(x: Floats) -> Estimate:
    """Summary of draws (chains, draws)."""
    low, high = central(x)
    return Estimate(float(x.mean()), float(x.std()), (float(low), float(high)), r_hat(x), ess(x), float((x > 0).mean()))


@dataclass(frozen=True, slots=True)
class Path:
    """One path: the population's mean and the person-to-person spread, in raw and standard units.

    `own_weight` is the share of the answer that comes from this cohort rather than from the prior, 0 to 1.
    """

    to: int
    source: int
    kind: str
    mean: Estimate
    standard: Estimate
    spread: Estimate
    spread_standard: Estimate
    own_weight: float


@dataclass(frozen=True, slots=True)
class PairNumbers:
    """Every pair's coefficients (D,K,n) in raw units: mean, SD, 95 % interval, P(> 0), own-data weight."""

    mean: Floats
    sd: Floats
    low: Floats
    high: Floats
    positive: Floats
    own_weight: Floats
    level: Floats
    level_sd: Floats


@dataclass(frozen=True, slots=True)
class Cohort:
    """All that a fit says. `names` (n,) are the variables, then the inputs; `columns` those of the mean.

    `b` (q,K) and `between` (q,K) are Estimates of the means and of their between-pair SDs in raw units; `residual`
    (K,) of the typical day-to-day innovation SD; `correlation` ((i, j), Estimate) of same-day innovations; `nu` of the
    degrees of freedom. `why` is empty when everything that counts may be shown.
    """

    names: tuple[str, ...]
    columns: tuple[str, ...]
    paths: tuple[Path, ...]
    b: tuple[tuple[Estimate, ...], ...]
    between: tuple[tuple[Estimate, ...], ...]
    residual: tuple[Estimate, ...]
    correlation: tuple[tuple[tuple[int, int], Estimate], ...]
    nu: Estimate | None
    n_pairs: int
    n_days: int
    why: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether the numbers of the population may be shown."""
        return not self.why

    def path(self, to: str, source: str) -> Path:
        """The path between two named variables. Raises KeyError when there is none."""
        for path in self.paths:
            if (self.names[path.to], self.names[path.source]) == (to, source):
                return path
        raise KeyError(f"no path from {source} to {to}")


def _stacked(draws: list[Draws], name: str) -> Floats:
    """(chains, draws, ...)"""
    return np.stack([d.shared[name] for d in draws])


def units(what: Standard, inputs: int) -> Floats:
    """(K,n): what a standard coefficient is multiplied by to be in the measures' own units."""
    source = np.concatenate([what.scale, np.ones(inputs)])
    return what.scale[:, None] / source[None, :]


def _paths(draws: list[Draws], what: Standard, model: Model) -> tuple[Path, ...]:
    k, n = model.priors.mean.shape
    unit = units(what, n - k)
    g, omega = _stacked(draws, "g"), _stacked(draws, "omega")
    out = []
    for i in range(k):
        for j in range(n):
            at = i * n + j
            standard = estimate(g[:, :, at])
            own = 1.0 - (standard.sd / model.priors.sd[i, j]) ** 2
            out.append(
                Path(
                    i,
                    j,
                    model.kinds[i][j],
                    estimate(g[:, :, at] * unit[i, j]),
                    standard,
                    estimate(omega[:, :, at] * unit[i, j]),
                    estimate(omega[:, :, at]),
                    float(np.clip(own, 0.0, 1.0)),
                )
            )
    return tuple(out)


def pair_numbers(draws: list[Draws], what: Standard, model: Model) -> PairNumbers:
    """Every pair's own numbers. The prior of a pair is the population: its weight is what its own days did not take."""
    k, n = model.priors.mean.shape
    count, unit = sum(d.count for d in draws), units(what, n - k)
    mean = sum(d.w for d in draws) / count
    variance = np.maximum(sum(d.w2 for d in draws) / count - mean**2, 0.0)
    some = np.concatenate([d.some_w[: d.kept] for d in draws])
    low, high = central(some, axis=0)
    g, omega = _stacked(draws, "g"), _stacked(draws, "omega")
    prior = (omega**2).mean(axis=(0, 1)) + g.var(axis=(0, 1))
    shape = (-1, k, n)
    level = sum(d.b for d in draws) / count
    level_sd = np.sqrt(np.maximum(sum(d.b2 for d in draws) / count - level**2, 0.0))
    return PairNumbers(
        mean.reshape(shape) * unit,
        np.sqrt(variance).reshape(shape) * unit,
        low.reshape(shape) * unit,
        high.reshape(shape) * unit,
        (some > 0).mean(axis=0).reshape(shape),
        np.clip(1.0 - variance / prior, 0.0, 1.0).reshape(shape),
        level[:, :k] * what.scale + what.centre,
        level_sd[:, :k] * what.scale,
    )


def _means(draws: list[Draws], what: Standard) -> tuple:
    q, k = len(what.columns), len(what.scale)
    b, cov = _stacked(draws, "b"), _stacked(draws, "cov_b")
    means, between = [], []
    for j in range(q):
        at = slice(j * k, j * k + k)
        raw = b[:, :, 0, at] * what.scale + (what.centre if j == 0 else 0.0)
        sd = np.sqrt(np.diagonal(cov, axis1=2, axis2=3)[:, :, at]) * what.scale
        means.append(tuple(estimate(raw[:, :, i]) for i in range(k)))
        between.append(tuple(estimate(sd[:, :, i]) for i in range(k)))
    return tuple(means), tuple(between)


def _why(paths: tuple[Path, ...], panel: Panel) -> tuple[str, ...]:
    reasons, pairs = [], len(panel.pairs)
    answered = np.isfinite(panel.y).any(axis=(0, 1))
    silent = [name for name, there in zip(panel.variables, answered, strict=True) if not there]
    if silent:
        reasons.append(f"nobody's answers to {', '.join(silent)} tell anything; what is said of them is the prior's")
    if pairs < FEWEST_PAIRS:
        reasons.append(
            f"{pairs} pairs; at least {FEWEST_PAIRS} are needed before anything is said about pairs in general"
        )
    slow = [p for p in paths if not p.mean.mixed]
    if slow:
        worst = max(p.mean.r_hat for p in slow)
        least = min(p.mean.ess for p in slow)
        reasons.append(
            f"{len(slow)} of {len(paths)} paths need longer chains (largest R-hat {worst:.3f}, fewest effective draws "
            f"{least:.0f}; wanted below {MOST_R_HAT} and above {LEAST_ESS:.0f})"
        )
    return tuple(reasons)


def summarise(draws: list[Draws], panel: Panel, what: Standard, model: Model) -> Cohort:
    """Read a fit from its chains."""
    k = len(what.scale)
    r, m = _stacked(draws, "r"), _stacked(draws, "m")
    paths = _paths(draws, what, model)
    means, between = _means(draws, what)
    corner = [(i, j) for i in range(k) for j in range(i + 1, k)]
    return Cohort(
        (*panel.variables, *panel.inputs),
        what.columns,
        paths,
        means,
        between,
        tuple(estimate(np.exp(m[:, :, i]) * what.scale[i]) for i in range(k)),
        tuple(((i, j), estimate(r[:, :, i, j])) for i, j in corner),
        estimate(_stacked(draws, "nu")) if model.student else None,
        len(panel.pairs),
        int(panel.days.max()),
        _why(paths, panel),
    )


def input_paths(cohort: Cohort) -> tuple[Path, ...]:
    """The paths that start at an input."""
    return tuple(p for p in cohort.paths if p.kind == INPUT)
