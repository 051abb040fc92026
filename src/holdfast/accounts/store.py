"""The run store: sessions and counters, in memory where the system allows it. Its loss signs everyone out, no more."""

import fcntl
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections, router

from holdfast.accounts.models import Session

Given = ParamSpec("Given")
Got = TypeVar("Got")


def alias() -> str:
    """The database that holds sessions and counters: `run` on SQLite, `default` on PostgreSQL."""
    return router.db_for_write(Session)


def folder() -> Path:
    """The run folder, for lock files."""
    return Path(settings.RUN)


def mended(function: Callable[Given, Got]) -> Callable[Given, Got]:
    """Run it; if the run store has lost its tables meanwhile, lay them again and run it once more (FT-20).

    Somebody may empty the memory folder under a running server. That costs a sign-in, never an error page.
    """

    @wraps(function)
    def again(*given: Given.args, **named: Given.kwargs) -> Got:
        try:
            return function(*given, **named)
        except DatabaseError:
            if not _lay_again():
                raise
            return function(*given, **named)

    return again


def _lay_again() -> bool:
    """Whether tables were missing and are there now. One process at a time lays them."""
    connection = connections[alias()]
    if connection.in_atomic_block or _has_tables():
        return False
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder() / "lay.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        connection.close()
        if not _has_tables():
            call_command("migrate", database=alias(), verbosity=0, interactive=False)
    return True


def _has_tables() -> bool:
    return Session._meta.db_table in connections[alias()].introspection.table_names()
