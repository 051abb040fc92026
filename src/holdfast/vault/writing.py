"""What every write needs: one transaction, the right locks, keys that still count, and one more try when busy.

SQLite: transactions are IMMEDIATE (settings), so writers queue and nothing else is needed. PostgreSQL: advisory locks
that end with the transaction. A write shares the owner's lock, a full re-key takes it alone, a page has its own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Exists

from holdfast.kit import random
from holdfast.vault import queries, rows
from holdfast.vault.envelope import KEY_ID
from holdfast.vault.errors import KeysReplaced
from holdfast.vault.kdf import Part, kdf
from holdfast.vault.keyring import Keyring
from holdfast.vault.models import SealedRow

Given = ParamSpec("Given")
Got = TypeVar("Got")
# PostgreSQL: serialisation failure, deadlock. SQLite says it in words only.
AGAIN = {"40001", "40P01"}


def once_more(action: Callable[Given, Got]) -> Callable[Given, Got]:
    """Run an action; if the database was too busy, run it a second time (FT-05, FT-06).

    Only where the action is the whole transaction: inside another one, only that one may start again. The action must
    undo itself by its transaction alone, so that a second run does nothing twice.
    """

    @wraps(action)
    def tried(*given: Given.args, **named: Given.kwargs) -> Got:
        if connection.in_atomic_block:
            return action(*given, **named)
        try:
            return action(*given, **named)
        except OperationalError as busy:
            if not _is_passing(busy):
                raise
        return action(*given, **named)

    return tried


@contextmanager
def writing(keyring: Keyring, *, alone: bool = False) -> Iterator[None]:
    """A transaction for writing with these keys; `alone` keeps every other write of the owner out until it ends.

    Raises KeysReplaced when a full re-key has ended these keys meanwhile.
    """
    with transaction.atomic():
        hold_owner(keyring.owner, alone=alone)
        _require_current(keyring)
        yield


def hold_owner(owner: UUID, *, alone: bool) -> None:
    """Share the owner's lock with other writes, or hold it alone, until the transaction ends."""
    _lock("pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared", "hf/lock/owner", owner)


def hold_page(owner: UUID, tag: bytes) -> None:
    """Keep every other change of this page out until the transaction ends."""
    _lock("pg_advisory_xact_lock", "hf/lock/page", owner.bytes + tag)


def hold_space(space: UUID, *, alone: bool) -> None:
    """Share a space's lock with other writes into it, or hold it alone, until the transaction ends."""
    _lock("pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared", "hf/lock/space", space)


def insert(keyring: Keyring, content: rows.Content, id: UUID | None = None) -> UUID:
    """Seal and add one row under a fresh id, or the one given. Raises IntegrityError when that id is taken."""
    new = rows.seal(keyring, id or random.uuid(), content)
    SealedRow.objects.create(owner=keyring.owner, **new._asdict())
    return new.id


def _require_current(keyring: Keyring) -> None:
    """After a full re-key every row carries the new keys' names, and before it every row the old ones'.

    Usually the first row looked at says so. Where none does, one statement asks again, so that it sees one moment:
    another writer's first row, come in between, must not look like somebody else's keys.
    """
    own = queries.own(keyring.owner)
    names = [keyring.everyday.id, keyring.private.id]
    mine = own.annotate(key=queries.head(KEY_ID.stop - KEY_ID.start, after=KEY_ID.start)).filter(key__in=names)
    if not mine.exists() and own.filter(~Exists(mine)).exists():
        raise KeysReplaced


def _lock(function: str, purpose: str, what: Part) -> None:
    if connection.vendor != "postgresql":
        return
    number = int.from_bytes(kdf(b"lock", purpose, what, 8), "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [number])


def _is_passing(busy: OperationalError) -> bool:
    return "locked" in str(busy) or getattr(busy.__cause__, "sqlstate", None) in AGAIN
