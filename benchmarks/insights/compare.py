"""Everybody on the same simulated pairs: CPU seconds, wall, memory, bias, coverage. See README.md beside this file."""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from holdfast.insights import simulate

HERE = Path(__file__).parent
LIMIT = 300
NAMES = ["closeness_A", "symptoms_A", "closeness_B", "symptoms_B"]


def write(place: Path, pairs: int, seed: int) -> np.ndarray:
    """Long and wide files of one cohort; the true population paths."""
    panel, truth = simulate.pairs(simulate.Design(pairs, 60), np.random.default_rng([seed, 17]))
    count, days, _ = panel.y.shape
    at = {"pair": np.repeat(np.arange(count), days), "day": np.tile(np.arange(days), count)}
    flat = panel.y.reshape(-1, 4)
    wide = pl.DataFrame(at | {n: flat[:, i] for i, n in enumerate(NAMES)}).fill_nan(None)
    wide.write_csv(place / "wide.csv")
    sides = [
        wide.select("pair", "day", pl.lit(p).alias("person"), closeness=f"closeness_{p}", symptoms=f"symptoms_{p}")
        for p in "AB"
    ]
    pl.concat(sides).write_csv(place / "long.csv")
    return truth.g


def engine(place: Path, sweeps: int) -> list[str]:
    """The engine's own command line, one chain."""
    given = [
        "--pair",
        "pair",
        "--person",
        "person",
        "--day",
        "day",
        "--measures",
        "closeness,symptoms",
        "--plain-priors",
    ]
    given += ["--sweeps", str(sweeps), "--chains", "1", "--quiet", "--out", str(place / "fit")]
    return [sys.executable, "-m", "holdfast.cli.main", "study", "fit", str(place / "long.csv"), *given]


def commands(place: Path, args: argparse.Namespace) -> dict[str, list[str]]:
    """What to run for each tool."""
    start = "import sys; from holdfast.cli.main import main; sys.exit(main(sys.argv[1:]))"
    own = engine(place, args.sweeps)
    out = {"holdfast": [sys.executable, "-c", start, *own[3:]]}
    wide, result = str(place / "wide.csv"), str(place / "peer.csv")
    if shutil.which("Rscript"):
        out["lme4 two-step"] = ["Rscript", str(HERE / "peers.R"), wide, result]
    if args.python:
        for name in ("mixedlm", "varmax", "numpyro"):
            out[name] = [args.python, str(HERE / "peers.py"), name, wide, result]
    return out


def read(place: Path, name: str) -> np.ndarray:
    """(4,4,3): mean, low, high."""
    out = np.full((4, 4, 3), np.nan)
    if name == "holdfast":
        told = json.loads((place / "fit" / "fit.json").read_text())["population"]
        rows = [(p["to"], p["from"], p["mean"], *p["interval"]) for p in told]
    else:
        rows = pl.read_csv(place / "peer.csv").select("to", "from", "mean", "low", "high").rows()
    for to, source, *values in rows:
        out[NAMES.index(to), NAMES.index(source)] = values
    return out


def measure(place: Path, name: str, command: list[str], truth: np.ndarray) -> dict:
    """Run one tool within the limit and hold it against the truth."""
    (place / "peer.csv").unlink(missing_ok=True)
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    env = os.environ | {"OMP_WAIT_POLICY": "passive"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, env=env)
    except subprocess.TimeoutExpired:
        return {"tool": name, "finished": False, "why": f"not within {LIMIT} s"}
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    row = {"tool": name, "finished": done.returncode == 0, "wall": time.monotonic() - begun}
    row["cpu"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode:
        return row | {"why": (done.stderr.strip().splitlines() or ["?"])[-1][:200]}
    found = read(place, name)
    error, own = found[..., 0] - truth, np.eye(4, dtype=bool)
    inside = (found[..., 1] <= truth) & (truth <= found[..., 2])
    row |= {"bias_own": error[own].mean(), "bias_cross": error[~own].mean(), "rmse": np.sqrt((error**2).mean())}
    return row | {"covered": float(inside.mean())}


def table(rows: list[dict]) -> str:
    """Averages over seeds as Markdown."""
    lines = ["| pairs | tool | fits | CPU-s | wall s | bias own | bias cross | RMSE | covered |", "| --- " * 9 + "|"]
    for pairs, tool in dict.fromkeys((r["pairs"], r["tool"]) for r in rows):
        here = [r for r in rows if (r["pairs"], r["tool"]) == (pairs, tool)]
        done = [r for r in here if r["finished"]]
        if not done:
            lines.append(f"| {pairs} | {tool} | 0 | did not finish: {here[0]['why']} | | | | | |")
            continue
        mean = {k: float(np.mean([r[k] for r in done])) for k in done[0] if isinstance(done[0][k], float)}
        lines.append(
            f"| {pairs} | {tool} | {len(done)} | {mean['cpu']:.1f} | {mean['wall']:.1f} | {mean['bias_own']:+.4f} | "
            f"{mean['bias_cross']:+.4f} | {mean['rmse']:.4f} | {mean['covered']:.2f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and add to the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=50)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--sweeps", type=int, default=1200)
    parser.add_argument("--python", default="", help="a Python with statsmodels and NumPyro")
    parser.add_argument("--tools", default="", help="only these, with commas")
    parser.add_argument("--out", type=Path, default=HERE / "results")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    kept = args.out / "results.json"
    rows = json.loads(kept.read_text()) if kept.exists() else []
    for seed in range(args.seeds):
        with tempfile.TemporaryDirectory() as folder:
            truth = write(Path(folder), args.pairs, seed)
            for name, command in commands(Path(folder), args).items():
                if args.tools and name not in args.tools.split(","):
                    continue
                row = measure(Path(folder), name, command, truth) | {"pairs": args.pairs, "seed": seed}
                rows = [r for r in rows if (r["pairs"], r["seed"], r["tool"]) != (args.pairs, seed, name)] + [row]
                kept.write_text(json.dumps(rows, indent=1, default=float))
                (args.out / "results.md").write_text(table(rows))
                print(row, flush=True)


if __name__ == "__main__":
    main()
