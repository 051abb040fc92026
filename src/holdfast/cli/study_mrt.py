"""Effect of a randomised suggestion on what comes next, from a long table: one row a person and decision.

Weighted and centred least squares with small-sample correction. Prints one line of JSON:
estimate, se, ci (95 %), p, n (rows used), people. Rows without outcome, control or (when available) coin are left out.
"""

import argparse
import json

from holdfast.cli.common import Refusal

EXAMPLES = """\
examples:
  holdfast study mrt trial.csv --person id --day point --outcome steps --treatment prompt --probability p \\
      --available avail --controls steps_before

The outcome stands in the row of the decision it follows. The probability is that of being offered, written down
before the outcome existed."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("file", help="long table, .csv or .parquet")
    parser.add_argument("--person", required=True, metavar="COL", help="person, or pair when tossed for both")
    parser.add_argument("--day", required=True, metavar="COL", help="decision point; each once per person")
    parser.add_argument("--outcome", required=True, metavar="COL", help="what was measured next")
    parser.add_argument("--treatment", required=True, metavar="COL", help="1 offered, 0 not")
    parser.add_argument("--probability", required=True, metavar="COL", help="chance of being offered; or a number")
    parser.add_argument("--available", metavar="COL", help="1 where the coin was tossed (default everywhere)")
    parser.add_argument("--controls", metavar="A,B", help="columns that foresee the outcome")


def _chance(table, given: str, rows: int):
    import numpy as np

    from holdfast.cli.study_table import numbers

    if given not in table.columns:
        try:
            chance = float(given)
        except ValueError:
            return numbers(table, given)
        if not 0 < chance < 1:
            raise Refusal(f"--probability is a column, or a number between 0 and 1; {given} is neither.")
        return np.full(rows, chance)
    return numbers(table, given)


def run(args: argparse.Namespace) -> int:
    """Estimate and print."""
    import numpy as np

    from holdfast.cli import study_table as tables
    from holdfast.cli.study_out import number
    from holdfast.insights.micro.effect import Impossible, Trial, excursion
    from holdfast.insights.panel import BadTable

    table = tables.read(args.file)
    if not len(table):
        raise Refusal(f"{args.file} has no rows.")
    person = tables.labels(table, args.person)
    _once(person, tables.days(table, args.day), args.day)
    controls = tables.names(args.controls) if args.controls else ()
    trial = Trial(
        person,
        tables.numbers(table, args.outcome),
        tables.numbers(table, args.treatment),
        _chance(table, args.probability, len(table)),
        tables.numbers(table, args.available) if args.available else None,
        np.column_stack([tables.numbers(table, c) for c in controls]) if controls else None,
    )
    try:
        effect = excursion(trial)
    except Impossible as wrong:
        raise BadTable(str(wrong), wrong.row, getattr(args, wrong.part)) from None
    told = {
        "estimate": number(effect.estimate[0]),
        "se": number(effect.se[0]),
        "ci": [number(effect.low[0]), number(effect.high[0])],
        "p": number(effect.p[0]),
        "n": effect.n,
        "people": effect.people,
        "enough": effect.enough,
        "why": effect.why,
    }
    print(json.dumps(told))
    return 0


def _once(person, day, name: str) -> None:
    import numpy as np

    from holdfast.insights.panel import BadTable

    code = np.unique(person, return_inverse=True)[1]
    order = np.lexsort((np.arange(len(day)), day, code))
    same = (np.diff(code[order]) == 0) & (np.diff(day[order]) == 0)
    if same.any():
        row = int(order[1:][same].min())
        raise BadTable(f"{person[row]} has two rows for this decision point.", row + 1, name)
