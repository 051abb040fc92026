"""Study many consented pairs: simulate, fit the dynamics, weigh randomised suggestions, tell change from noise.

Nothing here opens the app's database: every command reads a table from a file and writes files beside it.
"""

import argparse
import os
from importlib import import_module

from holdfast.cli.common import Refusal

EXAMPLES = """\
examples:
  holdfast study simulate --pairs 100 --days 60 --seed 1 --out pairs.csv
  holdfast study fit pairs.csv --pair pair --person person --day day --measures closeness,symptoms --out fit
  holdfast study mrt trial.csv --person id --day day --outcome symptoms --treatment prompt --probability p
  holdfast study change diary.csv --person person --day day --measure symptoms --at 30
  holdfast study calibrate --quick --out report

Each of them teaches itself: holdfast study fit --help"""

# One row per sub-command: its module has `EXAMPLES`, `arguments(parser)` and `run(args)`.
COMMANDS = {
    "simulate": "write a table of simulated pairs and the truth behind it",
    "fit": "fit the dynamics of pairs to a long table",
    "mrt": "effect of a randomised suggestion (weighted and centred least squares)",
    "change": "change between two windows of a diary, autocorrelation counted in",
    "calibrate": "run the checks that gate a release, and write a report",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands. Their own arguments come from their modules."""
    listed = parser.add_subparsers(dest="study", metavar="WHAT", title="what to do", required=True)
    for name, sentence in COMMANDS.items():
        module = import_module(f"holdfast.cli.study_{name}")
        sub = listed.add_parser(
            name,
            help=sentence,
            description=(module.__doc__ or "").strip(),
            epilog=module.EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.arguments(sub)
        sub.set_defaults(study_run=module.run)


def add(subparsers: argparse._SubParsersAction) -> None:
    """Add `study` to a dispatcher's sub-commands."""
    parser = subparsers.add_parser(
        "study",
        help="simulate and fit studies of pairs",
        description=(__doc__ or "").strip(),
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    arguments(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the chosen sub-command; a table that cannot be read becomes a refusal with its row and column."""
    from holdfast.insights.panel import BadTable

    # Threads of the compiled loops sleep between two sweeps instead of turning on the spot; read when they first start.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        return int(args.study_run(args))
    except BadTable as bad:
        place = [f"row {bad.row}"] if bad.row else []
        place += [f"column {bad.column}"] if bad.column else []
        raise Refusal(f"{', '.join(place)}: {bad}" if place else str(bad)) from None
    except BrokenPipeError:
        raise
    except OSError as cause:  # a folder that is not there, a disk that is full
        raise Refusal(f"{cause.filename or 'A file'}: {cause.strerror or cause}.") from None
    except MemoryError:
        raise Refusal("This is more than the memory of this machine holds.") from None
