"""Jobs of the clock that concern the host's files: giving back what was deleted, forgetting old host events."""

from datetime import timedelta

KEEP_EVENTS = timedelta(days=400)


def vacuum() -> None:
    """Rewrite the SQLite files so that neither deleted rows nor the order of writing stay in them (11-vault 2.11)."""
    from django.db import connections

    for name in connections:
        connection = connections[name]
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def forget() -> None:
    """Drop host events older than KEEP_EVENTS, and backups older than 35 days."""
    from holdfast.audit import actions as audit
    from holdfast.cli import backup
    from holdfast.kit import clock

    audit.forget_before(clock.now().date() - KEEP_EVENTS)
    backup.expire(clock.now())
