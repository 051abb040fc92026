"""Bring the tables of both stores up to date, or back to an earlier state. Sealed bytes are never touched.

`holdfast serve` does this by itself at every start. `holdfast upgrade` makes a backup first.
"""

import argparse

from holdfast.cli.common import Refusal, django

EXAMPLES = """\
examples:
  holdfast migrate                 to the newest state
  holdfast migrate vault 0001      one room back to an earlier state, before going back to an older version"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast migrate` takes."""
    parser.add_argument("room", nargs="?", help="one room alone")
    parser.add_argument("name", nargs="?", help="the migration to go to, for example 0001")


def run(args: argparse.Namespace) -> int:
    """Migrate every store."""
    django()
    migrate(*[word for word in (args.room, args.name) if word])
    print("The tables are up to date." if not args.name else f"{args.room} stands at {args.name}.")
    return 0


def migrate(*words: str) -> bool:
    """Apply migrations in every store; True when there were any. Raises Refusal with a sentence."""
    from django.core.management import CommandError, call_command
    from django.db import connections

    from holdfast.audit import actions as audit

    waiting = bool(words) or is_behind()
    if waiting:
        try:
            for name in connections:
                call_command("migrate", *words, database=name, interactive=False, verbosity=0)
        except CommandError as broken:
            raise Refusal(str(broken)) from None
        if not words:
            audit.note("migration")
    return waiting


def is_behind() -> bool:
    """Whether a store lacks a migration that the program knows."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    for name in connections:
        executor = MigrationExecutor(connections[name])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return True
    return False
