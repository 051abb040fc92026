"""After installing a newer version: back up, bring the tables up to date, check. Stops at the first failure."""

import argparse

from holdfast.cli import backup, check, migrate
from holdfast.cli.common import django

EXAMPLES = """\
examples:
  holdfast upgrade                      locked to HOLDFAST_BACKUP_KEY
  holdfast upgrade --passphrase         locked with a passphrase
  holdfast upgrade --without-backup     you have made one yourself"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast upgrade` takes."""
    parser.add_argument("--passphrase", action="store_true", help="lock the backup with a passphrase")
    parser.add_argument("--without-backup", action="store_true", help="make no backup first")


def run(args: argparse.Namespace) -> int:
    """Back up, migrate, check."""
    django()
    if args.without_backup:
        print("No backup was made, as asked.")
    else:
        print(f"Backed up: {backup.write(backup.next_file(), backup.chosen_lock(None, args.passphrase))}")
    print("The tables were brought up to date." if migrate.migrate() else "The tables were up to date already.")
    return check.run(argparse.Namespace(quiet=False))
