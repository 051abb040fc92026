"""Writes offered to other rooms: each one transaction, sealed before it reaches the table.

Every action takes the owner's keyring first and touches that owner's rows only. KeysReplaced means that a full re-key
came in between; treat it like a locked session.
"""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from holdfast.vault import dropbox, envelope, queries, rows
from holdfast.vault.errors import CannotOpen
from holdfast.vault.keyring import Keyring
from holdfast.vault.models import DropRow, SealedRow
from holdfast.vault.records import Body, Kind
from holdfast.vault.rows import Content, Stored
from holdfast.vault.writing import hold_owner, hold_page, insert, once_more, writing

BATCH = 500


class Resealed(NamedTuple):
    """What a full re-key did: rows sealed anew, and rows and drops that did not open and were removed."""

    rows: int
    lost: int


@once_more
def put(keyring: Keyring, kind: Kind, body: Body, *, id: UUID | None = None, part: str = "") -> UUID:
    """Add a row, or replace the body of one's own row with this id, kind and part. Returns the id.

    Raises CannotOpen when the id belongs to anything else, ValueError or TypeError when the body is not plain JSON.
    """
    content = Content(kind, kind.v, part, body)
    with writing(keyring):
        if id is None:
            return insert(keyring, content)
        if not _replace(keyring, content, id) and not _inserted(keyring, content, id):
            raise CannotOpen
        return id


@once_more
def put_new(keyring: Keyring, kind: Kind, body: Body, *, id: UUID, part: str = "") -> bool:
    """Add a row unless the id is there: a form sent twice is kept once (FT-08). False when it was there.

    Raises CannotOpen when the id is somebody else's.
    """
    with writing(keyring):
        if _inserted(keyring, Content(kind, kind.v, part, body), id):
            return True
        if not queries.own(keyring.owner).filter(id=id).exists():
            raise CannotOpen
        return False


@once_more
def revise(keyring: Keyring, kind: Kind, part: str, change: Callable[[Body], Body]) -> Body:
    """Change the one page of a kind and part: read it ({} when there is none), change it, seal it again. Returns it.

    No other change of the page comes in between. `change` may be called twice and must do nothing but answer;
    what it raises leaves the page as it was. Raises CannotOpen rather than write over a page that cannot be read.
    """
    tag = keyring.tag(kind.label(part))
    with writing(keyring):
        hold_page(keyring.owner, tag)
        found = queries.stored(queries.own(keyring.owner).filter(tag=tag).order_by("id")[:1])
        before = rows.open_(keyring, kind, found[0]).row(found[0].id).body if found else {}
        after = Content(kind, kind.v, part, change(before))
        if found:
            _replace(keyring, after, found[0].id)
        else:
            insert(keyring, after)
        return after.body


@once_more
def remake(keyring: Keyring, kind: Kind, part: str, change: Callable[[Body], Body]) -> Body:
    """As `revise`, for a page that can be made again: one that cannot be read gives way to a new one."""
    try:
        return revise(keyring, kind, part, change)
    except CannotOpen:
        with transaction.atomic():
            for row in queries.rows(keyring, kind, [part]):
                delete(keyring, kind, row.id, part)
            return revise(keyring, kind, part, change)


@once_more
def delete(keyring: Keyring, kind: Kind, id: UUID, part: str = "") -> bool:
    """Remove one's own row, readable or not; False when there is none of this kind (and part) with this id."""
    tag = keyring.tag(kind.label(part))
    with writing(keyring):
        return queries.own(keyring.owner).filter(id=id, tag=tag).delete()[0] > 0


@once_more
def erase(owner: UUID) -> int:
    """Remove every row and drop of an owner; how many there were. Needs no key: forgetting never does."""
    with transaction.atomic():
        hold_owner(owner, alone=True)
        sealed = SealedRow.objects.filter(owner=owner).delete()[0]
        return sealed + DropRow.objects.filter(owner=owner).delete()[0]


@once_more
def reseal_all(old: Keyring, new: Keyring) -> Resealed:
    """Full re-key: every row of the owner from the old keys to the new, all or none (KEY-11, FT-14).

    What waits in the drop box is taken in first, since it was sealed to the old keys. A row or drop that does not open
    is removed and counted: the keys that might have mended it end here. Bodies stay exactly as they were written.
    """
    with writing(old, alone=True):
        dropbox.collect(old)
        found = rows.recognise(old, queries.stored(queries.own(old.owner)))
        sealed = [rows.seal(new, before.id, content) for before, content in found if content]
        queries.own(old.owner).delete()
        SealedRow.objects.bulk_create((_model(new, row) for row in sealed), batch_size=BATCH)
        stuck = DropRow.objects.filter(owner=old.owner).delete()[0]
        return Resealed(len(sealed), len(found) - len(sealed) + stuck)


@once_more
def freshen(keyring: Keyring, limit: int = BATCH) -> int:
    """At an unlock: seal up to `limit` rows of an older version or suite anew, under the same keys. How many were."""
    old = queries.own(keyring.owner).annotate(head=queries.head(len(envelope.NEWEST))).exclude(head=envelope.NEWEST)
    if not old.exists():
        return 0
    with writing(keyring):
        found = rows.recognise(keyring, queries.stored(old.order_by("id")[:limit]))
        return sum(_replace(keyring, content, row.id) for row, content in found if content)


def _replace(keyring: Keyring, content: Content, id: UUID) -> bool:
    new = rows.seal(keyring, id, content)
    return queries.own(keyring.owner).filter(id=id, tag=new.tag).update(envelope=new.envelope) > 0


def _inserted(keyring: Keyring, content: Content, id: UUID) -> bool:
    try:
        with transaction.atomic():
            insert(keyring, content, id)
    except IntegrityError:
        return False
    return True


def _model(keyring: Keyring, row: Stored) -> SealedRow:
    return SealedRow(owner=keyring.owner, **row._asdict())
