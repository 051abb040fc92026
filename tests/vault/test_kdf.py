"""The encoding is injective and says what it says; derivation separates by key, label, context and size."""

from hashlib import blake2b
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.vault import kdf

parts = st.lists(st.binary(max_size=12), max_size=6)


def _decode(encoded: bytes) -> list[bytes]:
    """An independent reader: whatever can be read back unambiguously was written injectively."""
    count, at, found = int.from_bytes(encoded[:4], "big"), 4, []
    for _ in range(count):
        size = int.from_bytes(encoded[at : at + 4], "big")
        found.append(encoded[at + 4 : at + 4 + size])
        at += 4 + size
    assert at == len(encoded)
    return found


@given(parts)
def test_a_list_can_be_read_back_from_its_encoding(given_parts):
    assert _decode(kdf.lp(*given_parts)) == given_parts


@given(parts, parts)
def test_no_two_lists_encode_alike(one, other):
    assert (kdf.lp(*one) == kdf.lp(*other)) == (one == other)


def test_borders_between_parts_count():
    assert len({kdf.lp("ab", "c"), kdf.lp("a", "bc"), kdf.lp("abc"), kdf.lp("abc", ""), kdf.lp("", "abc")}) == 5


def test_names_are_utf8_and_ids_their_raw_bytes():
    raw = bytes(range(16))
    assert kdf.lp("é", UUID(bytes=raw)) == kdf.lp("é".encode(), raw)
    assert kdf.lp("ab") == b"\0\0\0\x01\0\0\0\x02ab"


def test_derivation_is_keyed_blake2b_over_the_encoding():
    key = bytes(range(32))
    expected = blake2b(kdf.lp("hf/kdf/1", "hf/x/1", b"ctx"), key=key, digest_size=48).digest()
    assert kdf.kdf(key, "hf/x/1", b"ctx", 48) == expected


def test_key_label_context_and_size_each_change_the_whole_result():
    one = kdf.kdf(b"k", "label", "context", 32)
    others = [
        kdf.kdf(b"j", "label", "context", 32),
        kdf.kdf(b"k", "labels", "context", 32),
        kdf.kdf(b"k", "label", "contexts", 32),
        kdf.kdf(b"k", "labelc", "ontext", 32),
        kdf.kdf(b"k", "label", "context", 33)[:32],
    ]
    assert len({one, *others}) == 6


def test_an_empty_key_is_refused():
    with pytest.raises(ValueError, match="key"):
        kdf.kdf(b"", "label", "")


def test_a_size_that_blake2b_does_not_have_is_refused():
    for size in (0, 65):
        with pytest.raises(ValueError, match="digest_size"):
            kdf.kdf(b"k", "label", "", size)
