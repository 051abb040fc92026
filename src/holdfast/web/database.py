"""Where rows live: SQLite by default, PostgreSQL by one setting; sessions in a store of their own."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; "
    "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
)
# The store that only lives while the host runs: its loss signs everyone out and nothing else.
RUN_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF;"
RUN_MODELS = {("accounts", "session"), ("accounts", "counter")}

NO_ADDRESS = "HOLDFAST_DATABASE must look like postgresql://user:password@host:5432/name, or be left out for SQLite."


def sqlite(path: Path, pragmas: str = PRAGMAS) -> dict[str, Any]:
    """Settings for one SQLite file: writers queue (IMMEDIATE) and wait 20 s instead of failing."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": options,
        "ATOMIC_REQUESTS": False,
    }


def postgresql(url: str) -> dict[str, Any]:
    """Settings from postgresql://user:password@host:port/name, or ?host=/socket/folder. Raises ImproperlyConfigured."""
    try:
        parts = urlsplit(url)
        port = parts.port or ""
    except ValueError:
        raise ImproperlyConfigured(NO_ADDRESS) from None
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:
        raise ImproperlyConfigured(NO_ADDRESS)
    host = parts.hostname or ""
    if parts.query.startswith("host="):
        host = unquote(parts.query.removeprefix("host="))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def databases(url: str, data: Path, run: Path) -> dict[str, Any]:
    """The DATABASES setting: `default`, and on SQLite `run` beside it for sessions and counters."""
    if url:
        return {"default": postgresql(url)}
    rows = data / "rows"
    rows.mkdir(mode=0o700, exist_ok=True)
    return {"default": sqlite(rows / "holdfast.sqlite3"), "run": sqlite(run / "run.sqlite3", RUN_PRAGMAS)}


class RunRouter:
    """Sends sessions and counters to the `run` store where there is one."""

    def _alias(self, model: Any) -> str | None:
        from django.conf import settings

        here = (model._meta.app_label, model._meta.model_name) in RUN_MODELS
        return "run" if here and "run" in settings.DATABASES else None

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Where to read a model."""
        return self._alias(model)

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        """`run` holds its own models only; `default` holds them only where there is no `run`."""
        from django.conf import settings

        here = (app_label, model_name) in RUN_MODELS
        if db == "run":
            return here
        return None if not here else "run" not in settings.DATABASES
