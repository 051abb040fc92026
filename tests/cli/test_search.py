"""The search of the stolen-disk drill: nothing it must find is missed, nothing else is found."""

import gzip
import os
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.cli import search

TEXT = "the lighthouse keeper counts forty herons"


def test_the_control_folder_is_found_in_every_disguise(tmp_path):
    expected = set(search.control(tmp_path, TEXT))
    found = {f"{hit.file.rsplit('/', 1)[1]} {hit.disguise}" for hit in search.search([tmp_path], [TEXT])}
    assert found == expected


def test_other_files_are_not_found(tmp_path):
    (tmp_path / "noise").write_bytes(os.urandom(300_000))
    (tmp_path / "words").write_text("a heron stood there, and nobody counted")
    assert search.search([tmp_path], [TEXT]) == []


@pytest.mark.parametrize("at", [4096 - 5, 4096 - 20, 4096 - 36])
def test_a_text_that_is_split_between_two_pages_of_a_file_is_found(tmp_path, at):
    """A page of SQLite begins with bytes of its own, so a long text is never in one piece there."""
    data = bytearray(b"." * 4096 + b"header of the next page" + b"." * 4096)
    head, tail = TEXT.encode()[: 4096 - at], TEXT.encode()[4096 - at :]
    data[at : at + len(head)] = head
    data[4096 + 23 : 4096 + 23 + len(tail)] = tail
    (tmp_path / "rows").write_bytes(data)
    assert [hit.disguise for hit in search.search([tmp_path], [TEXT])] == ["as it is"]


@given(before=st.binary(max_size=40), after=st.binary(max_size=40), shift=st.integers(0, 2))
def test_base64_is_found_wherever_the_text_stands_in_it(before, after, shift):
    import base64

    encoded = base64.b64encode(b"x" * shift + before + TEXT.encode() + after)
    assert any(form in encoded for piece in search.pieces(TEXT) for form in search.disguises(piece)["base64"])


@pytest.mark.parametrize("level", range(10))
@pytest.mark.parametrize("pack", [lambda data, level: zlib.compress(data, level), lambda d, n: gzip.compress(d, n)])
def test_packed_text_is_found_at_every_level_behind_anything(tmp_path, pack, level):
    (tmp_path / "file").write_bytes(b"something before" + pack(TEXT.encode() * 3, level) + b"and after")
    assert search.search([tmp_path], [TEXT])


def test_a_name_of_a_file_counts_too(tmp_path):
    (tmp_path / f"note of {TEXT}.txt").touch()
    assert [hit.disguise for hit in search.search([tmp_path], [TEXT])] == ["a file name"]


def test_one_file_may_be_searched_and_links_are_not_followed(tmp_path):
    (tmp_path / "plain").write_text(TEXT)
    (tmp_path / "place").mkdir()
    (tmp_path / "place" / "link").symlink_to(tmp_path / "plain")
    assert len(search.search([tmp_path / "plain"], [TEXT])) == 1
    assert search.search([tmp_path / "place"], [TEXT]) == []


def test_a_short_text_is_looked_for_whole():
    assert search.pieces("12345678") == ["12345678"]
    assert all(len(piece) == search.PIECE for piece in search.pieces(TEXT))
