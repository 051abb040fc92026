"""Run the checks that gate a release of the engine, and write a report with their figures.

Without --quick this takes about an hour on two cores: hundreds of simulated cohorts, 5,000 pairs at a time. A check
that cannot run here (outside data, NumPyro) is reported as not run, never as passed.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

EXAMPLES = """\
examples:
  holdfast study calibrate --quick --out report
  holdfast study calibrate --only recovery,null --out report
  HOLDFAST_REFERENCE_DATA=~/data HOLDFAST_PEERS_PYTHON=~/peers/bin/python holdfast study calibrate --out report"""

IN = (0.93, 0.97)  # where a 95 % coverage has to lie


@dataclass(frozen=True)
class Found:
    """One check: its number in the design, what came out, and whether it passed (None = not run)."""

    name: str
    number: str
    passed: bool | None
    figures: dict
    said: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--quick", action="store_true", help="small sizes: minutes instead of an hour")
    parser.add_argument("--only", help=f"some of: {', '.join(name for name, _ in STEPS)}")
    parser.add_argument("--seed", type=int, default=0, help="first seed (default 0)")
    parser.add_argument("--engine", choices=("local", "dask"), default="local", help="where simulated cohorts run")
    parser.add_argument("--scheduler", default="", help="address of a Dask cluster (default a local one)")
    parser.add_argument("--out", default="calibration", metavar="DIR", help="folder for the report")


def _recover(job: tuple):
    from holdfast.insights.cohort import calibrate

    design, plan, seed = job
    return calibrate.recover(design, plan, seed, time.process_time)


def _many(args: argparse.Namespace, jobs: list, what: str, work: Callable = _recover) -> list:
    """Run simulated cohorts one by one, or on a Dask cluster."""
    from holdfast.cli import study_dask

    tell = study_dask.Tally(what, len(jobs))
    if args.engine == "dask":
        return study_dask.spread(work, jobs, args.scheduler, tell)
    out = []
    for job in jobs:
        out.append(work(job))
        tell(len(out))
    return out


def _slack(figures: dict) -> float:
    """Two standard errors of a coverage: from cohort to cohort, and never less than those of separate intervals."""
    return 2 * max(figures["coverage_se"], (0.95 * 0.05 / (16 * figures["cohorts"])) ** 0.5)


def _rounded(figures: dict) -> dict:
    return {k: round(v, 4) for k, v in figures.items()}


def published(args: argparse.Namespace) -> Found:
    """The weighted and centred estimate of the published trial."""
    place = os.environ.get("HOLDFAST_REFERENCE_DATA", "")
    path = Path(place) / "mimicHeartSteps.csv"
    if not place or not path.is_file():
        return Found("published", "1", None, {}, "HOLDFAST_REFERENCE_DATA is not set, or the file is not there")
    import numpy as np

    from holdfast.cli import study_table as tables
    from holdfast.insights.micro.effect import Trial, excursion

    table = tables.read(str(path))
    columns = ("logstep_30min", "intervention", "rand_prob", "avail")
    y, a, p, on = (tables.numbers(table, c) for c in columns)
    control = np.column_stack([tables.numbers(table, "logstep_pre30min")])
    e = excursion(Trial(tables.labels(table, "userid"), y, a, p, on, control))
    got = [round(float(x[0]), 3) for x in (e.estimate, e.low, e.high, e.p)]
    return Found("published", "1", got == [0.157, 0.031, 0.284, 0.016], {"estimate, interval, p": got})


def twin(args: argparse.Namespace) -> Found:
    """The same model in NumPyro on 30 pairs: the same means, SDs and spreads."""
    from holdfast.cli import study_twin

    if why := study_twin.lacking():
        return Found("twin", "2", None, {}, why)
    length = study_twin.Length(2000, 2, 200, 300) if args.quick else study_twin.Length(12000, 4, 600, 1500)
    passed, figures = study_twin.compared(length, args.seed)
    return Found("twin", "2", passed, _rounded(figures), "" if passed is not None else "too few draws to tell")


def recovery(args: argparse.Namespace) -> Found:
    """Cohorts of 50 pairs: bias and coverage of the population and of pairs."""
    from holdfast.insights.cohort.calibrate import summary
    from holdfast.insights.cohort.sampler import Plan
    from holdfast.insights.simulate import Design

    count, sweeps = (8, 400) if args.quick else (200, 1200)
    jobs = [(Design(50, 60), Plan(sweeps, sweeps // 4, 900), args.seed + i) for i in range(count)]
    figures = summary(_many(args, jobs, "50 pairs"))
    slack = _slack(figures) if args.quick else 0.0
    fine = abs(figures["bias_own"]) < 0.005 + slack and abs(figures["bias_cross"]) < 0.005 + slack
    fine &= all(IN[0] - slack <= figures[x] <= IN[1] + slack for x in ("coverage", "pair_coverage"))
    return Found("recovery", "3", fine, _rounded(figures))


def large(args: argparse.Namespace) -> Found:
    """Cohorts of 5,000 pairs: coverage must not fall with size."""
    from holdfast.insights.cohort.calibrate import summary
    from holdfast.insights.cohort.sampler import Plan
    from holdfast.insights.simulate import Design

    size, count, sweeps = (500, 2, 400) if args.quick else (5000, 12, 1200)
    jobs = [(Design(size, 60), Plan(sweeps, sweeps * 5 // 12, 250), args.seed + 900 + i) for i in range(count)]
    figures = summary(_many(args, jobs, f"{size} pairs"))
    slack = _slack(figures)
    fine = all(IN[0] - slack <= figures[x] <= IN[1] + slack for x in ("coverage", "pair_coverage"))
    return Found("large", "4", fine, {"pairs": size} | _rounded(figures), f"two standard errors of slack: {slack:.3f}")


def null(args: argparse.Namespace) -> Found:
    """Cohorts without any link: how many pairs are told of one."""
    from holdfast.insights.cohort import calibrate
    from holdfast.insights.cohort.sampler import Plan
    from holdfast.insights.simulate import Design

    count, sweeps = (4, 400) if args.quick else (40, 1200)
    design = calibrate.null(Design(100, 60))
    jobs = [(design, Plan(sweeps, sweeps // 4, 400), args.seed + 2000 + i) for i in range(count)]
    figures = calibrate.summary(_many(args, jobs, "no link"))
    kept = {k: figures[k] for k in ("cohorts", "told", "bias_cross", "coverage_cross", "spread_cross")}
    return Found("null", "7", figures["told"] <= 0.01, _rounded(kept))


def trend(args: argparse.Namespace) -> Found:
    """A common decline without any link must not become one."""
    from dataclasses import replace

    from holdfast.insights.cohort import calibrate
    from holdfast.insights.cohort.sampler import Plan
    from holdfast.insights.simulate import Design

    count, sweeps = (4, 400) if args.quick else (40, 1200)
    design = replace(calibrate.null(Design(100, 60)), decline=-1.0, early=1.0)
    jobs = [(design, Plan(sweeps, sweeps // 4, 200), args.seed + 3000 + i) for i in range(count)]
    figures = calibrate.summary(_many(args, jobs, "common decline"))
    slack = _slack(figures) if args.quick else 0.0
    fine = abs(figures["bias_cross"]) < 0.005 + slack / 10 and figures["coverage_cross"] > 0.9 - slack
    kept = {k: figures[k] for k in ("cohorts", "bias_own", "bias_cross", "coverage_cross", "told")}
    return Found("trend", "9", fine, _rounded(kept))


def floors(args: argparse.Namespace) -> Found:
    """Items from 0 to 4 with floors, taken as they are and as whole numbers; only the latter has to hold."""
    from holdfast.insights.cohort import calibrate
    from holdfast.insights.cohort.sampler import Plan
    from holdfast.insights.simulate import Design

    count, sweeps = (3, 400) if args.quick else (30, 1200)
    figures, fine = {}, True
    for told, name in ((False, "as they are"), (True, "in steps")):
        design, plan = Design(100, 60, floor=4, told=told), Plan(sweeps, sweeps // 4, 300)
        jobs = [(design, plan, args.seed + 4000 + i) for i in range(count)]
        found = calibrate.summary(_many(args, jobs, f"0-4 items {name}"))
        wanted = ("bias_own", "bias_cross", "coverage", "pair_coverage", "rmse", "pair_rmse", "cpu_seconds")
        figures |= {f"{name}: {k}": found[k] for k in wanted}
        slack = _slack(found)
        fine = all(IN[0] - slack <= found[x] <= IN[1] + slack for x in ("coverage", "pair_coverage"))
    said = (
        "Taken as they are, rounding and the floor pull every path towards zero; coverage is of the process underneath."
    )
    return Found("floors", "", fine, _rounded(figures), said)


def _fade(job: tuple):
    from holdfast.insights.dynamics import fading_check

    return fading_check.fade(*job)


def fading(args: argparse.Namespace) -> Found:
    """Does closeness make bad days fade faster: found where it does, and not told where it does not."""
    import numpy as np

    from holdfast.insights.cohort.sampler import Plan
    from holdfast.insights.simulate import Design

    count = 6 if args.quick else 60
    calm = {"volatility": 0.1, "spread": np.where(np.eye(4, dtype=bool), 0.08, 0.05)}
    figures, plan = {}, Plan(700, 175, 0)
    for true, name in ((0.0, "none"), (-0.1, "-.1")):
        design = Design(50, 60, fading=true, fading_spread=0.04 if true else 0.0, **calm)
        found = _many(args, [(design, plan, args.seed + 6000 + i) for i in range(count)], f"fading {name}", _fade)
        mean, low, high = (np.concatenate([getattr(f, part) for f in found]) for part in ("mean", "low", "high"))
        figures |= {f"{name}: mean": mean.mean(), f"{name}: SE of it": mean.std() / np.sqrt(len(mean))}
        figures |= {
            f"{name}: told": ((low > 0) | (high < 0)).mean(),
            f"{name}: covered": ((low <= true) & (true <= high)).mean(),
        }
    slack = 2 * np.sqrt(0.05 * 0.95 / (2 * count))
    fine = figures["none: told"] <= 0.05 + slack and abs(figures["-.1: mean"] + 0.1) < 0.02
    said = "The simulator bounds the effect, so the straight line through -.1 is about -.097."
    return Found("fading", "section 8", bool(fine), _rounded({k: float(v) for k, v in figures.items()}), said)


def right(args: argparse.Namespace) -> Found:
    """Getting it right: new answers and sweeps in turn leave the prior as it is."""
    import numpy as np

    from holdfast.insights.cohort import checks

    turns = 3000 if args.quick else 20000
    figures = {}
    wide = np.array([[0.4, 0.0], [-0.8, 0.0], [0.8, 0.0]])
    roles, alike = checks.small_model(2, 1), checks.small_model(2, 0, True)
    for name, model, steps in (("roles", roles, None), ("alike", alike, None), ("in steps", roles, wide)):
        found = checks.getting_it_right(model, turns, np.random.default_rng(args.seed + 5), steps=steps)
        figures |= {f"largest z, {name}": found.largest, f"p, {name}": found.p}
    fine = all(v > 0.005 for k, v in figures.items() if k.startswith("p,"))
    return Found("right", "6", fine, _rounded(figures))


def ranks(args: argparse.Namespace) -> Found:
    """Simulation-based calibration of one pair alone and of whole cohorts."""
    import numpy as np

    from holdfast.insights.cohort import checks
    from holdfast.insights.dynamics import ranks as alone

    rng = np.random.default_rng(args.seed + 6)
    model = checks.small_model(4, 0)
    pop = alone.frozen(model, rng)
    count = 300 if args.quick else 2000
    one = {t: alone.ranks_alone(pop, model, (count, t, 900), rng) for t in (14, 60)}
    cases = 30 if args.quick else 300
    whole = checks.ranks_cohort(checks.small_model(2, 0), cases, (6, 12, 1200), rng)
    figures = {f"p, alone, {t} days": r.p for t, r in one.items()} | {"p, cohorts": whole.p}
    figures |= {f"95 % covers, alone, {t} days": r.cover[0.95] for t, r in one.items()}
    return Found("ranks", "5", all(v > 0.005 for k, v in figures.items() if k.startswith("p,")), _rounded(figures))


def chains(args: argparse.Namespace) -> Found:
    """R-hat and effective draws of four default chains on 100 pairs."""
    import numpy as np

    from holdfast.insights import panel as panels
    from holdfast.insights import simulate
    from holdfast.insights.cohort import fit, sampler
    from holdfast.insights.cohort.model import build

    panel, _ = simulate.pairs(simulate.Design(100, 60), np.random.default_rng(args.seed))
    what = panels.standard(panel)
    model = build(panel)
    draws = sampler.run(
        what, model, sampler.Plan(600 if args.quick else 2000, 200 if args.quick else 500), args.seed, 4
    )
    found = fit.summarise(draws, panel, what, model)
    paths, spreads = [p.mean for p in found.paths], [p.spread for p in found.paths]
    figures = {
        "largest R-hat of paths": max(e.r_hat for e in paths),
        "fewest effective draws of paths": min(e.ess for e in paths),
        "largest R-hat of spreads": max(e.r_hat for e in spreads),
        "fewest effective draws of spreads": min(e.ess for e in spreads),
    }
    fine = figures["largest R-hat of paths"] < 1.01 and figures["fewest effective draws of paths"] > 400
    return Found("chains", "11", fine or None if args.quick else fine, _rounded(figures))


def speed(args: argparse.Namespace) -> Found:
    """CPU seconds of one chain at 500 x 60, and wall time and memory at 10,000 x 90."""
    import resource

    import numpy as np

    from holdfast.insights import panel as panels
    from holdfast.insights import simulate
    from holdfast.insights.cohort import sampler
    from holdfast.insights.cohort.model import build

    figures = {}
    sizes = [(500, 60, 100)] if args.quick else [(500, 60, 1200), (10000, 90, 1200)]
    for pairs, days, sweeps in sizes:
        panel, _ = simulate.pairs(simulate.Design(pairs, days), np.random.default_rng(1))
        what = panels.standard(panel)
        model = build(panel)
        sampler.run(what, model, sampler.Plan(12, 2), 1)
        cpu, wall = time.process_time(), time.monotonic()
        sampler.run(what, model, sampler.Plan(sweeps, sweeps // 4), 1)
        key = f"{pairs} x {days}"
        figures[f"{key}: CPU-s for 1,200 sweeps"] = (time.process_time() - cpu) * 1200 / sweeps
        figures[f"{key}: wall s for 1,200 sweeps"] = (time.monotonic() - wall) * 1200 / sweeps
    figures["peak memory, GB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    fine = figures["500 x 60: CPU-s for 1,200 sweeps"] <= 20
    if not args.quick:
        fine &= figures["10000 x 90: wall s for 1,200 sweeps"] <= 480 and figures["peak memory, GB"] <= 1.0
    return Found("speed", "12", fine, _rounded(figures), f"load when it ended: {os.getloadavg()[0]:.1f}")


def threads(args: argparse.Namespace) -> Found:
    """One and several threads give the same bits."""
    import numba
    import numpy as np

    from holdfast.insights import panel as panels
    from holdfast.insights import simulate
    from holdfast.insights.cohort import sampler
    from holdfast.insights.cohort.model import build

    panel, _ = simulate.pairs(simulate.Design(30, 30), np.random.default_rng(1))
    what, most, out = panels.standard(panel), numba.config.NUMBA_NUM_THREADS, []
    model = build(panel)
    for count in sorted({1, min(2, most), min(8, most)}):
        numba.set_num_threads(count)
        out.append(sampler.run(what, model, sampler.Plan(40, 10), 7)[0])
    numba.set_num_threads(most)
    same = all(np.array_equal(out[0].shared[k], o.shared[k]) for o in out for k in o.shared)
    return Found("threads", "10", same, {"threads compared": float(len(out))}, "resuming is in the test suite")


STEPS: list[tuple[str, Callable]] = [
    ("published", published),
    ("twin", twin),
    ("recovery", recovery),
    ("large", large),
    ("ranks", ranks),
    ("right", right),
    ("null", null),
    ("trend", trend),
    ("threads", threads),
    ("chains", chains),
    ("speed", speed),
    ("floors", floors),
    ("fading", fading),
]


def report(found: list[Found]) -> str:
    """The figures as Markdown."""
    words = {True: "passed", False: "NOT passed", None: "not gated or not run"}
    lines = ["# Calibration of the engine", "", "| check | design | verdict | figures |", "| --- | --- | --- | --- |"]
    for f in found:
        figures = "; ".join(f"{k} {v}" for k, v in f.figures.items())
        lines.append(f"| {f.name} | {f.number} | {words[f.passed]} | {figures} {f.said} |")
    return "\n".join(lines) + "\n"


def run(args: argparse.Namespace) -> int:
    """Run the steps, write report.md and report.json after each; 1 when one did not pass."""
    from holdfast.cli.common import Refusal
    from holdfast.cli.study_table import names

    chosen = names(args.only) if args.only else tuple(name for name, _ in STEPS)
    unknown = set(chosen) - {name for name, _ in STEPS}
    if unknown:
        raise Refusal(f"There is no check {', '.join(sorted(unknown))}.")
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    found: list[Found] = []
    for name, step in STEPS:
        if name in chosen:
            print(f"{name}: {(step.__doc__ or '').strip()}", file=sys.stderr)
            found.append(step(args))
            (out / "report.md").write_text(report(found))
            (out / "report.json").write_text(json.dumps([f.__dict__ for f in found], indent=1))
    print(report(found))
    return 1 if any(f.passed is False for f in found) else 0
