"""A throw-away host for one measurement in this process: folders of its own, tables on a real SQLite file."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def throw_away(argon2_mib: int = 64) -> Iterator[Path]:
    """Django awake on empty tables, whatever the environment says; all is gone after the block."""
    for name in [name for name in os.environ if name.startswith("HOLDFAST_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        place = Path(name)
        for folder in ("DATA", "RUN", "KEYS"):
            os.environ[f"HOLDFAST_{folder}"] = str(place / folder.lower())
        os.environ["HOLDFAST_ARGON2_MIB"] = str(argon2_mib)
        from holdfast.cli.common import django

        django()
        from holdfast.cli import migrate

        migrate.migrate()
        yield place
