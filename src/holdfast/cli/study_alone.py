"""Fits each pair of a table on its own, in the light of an earlier cohort's draws; no pair learns from another."""

import argparse
import json
import sys
import time
from pathlib import Path

from holdfast.cli.common import Refusal

TURNS = 900  # sweeps, at least; a sixth is thrown away


def _cohort(name: str) -> dict:
    import zipfile

    import numpy as np

    try:
        with np.load(name) as stored:
            return {key: stored[key] for key in stored.files}
    except (OSError, ValueError, zipfile.BadZipFile):
        raise Refusal(f"{name} is not a file of population draws; `holdfast study fit` writes cohort.npz.") from None


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
    names = tuple(str(x) for x in arrays["names"])
    if names != (*panel.variables, *panel.inputs):
        raise Refusal(f"This table has {', '.join(panel.variables)}; the cohort was about {', '.join(names)}.")
    if ("weekend" in columns) != (panel.weekend is not None):
        raise Refusal("The cohort was fitted with a weekend column and this table without, or the other way round.")
    begun = time.process_time()
    what = panels.standard(panel, panels.Units(scale=arrays["scale"], centre=arrays["centre"], columns=columns))
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
