"""Fits each pair of a table on its own, in the light of an earlier cohort's draws; no pair learns from another."""

import argparse
import json
import sys
import time
from pathlib import Path

from holdfast.cli.common import Refusal

TURNS = 900  # sweeps, at least; a sixth is thrown away


def _cohort(name: str) -> dict:
    """The arrays of cohort.npz. Raises Refusal for anything else, a damaged one included."""
    import zipfile
    import zlib

    import numpy as np

    if not Path(name).is_file():
        raise Refusal(f"There is no file {name}.")
    refusal = Refusal(f"{name} is not a file of population draws; `holdfast study fit` writes cohort.npz.")
    try:
        with Path(name).open("rb") as file, np.load(file) as stored:
            arrays = {key: stored[key] for key in stored.files}
    except (OSError, ValueError, EOFError, AttributeError, TypeError, zlib.error, zipfile.BadZipFile):
        raise refusal from None
    if not _whole(arrays):
        raise refusal
    return arrays


def _whole(arrays: dict) -> bool:
    """Whether everything is there, finite, and of one size."""
    import numpy as np

    from holdfast.insights.cohort.draws import SHARED

    if not {"scale", "centre", "noise", "ends", "columns", "names", "alike", *SHARED} <= set(arrays):
        return False
    k, n, q = len(np.atleast_1d(arrays["scale"])), len(arrays["names"]), len(arrays["columns"])
    count = len(np.atleast_1d(arrays["g"]))
    inner = {"g": (k * n,), "omega": (k * n,), "b": (1, q * k), "cov_b": (q * k, q * k), "m": (k,), "nu": ()}
    inner |= {"cov_x": (k, k), "r": (k, k), "c0": (k, k)}
    shapes = all(arrays[name].shape == (count, *shape) for name, shape in inner.items())
    shapes &= arrays["ends"].shape == (k, 2) and arrays["noise"].shape == (k,)
    return (
        count > 0
        and shapes
        and all(np.isfinite(arrays[name]).all() for name in ("scale", "centre", "noise", "ends", *SHARED))
    )


def _like(panel, alike: bool):
    """The panel with its people called 1 and 2 when the cohort was about interchangeable ones."""
    from dataclasses import replace

    if not alike or panel.alike or len(panel.people) != 2:
        return panel
    numbered = dict(zip(panel.people, ("1", "2"), strict=True))
    inputs = tuple(
        next((x.removesuffix(who) + n for who, n in numbered.items() if x.endswith(f"_{who}")), x) for x in panel.inputs
    )
    return replace(panel, people=("1", "2"), alike=True, inputs=inputs)


def _same_scales(panel, arrays: dict) -> None:
    """Refuse answers taken otherwise than the cohort's were: its paths would not be about the same thing."""
    import numpy as np

    from holdfast.cli.study_out import ends

    ours, theirs = ends(panel), arrays["ends"]
    if not np.array_equal(ours, theirs):
        told = [f"{x}={low:g}-{high:g}" for x, (low, high) in zip(panel.variables, theirs, strict=True) if low < high]
        was = f"with --scale {', '.join(told)}" if told else "without --scale"
        raise Refusal(f"The cohort was fitted {was}; fit a pair alone in the same way.")


def run(args: argparse.Namespace, panel) -> int:
    """Fit, write pairs.parquet and fit.json."""
    import numpy as np

    from holdfast.cli.study_out import number
    from holdfast.insights import panel as panels
    from holdfast.insights.cohort.fit import units
    from holdfast.insights.cohort.model import build
    from holdfast.insights.dynamics import alone

    arrays = _cohort(args.cohort)
    columns = tuple(str(x) for x in arrays["columns"])
    panel = _like(panel, bool(arrays["alike"]))
    if panel.y.shape[1] < 2:
        raise Refusal("Nothing can be fitted: no pair has more than one day.")
    if not np.isfinite(panel.y).any():
        raise Refusal("Nothing can be fitted: every answer is missing, or never changes.")
    names = tuple(str(x) for x in arrays["names"])
    if names != (*panel.variables, *panel.inputs):
        raise Refusal(f"This table has {', '.join(panel.variables)}; the cohort was about {', '.join(names)}.")
    if ("weekend" in columns) != (panel.weekend is not None):
        raise Refusal("The cohort was fitted with a weekend column and this table without, or the other way round.")
    _same_scales(panel, arrays)
    begun = time.process_time()
    fixed = {name: arrays[name] for name in ("scale", "centre", "noise")}
    what = panels.standard(panel, panels.Units(columns=columns, **fixed))
    model = build(panel, student=True)
    levels = alone.from_draws(arrays)
    rng = np.random.default_rng(args.seed)
    found = alone.fit(what, model, levels, max(args.sweeps, TURNS), rng)
    k, n = model.priors.mean.shape
    unit = units(what, n - k)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    _write(out, panel, found, (names, model, unit))
    told = {
        "engine": "holdfast dyadic VAR 1, each pair alone",
        "cohort": str(args.cohort),
        "n": {"pairs": len(panel.pairs), "days": int(panel.days.max()), "missing": number(panel.missing)},
        "left_out": [{"pair": p, "variable": v, "reason": r} for p, v, r in panel.left_out],
        "files": {"pairs": "pairs.parquet"},
        "run": {
            "sweeps": max(args.sweeps, TURNS),
            "seed": args.seed,
            "cpu_seconds": number(time.process_time() - begun),
        },
    }
    (out / "fit.json").write_text(json.dumps(told, indent=1))
    if not args.quiet:
        print(f"{len(panel.pairs)} pairs, each alone, {time.process_time() - begun:.1f} CPU-s", file=sys.stderr)
    print(f"Written to {out}: fit.json, pairs.parquet.")
    return 0


def _write(out: Path, panel, found, about: tuple) -> None:
    import numpy as np
    import polars as pl

    from holdfast.insights.cohort.diagnose import central

    names, model, unit = about
    w = found.w * unit
    low, high = central(w, axis=0)
    d, k, n = low.shape
    to, source = np.divmod(np.arange(k * n), n)
    label, kinds = np.array(names), np.array(model.kinds).ravel()
    pl.DataFrame(
        {
            "pair": np.repeat(np.array(panel.pairs), k * n),
            "to": np.tile(label[to], d),
            "from": np.tile(label[source], d),
            "kind": np.tile(kinds, d),
            "mean": w.mean(axis=0).ravel(),
            "sd": w.std(axis=0).ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
            "positive": (w > 0).mean(axis=0).ravel(),
            "own_weight": found.own_weight.ravel(),
        }
    ).write_parquet(out / "pairs.parquet")
