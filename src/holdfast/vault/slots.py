"""A slot: the account master key, sealed once for each way of opening it (11-vault §2.2).

The kind ("words", "spare", "device", later "passkey") and the slot's id are part of what is sealed, so a slot can be
neither moved to another person nor passed off as another kind.
"""

from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from holdfast.vault import envelope
from holdfast.vault.kdf import lp


@sensitive_variables()
def seal_slot(kek: bytes, amk: bytes, owner: UUID, kind: str, slot: UUID) -> bytes:
    """The master key (32 bytes) sealed under a key-opening key (32 bytes), for this owner, kind and slot id alone."""
    return envelope.seal(_key(kek, slot), amk, _place(owner, kind, slot))


@sensitive_variables()
def open_slot(kek: bytes, sealed: bytes, owner: UUID, kind: str, slot: UUID) -> bytes:
    """The master key. Raises CannotOpen for wrong words, a changed byte or another place, all alike."""
    return envelope.open_(_key(kek, slot), sealed, _place(owner, kind, slot))


def _key(kek: bytes, slot: UUID) -> envelope.Key:
    return envelope.Key(slot.bytes, kek)


def _place(owner: UUID, kind: str, slot: UUID) -> bytes:
    return lp("hf/slot/1", owner, kind, slot)
