"""Kinds: declared once, well formed, and found in every room at start."""

import pytest

from holdfast.vault import records
from holdfast.vault.records import Kind


def test_a_kind_is_declared_once(kind):
    made = kind("test-sleep", layer="private", parted=True, exported=False)
    assert records.KINDS["test-sleep"] is made
    with pytest.raises(ValueError, match="test-sleep"):
        kind("test-sleep")


def test_a_kind_of_spaces_is_declared_once_and_in_a_list_of_its_own(monkeypatch):
    monkeypatch.setattr(records, "SHARED", {})
    made = records.declare_shared("test-shared")
    assert {"test-shared": made} == records.SHARED
    assert "test-shared" not in records.KINDS
    with pytest.raises(ValueError, match="test-shared"):
        records.declare_shared("test-shared")


def test_a_malformed_kind_is_refused():
    for name, rest in (
        ("", {}),
        ("a/b", {}),
        ("a", {"layer": "index"}),
        ("a", {"v": 2}),
        ("a", {"v": 1, "upgrades": (dict,)}),
        ("a", {"v": 0}),
    ):
        with pytest.raises(ValueError, match=r"name|layer|version"):
            Kind(name, **rest)


def test_a_page_has_a_part_and_a_whole_has_none():
    assert Kind("note").label() == "note"
    assert Kind("diary", parted=True).label("2026-11") == "diary/2026-11"
    assert Kind("diary", parted=True).label("a/b") == "diary/a/b"
    with pytest.raises(ValueError, match="no parts"):
        Kind("note").label("2026-11")
    with pytest.raises(ValueError, match="name one"):
        Kind("diary", parted=True).label()


def test_the_rooms_records_are_found_at_start():
    assert records.KINDS["dropped"] is records.DROPPED
