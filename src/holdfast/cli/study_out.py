"""Writes what a fit found: fit.json, two Parquet files, the population's draws and a page to read."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.insights.cohort.draws import Draws
    from holdfast.insights.cohort.fit import Cohort, Estimate, PairNumbers
    from holdfast.insights.cohort.fit import Path as Link
    from holdfast.insights.cohort.model import Model
    from holdfast.insights.panel import Panel, Standard

COHORT_DRAWS = 200  # draws of the population that one pair alone cycles through


@dataclass(frozen=True)
class Spent:
    """What a run cost: wall and CPU seconds in all, and CPU seconds of each chain."""

    wall: float
    cpu: float
    chains: list[float]


@dataclass(frozen=True)
class Result:
    """A finished fit with all it came from."""

    panel: "Panel"
    what: "Standard"
    model: "Model"
    cohort: "Cohort"
    pairs: "PairNumbers"
    draws: "list[Draws]"


def number(x: float) -> float | None:
    """A number JSON can hold: four to six digits, None where there is none."""
    return None if not math.isfinite(x) else float(f"{x:.6g}")


def plain(e: "Estimate") -> dict:
    """An estimate as JSON."""
    return {
        "mean": number(e.mean),
        "sd": number(e.sd),
        "interval": [number(e.interval[0]), number(e.interval[1])],
        "r_hat": number(e.r_hat),
        "ess": number(e.ess),
        "mixed": e.mixed,
    }


def _ends(path: "Link", cohort: "Cohort") -> dict:
    return {"to": cohort.names[path.to], "from": cohort.names[path.source], "kind": path.kind}


def _population(result: Result) -> list[dict]:
    import numpy as np

    out = []
    priors = result.model.priors
    heard = [*np.isfinite(result.panel.y).any(axis=(0, 1)), *[True] * len(result.panel.inputs)]
    for path in result.cohort.paths:
        row = _ends(path, result.cohort) | plain(path.mean)
        row["positive"] = number(path.mean.positive)
        row["own_weight"] = number(path.own_weight)
        row["answered"] = bool(heard[path.to] and heard[path.source])
        row["standard"] = plain(path.standard)
        row["prior"] = {
            "mean": number(priors.mean[path.to, path.source]),
            "sd": number(priors.sd[path.to, path.source]),
            "spread_median": number(priors.spread[path.to, path.source]),
        }
        out.append(row)
    return out


def _means(cohort: "Cohort") -> list[dict]:
    names = cohort.names[: len(cohort.residual)]
    return [
        {
            "variable": names[i],
            "column": column,
            "mean": plain(cohort.b[j][i]),
            "between_sd": plain(cohort.between[j][i]),
        }
        for j, column in enumerate(cohort.columns)
        for i in range(len(names))
    ]


def ends(panel: "Panel"):
    """(K,2) lowest and highest answer of each variable, 0 and 0 where answers are taken as they are."""
    import numpy as np

    return np.zeros((len(panel.variables), 2)) if panel.ends is None else np.nan_to_num(panel.ends)


def _scales(panel: "Panel") -> dict:
    """Lowest and highest answer of the measures taken as whole numbers."""
    if panel.ends is None:
        return {}
    named = zip(panel.variables, panel.ends.tolist(), strict=True)
    return {name: [number(low), number(high)] for name, (low, high) in named if math.isfinite(low)}


def _every(told: dict) -> "Iterator[dict]":
    """Every estimate of the population in fit.json, wherever it stands."""
    for value in told.values():
        inner = value if isinstance(value, list) else [value]
        for one in inner:
            if isinstance(one, dict):
                if "r_hat" in one:
                    yield one
                yield from _every(one)


def _mixing(told: dict) -> dict:
    """How far the chains agree over all that is reported: the limits, the worst of each, how many miss them."""
    from holdfast.insights.cohort.fit import LEAST_ESS, MOST_R_HAT

    every = list(_every(told))
    hats, sizes = (
        [e["r_hat"] for e in every if e["r_hat"] is not None],
        [e["ess"] for e in every if e["ess"] is not None],
    )
    return {
        "wanted": {"r_hat_below": MOST_R_HAT, "ess_above": LEAST_ESS},
        "estimates": len(every),
        "not_mixed": sum(not e["mixed"] for e in every),
        "largest_r_hat": max(hats, default=None),
        "smallest_ess": min(sizes, default=None),
    }


def document(result: Result, spent: Spent, options: dict) -> dict:
    """fit.json as a dict."""
    c, panel = result.cohort, result.panel
    spreads = [_ends(p, c) | plain(p.spread) | {"standard": plain(p.spread_standard)} for p in c.paths]
    correlations = [{"a": c.names[i], "b": c.names[j]} | plain(e) for (i, j), e in c.correlation]
    reported = {
        "population": _population(result),
        "random_sd": spreads,
        "residual_correlations": correlations,
        "residual_sd": [{"variable": name} | plain(e) for name, e in zip(panel.variables, c.residual, strict=True)],
        "means": _means(c),
        "tails": plain(c.nu) if c.nu is not None else None,
    }
    return {
        "engine": "holdfast dyadic VAR 1",
        "units": {
            "population": "points of `to` on a day per point of `from` on the day before",
            "standard": "within-person SDs",
            "scale": dict(zip(panel.variables, map(number, result.what.scale), strict=True)),
            "whole_numbers": _scales(panel),
        },
        "n": {"pairs": c.n_pairs, "days": c.n_days, "missing": number(panel.missing)},
        "enough": c.enough,
        "why": list(c.why),
        "left_out": [{"pair": p, "variable": v, "reason": r} for p, v, r in panel.left_out],
        "roles": {"people": list(panel.people), "alike": panel.alike},
        **reported,
        "mixing": _mixing(reported),
        "files": {
            "pairs": "pairs.parquet",
            "levels": "levels.parquet",
            "cohort": "cohort.npz",
            "report": "report.html",
        },
        "run": {
            "sweeps": options["sweeps"],
            "kept": result.draws[0].count,
            "chains": len(result.draws),
            "seed": options["seed"],
            "wall_seconds": number(spent.wall),
            "cpu_seconds": number(spent.cpu),
            "chain_cpu_seconds": [number(x) for x in spent.chains],
        },
    }


def pair_table(panel: "Panel", cohort: "Cohort", pairs: "PairNumbers"):
    """One row a pair and path, in the measures' own units."""
    import numpy as np
    import polars as pl

    d, k, n = pairs.mean.shape
    to, source = np.divmod(np.arange(k * n), n)
    names = np.array(cohort.names)
    kinds = np.array([p.kind for p in cohort.paths])

    def every(x):
        return np.tile(x, d)

    return pl.DataFrame(
        {
            "pair": np.repeat(np.array(panel.pairs), k * n),
            "to": every(names[to]),
            "from": every(names[source]),
            "kind": every(kinds),
            "mean": pairs.mean.ravel(),
            "sd": pairs.sd.ravel(),
            "low": pairs.low.ravel(),
            "high": pairs.high.ravel(),
            "positive": pairs.positive.ravel(),
            "own_weight": pairs.own_weight.ravel(),
        }
    )


def level_table(panel: "Panel", pairs: "PairNumbers"):
    """One row a pair and variable: the usual level."""
    import numpy as np
    import polars as pl

    d, k = pairs.level.shape
    return pl.DataFrame(
        {
            "pair": np.repeat(np.array(panel.pairs), k),
            "variable": np.tile(np.array(panel.variables), d),
            "mean": pairs.level.ravel(),
            "sd": pairs.level_sd.ravel(),
        }
    )


def population_draws(result: Result) -> dict:
    """About 200 draws of the population, evenly through all chains, with the units they are in."""
    import numpy as np

    from holdfast.insights.cohort.draws import SHARED

    out = {
        "scale": result.what.scale,
        "centre": result.what.centre,
        "columns": np.array(result.what.columns),
        "names": np.array(result.cohort.names),
        "measures": np.array(result.panel.measures),
        "people": np.array(result.panel.people),
        "alike": np.array(result.panel.alike),
        "noise": result.what.data.noise,
        "ends": ends(result.panel),
    }
    for name in SHARED:
        every = np.concatenate([d.shared[name] for d in result.draws])
        chosen = np.linspace(0, len(every) - 1, min(COHORT_DRAWS, len(every))).round().astype(int)
        out[name] = every[chosen]
    return out


def write(out: Path, result: Result, spent: Spent, options: dict) -> None:
    """Write all files into the folder."""
    import numpy as np

    from holdfast.cli.study_report import page

    pair_table(result.panel, result.cohort, result.pairs).write_parquet(out / "pairs.parquet")
    level_table(result.panel, result.pairs).write_parquet(out / "levels.parquet")
    np.savez_compressed(out / "cohort.npz", **population_draws(result))
    told = document(result, spent, options)
    (out / "report.html").write_text(page(told))
    (out / "fit.json").write_text(json.dumps(told, indent=1))


def sentence(cohort: "Cohort", panel: "Panel", spent: Spent, out: Path) -> str:
    """What a person at the terminal reads at the end."""
    lines = [
        f"{cohort.n_pairs:,} pairs, up to {cohort.n_days:,} days, {panel.missing:.0%} of answers missing; "
        f"{spent.wall:.1f} s ({spent.cpu:.1f} CPU-s in all, {max(spent.chains):.1f} the longest chain)."
    ]
    for path in cohort.paths:
        if path.kind != "own":
            low, high = path.mean.interval
            source, to = cohort.names[path.source], cohort.names[path.to]
            mark = "" if path.mean.mixed else "  not mixed"
            numbers = f"{path.mean.mean:+.3f}  [{low:+.3f}, {high:+.3f}]{mark}"
            lines.append(f"  {source:>20} -> {to:<20} {path.kind:<8}{numbers}")
    if panel.left_out:
        lines.append(f"{len(panel.left_out)} series never change and were set aside; fit.json names them.")
    lines += [f"Not enough to rely on: {reason}." for reason in cohort.why]
    lines.append(f"Written to {out}: fit.json, pairs.parquet, levels.parquet, cohort.npz, report.html.")
    return "\n".join(lines)
