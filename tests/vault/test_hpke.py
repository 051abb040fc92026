"""Sealing to a public key: both suites, and no key but the right one."""

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hpke as library
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from holdfast.vault import hpke
from holdfast.vault.errors import CannotOpen


def _curve() -> hpke.Pair:
    return hpke.Pair(bytes([hpke.X25519]) + b"c" * 32)


def _hybrid() -> hpke.Pair:
    return hpke.Pair(bytes([hpke.HYBRID]) + b"h" * 96)


def test_both_suites_open_what_was_sealed_to_them():
    for pair, overhead in ((_curve(), 1 + 32 + 16), (_hybrid(), 1 + 1120 + 16)):
        sealed = hpke.seal(pair.public, b"text", b"info")
        assert hpke.open_(pair.private, sealed, b"info") == b"text"
        assert len(sealed) == overhead + 4
        assert sealed[:1] == pair.public[:1] == pair.private[:1]


def test_other_keys_info_and_changed_bytes_are_refused():
    for pair in (_curve(), _hybrid()):
        sealed = hpke.seal(pair.public, b"text", b"info")
        stranger = pair.private[:1] + bytes(len(pair.private) - 1)
        changed = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in (1, 20, len(sealed) - 1)]
        tried = [(stranger, sealed, b"info"), (pair.private, sealed, b"other"), (pair.private, sealed[:9], b"info")]
        for private, text, info in (*tried, *((pair.private, text, b"info") for text in changed)):
            with pytest.raises(CannotOpen) as refusal:
                hpke.open_(private, text, info)
            assert refusal.value.__suppress_context__


def test_another_suite_is_refused():
    sealed = hpke.seal(_curve().public, b"text", b"info")
    for text in (b"\x02" + sealed[1:], b"\x09" + sealed[1:], b""):
        with pytest.raises(CannotOpen):
            hpke.open_(_curve().private, text, b"info")


def test_what_is_no_public_key_is_refused():
    short, long, unknown = _hybrid().public[:-1], _curve().public + b"c", b"\x09" + b"c" * 32
    for public in (b"", b"\x01", b"\x02", b"\x01" + bytes(32), short, long, unknown):
        with pytest.raises(CannotOpen) as refusal:
            hpke.seal(public, b"text", b"info")
        assert refusal.value.__suppress_context__


def test_the_suites_are_those_of_the_document():
    rfc = library.Suite(library.KEM.X25519, library.KDF.HKDF_SHA256, library.AEAD.CHACHA20_POLY1305)
    private = X25519PrivateKey.from_private_bytes(b"c" * 32)
    sealed = rfc.encrypt(b"text", private.public_key(), info=b"i")
    assert _curve().public == b"\x01" + private.public_key().public_bytes_raw()
    assert rfc.decrypt(hpke.seal(_curve().public, b"text", b"i")[1:], private, info=b"i") == b"text"
    assert hpke.open_(_curve().private, b"\x01" + sealed, b"i") == b"text"
    assert len(_hybrid().public) == 1 + 1184 + 32


def test_new_pairs_are_hybrid_and_random():
    one, other = hpke.new_pair(), hpke.new_pair()
    assert one.private[0] == hpke.HYBRID
    assert len(one.private) == 1 + 64 + 32
    assert one != other
    assert "private" not in repr(one)


def test_where_the_library_has_no_lattices_pairs_are_plain(monkeypatch):
    class Missing:
        @staticmethod
        def from_seed_bytes(seed: bytes) -> None:
            raise UnsupportedAlgorithm("not built in")

    monkeypatch.setattr(hpke, "MLKEM768PrivateKey", Missing)
    pair = hpke.new_pair()
    assert (pair.private[0], len(pair.private)) == (hpke.X25519, 33)
    assert hpke.open_(pair.private, hpke.seal(pair.public, b"text", b""), b"") == b"text"
