"""Reads offered to other rooms. Nothing here writes, and nothing opens without a keyring."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connections, router
from django.db.models import BinaryField, QuerySet
from django.db.models.functions import Substr

from holdfast.vault import rows as sealed
from holdfast.vault.errors import CannotOpen
from holdfast.vault.keyring import Keyring
from holdfast.vault.models import DropRow, Member, SealedRow
from holdfast.vault.records import KINDS, Kind
from holdfast.vault.rows import Content, Row, Stored


def rows(keyring: Keyring, kind: Kind, parts: Sequence[str] | None = None) -> list[Row]:
    """Every row of a kind, by part and id; for a parted kind the pages named in `parts`, or all pages if None.

    A row that cannot be read is in the list with no body. All pages at once costs a look at every row of the owner.
    """
    if kind.parted and parts is None:
        return [row for row in everything(keyring) if row.kind == kind.name]
    tags = {keyring.tag(kind.label(part)): part for part in ([""] if parts is None else parts)}
    found = [sealed.read(keyring, kind, row, tags[row.tag]) for row in _under(keyring.owner, list(tags))]
    return sorted(found, key=lambda row: (row.part, row.id))


def ids(keyring: Keyring, kind: Kind) -> set[UUID]:
    """The ids of every row of a kind that is kept whole, readable or not; nothing is opened."""
    found = own(keyring.owner).filter(tag=keyring.tag(kind.label()))
    return set(found.values_list("id", flat=True))


def get(keyring: Keyring, kind: Kind, id: UUID, part: str = "") -> Row | None:
    """One row by id; None when this person has no such row of this kind (and page)."""
    tag = keyring.tag(kind.label(part))
    found = stored(own(keyring.owner).filter(id=id, tag=tag))
    return sealed.read(keyring, kind, found[0], part) if found else None


def everything(keyring: Keyring, parts: Sequence[str] | None = None) -> list[Row]:
    """Every row of the owner, of each registered kind, by kind, part and id; `parts` narrows pages to those.

    What cannot be read is there too, with no body; if even its kind cannot be told, that is "".
    """
    known = {keyring.tag(kind.label()): kind.name for kind in KINDS.values() if not kind.parted}
    every = sealed.recognise(keyring, stored(own(keyring.owner)))
    found = [_row(row, content, known.get(row.tag, "")) for row, content in every]
    wanted = [row for row in found if parts is None or not row.part or row.part in parts]
    return sorted(wanted, key=lambda row: (row.kind, row.part, row.id))


def owners() -> set[UUID]:
    """Everyone who has rows, drops or a place in a space here: to find what an erased account may have left behind."""
    sealed = SealedRow.objects.filter(scope=None).values_list("owner", flat=True)
    return {*sealed, *DropRow.objects.values_list("owner", flat=True), *Member.objects.values_list("owner", flat=True)}


def own(owner: UUID) -> QuerySet[SealedRow]:
    """The rows of one person's own vault, as the table holds them. For this room."""
    return SealedRow.objects.filter(owner=owner, scope=None)


def head(size: int, *, after: int = 0) -> Substr:
    """Bytes of an envelope's header, for a query that leaves the rest where it is. For this room."""
    return Substr("envelope", after + 1, size, output_field=BinaryField())


def stored(found: QuerySet[SealedRow]) -> list[Stored]:
    """Rows of a query, as plain bytes on every database. For this room."""
    columns = found.values_list("id", "tag", "envelope")
    return [Stored(id, bytes(tag), bytes(envelope)) for id, tag, envelope in columns]


def _under(owner: UUID, tags: list[bytes]) -> list[Stored]:
    """The rows of one person's own vault under some tags.

    The one query of this house written by hand: a page asks it up to six times, and making its SQL anew each time
    took four times as long as running it.
    """
    connection = connections[router.db_for_read(SealedRow)]
    field = SealedRow._meta.get_field("owner")
    tags = [*tags, b""]  # stands on no row; without it a search for nothing would be no SQL
    marks = ", ".join(["%s"] * len(tags))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, tag, envelope FROM {SealedRow._meta.db_table} "  # noqa: S608  our own table, marks alone
            f"WHERE owner = %s AND scope IS NULL AND tag IN ({marks})",
            [field.get_db_prep_value(owner, connection), *tags],
        )
        found = cursor.fetchall()
    return [
        Stored(id if isinstance(id, UUID) else UUID(hex=id), bytes(tag), bytes(envelope)) for id, tag, envelope in found
    ]


def _row(row: Stored, content: Content | None, kind: str) -> Row:
    if content is None:
        return Row(row.id, kind, "", None)
    try:
        return content.row(row.id)
    except CannotOpen:
        return Row(row.id, content.kind.name, content.part, None)
