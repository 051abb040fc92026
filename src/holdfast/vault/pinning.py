"""Whose keys are whose: the public keys of others, kept in one's own vault since the code proved them (KEY-17).

What the tables say about anybody's keys is never believed after that. New keys of the same person are followed only
along signatures made with the old ones (decision 9): a succession.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from uuid import UUID

from holdfast.vault import actions, queries, signing
from holdfast.vault.keyring import Keyring
from holdfast.vault.records import PINS, Body

MOST_LINKS = 64  # full re-keys that someone may have missed and still follow


@dataclass(frozen=True, slots=True)
class Card:
    """The public keys of one person: where to seal to them, and what they sign with."""

    owner: UUID
    hpke: bytes
    signing: bytes

    def data(self) -> Body:
        """As it travels inside sealed bytes."""
        return {"owner": self.owner.hex, "hpke": self.hpke.hex(), "signing": self.signing.hex()}


@dataclass(frozen=True, slots=True)
class Link:
    """One change of keys: the new signing key, a digest of the new key to seal to, signed with the old signing key."""

    signing: bytes
    hpke_digest: bytes
    signature: bytes

    def data(self) -> list[str]:
        """As it travels inside sealed bytes."""
        return [self.signing.hex(), self.hpke_digest.hex(), self.signature.hex()]


def card(data: Body) -> Card:
    """A card from `Card.data`. Raises KeyError, TypeError or ValueError for anything else."""
    return Card(UUID(data["owner"]), bytes.fromhex(data["hpke"]), bytes.fromhex(data["signing"]))


def link(data: list[str]) -> Link:
    """A link from `Link.data`."""
    return Link(*(bytes.fromhex(part) for part in data))


def own(keyring: Keyring) -> Card:
    """One's own card."""
    return Card(keyring.owner, keyring.hpke.public, keyring.signing.public)


def pins(keyring: Keyring) -> dict[UUID, Card]:
    """The pinned card of the other in each space."""
    return {UUID(space): card(held) for space, held in _page(keyring).get("pins", {}).items()}


def pin(keyring: Keyring, space: UUID, other: Card) -> None:
    """Keep the other's card for this space: only after the code, or a succession, has proved it."""

    def kept(page: Body) -> Body:
        return page | {"pins": page.get("pins", {}) | {space.hex: other.data()}}

    actions.revise(keyring, PINS, "", kept)


def unpin(keyring: Keyring, space: UUID) -> None:
    """Forget the other's card of a space that has ended."""

    def forgotten(page: Body) -> Body:
        return page | {"pins": {key: held for key, held in page.get("pins", {}).items() if key != space.hex}}

    if space in pins(keyring):
        actions.revise(keyring, PINS, "", forgotten)


def succession(keyring: Keyring) -> list[Link]:
    """Every change of one's own keys, oldest first."""
    return [link(held) for held in _page(keyring).get("succession", [])]


def succeed(old: Keyring, new: Keyring) -> list[Link]:
    """Sign one's new keys with the old ones and keep that under the new: in the transaction of the re-key."""
    digest = _digest(new.hpke.public)
    signature = old.sign("hf/succession/1", old.owner, new.signing.public, digest)
    made = [*succession(new), Link(new.signing.public, digest, signature)][-MOST_LINKS:]
    actions.revise(new, PINS, "", lambda page: page | {"succession": [each.data() for each in made]})
    return made


def followed(pinned: Card, links: Iterable[Link], hpke: bytes) -> Card | None:
    """The card that a succession leads to from the pinned one; None when it does not lead from there to its end."""
    known, reached = pinned.signing, None
    for each in links:
        if signing.holds(known, each.signature, "hf/succession/1", pinned.owner, each.signing, each.hpke_digest):
            known, reached = each.signing, each
    if reached is None or _digest(hpke) != reached.hpke_digest:
        return None
    return Card(pinned.owner, hpke, reached.signing)


def _page(keyring: Keyring) -> dict[str, Any]:
    readable = [row.body for row in queries.rows(keyring, PINS) if row.body is not None]
    return readable[0] if readable else {}


def _digest(hpke: bytes) -> bytes:
    return blake2b(hpke, digest_size=32).digest()
