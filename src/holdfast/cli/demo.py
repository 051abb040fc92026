"""Serve a throw-away copy with Ana, Ben and ninety made-up days, lived through the same actions as the pages.

Ana is recovering, Ben is at her side, the two are linked. Cleo is a stranger to both; Eve was linked with Ana and left.
Nobody can be linked as a clinician yet. Lock words are printed; all is gone when it stops.
"""

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from holdfast.cli import serve
from holdfast.cli.common import Refusal, django

EXAMPLES = """\
examples:
  holdfast demo                    make it, serve it, throw it away
  holdfast demo --days 365         a longer story
  holdfast demo --make DIR         only make it, in a new folder; serve it with HOLDFAST_DATA=DIR holdfast serve"""

SHORTEST, LONGEST = 14, 3700


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast demo` takes."""
    parser.add_argument("--port", type=int, default=8000, help="the port (default 8000)")
    parser.add_argument("--days", type=int, default=90, help="how many days (14 to 3700, default 90)")
    parser.add_argument("--seed", type=int, default=7, help="another number, another story (default 7)")
    parser.add_argument("--make", metavar="DIR", type=Path, help="make it in this new folder and stop")


def run(args: argparse.Namespace) -> int:
    """Make the two, then serve."""
    if not SHORTEST <= args.days <= LONGEST:
        raise Refusal(f"choose from {SHORTEST} to {LONGEST} days.")
    if args.make and args.make.exists():
        raise Refusal(f"{args.make} exists already; name a new folder.")
    place = args.make or Path(tempfile.mkdtemp(prefix="holdfast-demo-"))
    settle(place)
    try:
        print(f"Making {args.days} days of Ana and Ben …", flush=True)
        for name, words in make(args.days, args.seed):
            print(f"  {name:<4} lock words: {words}")
        if args.make:
            print(f"Made in {place}.")
            return 0
        serve.prepare("127.0.0.1", args.port)
        serve.listen("127.0.0.1", args.port, clock=False)
    finally:
        if not args.make:
            throw_away(place)
    return 0


def settle(place: Path) -> None:
    """A place of its own: nothing of a real installation is read or written, whatever the environment says."""
    for name in [name for name in os.environ if name.startswith("HOLDFAST_")]:
        del os.environ[name]
    os.environ |= {"HOLDFAST_DATA": str(place), "HOLDFAST_STATIC_COLLECTED": "on"}


def make(days: int, seed: int) -> list[tuple[str, str]]:
    """Lay the tables and let all of them live; names and lock words."""
    django()
    from holdfast.accounts import actions as accounts
    from holdfast.cli import lives, lives_others, lives_together, migrate
    from holdfast.kit import clock

    migrate.migrate()
    now = clock.now()
    story = lives.lives(days, seed)
    for life in story:
        lives.live(life, now, seed)
    lives_together.since(story, lives.together(story, now), now)
    two = [(life.name, life.words) for life in story]
    return two + lives_others.arrive(accounts.by_name(*two[0], accounts.Sender("demo")).keyring, now)


def throw_away(place: Path) -> None:
    """Remove every file, those in memory too."""
    from django.conf import settings

    shutil.rmtree(settings.RUN, ignore_errors=True)
    shutil.rmtree(place, ignore_errors=True)
    print("Thrown away.")
