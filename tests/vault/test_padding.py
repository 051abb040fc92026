"""Padding: exact inverse, few sizes, and nothing but its own shape is taken off again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.vault import padding
from holdfast.vault.errors import CannotOpen


@given(st.binary(max_size=9000))
def test_what_is_padded_comes_back(text):
    assert padding.unpad(padding.pad(text)) == text


@given(st.integers(0, 200_000))
def test_sizes_are_buckets_and_never_too_small(size):
    bucket = padding.padded_size(size)
    assert bucket > size
    assert bucket in padding.BUCKETS or bucket % 4096 == 0


def test_the_design_names_these_buckets():
    sizes = {128: (0, 127), 256: (128, 188, 255), 512: (256, 511), 1024: (512, 1023), 2048: (1024, 1900, 2047)}
    sizes |= {4096: (2048, 4095), 8192: (4096, 8191), 12288: (8192, 12287)}
    for bucket, texts in sizes.items():
        assert [padding.padded_size(size) for size in texts] == [bucket] * len(texts)


def test_padding_is_iso_7816_4():
    assert padding.pad(b"ab") == b"ab\x80" + bytes(125)
    assert padding.pad(b"ab\x80") == b"ab\x80\x80" + bytes(124)
    assert padding.unpad(b"ab\x80\0\x80\0\0") == b"ab\x80\0"


def test_no_mark_or_something_behind_it_is_refused():
    for padded in (b"", bytes(128), b"ab" + bytes(126), b"ab\x80\0\0\x01", b"ab\x80\x81"):
        with pytest.raises(CannotOpen):
            padding.unpad(padded)
