"""A throw-away PostgreSQL in a folder of its own, on a unix socket, gone at the end. Never touches a running one."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import needs

# Losing this cluster loses nothing, so it need not wait for the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def _as_somebody() -> tuple[list[str], str | None]:
    """How to run the server: PostgreSQL refuses root, so root lends it the user `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return [], None
    import pwd

    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return ["runuser", "-u", name, "--"], name
    raise needs.Missing("PostgreSQL does not run as root and there is no user to lend it, so it cannot be tested.")


@contextmanager
def throw_away_cluster() -> Iterator[str]:
    """Start a cluster and give its address for HOLDFAST_DATABASE. Raises Missing with one sentence."""
    programs = needs.postgresql()
    before, user = _as_somebody()
    # The socket's path must stay short, so not below a deep TMPDIR.
    place = Path(tempfile.mkdtemp(prefix="hf-pg-", dir="/tmp"))
    try:
        if user:
            shutil.chown(place, user)
        data = place / "data"
        _run(before, programs / "initdb", "-D", data, "-A", "trust", "-U", "holdfast", "-E", "UTF8", "--locale=C", "-N")
        options = f"-c listen_addresses='' -k {place} {FAST}"
        _run(before, programs / "pg_ctl", "-D", data, "-l", place / "log", "-o", options, "-w", "start")
        try:
            yield f"postgresql://holdfast@/postgres?host={quote(str(place), safe='')}"
        finally:
            _run(before, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _run(before: list[str], *words: object) -> None:
    # No pipe: the server outlives pg_ctl and would hold it open for ever.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [*before, *map(str, words)], stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", check=False
        )
        if done.returncode:
            said.seek(0)
            last = (said.read().strip().splitlines() or ["no reason given"])[-1]
            raise needs.Missing(f"PostgreSQL could not be started for the tests: {last}")
