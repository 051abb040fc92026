"""Do what is due now: expire sessions and invitations, tidy the tables by night, back up by day.

`holdfast serve` has this clock built in. For `serve --no-clock`, call this once a minute from cron or a timer.
"""

import argparse
from pathlib import Path

from holdfast.cli.common import django

EXAMPLES = """\
examples:
  holdfast tick                 what is due, and nothing when nothing is
  * * * * * holdfast tick       a line for crontab"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast tick` takes."""
    parser.add_argument("--verbose", action="store_true", help="name what was done")


def run(args: argparse.Namespace) -> int:
    """One turn of the clock."""
    django()
    from django.conf import settings

    from holdfast.cli import clockwork
    from holdfast.kit import clock

    ran = clockwork.tick(clock.now(), Path(settings.RUN), clockwork.jobs())
    if args.verbose:
        print(f"Done: {', '.join(ran)}." if ran else "Nothing is due.")
    return 0
