"""The engine against a referee: the same model, priors and units in NumPyro, on 30 simulated pairs.

NumPyro is no part of the package. `HOLDFAST_PEERS_PYTHON` names a Python that has it; the twin itself lies in the
source tree, in benchmarks/insights. Without either the check is not run.
"""

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from holdfast.cli.common import Refusal
from holdfast.insights import panel as panels
from holdfast.insights import simulate
from holdfast.insights.cohort import population, sampler
from holdfast.insights.cohort.diagnose import ess, r_hat
from holdfast.insights.cohort.model import Model, build, kind_codes
from holdfast.insights.panel import Panel, Standard

SCRIPT = Path(__file__).resolve().parents[3] / "benchmarks" / "insights" / "twin.py"
NEAR, ALIKE = 0.1, 0.10  # means in posterior SDs; SDs and spreads as a share
TELLING = 0.045  # largest Monte Carlo error of a difference of means, in posterior SDs, that lets .1 be told
Drawn = dict[str, np.ndarray]


@dataclass(frozen=True)
class Length:
    """How long both run: sweeps and chains of the engine, warm-up, draws and chains of the twin."""

    sweeps: int
    chains: int
    warm: int
    draws: int
    twins: int = 2


def lacking() -> str:
    """Why the check cannot run here; empty when it can."""
    python = os.environ.get("HOLDFAST_PEERS_PYTHON", "")
    if not python:
        return "HOLDFAST_PEERS_PYTHON does not name a Python with NumPyro"
    if not SCRIPT.is_file():
        return "the twin lies in the source tree, which is not here"
    asked = subprocess.run([python, "-c", "import numpyro"], capture_output=True, check=False)  # noqa: S603  the tester's own Python
    return "" if asked.returncode == 0 else f"{python} has no NumPyro"


def case(panel: Panel) -> tuple[Standard, Model]:
    """What both sides fit: normal innovations, and no column of the mean but the level."""
    return panels.standard(panel, panels.Units(columns=("level",))), build(panel, student=False)


def write(place: Path, what: Standard, model: Model) -> None:
    """The answers and the constants of the priors, all that the twin takes from here."""
    priors = model.priors
    np.savez(
        place,
        y=what.data.y,
        scale=what.scale,
        mean=priors.mean,
        sd=priors.sd,
        spread=priors.spread,
        kinds=kind_codes(model).reshape(priors.mean.shape),
        level=priors.level,
        volatility=priors.volatility,
        wide=priors.wide,
        shift_sd=population.SHIFT_SD,
        spread_sd=population.SPREAD_SD,
    )


def referee(what: Standard, model: Model, length: Length, seed: int) -> Drawn:
    """Draws (chains, draws, ...) of the twin, every chain in a process of its own."""
    python = os.environ["HOLDFAST_PEERS_PYTHON"]
    with tempfile.TemporaryDirectory(prefix="holdfast-") as folder:
        given = Path(folder) / "given.npz"
        write(given, what, model)
        options = ["--warm", str(length.warm), "--draws", str(length.draws), "--seed", str(seed)]
        places = [Path(folder) / f"{c}.npz" for c in range(length.twins)]
        runs = [
            subprocess.Popen([python, str(SCRIPT), str(given), str(p), *options, "--chain", str(c)])  # noqa: S603  the same
            for c, p in enumerate(places)
        ]
        if sum(run.wait() != 0 for run in runs):
            raise Refusal("The twin in NumPyro ended with an error, printed above.")
        parts = [dict(np.load(p)) for p in places]
    return {name: np.stack([p[name] for p in parts]) for name in parts[0]}


def engine(what: Standard, model: Model, length: Length, seed: int) -> Drawn:
    """The same from the sampler."""
    k = len(what.scale)
    plan = sampler.Plan(length.sweeps, length.sweeps // 5, 0)
    chains = sampler.run(what, model, plan, seed, length.chains)
    drawn = {
        name: np.stack([c.shared[name] for c in chains]) for name in ("g", "omega", "r", "m", "b", "cov_b", "cov_x")
    }
    out = {name: drawn[name].reshape(*drawn[name].shape[:2], k, k) for name in ("g", "omega", "r")}
    out |= {"m": drawn["m"], "b": drawn["b"][:, :, 0]}
    for name, source in (("level_sd", "cov_b"), ("volatility_sd", "cov_x")):
        out[name] = np.sqrt(np.diagonal(drawn[source], axis1=2, axis2=3))
    return out


def _flat(x: np.ndarray) -> np.ndarray:
    return x.reshape(*x.shape[:2], -1)


def _each(x: np.ndarray, measure) -> np.ndarray:
    return np.array([measure(x[:, :, i]) for i in range(x.shape[2])])


def distance(one: np.ndarray, two: np.ndarray) -> dict[str, float]:
    """Largest distance of means in posterior SDs, of SDs and of means as shares, and how surely it can be told."""
    one, two = _flat(one), _flat(two)
    free = np.ptp(two.reshape(-1, two.shape[2]), axis=0) > 1e-12
    one, two = one[:, :, free], two[:, :, free]
    mean, sd = [x.mean(axis=(0, 1)) for x in (one, two)], [x.std(axis=(0, 1)) for x in (one, two)]
    draws = [_each(x, ess) for x in (one, two)]
    return {
        "means": float(np.max(np.abs(mean[0] - mean[1]) / sd[1])),
        "sds": float(np.max(np.abs(sd[0] / sd[1] - 1.0))),
        "sizes": float(np.max(np.abs(mean[0] / mean[1] - 1.0))),
        "error": float(np.max(np.sqrt(1.0 / draws[0] + 1.0 / draws[1]))),
        "ess_engine": float(draws[0].min()),
        "ess_twin": float(draws[1].min()),
        "r_hat": float(max(_each(x, r_hat).max() for x in (one, two))),
    }


def verdict(ours: Drawn, theirs: Drawn) -> tuple[bool | None, dict[str, float]]:
    """Whether both agree (None: too few effective draws to tell), and the figures."""
    paths, spreads = distance(ours["g"], theirs["g"]), distance(ours["omega"], theirs["omega"])
    rest = [distance(ours[name], theirs[name])["means"] for name in ("r", "m", "b", "level_sd", "volatility_sd")]
    figures = {
        "means of paths, largest distance in posterior SDs": paths["means"],
        "SDs of paths, largest share apart": paths["sds"],
        "spreads, largest share apart": spreads["sizes"],
        "SDs of spreads, largest share apart": spreads["sds"],
        "all else shared, largest distance of means in posterior SDs": max(rest),
        "fewest effective draws of paths, engine": paths["ess_engine"],
        "fewest effective draws of paths, twin": paths["ess_twin"],
        "fewest effective draws of spreads, engine": spreads["ess_engine"],
        "fewest effective draws of spreads, twin": spreads["ess_twin"],
        "Monte Carlo error of a distance of means": paths["error"],
        "largest R-hat": max(paths["r_hat"], spreads["r_hat"]),
        "divergences of the twin": float(np.sum(theirs["diverging"])),
    }
    near = paths["means"] < NEAR and max(paths["sds"], spreads["sizes"], spreads["sds"]) < ALIKE
    return (near if paths["error"] <= TELLING else None), figures


def compared(length: Length, seed: int) -> tuple[bool | None, dict[str, float]]:
    """Simulate 30 pairs over 60 days, run both sides, hold one against the other."""
    panel, _ = simulate.pairs(simulate.Design(30, 60), np.random.default_rng([seed, 23]))
    what, model = case(panel)
    theirs = referee(what, model, length, seed)
    return verdict(engine(what, model, length, seed), theirs)
