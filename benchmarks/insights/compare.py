"""Everybody on the same simulated pairs: CPU seconds, wall, memory, bias, coverage. See README.md beside this file."""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pictures
import polars as pl

from holdfast.cli import study_twin
from holdfast.insights import simulate
from holdfast.insights.cohort.diagnose import central, ess

HERE = Path(__file__).parent
LIMIT = 300  # seconds; what is not ready by then has not finished
LONGEST = 1800  # the engine alone, at the size nobody else is asked for
NAMES = ["closeness_A", "symptoms_A", "closeness_B", "symptoms_B"]
START = "import sys; from holdfast.cli.main import main; sys.exit(main(sys.argv[1:]))"
TOOLS = ("holdfast", "lme4 two-step", "mixedlm", "varmax", "numpyro")


def write(place: Path, pairs: int, days: int, seed: int) -> np.ndarray:
    """Long and wide files of one cohort, and what the NumPyro twin reads; the true population paths."""
    panel, truth = simulate.pairs(simulate.Design(pairs, days), np.random.default_rng([seed, 17]))
    at = {"pair": np.repeat(np.arange(pairs), days), "day": np.tile(np.arange(days), pairs)}
    flat = panel.y.reshape(-1, 4)
    wide = pl.DataFrame(at | {n: flat[:, i] for i, n in enumerate(NAMES)}).fill_nan(None)
    wide.write_csv(place / "wide.csv")
    sides = [
        wide.select("pair", "day", pl.lit(p).alias("person"), closeness=f"closeness_{p}", symptoms=f"symptoms_{p}")
        for p in "AB"
    ]
    pl.concat(sides).write_csv(place / "long.csv")
    study_twin.write(place / "given.npz", *study_twin.case(panel))
    return truth.g


def engine(place: Path, sweeps: int) -> list[str]:
    """The engine's own command line, one chain, no priors for named measures."""
    given = "--pair pair --person person --day day --measures closeness,symptoms --plain-priors --chains 1 --quiet"
    where = [str(place / "long.csv"), "--sweeps", str(sweeps), "--out", str(place / "fit")]
    return [sys.executable, "-c", START, "study", "fit", *given.split(), *where]


def commands(place: Path, args: argparse.Namespace) -> dict[str, list[str]]:
    """What to run for each tool that is here and wanted."""
    out = {"holdfast": engine(place, args.sweeps)}
    wide, result = str(place / "wide.csv"), str(place / "peer.csv")
    if shutil.which("Rscript"):
        out["lme4 two-step"] = ["Rscript", str(HERE / "peers.R"), wide, result]
    if args.python:
        out |= {name: [args.python, str(HERE / "peers.py"), name, wide, result] for name in ("mixedlm", "varmax")}
        files = [str(place / "given.npz"), str(place / "peer.npz")]
        out["numpyro"] = [args.python, str(HERE / "twin.py"), *files, "--warm", "300", "--draws", "300"]
    return {name: command for name, command in out.items() if name in args.tools.split(",")}


def cost(place: Path, command: list[str], limit: float) -> dict:
    """Run a command in a process of its own: wall, CPU seconds, peak memory, and why it did not finish."""
    measure = [sys.executable, "-I", "-S", str(HERE / "measured.py"), str(limit), str(place / "cost.json"), *command]
    load = os.getloadavg()[0]
    subprocess.run(measure, check=True, env=os.environ | {"OMP_WAIT_POLICY": "passive"})
    return json.loads((place / "cost.json").read_text()) | {"load": load}


def _drawn(g: np.ndarray) -> tuple[np.ndarray, list[float]]:
    """Mean and interval (4,4,3) of draws (S,4,4), and their effective numbers."""
    low, high = central(g, axis=0)
    return np.stack([g.mean(axis=0), low, high], axis=2), [ess(g[None, :, i, j]) for i in range(4) for j in range(4)]


def read(place: Path, name: str) -> tuple[np.ndarray, list[float]]:
    """(4,4,3): mean, low, high in the measures' own units; effective draws where there are draws."""
    if name == "numpyro":
        with np.load(place / "peer.npz") as drawn, np.load(place / "given.npz") as given:
            return _drawn(drawn["g"] * given["scale"][:, None] / given["scale"][None, :])
    out, effective = np.full((4, 4, 3), np.nan), []
    if name == "holdfast":
        told = json.loads((place / "fit" / "fit.json").read_text())["population"]
        rows = [(p["to"], p["from"], p["mean"], *p["interval"]) for p in told]
        effective = [p["ess"] for p in told]
    else:
        rows = pl.read_csv(place / "peer.csv").select("to", "from", "mean", "low", "high").rows()
    for to, source, *values in rows:
        out[NAMES.index(to), NAMES.index(source)] = values
    return out, effective


def measure(place: Path, name: str, command: list[str], truth: np.ndarray, limit: float = LIMIT) -> dict:
    """Run one tool within the limit and hold it against the truth."""
    for old in ("peer.csv", "peer.npz"):
        (place / old).unlink(missing_ok=True)
    row = {"tool": name} | cost(place, command, limit)
    if not row["finished"]:
        return row
    found, effective = read(place, name)
    error, own = found[..., 0] - truth, np.eye(4, dtype=bool)
    inside = (found[..., 1] <= truth) & (truth <= found[..., 2])
    row |= {"bias_own": error[own].mean(), "bias_cross": error[~own].mean(), "rmse": np.sqrt((error**2).mean())}
    row["covered"] = float(inside.mean())
    if effective:
        row |= {"ess_least": min(effective), "ess_median": statistics.median(effective)}
        row["ess_per_cpu"] = row["ess_least"] / row["cpu"]
    return row


def about(args: argparse.Namespace) -> dict:
    """The machine and the versions of everybody."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    found = {"machine": platform.machine(), "cores": os.cpu_count(), "memory_gb": round(memory, 1)}
    names = [x for x in Path("/proc/cpuinfo").read_text().splitlines() if x.startswith("model name")]
    found["processor"] = names[0].split(":")[1].strip() if names else platform.processor()
    found |= {"system": platform.platform(), "when": datetime.now(UTC).isoformat(timespec="minutes")}
    found["commit"] = _said("git", "-C", str(HERE), "rev-parse", "--short", "HEAD")
    found["sweeps"] = args.sweeps
    libraries = {name: version(name) for name in ("holdfast", "numpy", "numba", "scipy", "polars")}
    libraries["python"] = platform.python_version()
    if shutil.which("Rscript"):
        libraries["R, lme4"] = _said(
            "Rscript", "-e", 'cat(as.character(getRversion()), as.character(packageVersion("lme4")))'
        )
    if args.python:
        ask = "import importlib.metadata as m; print(*(f'{n} {m.version(n)}' for n in ('statsmodels','numpyro','jax')))"
        libraries["peers"] = _said(args.python, "-c", ask)
    return found | {"versions": libraries}


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else "not known"


def starting(place: Path) -> dict:
    """How long `holdfast study fit --help` takes with everything cached: the middle of seven."""
    command = [sys.executable, "-c", START, "study", "fit", "--help"]
    found = [cost(place, command, LIMIT) for _ in range(8)][1:]
    middle = {name: statistics.median(f[name] for f in found) for name in ("wall", "cpu", "memory_gb")}
    return middle | {"load": found[-1]["load"]}


def warm(place: Path) -> None:
    """Have the engine compile what it will need, small and in parallel, so that no fit pays for it."""
    write(place, 200, 60, 0)
    cost(place, engine(place, 24), LONGEST)


class Results:
    """What has been measured, written after every row."""

    def __init__(self, out: Path) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self.out, self.kept = out, out / "results.json"
        self.all = json.loads(self.kept.read_text()) if self.kept.exists() else {"about": {}, "rows": []}

    def rows(self, **wanted: object) -> list[dict]:
        """Rows that agree with what is wanted."""
        return [r for r in self.all["rows"] if all(r[k] == v for k, v in wanted.items())]

    def add(self, row: dict) -> None:
        """Put a row in the place of an older one."""
        same = {k: row[k] for k in ("pairs", "days", "seed", "tool")}
        old = self.rows(**same)
        self.all["rows"] = [r for r in self.all["rows"] if r not in old] + [row]
        self.write()
        print(json.dumps(row, default=float), flush=True)

    def write(self) -> None:
        """results.json, results.md and the pictures."""
        self.kept.write_text(json.dumps(self.all, indent=1, default=float) + "\n")
        pictures.write(self.all, self.out)


def hopeless(results: Results, pairs: int, seed: int, tool: str) -> str:
    """Why a tool need not be tried: it ran out of time on no more pairs. Empty when it should be."""
    slow = [r for r in results.rows(tool=tool, days=60) if not r["finished"] and "not within" in r["why"]]
    slow = [r for r in slow if (r["pairs"], r["seed"]) != (pairs, seed) and r["pairs"] <= pairs]
    return f"not tried: {slow[0]['why']} on {slow[0]['pairs']} pairs" if slow else ""


def cohort(results: Results, size: tuple[int, int, int], args: argparse.Namespace) -> None:
    """Everybody on one cohort of `size` (pairs, days, seed)."""
    pairs, days, seed = size
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        truth = write(place, pairs, days, seed)
        for name, command in commands(place, args).items():
            key = {"pairs": pairs, "days": days, "seed": seed}
            if args.resume and results.rows(tool=name, **key):
                continue
            if why := hopeless(results, pairs, seed, name):
                if pairs not in {r["pairs"] for r in results.rows(tool=name, days=days)}:
                    results.add(key | {"tool": name, "finished": False, "why": why})
                continue
            results.add(key | measure(place, name, command, truth))


def alone(results: Results, args: argparse.Namespace) -> None:
    """The engine at `--scale`, which nobody else is asked to fit."""
    pairs, days = (int(x) for x in args.scale.split("x"))
    key = {"pairs": pairs, "days": days, "seed": 0}
    if args.resume and results.rows(tool="holdfast", **key):
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        truth = write(place, pairs, days, 0)
        results.add(key | measure(place, "holdfast", engine(place, args.sweeps), truth, LONGEST))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="50", help="pairs, with commas; 60 days each")
    parser.add_argument("--seeds", default="1", help="cohorts of each size, with commas; one number for all sizes")
    parser.add_argument("--scale", default="", metavar="PAIRSxDAYS", help="the engine alone at this size")
    parser.add_argument("--sweeps", type=int, default=1200)
    parser.add_argument("--python", default=os.environ.get("HOLDFAST_PEERS_PYTHON", ""), help="one with peers.txt")
    parser.add_argument("--tools", default=",".join(TOOLS), help="only these, with commas")
    parser.add_argument("--resume", action="store_true", help="leave what has been measured already")
    parser.add_argument("--draw", action="store_true", help="only write the table and the pictures anew")
    parser.add_argument("--out", type=Path, default=HERE / "results")
    args = parser.parse_args()
    args.sizes = [int(x) for x in args.sizes.split(",") if x]
    seeds = [int(x) for x in args.seeds.split(",")]
    args.seeds = seeds * len(args.sizes) if len(seeds) == 1 else seeds
    if len(args.seeds) != len(args.sizes):
        parser.error("--seeds takes one number, or one for each size")
    return args


def main() -> None:
    """Measure and add to the results."""
    args = _arguments()
    results = Results(args.out)
    if args.draw:
        results.write()
        return
    results.all["about"] = about(args)
    with tempfile.TemporaryDirectory() as folder:
        warm(Path(folder))
        results.all["start"] = starting(Path(folder))
    for pairs, count in zip(args.sizes, args.seeds, strict=True):
        for seed in range(count):
            cohort(results, (pairs, 60, seed), args)
    if args.scale:
        alone(results, args)
    results.write()


if __name__ == "__main__":
    main()
