"""Tell change from noise in a diary: the first settled weeks of each person against the latest two.

Days resemble their neighbours, and the interval knows it. The first three days of every diary are not counted. Prints
one line of JSON a person: before, after, change, interval, probability, n, enough and why not.
"""

import argparse
import json
from math import isfinite

from holdfast.cli.common import Refusal

EXAMPLES = """\
examples:
  holdfast study change diary.csv --person person --day day --measure symptoms
  holdfast study change diary.csv --person person --day day --measure symptoms --least 0.5
  holdfast study change pcl.csv --person person --day day --measure pcl5 --scale --points 15 --noise 5

With --scale the rows are readings of a questionnaire and the published threshold decides."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("file", help="long table, .csv or .parquet")
    parser.add_argument("--person", required=True, metavar="COL", help="whose row it is")
    parser.add_argument("--day", required=True, metavar="COL", help="the day: a whole number or a date")
    parser.add_argument("--measure", required=True, metavar="COL", help="column of answers")
    parser.add_argument("--least", type=float, default=0.0, help="least change that matters (default 0)")
    parser.add_argument(
        "--at", type=int, metavar="N", help="compare up to the N-th day of each diary (default its last)"
    )
    parser.add_argument("--scale", action="store_true", help="readings of a questionnaire, not daily answers")
    parser.add_argument("--points", type=float, help="reliable from this many points on (with --scale)")
    parser.add_argument("--noise", type=float, help="no clear change up to this many points (with --scale)")


def _people(args: argparse.Namespace) -> dict:
    """Day and answer of each person, oldest first. Raises BadTable for a repeated day."""
    import numpy as np

    from holdfast.cli import study_table as tables
    from holdfast.insights.panel import BadTable

    table = tables.read(args.file)
    if not len(table):
        raise Refusal(f"{args.file} has no rows.")
    person, day = tables.labels(table, args.person), tables.days(table, args.day)
    value = tables.numbers(table, args.measure)
    out: dict = {}
    for row in np.argsort(day, kind="stable"):
        points = out.setdefault(str(person[row]), {})
        if int(day[row]) in points:
            raise BadTable(f"{person[row]} has two rows for this day.", int(row) + 1, args.day)
        points[int(day[row])] = float(value[row])
    return dict(sorted(out.items()))


def _daily(points: dict, args: argparse.Namespace) -> dict:
    from holdfast.cli.study_out import number
    from holdfast.insights.change import shift
    from holdfast.insights.series import daily

    first = min(points)
    last = max(points) if args.at is None else first + args.at - 1
    try:
        found = shift(daily(points, first, max(last, first)), last, first, args.least)
    except ValueError as wrong:
        raise Refusal(str(wrong)) from None
    result = found.result
    return {
        "before": number(found.earlier),
        "after": number(found.later),
        "change": number(result.estimate),
        "interval": [number(x) for x in result.interval],
        "probability": number(found.probability),
        "n": result.n,
        "clear": found.clear,
        "enough": result.enough,
        "why": result.why,
    }


def _readings(points: dict, args: argparse.Namespace) -> dict:
    from holdfast.cli.study_out import number
    from holdfast.insights.change import Threshold, verdict

    rule = None if args.points is None else Threshold(args.points, noise=args.noise)
    found = verdict(list(points.values()), rule)
    return {
        "before": number(found.first),
        "after": number(found.latest),
        "change": number(found.difference),
        "n": found.n,
        "verdict": found.kind,
        "enough": found.kind not in ("not-enough", "no-rule"),
    }


def run(args: argparse.Namespace) -> int:
    """One line a person."""
    if args.at is not None and args.at < 1:
        raise Refusal("--at counts days from 1.")
    if not (args.least >= 0 and isfinite(args.least)):
        raise Refusal("--least is a number from 0 on.")
    if args.points is not None and not (args.points > 0 and isfinite(args.points)):
        raise Refusal("--points is a number above 0.")
    if args.noise is not None and not (args.points is not None and 0 <= args.noise < args.points):
        raise Refusal("--noise is a number from 0 to below --points.")
    for person, points in _people(args).items():
        told = _readings(points, args) if args.scale else _daily(points, args)
        print(json.dumps({"person": person} | told))
    return 0
