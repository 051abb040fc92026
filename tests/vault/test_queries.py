"""Reading: own rows, all of them, in a fixed order, and a damaged one never hides the others."""

from uuid import UUID

import pytest

from holdfast.vault import actions, dropbox, queries, records
from holdfast.vault.models import SealedRow
from holdfast.vault.rows import Row

pytestmark = pytest.mark.django_db


def _damage(id: UUID) -> None:
    row = SealedRow.objects.get(id=id)
    row.envelope = bytes(row.envelope)[:-1] + bytes([bytes(row.envelope)[-1] ^ 1])
    row.save()


def test_rows_of_a_kind_come_in_order_of_id(ana, note):
    ids = sorted(actions.put(ana, note, {"n": n}) for n in range(5))
    assert [row.id for row in queries.rows(ana, note)] == ids
    assert {row.body["n"] for row in queries.rows(ana, note)} == set(range(5))


def test_pages_come_by_part_and_only_those_asked_for(ana, diary):
    for part in ("2026-12", "2026-10", "2026-11"):
        actions.revise(ana, diary, part, lambda body, part=part: {"is": part})
    found = queries.rows(ana, diary, ["2026-11", "2026-10", "2031-01"])
    assert [(row.part, row.body) for row in found] == [("2026-10", {"is": "2026-10"}), ("2026-11", {"is": "2026-11"})]
    assert queries.rows(ana, diary, []) == []
    assert [row.part for row in queries.rows(ana, diary)] == ["2026-10", "2026-11", "2026-12"]


def test_a_part_for_a_kind_without_parts_is_a_mistake(ana, note, diary):
    with pytest.raises(ValueError, match="no parts"):
        queries.rows(ana, note, ["2026-11"])
    with pytest.raises(ValueError, match="name one"):
        queries.get(ana, diary, UUID(int=1))


def test_one_row_by_id(ana, ben, note, diary):
    id = actions.put(ana, note, {"n": 1})
    page = actions.put(ana, diary, {"d": 1}, part="2026-11")
    assert queries.get(ana, note, id) == Row(id, "test-note", "", {"n": 1})
    assert queries.get(ana, diary, page, "2026-11") == Row(page, "test-diary", "2026-11", {"d": 1})
    assert queries.get(ana, diary, page, "2026-12") is None
    assert queries.get(ana, diary, id, "2026-11") is None
    assert queries.get(ben, note, id) is None
    assert queries.get(ana, note, UUID(int=1)) is None


def test_key_03_another_persons_rows_are_not_there(ana, ben, note):
    actions.put(ana, note, {"n": 1})
    assert queries.rows(ben, note) == []
    assert queries.everything(ben) == []


def test_ft_18_a_damaged_row_is_shown_as_such_and_others_read(ana, note):
    ids = [actions.put(ana, note, {"n": n}) for n in range(3)]
    _damage(ids[1])
    found = {row.id: row.body for row in queries.rows(ana, note)}
    assert found == {ids[0]: {"n": 0}, ids[1]: None, ids[2]: {"n": 2}}
    assert not queries.get(ana, note, ids[1]).readable
    assert Row(ids[1], "test-note", "", None) in queries.everything(ana)


def test_everything_is_every_row_of_every_kind_on_every_page(ana, note, diary):
    id = actions.put(ana, note, {"n": 1})
    for part in ("2026-10", "2026-11"):
        actions.revise(ana, diary, part, lambda body: {"d": 1})
    dropbox.drop(ana.hpke.public, ana.owner, "word", {"w": 1})
    dropbox.collect(ana)
    found = queries.everything(ana)
    assert [(row.kind, row.part) for row in found] == [
        ("dropped", ""),
        ("test-diary", "2026-10"),
        ("test-diary", "2026-11"),
        ("test-note", ""),
    ]
    assert found[-1] == Row(id, "test-note", "", {"n": 1})
    assert SealedRow.objects.count() == len(found)


def test_everything_can_be_narrowed_to_some_pages(ana, note, diary):
    actions.put(ana, note, {"n": 1})
    for part in ("2026-10", "2026-11"):
        actions.revise(ana, diary, part, lambda body: {"d": 1})
    found = queries.everything(ana, ["2026-11"])
    assert [(row.kind, row.part) for row in found] == [("test-diary", "2026-11"), ("test-note", "")]


def test_what_cannot_be_placed_is_still_counted(ana, diary):
    id = actions.put(ana, diary, {"d": 1}, part="2026-11")
    _damage(id)
    assert queries.everything(ana) == [Row(id, "", "", None)]
    assert queries.everything(ana, []) == [Row(id, "", "", None)]


def test_a_row_of_a_newer_program_is_there_but_not_read(ana, kind, note):
    newer = kind("test-newer", v=2, upgrades=(dict,))
    id = actions.put(ana, newer, {"n": 1})
    del records.KINDS["test-newer"]
    kind("test-newer")
    assert queries.everything(ana) == [Row(id, "test-newer", "", None)]


def test_owners_are_all_who_have_anything_here(ana, ben, note):
    assert queries.owners() == set()
    actions.put(ana, note, {"n": 1})
    dropbox.drop(ben.hpke.public, ben.owner, "word", {})
    assert queries.owners() == {ana.owner, ben.owner}


def test_a_space_is_not_the_own_vault(ana, note):
    """Rows of a space will share the table; they are never taken for one's own."""
    id = actions.put(ana, note, {"n": 1})
    SealedRow.objects.filter(id=id).update(scope=UUID(int=9))
    assert queries.rows(ana, note) == []
    assert queries.get(ana, note, id) is None
