"""What a host can say about sealed rows without any key, and what a person can with theirs. Names no one."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from holdfast.vault import queries
from holdfast.vault.envelope import KEY_ID
from holdfast.vault.keyring import Keyring
from holdfast.vault.models import DropRow, SealedRow

CHUNK = 500


class Sort(NamedTuple):
    """What an envelope's header says in clear. `key` names a key and says nothing about it."""

    version: int
    suite: int
    key: str


def sorts() -> Counter[Sort]:
    """How many rows there are of each version, suite and key: the headers alone are read."""
    heads = SealedRow.objects.annotate(head=queries.head(KEY_ID.stop)).values_list("head", flat=True)
    return Counter(_sort(bytes(head or b"")) for head in heads.iterator(CHUNK))


def drops() -> int:
    """How many things wait in the drop box for their owners."""
    return DropRow.objects.count()


def unreadable(keyring: Keyring) -> list[UUID]:
    """The rows of one person that their keys do not open, or that a newer program wrote."""
    return [row.id for row in queries.everything(keyring) if not row.readable]


def digest() -> str:
    """SHA-256 over every row, drop and envelope in order of id: the same before and after any migration (KEY-22)."""
    hashed = sha256()
    for size, part in _bytes():
        hashed.update(size.to_bytes(4, "big") + part)
    return hashed.hexdigest()


def _sort(head: bytes) -> Sort:
    version, suite = (*head[:2], 0, 0)[:2]
    return Sort(version, suite, head[KEY_ID].hex())


def _bytes() -> Iterator[tuple[int, bytes]]:
    rows = SealedRow.objects.order_by("id").values_list("id", "owner", "scope", "tag", "envelope")
    drops = DropRow.objects.order_by("id").values_list("id", "owner", "sealed")
    for table in (rows, drops):
        for row in table.iterator(CHUNK):
            for value in row:
                part = value.bytes if isinstance(value, UUID) else bytes(value or b"")
                yield len(part), part
