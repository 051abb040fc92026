"""The envelope, against the published vectors and against everything that could be done to it on the way."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt

from holdfast.vault import envelope
from holdfast.vault.errors import CannotOpen
from holdfast.vault.kdf import kdf, lp

VECTORS = {
    name: value if name == "pt" else bytes.fromhex(value)
    for name, value in json.loads(Path(__file__).with_name("vectors.json").read_text()).items()
}
OWNER, RECORD = UUID(bytes=b"\xaa" * 16), UUID(bytes=b"\xbb" * 16)
PLACE = (OWNER, "vault", "checkin", RECORD, "body")
TEXT = VECTORS["pt"].encode()


def _key() -> envelope.Key:
    return envelope.Key(bytes(range(16, 32)), VECTORS["key"])


def _refused(key, sealed, bound_to) -> None:
    with pytest.raises(CannotOpen) as refusal:
        envelope.open_(key, sealed, bound_to)
    raised = refusal.value
    assert str(raised) == "This cannot be opened."
    assert raised.args == ("This cannot be opened.",)
    assert raised.__cause__ is None
    assert raised.__suppress_context__ or raised.__context__ is None


def test_key_04_the_published_vector_byte_for_byte():
    bound_to = envelope.place(*PLACE)
    assert bound_to == VECTORS["ad"]
    sealed = envelope.seal_with_nonce(_key(), TEXT, bound_to, VECTORS["nonce"])
    assert sealed == VECTORS["env"]
    assert len(sealed) == 218
    assert sha256(sealed).hexdigest() == "99f7926209f64bc3966889929bf5957ae0853c0bdd0dd96b99f4b917885f47e0"
    assert sealed[42:74].hex() == "cdeecee70d20bb853ca1c5ca8c8ac2bcd5d993657653a93c52aa52934db6b0eb"


def test_key_04_the_published_vector_opens():
    assert envelope.open_(_key(), VECTORS["env"], VECTORS["ad"]) == TEXT


def test_key_05_every_bit_flip_is_refused():
    whole = VECTORS["env"]
    for bit in range(8 * len(whole)):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(CannotOpen):
            envelope.open_(_key(), bytes(changed), VECTORS["ad"])


def test_key_05_an_envelope_moved_anywhere_is_refused():
    moved = [
        (UUID(int=1), *PLACE[1:]),
        (OWNER, UUID(int=1), *PLACE[2:]),
        (*PLACE[:2], "journal", *PLACE[3:]),
        (*PLACE[:3], UUID(int=1), "body"),
        (*PLACE[:4], "title"),
        (OWNER, "vaultc", "heckin", RECORD, "body"),
    ]
    sealed = envelope.seal(_key(), TEXT, envelope.place(*PLACE))
    for place in moved:
        _refused(_key(), sealed, envelope.place(*place))
    assert envelope.open_(_key(), sealed, envelope.place(*PLACE)) == TEXT


def test_key_05_cut_and_lengthened_envelopes_are_refused():
    for size in range(len(VECTORS["env"])):
        with pytest.raises(CannotOpen):
            envelope.open_(_key(), VECTORS["env"][:size], VECTORS["ad"])
    _refused(_key(), VECTORS["env"] + b"\0", VECTORS["ad"])


def test_key_06_every_reason_looks_the_same():
    sealed = envelope.seal(_key(), TEXT, b"here")
    _refused(replace(_key(), secret=bytes(32)), sealed, b"here")
    _refused(replace(_key(), id=bytes(16)), sealed, b"here")
    _refused(_key(), sealed, b"there")
    _refused(_key(), b"", b"here")
    _refused(_key(), b"\x02" + sealed[1:], b"here")
    _refused(_key(), sealed[:1] + b"\x02" + sealed[2:], b"here")
    _refused(_key(), sealed[:-1] + bytes([sealed[-1] ^ 1]), b"here")
    _refused(_key(), sealed[:42] + bytes(32) + sealed[74:], b"here")


def _built_by_hand(commitment: bytes | None = None, padded: bytes | None = None) -> bytes:
    """An envelope from the document alone, with one part of it replaced."""
    nonce = bytes(24)
    both = kdf(VECTORS["key"], "hf/msg/1", nonce, 64)
    header = b"\x01\x01" + _key().id + nonce + (commitment or both[32:])
    text = padded or TEXT + b"\x80" + bytes(127 - len(TEXT))
    return header + crypto_aead_xchacha20poly1305_ietf_encrypt(text, lp(header, b"here"), nonce, both[:32])


def test_the_layout_is_the_documents():
    assert envelope.open_(_key(), _built_by_hand(), b"here") == TEXT


def test_the_commitment_is_checked_even_where_the_cipher_agrees():
    _refused(_key(), _built_by_hand(commitment=b"\x07" * 32), b"here")


def test_a_version_or_suite_is_checked_even_where_the_cipher_agrees():
    newest, readable = envelope.NEWEST, envelope.READABLE
    try:
        envelope.NEWEST = b"\x01\x7f"
        sealed = envelope.seal(_key(), TEXT, b"here")
    finally:
        envelope.NEWEST = newest
    assert sealed[:2] == b"\x01\x7f"
    _refused(_key(), sealed, b"here")
    try:
        envelope.READABLE = (*readable, b"\x01\x7f")
        assert envelope.open_(_key(), sealed, b"here") == TEXT
    finally:
        envelope.READABLE = readable


def test_padding_without_a_mark_is_refused():
    _refused(_key(), _built_by_hand(padded=b"a" * 128), b"here")


def test_a_name_of_another_key_is_refused_even_where_the_secret_fits():
    sealed = envelope.seal(_key(), TEXT, b"here")
    _refused(replace(_key(), id=bytes(16)), sealed, b"here")


def test_the_smallest_envelope_is_accepted():
    sealed = envelope.seal(_key(), b"", b"here")
    assert len(sealed) == envelope.SMALLEST == 218
    assert envelope.open_(_key(), sealed, b"here") == b""


def test_two_seals_of_one_text_share_only_their_name():
    one, other = (envelope.seal(_key(), TEXT, b"here") for _ in range(2))
    assert one[:18] == other[:18]
    assert one[18:42] != other[18:42]
    assert one[74:] != other[74:]


def test_new_keys_are_random_and_do_not_print():
    one, other = envelope.Key.new(), envelope.Key.new()
    assert (len(one.id), len(one.secret)) == (16, 32)
    assert one.id != other.id
    assert one.secret != other.secret
    assert "secret" not in repr(one)


@given(st.binary(max_size=5000), st.binary(max_size=40), st.binary(min_size=32, max_size=32))
def test_what_is_sealed_opens_again(text, bound_to, secret):
    key = envelope.Key(bytes(16), secret)
    assert envelope.open_(key, envelope.seal(key, text, bound_to), bound_to) == text
