"""One row: what it says round trips exactly, and it opens only in its own place."""

import base64
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.vault import envelope, keyring, records, rows
from holdfast.vault.errors import CannotOpen
from holdfast.vault.records import DROPPED, Kind

RING = keyring.make(b"m" * 32, UUID(int=5))[1]
NOTE, OTHER, SECRET = Kind("note"), Kind("other"), Kind("note", layer="private")
DIARY = Kind("diary", parted=True)
ID = UUID(int=1)

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=8), values, max_size=6))
def test_a_body_comes_back_exactly(body):
    stored = rows.seal(RING, ID, rows.Content(NOTE, 1, "", body))
    assert rows.open_(RING, NOTE, stored) == rows.Content(NOTE, 1, "", body)


def test_ft_22_hostile_text_comes_back_exactly():
    body = {
        "v": 9,
        "part": "x",
        "text": "\0 \ud83d \ud83d\ude00 😀 \u202e a\u0301á <script> {{7*7}} =cmd",
        "\ud800": [],
    }
    stored = rows.seal(RING, ID, rows.Content(NOTE, 1, "", body))
    assert rows.open_(RING, NOTE, stored).body == body


def test_what_is_no_plain_json_object_is_refused():
    for body in ([], None, "text"):
        with pytest.raises(TypeError):
            rows.seal(RING, ID, rows.Content(NOTE, 1, "", body))
    with pytest.raises(TypeError):
        rows.seal(RING, ID, rows.Content(NOTE, 1, "", {"x": b"bytes"}))
    for number in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="JSON"):
            rows.seal(RING, ID, rows.Content(NOTE, 1, "", {"x": number}))


def test_the_inside_is_as_the_document_says():
    stored = rows.seal(RING, ID, rows.Content(DIARY, 1, "2026-11", {"a": "é"}))
    text = envelope.open_(RING.everyday, stored.envelope, envelope.place(RING.owner, "vault", "diary", ID))
    assert text == '{"v":1,"part":"2026-11","body":{"a":"é"}}'.encode()
    assert stored.tag == RING.tag("diary/2026-11")


def test_the_layer_decides_the_key():
    assert rows.seal(RING, ID, rows.Content(NOTE, 1, "", {})).envelope[2:18] == RING.everyday.id
    assert rows.seal(RING, ID, rows.Content(SECRET, 1, "", {})).envelope[2:18] == RING.private.id


def test_key_05_a_row_moved_to_another_person_kind_record_or_page_is_refused():
    stored = rows.seal(RING, ID, rows.Content(DIARY, 1, "2026-11", {"a": 1}))
    stranger = keyring.make(b"m" * 32, UUID(int=6))[1]
    whole = rows.seal(RING, ID, rows.Content(NOTE, 1, "", {"a": 1}))
    for ring, kind, row in (
        (stranger, DIARY, stored),
        (RING, Kind("diarx", parted=True), stored),
        (RING, DIARY, stored._replace(id=UUID(int=2))),
        (RING, DIARY, stored._replace(tag=RING.tag("diary/2026-12"))),
        (RING, OTHER, whole._replace(tag=RING.tag("other"))),
        (RING, NOTE, whole._replace(tag=RING.tag("other"))),
    ):
        with pytest.raises(CannotOpen):
            rows.open_(ring, kind, row)
    assert rows.open_(RING, DIARY, stored).body == {"a": 1}


def test_key_05_a_page_found_under_another_parts_tag_is_refused():
    stored = rows.seal(RING, ID, rows.Content(DIARY, 1, "2026-11", {"a": 1}))
    assert rows.open_(RING, DIARY, stored, "2026-11").body == {"a": 1}
    with pytest.raises(CannotOpen):
        rows.open_(RING, DIARY, stored, "2026-12")
    with pytest.raises(CannotOpen):
        rows.open_(RING, DIARY, stored, "")
    assert rows.read(RING, DIARY, stored, "2026-11").body == {"a": 1}
    assert rows.read(RING, DIARY, stored, "2026-12").body is None


def test_ft_18_a_damaged_row_is_read_without_a_body():
    stored = rows.seal(RING, ID, rows.Content(NOTE, 1, "", {"a": 1}))
    damaged = stored._replace(envelope=stored.envelope[:-1] + bytes([stored.envelope[-1] ^ 1]))
    assert rows.read(RING, NOTE, stored, "") == rows.Row(ID, "note", "", {"a": 1})
    assert rows.read(RING, NOTE, damaged, "") == rows.Row(ID, "note", "", None)
    assert rows.read(RING, NOTE, stored, "").readable
    assert not rows.read(RING, NOTE, damaged, "").readable


def test_a_body_is_upgraded_when_read_and_a_newer_one_is_not_guessed_at():
    newer = Kind("note", v=2, upgrades=(lambda body: {**body, "b": body["a"] + 1},))
    stored = rows.seal(RING, ID, rows.Content(NOTE, 1, "", {"a": 1}))
    assert rows.read(RING, newer, stored, "").body == {"a": 1, "b": 2}
    later = rows.seal(RING, ID, rows.Content(newer, 2, "", {"a": 1, "b": 2}))
    assert rows.read(RING, NOTE, later, "").body is None
    assert rows.open_(RING, NOTE, later).body == {"a": 1, "b": 2}


@contextmanager
def _declared(*kinds: Kind) -> Iterator[None]:
    """Kinds in the list for a moment: without a fixture, so that the mutation tests can use these tests too."""
    before = dict(records.KINDS)
    records.KINDS.update({kind.name: kind for kind in kinds})
    try:
        yield
    finally:
        records.KINDS.clear()
        records.KINDS.update(before)


def test_rows_are_recognised_whatever_they_are():
    stored = [
        rows.seal(RING, ID, rows.Content(DROPPED, 1, "", {"x": 1})),
        rows.seal(RING, ID, rows.Content(SECRET, 1, "", {"z": 1})),
        rows.seal(RING, ID, rows.Content(DIARY, 1, "2031-02", {"y": 1})),
        rows.seal(RING, ID, rows.Content(OTHER, 1, "", {"undeclared": 1})),
    ]
    with _declared(SECRET, Kind("another", parted=True), DIARY):
        found = [content and (content.kind.name, content.part) for _, content in rows.recognise(RING, stored)]
    assert found == [("dropped", ""), ("note", ""), ("diary", "2031-02"), None]


def test_a_row_under_a_tag_of_another_kind_or_page_is_not_recognised():
    page = rows.seal(RING, ID, rows.Content(DIARY, 1, "2026-11", {}))
    with _declared(NOTE, DIARY):
        for tag in (RING.tag("note"), RING.tag("diary/2026-12"), bytes(8)):
            assert rows.recognise(RING, [page._replace(tag=tag)])[0][1] is None


def test_key_01_nothing_of_a_row_shows_in_its_bytes():
    canary = "canary-7f3a"
    stored = rows.seal(RING, ID, rows.Content(Kind(f"kind-{canary}"), 1, "", {canary: canary * 50}))
    seen = b"".join([stored.tag, stored.envelope])
    for needle in (canary.encode(), base64.b64encode(canary.encode())[:12], canary.encode().hex().encode()):
        assert needle not in seen
    with pytest.raises(zlib.error):
        zlib.decompress(stored.envelope[74:])


def test_two_bodies_of_a_size_class_have_equal_length():
    sizes = {len(rows.seal(RING, ID, rows.Content(NOTE, 1, "", {"t": "x" * n})).envelope) for n in range(95)}
    assert sizes == {218}


def test_json_is_stored_without_blanks():
    stored = rows.seal(RING, ID, rows.Content(NOTE, 1, "", {"a": [1, 2]}))
    assert isinstance(stored, rows.Stored)
    text = envelope.open_(RING.everyday, stored.envelope, envelope.place(RING.owner, "vault", "note", ID))
    assert json.loads(text) == {"v": 1, "part": "", "body": {"a": [1, 2]}}
    assert b" " not in text
