"""Writing: own rows only, all or nothing, and keys that were replaced write nothing more."""

from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from holdfast.kit import random
from holdfast.vault import actions, doctor, dropbox, envelope, keyring, queries, records
from holdfast.vault.errors import CannotOpen, KeysReplaced
from holdfast.vault.models import DropRow, SealedRow

pytestmark = pytest.mark.django_db


def _fresh(ring):
    return keyring.make(keyring.new_amk(), ring.owner)[1]


def _one_bit(id: UUID) -> None:
    row = SealedRow.objects.get(id=id)
    row.envelope = bytes(row.envelope)[:-1] + bytes([bytes(row.envelope)[-1] ^ 1])
    row.save()


# -- put, put_new, delete, erase


def test_put_adds_and_then_replaces_by_id(ana, note):
    id = actions.put(ana, note, {"n": 1})
    assert actions.put(ana, note, {"n": 2}, id=id) == id
    assert [(row.id, row.body) for row in queries.rows(ana, note)] == [(id, {"n": 2})]
    assert id.version == 4


def test_a_write_asks_one_question_however_much_there_is(ana, note):
    for n in range(5):
        actions.put(ana, note, {"n": n})
    with CaptureQueriesContext(connection) as asked:
        actions.put(ana, note, {"n": 9})
    questions = [each["sql"] for each in asked if each["sql"].startswith("SELECT") and "advisory" not in each["sql"]]
    assert len(questions) == 1
    assert "LIMIT 1" in questions[0]
    assert "EXISTS" not in questions[0], "that one looks at every row"


def test_put_takes_the_id_it_is_given(ana, note, diary):
    whole, page = random.uuid(), random.uuid()
    assert actions.put(ana, note, {}, id=whole) == whole
    assert actions.put(ana, diary, {"d": 1}, id=page, part="2026-11") == page
    assert actions.put(ana, diary, {"d": 2}, id=page, part="2026-11") == page
    assert queries.get(ana, diary, page, "2026-11").body == {"d": 2}


def test_put_never_touches_what_is_not_this_row(ana, ben, kind, note, diary):
    hers = actions.put(ana, note, {"n": 1})
    actions.put(ana, note, {"n": 2})
    before = doctor.digest()
    for ring, other, part in ((ben, note, ""), (ana, kind("test-other"), ""), (ana, diary, "2026-11")):
        with pytest.raises(CannotOpen), transaction.atomic():
            actions.put(ring, other, {"stolen": 1}, id=hers, part=part)
    assert doctor.digest() == before


def test_what_is_no_body_is_refused_and_nothing_is_written(ana, note):
    for body in ({"x": float("nan")}, {"x": object()}, []):
        with pytest.raises((TypeError, ValueError)), transaction.atomic():
            actions.put(ana, note, body)
    assert not SealedRow.objects.exists()


def test_ft_08_put_new_keeps_the_first_and_says_so(ana, note):
    id = random.uuid()
    assert actions.put_new(ana, note, {"n": 1}, id=id) is True
    assert actions.put_new(ana, note, {"n": 2}, id=id) is False
    assert queries.get(ana, note, id).body == {"n": 1}


def test_put_new_does_not_call_a_strangers_row_ones_own(ana, ben, note):
    id = actions.put(ana, note, {"n": 1})
    with pytest.raises(CannotOpen):
        actions.put_new(ben, note, {"n": 2}, id=id)
    assert queries.get(ana, note, id).body == {"n": 1}


def test_put_new_into_a_page(ana, diary):
    id = random.uuid()
    assert actions.put_new(ana, diary, {"d": 1}, id=id, part="2026-11")
    assert queries.rows(ana, diary, ["2026-11"])[0].id == id


def test_delete_takes_one_own_row(ana, ben, kind, note, diary):
    id, page = actions.put(ana, note, {"n": 1}), actions.put(ana, diary, {}, part="2026-11")
    other = kind("test-other")
    assert not actions.delete(ben, note, id)
    assert not actions.delete(ana, other, id)
    assert not actions.delete(ana, diary, page, "2026-12")
    assert not actions.delete(ana, note, UUID(int=1))
    assert actions.delete(ana, note, id) is True
    assert actions.delete(ana, diary, page, "2026-11") is True
    assert actions.delete(ana, note, id) is False
    assert queries.everything(ana) == []


def test_ft_18_a_damaged_row_can_be_deleted_or_written_again(ana, note):
    one, other = actions.put(ana, note, {"n": 1}), actions.put(ana, note, {"n": 2})
    _one_bit(one)
    _one_bit(other)
    assert actions.delete(ana, note, one)
    actions.put(ana, note, {"n": 3}, id=other)
    assert [row.body for row in queries.rows(ana, note)] == [{"n": 3}]


def test_ft_18_a_page_that_can_be_made_again_gives_way_where_it_cannot_be_read(ana, note, diary):
    assert actions.remake(ana, note, "", lambda body: body | {"n": 1}) == {"n": 1}
    assert actions.remake(ana, note, "", lambda body: body | {"m": 2}) == {"n": 1, "m": 2}
    page = actions.put(ana, diary, {"d": 1}, part="2026-11")
    kept = actions.put(ana, diary, {"d": 2}, part="2026-12")
    _one_bit(page)
    with pytest.raises(CannotOpen), transaction.atomic():
        actions.revise(ana, diary, "2026-11", lambda body: body | {"d": 3})
    assert actions.remake(ana, diary, "2026-11", lambda body: body | {"d": 3}) == {"d": 3}
    assert [row.body for row in queries.rows(ana, diary, ["2026-11"])] == [{"d": 3}]
    assert queries.get(ana, diary, kept, "2026-12").body == {"d": 2}


def test_erase_leaves_nothing_of_one_and_everything_of_others(ana, ben, note):
    for ring in (ana, ben):
        actions.put(ring, note, {"n": 1})
        actions.put(ring, note, {"n": 2})
        dropbox.drop(ring.hpke.public, ring.owner, "word", {})
    assert actions.erase(ana.owner) == 3
    assert actions.erase(ana.owner) == 0
    assert queries.owners() == {ben.owner}
    assert len(queries.rows(ben, note)) == 2
    assert DropRow.objects.count() == 1


# -- revise


def test_revise_makes_a_page_and_then_changes_it(ana, diary):
    assert actions.revise(ana, diary, "2026-11", lambda body: {**body, "a": 1}) == {"a": 1}
    assert actions.revise(ana, diary, "2026-11", lambda body: {**body, "b": 2}) == {"a": 1, "b": 2}
    assert [row.body for row in queries.rows(ana, diary, ["2026-11"])] == [{"a": 1, "b": 2}]


def test_revise_of_a_whole_kind_keeps_one_row(ana, note):
    for n in range(3):
        actions.revise(ana, note, "", lambda body, n=n: {"n": n})
    assert [row.body for row in queries.rows(ana, note)] == [{"n": 2}]


def test_revise_rewrites_even_what_did_not_change(ana, note):
    """A record that is rewritten on every choice and every skip must not show which it was."""
    actions.revise(ana, note, "", lambda body: {"n": 1})
    before = doctor.digest()
    actions.revise(ana, note, "", lambda body: body)
    assert doctor.digest() != before


def test_a_change_that_raises_leaves_the_page_as_it_was(ana, note):
    actions.revise(ana, note, "", lambda body: {"n": 1})
    with pytest.raises(ZeroDivisionError):
        actions.revise(ana, note, "", lambda body: {"n": 1 // 0})
    assert queries.rows(ana, note)[0].body == {"n": 1}


def test_revise_never_writes_over_a_page_it_cannot_read(ana, diary):
    actions.revise(ana, diary, "2026-11", lambda body: {"a": 1})
    _one_bit(queries.rows(ana, diary, ["2026-11"])[0].id)
    before = doctor.digest()
    with pytest.raises(CannotOpen), transaction.atomic():
        actions.revise(ana, diary, "2026-11", lambda body: {"b": 2})
    assert doctor.digest() == before


def test_revise_upgrades_what_it_finds(ana, kind):
    actions.revise(ana, kind("test-old"), "", lambda body: {"a": 1})
    del records.KINDS["test-old"]
    newer = kind("test-old", v=2, upgrades=(lambda body: {**body, "b": 2},))
    assert actions.revise(ana, newer, "", lambda body: {**body, "c": 3}) == {"a": 1, "b": 2, "c": 3}
    assert queries.rows(ana, newer)[0].body == {"a": 1, "b": 2, "c": 3}


# -- full re-key


def test_key_11_after_a_full_re_key_old_keys_open_nothing(ana, note, diary):
    actions.put(ana, note, {"n": 1})
    actions.put(ana, note, {"n": 2})
    actions.revise(ana, diary, "2026-11", lambda body: {"d": 1})
    dropbox.drop(ana.hpke.public, ana.owner, "word", {"w": 1})
    old_names = {key.id.hex() for key in (ana.everyday, ana.private, ana.index)}
    before = queries.everything(ana)
    new = _fresh(ana)

    assert actions.reseal_all(ana, new) == (4, 0)

    assert not {sort.key for sort in doctor.sorts()} & old_names
    assert not any(row.readable for row in queries.everything(ana))
    after = queries.everything(new)
    assert [row for row in after if row.kind != "dropped"] == before
    assert [row.body for row in after if row.kind == "dropped"] == [{"kind": "word", "body": {"w": 1}}]
    assert not DropRow.objects.exists()
    assert not SealedRow.objects.filter(tag=ana.tag("test-note")).exists()


def test_key_11_what_no_key_opens_is_removed_and_counted(ana, note, diary):
    good = actions.put(ana, note, {"n": 1})
    _one_bit(actions.put(ana, note, {"n": 2}))
    _one_bit(actions.put(ana, diary, {"d": 2}, part="2026-11"))
    DropRow.objects.create(owner=ana.owner, sealed=b"\x02nonsense")
    new = _fresh(ana)
    assert actions.reseal_all(ana, new) == (1, 3)
    assert [row.id for row in queries.everything(new)] == [good]


def test_a_full_re_key_leaves_others_alone(ana, ben, note):
    actions.put(ben, note, {"n": 1})
    actions.put(ana, note, {"n": 1})
    actions.reseal_all(ana, _fresh(ana))
    assert [row.body for row in queries.rows(ben, note)] == [{"n": 1}]


def test_a_full_re_key_keeps_bodies_of_older_versions_as_they_were(ana, kind):
    actions.put(ana, kind("test-old"), {"a": 1})
    del records.KINDS["test-old"]
    newer = kind("test-old", v=2, upgrades=(lambda body: {**body, "b": 2},))
    new = _fresh(ana)
    actions.reseal_all(ana, new)
    del records.KINDS["test-old"]
    assert queries.rows(new, kind("test-old"))[0].body == {"a": 1}
    assert queries.rows(new, newer)[0].body == {"a": 1, "b": 2}


def test_ft_14_a_full_re_key_that_fails_leaves_the_old_state(ana, note, monkeypatch):
    actions.put(ana, note, {"n": 1})
    actions.put(ana, note, {"n": 2})
    before, seal, calls = doctor.digest(), actions.rows.seal, []

    def fails_late(*given):
        calls.append(given)
        if len(calls) == 2:
            raise RuntimeError("power cut")
        return seal(*given)

    monkeypatch.setattr(actions.rows, "seal", fails_late)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.reseal_all(ana, _fresh(ana))
    assert doctor.digest() == before
    assert len(queries.rows(ana, note)) == 2


def test_replaced_keys_write_nothing_more(ana, note, diary):
    id = actions.put(ana, note, {"n": 1})
    actions.put(ana, note, {"n": 2})
    new = _fresh(ana)
    actions.reseal_all(ana, new)
    before = doctor.digest()
    for deed in (
        lambda: actions.put(ana, note, {"late": 1}),
        lambda: actions.put(ana, note, {"late": 1}, id=id),
        lambda: actions.put_new(ana, note, {"late": 1}, id=random.uuid()),
        lambda: actions.revise(ana, diary, "2026-11", lambda body: {"late": 1}),
        lambda: actions.delete(ana, note, id),
        lambda: actions.reseal_all(ana, _fresh(ana)),
    ):
        with pytest.raises(KeysReplaced, match="Unlock again"), transaction.atomic():
            deed()
    assert doctor.digest() == before
    assert actions.put(new, note, {"n": 3}, id=id) == id


def test_ft_18_damage_alone_never_looks_like_replaced_keys(ana, note):
    _one_bit(actions.put(ana, note, {"n": 1}))
    actions.put(ana, note, {"n": 2})
    assert [row.body for row in queries.rows(ana, note) if row.readable] == [{"n": 2}]


def test_rows_of_a_space_say_nothing_about_the_own_keys(ana, note):
    SealedRow.objects.create(owner=ana.owner, scope=UUID(int=9), tag=bytes(8), envelope=bytes(218))
    assert actions.put(ana, note, {"n": 1})


# -- old envelopes


def test_rows_of_an_older_suite_are_sealed_anew_a_few_at_a_time(ana, ben, note, diary, monkeypatch):
    for n in range(3):
        actions.put(ana, note, {"n": n})
    actions.revise(ana, diary, "2026-11", lambda body: {"d": 1})
    actions.put(ben, note, {"n": 9})
    with CaptureQueriesContext(connection) as asked:
        assert actions.freshen(ana) == 0
    assert len(asked) == 1, "an unlock with nothing to do asks one question and takes no lock"
    old, new = envelope.NEWEST, b"\x01\x7e"
    monkeypatch.setattr(envelope, "NEWEST", new)
    monkeypatch.setattr(envelope, "READABLE", (new, old))

    assert actions.freshen(ana, limit=2) == 2
    assert actions.freshen(ana) == 2
    assert actions.freshen(ana) == 0

    counts = sorted((sort.suite, count) for sort, count in doctor.sorts().items())
    assert counts == [(1, 1), (0x7E, 1), (0x7E, 3)], "ben's row is left; a keyring freshens its own"
    assert {row.body["n"] for row in queries.rows(ana, note)} == {0, 1, 2}
    assert queries.rows(ana, diary, ["2026-11"])[0].body == {"d": 1}


def test_an_old_row_that_does_not_open_is_left_as_it_is(ana, note, monkeypatch):
    damaged = actions.put(ana, note, {"n": 1})
    actions.put(ana, note, {"n": 2})
    _one_bit(damaged)
    old, new = envelope.NEWEST, b"\x01\x7e"
    monkeypatch.setattr(envelope, "NEWEST", new)
    monkeypatch.setattr(envelope, "READABLE", (new, old))
    assert actions.freshen(ana) == 1
    assert bytes(SealedRow.objects.get(id=damaged).envelope)[:2] == old
