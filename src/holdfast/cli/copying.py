"""Copying every row out of a store and into an empty one. Knows the two databases; knows nothing of what rows hold."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from holdfast.cli.common import Refusal

# Sessions die with the host; a copy of them with a seized phone's cookie would open an account (KEY-07).
LEFT_OUT = ("accounts_session", "accounts_counter")


def dump(target: Path) -> Path:
    """Copy the rows as they are at one moment, while others go on writing. Raises Refusal with a sentence."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
        problem = damage(target)
        if problem:
            raise Refusal(f"the copy of the rows is damaged ({problem}). Run `holdfast doctor`.")
    else:
        left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
        _postgresql("pg_dump", "--format=custom", "--no-owner", "--no-privileges", *left_out, f"--file={target}")
    return target


def load(source: Path) -> None:
    """Put the rows of a dump into the empty store. Raises Refusal with a sentence; then nothing has changed."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":
        if problem := damage(source):
            raise Refusal(f"the rows in this backup are damaged ({problem}).")
        connection.close()
        rows = Path(settings.DATABASES["default"]["NAME"])
        source.chmod(0o600)
        source.replace(rows)
    else:
        _postgresql(
            "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", str(source)
        )


def is_empty() -> bool:
    """Whether the store holds no table yet, or tables and not one account."""
    from django.db import connection

    tables = connection.introspection.table_names()
    if "accounts_account" not in tables:
        return not tables
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM accounts_account LIMIT 1")
        return cursor.fetchone() is None


def clear() -> None:
    """Remove the tables of a store that holds no account, so that a dump can be loaded."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.close()
        rows = Path(settings.DATABASES["default"]["NAME"])
        for file in rows.parent.glob(f"{rows.name}*"):
            file.unlink()
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")


def damage(file: Path) -> str:
    """What SQLite says is wrong with a file, or nothing."""
    try:
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as copy:
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as broken:
        return str(broken)
    finally:
        if "copy" in locals():
            copy.close()
    return "" if said == "ok" else str(said)


def _postgresql(program: str, *words: str) -> None:
    """Run one of PostgreSQL's own programs on our database. Its password travels in the environment, never in words."""
    from django.db import connection

    found = shutil.which(program) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)), None
    )
    if found is None:
        raise Refusal(f"{program} is missing. On Debian: apt-get install postgresql-client.")
    given = connection.settings_dict
    who = {"--host": given["HOST"], "--port": given["PORT"], "--username": given["USER"], "--dbname": given["NAME"]}
    command = [found, "--no-password", *[f"{option}={value}" for option, value in who.items() if value], *words]
    environment = os.environ | ({"PGPASSWORD": given["PASSWORD"]} if given["PASSWORD"] else {})
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  our own words
    if done.returncode:
        raise Refusal(f"{program} said: {done.stderr.strip() or 'nothing, and failed'}")
