"""Does the engine keep its promises: many simulated cohorts with known truth, fitted and counted.

Functions here only compute; `holdfast study calibrate` runs them and writes the report.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from holdfast.insights import panel as panels
from holdfast.insights import simulate
from holdfast.insights.cohort import sampler
from holdfast.insights.cohort.diagnose import central
from holdfast.insights.cohort.model import build
from holdfast.insights.kernels.records import Floats
from holdfast.insights.simulate import Design, Truth

Clock = Callable[[], float]


def silent() -> float:
    """No clock."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Recovery:
    """One simulated cohort, fitted. Errors and hits of population paths (K,K), and of the pairs' own paths (K,K).

    `error` estimate - truth in raw units; `inside` 1 where the 95 % interval holds the truth; `pair_inside` the share
    of pairs whose interval does; `pair_rmse` (K,K); `sd` (K,K) posterior SDs; `seconds` CPU time of the fit.
    """

    error: Floats
    inside: Floats
    pair_inside: Floats
    pair_rmse: Floats
    sd: Floats
    spread: Floats
    told: float
    seconds: float


def recover(design: Design, plan: sampler.Plan, seed: int, clock: Clock = silent) -> Recovery:
    """Simulate one cohort with `seed`, fit one chain, compare in the measures' own units; `clock` counts seconds."""
    panel, truth = simulate.pairs(design, np.random.default_rng([seed, 17]))
    what = panels.standard(panel)
    model = build(panel)
    begin = clock()
    chain = sampler.begin(what, model, plan, sampler.generator(seed, 0))
    while chain.state.done < plan.sweeps:
        sampler.advance(what, model, plan, chain)
    seconds = clock() - begin
    return compare(chain.draws, truth, what.scale, seconds)


def compare(draws, truth: Truth, scale: Floats, seconds: float = 0.0) -> Recovery:
    """Hold the draws of a chain against the truth."""
    k = len(scale)
    n = draws.shared["g"].shape[1] // k
    unit = scale[:, None] / scale[None, :]
    g = draws.shared["g"].reshape(-1, k, n)[:, :, :k] * unit
    low, high = central(g, axis=0)
    some = draws.some_w.reshape(draws.kept, -1, k, n)[:, :, :, :k] * unit
    pair_low, pair_high = central(some, axis=0)
    mean = (draws.w / draws.count).reshape(-1, k, n)[:, :, :k] * unit
    sure = np.maximum((some > 0).mean(axis=0), (some < 0).mean(axis=0)) >= 0.95
    cross = ~np.eye(k, dtype=bool)
    told = (sure & (np.abs(mean) >= 0.05))[:, cross]
    return Recovery(
        error=g.mean(axis=0) - truth.g,
        inside=((low <= truth.g) & (truth.g <= high)).astype(float),
        pair_inside=((pair_low <= truth.phi) & (truth.phi <= pair_high)).mean(axis=0),
        pair_rmse=np.sqrt(((mean - truth.phi) ** 2).mean(axis=0)),
        sd=g.std(axis=0),
        spread=(draws.shared["omega"].reshape(-1, k, n)[:, :, :k] * unit).mean(axis=0),
        told=float(told.mean()),
        seconds=seconds,
    )


def summary(found: list[Recovery]) -> dict[str, float]:
    """Bias per block, coverage and errors over many cohorts, each share between 0 and 1."""
    error = np.stack([f.error for f in found])
    inside = np.stack([f.inside for f in found])
    pair = np.stack([f.pair_inside for f in found])
    own = np.eye(error.shape[1], dtype=bool)
    blocks = {"own": own, "cross": ~own}
    out = {"cohorts": float(len(found)), "cpu_seconds": float(np.mean([f.seconds for f in found]))}
    for name, where in blocks.items():
        out[f"bias_{name}"] = float(error[:, where].mean())
        out[f"coverage_{name}"] = float(inside[:, where].mean())
        out[f"pair_coverage_{name}"] = float(pair[:, where].mean())
        out[f"spread_{name}"] = float(np.mean([f.spread[where].mean() for f in found]))
    out["coverage"] = float(inside.mean())
    out["pair_coverage"] = float(pair.mean())
    out["rmse"] = float(np.sqrt((error**2).mean()))
    out["pair_rmse"] = float(np.sqrt(np.mean([(f.pair_rmse**2).mean() for f in found])))
    out["coverage_se"] = float(inside.mean(axis=(1, 2)).std() / np.sqrt(len(found)))
    out["pair_coverage_se"] = float(pair.mean(axis=(1, 2)).std() / np.sqrt(len(found)))
    out["told"] = float(np.mean([f.told for f in found]))
    return out


def null(design: Design) -> Design:
    """The same cohort without any path between variables, for anybody."""
    own = np.eye(len(design.phi))
    return replace(design, phi=design.phi * own, spread=0.12 * own)
