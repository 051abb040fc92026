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


def _made() -> tuple[bytes, keyring.Keyring]:
    return keyring.make(AMK, OWNER)


def test_a_keychain_opens_to_the_same_keyring():
    chain, ring = _made()
    assert keyring.open_(AMK, OWNER, chain) == ring


def test_key_05_another_key_owner_or_byte_is_refused():
    whole = _made()[0]
    changed = whole[:-1] + bytes([whole[-1] ^ 1])
    other = UUID(int=6)
    for amk, owner, chain in ((bytes(32), OWNER, whole), (AMK, other, whole), (AMK, OWNER, changed), (AMK, OWNER, b"")):
        with pytest.raises(CannotOpen):
            keyring.open_(amk, owner, chain)


def _hand_sealed(text: bytes, bound_to: bytes) -> bytes:
    return envelope.seal(envelope.Key(kdf(AMK, "hf/amk-id/1", OWNER, 16), AMK), text, bound_to)


def test_the_keychain_is_an_envelope_bound_to_its_owner():
    chain, ring = _made()
    key = envelope.Key(kdf(AMK, "hf/amk-id/1", OWNER, 16), AMK)
    text = envelope.open_(key, chain, lp("hf/keychain/1", OWNER))
    assert json.loads(text)["v"] == 1
    assert keyring.open_(AMK, OWNER, _hand_sealed(text, lp("hf/keychain/1", OWNER))) == ring
    with pytest.raises(CannotOpen):
        keyring.open_(AMK, OWNER, _hand_sealed(text, lp("hf/keychain/1", UUID(int=6))))
    with pytest.raises(CannotOpen):
        keyring.open_(AMK, OWNER, _hand_sealed(text, lp("hf/keychain/1")))


def test_a_keychain_of_a_newer_format_is_refused():
    chain = _made()[0]
    key = envelope.Key(kdf(AMK, "hf/amk-id/1", OWNER, 16), AMK)
    held = json.loads(envelope.open_(key, chain, lp("hf/keychain/1", OWNER)))
    newer = json.dumps({**held, "v": 2}).encode()
    with pytest.raises(CannotOpen):
        keyring.open_(AMK, OWNER, _hand_sealed(newer, lp("hf/keychain/1", OWNER)))


def test_notes_are_kept_with_the_keys():
    ring = _made()[1]
    noted = replace(ring, notes={"totp": "JBSWY3DP"})
    assert keyring.open_(AMK, OWNER, keyring.rewrite(AMK, noted)) == noted
    assert noted.everyday == ring.everyday
    with pytest.raises(ValueError, match="JSON"):
        keyring.rewrite(AMK, replace(ring, notes={"x": float("nan")}))


def test_the_same_notes_are_wished_back_under_a_new_master_key():
    ring = _made()[1]
    assert keyring.open_(b"n" * 32, OWNER, keyring.rewrite(b"n" * 32, ring)) == ring


def test_every_key_is_random_and_its_own():
    ring = _made()[1]
    other = keyring.make(AMK, OWNER)[1]
    keys = [key for ring in (ring, other) for key in (ring.everyday, ring.private, ring.index)]
    assert len({key.id for key in keys}) == len({key.secret for key in keys}) == 6
    assert ring.hpke != other.hpke
    assert ring.signing != other.signing
    assert len(keyring.new_amk()) == 32
    assert keyring.new_amk() != keyring.new_amk()


def test_layers_go_by_name():
    ring = _made()[1]
    assert ring.layer("everyday") is ring.everyday
    assert ring.layer("private") is ring.private
    for name in ("index", "hpke", ""):
        with pytest.raises(ValueError, match="layer"):
            ring.layer(name)


def test_tags_hide_kinds_and_differ_for_each_person():
    ring = _made()[1]
    other = keyring.make(AMK, OWNER)[1]
    assert ring.tag("sleep") == kdf(ring.index.secret, "hf/kind/1", "sleep", 8)
    assert len({ring.tag("sleep"), ring.tag("sleep/2026-11"), ring.tag("mood"), other.tag("sleep")}) == 4


def test_signing_is_in_the_owners_name():
    ring = _made()[1]
    assert signing.holds(ring.signing.public, ring.sign("card", "x"), "card", "x")
    assert not signing.holds(ring.signing.public, ring.sign("grant", "x"), "card", "x")


def test_key_03_a_keyring_is_never_printed_pickled_copied_hashed_or_changed():
    ring = _made()[1]
    for text in (repr(ring), str(ring), f"{ring}", ascii([ring])):
        assert text.strip("[]") == "<Keyring>"
    for store in (pickle.dumps, copy.copy, copy.deepcopy, hash, json.dumps):
        with pytest.raises(TypeError):
            store(ring)
    with pytest.raises((FrozenInstanceError, AttributeError)):
        ring.owner = UUID(int=9)
