"""Write a long table of simulated pairs, one row a person and day, and a file with the truth behind it."""

import argparse
import json
from pathlib import Path

from holdfast.cli.common import Refusal

EXAMPLES = """\
examples:
  holdfast study simulate --pairs 100 --days 60 --seed 1 --out pairs.csv
  holdfast study simulate --pairs 500 --days 90 --measures closeness,symptoms,sleep --missing 0.3 --out big.parquet

Beside pairs.csv this writes pairs.truth.json: the population's paths and spreads, and every pair's own."""

MOST_PAIRS, MOST_DAYS, MOST_CELLS = 100_000, 10_000, 100_000_000
MOST_SHIFT = 1000.0  # of a decline or a coin's effect: more than any scale has
TAKEN = ("pair", "day", "person", "coin")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--pairs", type=int, default=100, help="how many pairs (default 100)")
    parser.add_argument("--days", type=int, default=60, help="days of diary (default 60)")
    parser.add_argument("--measures", default="closeness,symptoms", help="names with commas; or how many (default two)")
    parser.add_argument("--people", type=int, choices=(1, 2), default=2, help="1 for people on their own (default 2)")
    parser.add_argument("--missing", type=float, default=0.2, help="share of person-days lost (default 0.2)")
    parser.add_argument("--gaps", type=float, default=0.3, help="share of pairs away for 3 to 7 days (default 0.3)")
    parser.add_argument("--tails", type=float, default=0.0, help="degrees of freedom of the innovations, 0 = normal")
    parser.add_argument("--decline", type=float, default=0.0, help="common change of every measure per 30 days")
    parser.add_argument("--floor", type=int, default=0, help="answers become whole numbers from 0 to this (0 = off)")
    parser.add_argument("--coin", type=float, default=None, help="effect of a tossed coin on every measure next day")
    parser.add_argument(
        "--fading", type=float, default=0.0, help="what a point of the first measure adds to the second's carry-over"
    )
    parser.add_argument("--null", action="store_true", help="no path between variables, for anybody")
    parser.add_argument("--seed", type=int, default=0, help="same seed, same table (default 0)")
    parser.add_argument("--out", default="pairs.csv", help="CSV or Parquet file (default pairs.csv)")


def _measures(given: str) -> tuple[str, ...]:
    from holdfast.cli.study_table import names

    if given.isascii() and given.isdigit():
        usual = ("closeness", "symptoms", "sleep", "mood")
        count = min(int(given[:9]), MOST_DAYS)
        return tuple(usual[i] if i < len(usual) else f"measure{i + 1}" for i in range(count))
    return names(given)


def _check(args: argparse.Namespace, measures: tuple[str, ...]) -> None:
    limits = [
        (1 <= args.pairs <= MOST_PAIRS, f"--pairs is a number from 1 to {MOST_PAIRS:,}."),
        (1 <= args.days <= MOST_DAYS, f"--days is a number from 1 to {MOST_DAYS:,}."),
        (1 <= len(measures) <= 6, "--measures takes one to six measures."),
        (0 <= args.missing < 1, "--missing is a share from 0 up to, but not, 1."),
        (0 <= args.gaps <= 1, "--gaps is a share from 0 to 1."),
        (args.tails == 0 or args.tails > 2, "--tails is 0 or more than 2."),
        (args.seed >= 0, "--seed is 0 or a whole number above."),
        (0 <= args.floor <= 100, "--floor is a whole number from 0 to 100."),
        (abs(args.decline) <= MOST_SHIFT, f"--decline is a number from {-MOST_SHIFT:g} to {MOST_SHIFT:g}."),
        (abs(args.coin or 0.0) <= MOST_SHIFT, f"--coin is a number from {-MOST_SHIFT:g} to {MOST_SHIFT:g}."),
        (abs(args.fading) <= 0.2, "--fading is a number from -0.2 to 0.2; a larger one lets pairs explode."),
        (not args.fading or len(measures) > 1, "--fading needs two measures."),
        (not set(measures) & set(TAKEN), f"A measure cannot be called {', '.join(TAKEN)}: the table has such columns."),
        (
            args.pairs * args.days * args.people * len(measures) <= MOST_CELLS,
            f"That is more than {MOST_CELLS:,} answers; ask for fewer pairs or days.",
        ),
    ]
    for fine, sentence in limits:
        if not fine:
            raise Refusal(sentence)


def run(args: argparse.Namespace) -> int:
    """Simulate and write both files."""
    import numpy as np

    from holdfast.insights import simulate
    from holdfast.insights.cohort.calibrate import null

    measures = _measures(args.measures)
    _check(args, measures)
    design = simulate.Design(
        args.pairs,
        args.days,
        phi=simulate.paths(len(measures), args.people),
        people=args.people,
        names=measures,
        missing=args.missing,
        gaps=args.gaps,
        tails=args.tails,
        decline=args.decline,
        floor=args.floor,
        fading=args.fading,
        input_effect=None if args.coin is None else np.full(len(measures) * args.people, args.coin),
    )
    design = null(design) if args.null else design
    panel, truth = simulate.pairs(design, np.random.default_rng(args.seed))
    out = Path(args.out)
    _write_table(panel, out)
    told = out.with_suffix(".truth.json")
    told.write_text(json.dumps(_truth(panel, truth), indent=1))
    print(f"{out}: {args.pairs} pairs, {args.days} days, {panel.missing:.0%} of answers missing.\n{told}: the truth.")
    return 0


def _write_table(panel, out: Path) -> None:
    """One row a person and day; days without any answer of that person keep their row, with empty cells."""
    import numpy as np
    import polars as pl

    count, days = panel.y.shape[:2]
    people, m = len(panel.people), len(panel.measures)
    order = (count, days, people)
    y = panel.y.reshape(count, days, people, m)
    columns = {
        "pair": np.broadcast_to(np.array(panel.pairs)[:, None, None], order).ravel(),
        "day": np.broadcast_to(np.arange(days)[None, :, None], order).ravel(),
    }
    if people == 2:
        columns["person"] = np.broadcast_to(np.array(panel.people), order).ravel()
    for i, name in enumerate(panel.measures):
        columns[name] = y[..., i].ravel()
    if panel.inputs:
        today = np.zeros((count, days))
        today[:, :-1] = panel.u[:, 1:, 0]
        columns["coin"] = np.broadcast_to(today[:, :, None], order).ravel()
    table = pl.DataFrame(columns).fill_nan(None)
    if out.suffix.lower() in (".parquet", ".pq"):
        table.write_parquet(out)
    else:
        table.write_csv(out)


def _truth(panel, truth) -> dict:
    names = panel.variables
    k = len(names)
    cells = [(i, j) for i in range(k) for j in range(k)]
    paths = [
        {"to": names[i], "from": names[j], "mean": truth.g[i, j], "sd": float(truth.spread[i, j])} for i, j in cells
    ]
    each = {
        label: {"phi": truth.phi[d].tolist(), "mean": truth.mean[d].tolist(), "sd": truth.sd[d].tolist()}
        for d, label in enumerate(panel.pairs)
    }
    return {
        "units": "the measures' own",
        "variables": list(names),
        "population": paths,
        "fading": {str(d): truth.fading[i].tolist() for i, d in enumerate(panel.pairs)} if truth.fading.any() else None,
        "input": dict(zip(names, truth.gamma_mean.tolist(), strict=True)) if panel.inputs else None,
        "pairs": each,
    }
