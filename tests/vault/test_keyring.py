"""Keyrings open from their keychain with the master key of their owner, and tell nothing to anybody else."""

import copy
import json
import pickle
from dataclasses import FrozenInstanceError, replace
from uuid import UUID

import pytest

from holdfast.vault import envelope, keyring, signing
from holdfast.vault.errors import CannotOpen
from holdfast.vault.kdf import kdf, lp

OWNER, AMK = UUID(int=5), b"m" * 32
CHAIN, RING = keyring.make(AMK, OWNER)


def test_a_keychain_opens_to_the_same_keyring():
    assert keyring.open_(AMK, OWNER, CHAIN) == RING


def test_key_05_another_key_owner_or_byte_is_refused():
    changed = CHAIN[:-1] + bytes([CHAIN[-1] ^ 1])
    for amk, owner, chain in (
        (bytes(32), OWNER, CHAIN),
        (AMK, UUID(int=6), CHAIN),
        (AMK, OWNER, changed),
        (AMK, OWNER, b""),
    ):
        with pytest.raises(CannotOpen):
            keyring.open_(amk, owner, chain)


def _hand_sealed(text: bytes, bound_to: bytes) -> bytes:
    return envelope.seal(envelope.Key(kdf(AMK, "hf/amk-id/1", OWNER, 16), AMK), text, bound_to)


def test_the_keychain_is_an_envelope_bound_to_its_owner():
    key = envelope.Key(kdf(AMK, "hf/amk-id/1", OWNER, 16), AMK)
    text = envelope.open_(key, CHAIN, lp("hf/keychain/1", OWNER))
    assert json.loads(text)["v"] == 1
    assert keyring.open_(AMK, OWNER, _hand_sealed(text, lp("hf/keychain/1", OWNER))) == RING
    with pytest.raises(CannotOpen):
        keyring.open_(AMK, OWNER, _hand_sealed(text, lp("hf/keychain/1", UUID(int=6))))
    with pytest.raises(CannotOpen):
        keyring.open_(AMK, OWNER, _hand_sealed(text, lp("hf/keychain/1")))


def test_a_keychain_of_a_newer_format_is_refused():
    key = envelope.Key(kdf(AMK, "hf/amk-id/1", OWNER, 16), AMK)
    held = json.loads(envelope.open_(key, CHAIN, lp("hf/keychain/1", OWNER)))
    newer = json.dumps({**held, "v": 2}).encode()
    with pytest.raises(CannotOpen):
        keyring.open_(AMK, OWNER, _hand_sealed(newer, lp("hf/keychain/1", OWNER)))


def test_notes_are_kept_with_the_keys():
    noted = replace(RING, notes={"totp": "JBSWY3DP"})
    assert keyring.open_(AMK, OWNER, keyring.rewrite(AMK, noted)) == noted
    assert noted.everyday == RING.everyday
    with pytest.raises(ValueError, match="JSON"):
        keyring.rewrite(AMK, replace(RING, notes={"x": float("nan")}))


def test_the_same_notes_are_wished_back_under_a_new_master_key():
    assert keyring.open_(b"n" * 32, OWNER, keyring.rewrite(b"n" * 32, RING)) == RING


def test_every_key_is_random_and_its_own():
    other = keyring.make(AMK, OWNER)[1]
    keys = [key for ring in (RING, other) for key in (ring.everyday, ring.private, ring.index)]
    assert len({key.id for key in keys}) == len({key.secret for key in keys}) == 6
    assert RING.hpke != other.hpke
    assert RING.signing != other.signing
    assert len(keyring.new_amk()) == 32
    assert keyring.new_amk() != keyring.new_amk()


def test_layers_go_by_name():
    assert RING.layer("everyday") is RING.everyday
    assert RING.layer("private") is RING.private
    for name in ("index", "hpke", ""):
        with pytest.raises(ValueError, match="layer"):
            RING.layer(name)


def test_tags_hide_kinds_and_differ_for_each_person():
    other = keyring.make(AMK, OWNER)[1]
    assert RING.tag("sleep") == kdf(RING.index.secret, "hf/kind/1", "sleep", 8)
    assert len({RING.tag("sleep"), RING.tag("sleep/2026-11"), RING.tag("mood"), other.tag("sleep")}) == 4


def test_signing_is_in_the_owners_name():
    assert signing.holds(RING.signing.public, RING.sign("card", "x"), "card", "x")
    assert not signing.holds(RING.signing.public, RING.sign("grant", "x"), "card", "x")


def test_key_03_a_keyring_is_never_printed_pickled_copied_hashed_or_changed():
    for text in (repr(RING), str(RING), f"{RING}", ascii([RING])):
        assert text.strip("[]") == "<Keyring>"
    for store in (pickle.dumps, copy.copy, copy.deepcopy, hash, json.dumps):
        with pytest.raises(TypeError):
            store(RING)
    with pytest.raises((FrozenInstanceError, AttributeError)):
        RING.owner = UUID(int=9)
