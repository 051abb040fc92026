"""What two publish for their rounds, as it lies in the table: keys and tags of the last weeks, always of one size.

A round is named by the week at whose tick it is read. Sealed under the key of the space, so that nobody who holds the
tables can put a key in somebody's place. Reading is strict: what came from the other's program may be anything at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from struct import Struct
from uuid import UUID

from holdfast.people.models import RoundRow
from holdfast.vault import envelope
from holdfast.vault.errors import CannotOpen
from holdfast.vault.matching import SIZE
from holdfast.vault.spaces import Shared

# The bits of a round, by place: three of the gates; twelve of a sheet of wishes; whether what was shown nine weeks back
# may stay, the newest first.
GATES, ITEMS, KEPT = range(3), range(3, 15), range(15, 24)
SLOTS = 24
KEPT_ROUNDS = 12  # how many weeks the other may stay away and still read what was shown meanwhile

_HEAD = Struct(">iB")  # the round, and whether tags were written
_BLOCK = _HEAD.size + SIZE + 2 * SLOTS * SIZE
_FULL = KEPT_ROUNDS * _BLOCK
_NONE = -(2**31)  # where there is no round


@dataclass(frozen=True)
class Published:
    """One side of one round: a public key for each bit, and later a tag for each, made with a salt of its own."""

    number: int
    keys: tuple[bytes, ...]
    salt: bytes = b""
    tags: tuple[bytes, ...] = ()

    @property
    def wrote(self) -> bool:
        """Whether the tags are there."""
        return bool(self.tags)


def pack(rounds: Iterable[Published]) -> bytes:
    """The newest rounds as bytes of one length."""
    newest = sorted(rounds, key=lambda each: -each.number)[:KEPT_ROUNDS]
    return b"".join(map(_block, newest)) + (_HEAD.pack(_NONE, 0) + bytes(_BLOCK - _HEAD.size)) * (
        KEPT_ROUNDS - len(newest)
    )


def unpack(packed: bytes) -> dict[int, Published]:
    """The rounds in such bytes, by number; none for bytes of another length."""
    if len(packed) != _FULL:
        return {}
    found = (_published(packed[at : at + _BLOCK]) for at in range(0, _FULL, _BLOCK))
    return {each.number: each for each in found if each.number != _NONE}


def read(shared: Shared, owner: UUID) -> dict[int, Published]:
    """What one of the two has published; nothing where it cannot be opened, as after a change of keys."""
    row = RoundRow.objects.filter(space=shared.id, owner=owner).values_list("sealed", flat=True).first()
    try:
        return {} if row is None else unpack(envelope.open_(shared.key, bytes(row), _place(shared, owner)))
    except CannotOpen:
        return {}


def write(shared: Shared, rounds: Mapping[int, Published]) -> None:
    """Publish one's own side, in place of what stood there."""
    owner = shared.me.owner
    sealed = envelope.seal(shared.key, pack(rounds.values()), _place(shared, owner))
    RoundRow.objects.update_or_create(space_id=shared.id, owner=owner, defaults={"sealed": sealed})


def _block(each: Published) -> bytes:
    keys, empty = b"".join(each.keys), bytes(SIZE * (SLOTS + 1))
    return _HEAD.pack(each.number, each.wrote) + keys + (each.salt + b"".join(each.tags) if each.wrote else empty)


def _published(block: bytes) -> Published:
    number, wrote = _HEAD.unpack_from(block)
    parts = [block[at : at + SIZE] for at in range(_HEAD.size, _BLOCK, SIZE)]
    keys, salt, tags = tuple(parts[:SLOTS]), parts[SLOTS], tuple(parts[SLOTS + 1 :])
    return Published(number, keys, salt, tags) if wrote else Published(number, keys)


def _place(shared: Shared, owner: UUID) -> bytes:
    return envelope.place(shared.id, shared.id, "round", owner)
