"""Slots open with their own key, in their own place, and nowhere else."""

from uuid import UUID

import pytest

from holdfast.vault import envelope, slots
from holdfast.vault.errors import CannotOpen
from holdfast.vault.kdf import lp

OWNER, SLOT = UUID(int=5), UUID(int=6)
KEK, AMK = b"k" * 32, b"m" * 32


def _sealed() -> bytes:
    return slots.seal_slot(KEK, AMK, OWNER, "passphrase", SLOT)


def test_a_slot_opens_with_its_key_in_its_place():
    assert slots.open_slot(KEK, _sealed(), OWNER, "passphrase", SLOT) == AMK


def test_key_05_a_slot_moved_or_renamed_is_refused():
    sealed = _sealed()
    for kek, owner, kind, slot in (
        (b"l" * 32, OWNER, "passphrase", SLOT),
        (KEK, UUID(int=7), "passphrase", SLOT),
        (KEK, OWNER, "recovery", SLOT),
        (KEK, OWNER, "passphrase", UUID(int=7)),
    ):
        with pytest.raises(CannotOpen):
            slots.open_slot(kek, sealed, owner, kind, slot)


def test_the_slot_is_an_envelope_as_decision_4_says():
    key = envelope.Key(SLOT.bytes, KEK)
    assert envelope.open_(key, _sealed(), lp("hf/slot/1", OWNER, "passphrase", SLOT)) == AMK


def test_the_slot_id_counts_even_where_the_key_goes_by_the_same_name():
    key = envelope.Key(SLOT.bytes, KEK)
    other = envelope.seal(key, AMK, lp("hf/slot/1", OWNER, "passphrase", UUID(int=7)))
    with pytest.raises(CannotOpen):
        slots.open_slot(KEK, other, OWNER, "passphrase", SLOT)


def test_key_05_every_bit_flip_of_a_slot_is_refused():
    sealed = _sealed()
    for bit in range(0, 8 * len(sealed), 5):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(CannotOpen):
            slots.open_slot(KEK, bytes(changed), OWNER, "passphrase", SLOT)
