"""Show what happened to this host, by day: starts, backups, refused sign-ins. Never who, and never at what hour.

Reports that an exercise made it worse are counted by exercise and month, and only where somebody chose to send one.
"""

import argparse
from datetime import timedelta

from holdfast.cli.common import django

EXAMPLES = """\
examples:
  holdfast log                    the last thirty days
  holdfast log --days 400         as far back as it is kept"""

MOST = 400


def days(text: str) -> int:
    """A number of days. Raises argparse's error with a sentence."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"give a whole number of days from 1 to {MOST}, not {text!r}")
    return int(text)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast log` takes."""
    parser.add_argument("--days", type=days, default=30, help="how many days back (30)")


def run(args: argparse.Namespace) -> int:
    """Print the lines, the newest day first."""
    django()
    from holdfast.audit import queries
    from holdfast.kit import clock

    since = clock.now().date() - timedelta(days=args.days)
    months = since.replace(day=1)  # what is counted by month stands on its first day
    found = [line for line in queries.lines(months) if line.about or line.day >= since]
    for line in found:
        when = f"{line.day:%Y-%m}   " if line.about else line.day.isoformat()
        about = f": {line.about}" if line.about else ""
        print(f"{when}  {line.count:>4}  {line.sentence}{about}")
    if not found:
        print("Nothing was noted in that time.")
    return 0
