"""One row: what is inside its envelope, and how it is bound to its place. Pure; no table is touched here.

Inside stands {"v": version of the body, "part": page or "", "body": {...}}. The associated data name owner, vault, kind
and row id; the part is inside, and must make the same tag the row stands under. So every row can be opened and placed
by its owner from the row alone, and none can be moved to another person, kind, record or page.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from holdfast.vault import envelope
from holdfast.vault.errors import CannotOpen
from holdfast.vault.keyring import Keyring
from holdfast.vault.records import KINDS, Body, Kind
from holdfast.vault.upgrade import upgraded

SPACE = "vault"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as its owner sees it. `body` is None when it cannot be read; then kind and part may be unknown ("")."""

    id: UUID
    kind: str
    part: str
    body: Body | None

    @property
    def readable(self) -> bool:
        """Whether there is something to show."""
        return self.body is not None


class Stored(NamedTuple):
    """A row as the table holds it."""

    id: UUID
    tag: bytes
    envelope: bytes


class Content(NamedTuple):
    """What an envelope held: its kind, the version of its body, its page, and the body as it was written."""

    kind: Kind
    v: int
    part: str
    body: Body

    def row(self, id: UUID) -> Row:
        """As its owner sees it: the body upgraded to the newest version."""
        return Row(id, self.kind.name, self.part, upgraded(self.kind, self.v, self.body))


def seal(keyring: Keyring, id: UUID, content: Content) -> Stored:
    """A row to store. Raises ValueError or TypeError when the body is not a plain JSON object."""
    if not isinstance(content.body, dict):
        raise TypeError("A body is a JSON object.")
    inside = {"v": content.v, "part": content.part, "body": content.body}
    # surrogatepass: half a surrogate pair typed or pasted by somebody comes back exactly as it was.
    text = json.dumps(inside, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    kind = content.kind
    sealed = envelope.seal(keyring.layer(kind.layer), text.encode("utf-8", "surrogatepass"), _place(keyring, kind, id))
    return Stored(id, keyring.tag(kind.label(content.part)), sealed)


def open_(keyring: Keyring, kind: Kind, stored: Stored, part: str | None = None) -> Content:
    """What is inside. Raises CannotOpen when it is not this person's, not of this kind, damaged, or moved.

    `part` may be given by who found the row under that part's tag; None works the tag out again.
    """
    text = envelope.open_(keyring.layer(kind.layer), stored.envelope, _place(keyring, kind, stored.id))
    inside: dict[str, Any] = json.loads(text.decode("utf-8", "surrogatepass"))
    content = Content(kind, inside["v"], inside["part"], inside["body"])
    if content.part != part if part is not None else keyring.tag(kind.label(content.part)) != stored.tag:
        raise CannotOpen
    return content


def read(keyring: Keyring, kind: Kind, stored: Stored, part: str) -> Row:
    """The row, with no body when it cannot be read: one damaged row never takes others with it (FT-18)."""
    try:
        return open_(keyring, kind, stored, part).row(stored.id)
    except CannotOpen:
        return Row(stored.id, kind.name, part, None)


def recognise(keyring: Keyring, stored: Iterable[Stored]) -> list[tuple[Stored, Content | None]]:
    """Each row of an owner with its content, whatever its kind and page; None where nothing fits or opens."""
    whole = {keyring.tag(kind.label()): [kind] for kind in KINDS.values() if not kind.parted}
    parted = [kind for kind in KINDS.values() if kind.parted]
    return [(each, _first(keyring, whole.get(each.tag, parted), each)) for each in stored]


def _first(keyring: Keyring, kinds: list[Kind], stored: Stored) -> Content | None:
    for kind in kinds:
        try:
            return open_(keyring, kind, stored)
        except CannotOpen:
            continue
    return None


def _place(keyring: Keyring, kind: Kind, id: UUID) -> bytes:
    return envelope.place(keyring.owner, SPACE, kind.name, id)
