"""Fit the dynamics of pairs: what goes with what the day after, for all pairs together and for each of them.

FILE is a long table, CSV or Parquet: one row a person and day, an empty cell for a missing answer, days as whole
numbers or dates, rows in any order. Two labels in the person column are two roles; more than two (everybody has a
name of their own) means the two people of a pair are interchangeable. Without a person column everybody is alone.

Written to the folder: fit.json (population), pairs.parquet (every pair's paths), levels.parquet (every pair's usual
levels), cohort.npz (draws of the population, all that one pair alone needs) and report.html.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

from holdfast.cli.common import Refusal

EXAMPLES = """\
examples:
  holdfast study fit pairs.csv --pair pair --person person --day day --measures closeness,symptoms --out fit
  holdfast study fit pairs.csv --pair pair --person person --day day --measures closeness,symptoms \\
      --input walk --weekend weekend --sweeps 3000 --chains 4 --seed 7 --out fit
  holdfast study fit one.csv --pair pair --person person --day day --measures closeness,symptoms --cohort fit/cohort.npz

A measure on a short scale with many answers at an end of it needs --scale, or its paths come out too small:
--scale symptoms=0-4 takes each answer for what it stands for. --fading symptoms,closeness asks whether bad days fade
faster after closeness: a path from “symptoms x closeness”, to be read for the cohort; one pair cannot learn it.

An input recorded on a day acts on the day after. A run that was stopped goes on when the same command is given
again. Times hold per chain; four chains are run so that they can be compared."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("file", help="long table, .csv or .parquet")
    parser.add_argument("--pair", required=True, metavar="COL", help="which pair (or person) a row belongs to")
    parser.add_argument("--day", required=True, metavar="COL", help="the day: a whole number or a date")
    parser.add_argument("--person", metavar="COL", help="which person of the pair; left out = people on their own")
    parser.add_argument("--measures", required=True, metavar="A,B", help="columns of answers, with commas")
    parser.add_argument("--input", action="append", default=[], metavar="COL", help="what may act the day after")
    parser.add_argument("--fading", metavar="A,B", help="does A carry over less after a day with more of B")
    parser.add_argument("--weekend", metavar="COL", help="1 on a weekend, 0 otherwise")
    parser.add_argument("--sweeps", type=int, default=2000, help="sweeps per chain (default 2000)")
    parser.add_argument("--warm", type=int, help="of which thrown away (default a quarter)")
    parser.add_argument("--chains", type=int, default=4, help="chains to compare (default 4)")
    parser.add_argument("--seed", type=int, default=0, help="same seed, same numbers (default 0)")
    parser.add_argument("--alike", action="store_true", help="the two people of a pair have no fixed roles")
    parser.add_argument("--noise", metavar="A,B", help="known error of each measure as a share of its variance")
    parser.add_argument("--scale", action="append", default=[], metavar="A=0-4", help="answered in whole numbers")
    parser.add_argument("--normal", action="store_true", help="normal innovations instead of t ones")
    parser.add_argument("--plain-priors", action="store_true", help="no priors for named measures")
    parser.add_argument("--cohort", metavar="NPZ", help="fit each pair alone, with the draws of an earlier fit")
    parser.add_argument("--threads", type=int, help="threads of the compiled code (default all)")
    parser.add_argument("--engine", choices=("local", "dask"), default="local", help="where chains run")
    parser.add_argument("--scheduler", default="", help="address of a Dask cluster (default a local one)")
    parser.add_argument("--out", default="fit", metavar="DIR", help="folder for the results (default fit)")
    parser.add_argument("--quiet", action="store_true", help="no progress")


@dataclass(frozen=True)
class Read:
    """The table as a panel and in standard units, with the model for it."""

    panel: object
    what: object
    model: object


def _check(args: argparse.Namespace) -> None:
    limits = [
        (20 <= args.sweeps <= 1_000_000, "--sweeps is a number from 20 to 1,000,000."),
        (args.warm is None or 0 <= args.warm <= args.sweeps - 10, "--warm leaves at least ten sweeps to keep."),
        (1 <= args.chains <= 64, "--chains is a number from 1 to 64."),
        (args.seed >= 0, "--seed is 0 or a whole number above."),
        (args.threads is None or args.threads >= 1, "--threads is 1 or more."),
    ]
    for fine, sentence in limits:
        if not fine:
            raise Refusal(sentence)


def _ends(args: argparse.Namespace, measures: tuple[str, ...]):
    """(measures,2) lowest and highest answer from options such as symptoms=0-4, or None."""
    import re

    import numpy as np

    if not args.scale:
        return None
    ends = np.full((len(measures), 2), np.nan)
    for given in args.scale:
        name, _, span = given.partition("=")
        found = re.fullmatch(r"(-?\d{1,6})-(-?\d{1,6})", span.strip())
        if name.strip() not in measures or not found or int(found[1]) >= int(found[2]):
            raise Refusal(f"“{given}” should be a measure and its lowest and highest answer, such as symptoms=0-4.")
        ends[measures.index(name.strip())] = int(found[1]), int(found[2])
    return ends


def panel_of(args: argparse.Namespace):
    """The panel of a table. Raises BadTable or Refusal."""
    import numpy as np

    from holdfast.cli import study_table as tables
    from holdfast.insights.panel import Long, from_long

    table = tables.read(args.file)
    measures = tables.names(args.measures)
    inputs = tuple(dict.fromkeys(x for given in args.input for x in tables.names(given)))
    weekend = tables.numbers(table, args.weekend) if args.weekend else None
    long = Long(
        tables.labels(table, args.pair),
        tables.days(table, args.day),
        np.column_stack([tables.numbers(table, m) for m in measures]),
        measures,
        tables.labels(table, args.person) if args.person else None,
        np.column_stack([tables.numbers(table, x) for x in inputs]) if inputs else None,
        inputs,
        weekend,
        _ends(args, measures),
    )
    return _with_fading(args, from_long(long, args.alike))


def _with_fading(args: argparse.Namespace, panel):
    """The panel with yesterday's product of two measures as inputs, where --fading asks for it."""
    from holdfast.cli.study_table import names
    from holdfast.insights.dynamics.fading import with_products

    if not args.fading:
        return panel
    both = names(args.fading)
    if len(both) != 2 or not set(both) <= set(panel.measures):
        raise Refusal(f"“{args.fading}” should be two of the measures: {', '.join(panel.measures)}.")
    return with_products(panel, *both)


def _noise(args: argparse.Namespace, people: int, measures: int):
    import numpy as np

    if not args.noise:
        return None
    try:
        each = [float(x) for x in args.noise.split(",")]
    except ValueError:
        raise Refusal("--noise takes numbers with commas, one for each measure.") from None
    if len(each) != measures or not all(0 <= x < 1 for x in each):
        raise Refusal("--noise takes one share from 0 up to, but not, 1 for each measure.")
    return np.tile(each, people)


def _prepared(args: argparse.Namespace) -> Read:
    import numpy as np

    from holdfast.cli.study_priors import named
    from holdfast.insights import panel as panels
    from holdfast.insights.cohort.model import build

    panel = panel_of(args)
    if panel.y.shape[1] < 2:
        raise Refusal("Nothing can be fitted: no pair has more than one day.")
    if not np.isfinite(panel.y).any():
        raise Refusal("Nothing can be fitted: every answer is missing, or never changes.")
    units = panels.Units(noise=_noise(args, len(panel.people), len(panel.measures)))
    try:
        what = panels.standard(panel, units)
    except ValueError as wrong:
        raise Refusal(str(wrong)) from None
    priors = None if args.plain_priors else named(panel.measures)
    return Read(panel, what, build(panel, priors, student=not args.normal))


def run(args: argparse.Namespace) -> int:
    """Fit, write the files, say what came out."""
    _check(args)
    if args.threads:
        import numba

        numba.set_num_threads(min(args.threads, numba.config.NUMBA_NUM_THREADS))
    if args.cohort:
        from holdfast.cli.study_alone import run as alone

        return alone(args, panel_of(args))
    from holdfast.cli import study_out, study_run
    from holdfast.insights.cohort.fit import pair_numbers, summarise
    from holdfast.insights.cohort.sampler import Plan

    begun, cpu = time.monotonic(), time.process_time()
    read = _prepared(args)
    out = Path(args.out)
    warm = args.sweeps // 4 if args.warm is None else args.warm
    place = out / "unfinished"
    job = study_run.Job(read.what, read.model, Plan(args.sweeps, warm), args.seed, args.chains, place, args.quiet)
    out.mkdir(parents=True, exist_ok=True)
    draws = study_run.chains(job) if args.engine == "local" else study_run.spread(job, args.scheduler)
    cohort = summarise(draws, read.panel, read.what, read.model)
    pairs = pair_numbers(draws, read.what, read.model)
    spent = study_out.Spent(time.monotonic() - begun, time.process_time() - cpu, [d.seconds for d in draws])
    result = study_out.Result(read.panel, read.what, read.model, cohort, pairs, draws)
    study_out.write(out, result, spent, vars(args))
    study_run.clear(place)
    print(study_out.sentence(cohort, read.panel, spent, out))
    return 0
