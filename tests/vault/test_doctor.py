"""What can be told without a key, and the hash that no migration may change."""

from uuid import UUID

import pytest

from holdfast.vault import actions, doctor, dropbox
from holdfast.vault.models import SealedRow

pytestmark = pytest.mark.django_db


def test_headers_are_counted_without_any_key(ana, ben, note, diary):
    actions.put(ana, note, {"n": 1})
    actions.put(ana, diary, {"d": 1}, part="2026-11")
    actions.put(ben, note, {"n": 1})
    assert doctor.sorts() == {
        doctor.Sort(1, 1, ana.everyday.id.hex()): 1,
        doctor.Sort(1, 1, ana.private.id.hex()): 1,
        doctor.Sort(1, 1, ben.everyday.id.hex()): 1,
    }


def test_ft_18_even_an_envelope_cut_to_nothing_is_counted():
    for id, rest in enumerate((b"", b"\x01", b"\x01\x01\xaa")):
        SealedRow.objects.create(id=UUID(int=id), owner=UUID(int=1), tag=bytes(8), envelope=rest)
    assert doctor.sorts() == {doctor.Sort(0, 0, ""): 1, doctor.Sort(1, 0, ""): 1, doctor.Sort(1, 1, "aa"): 1}


def test_ft_18_the_unreadable_rows_of_a_person_are_named(ana, note):
    good, bad = actions.put(ana, note, {"n": 1}), actions.put(ana, note, {"n": 2})
    SealedRow.objects.filter(id=bad).update(envelope=b"gone")
    assert doctor.unreadable(ana) == [bad]
    assert good not in doctor.unreadable(ana)


def test_waiting_drops_are_counted(ana):
    assert doctor.drops() == 0
    dropbox.drop(ana.hpke.public, ana.owner, "note", {})
    assert doctor.drops() == 1


def _rows(*rows: tuple[int, int, UUID | None, bytes, bytes]) -> str:
    SealedRow.objects.all().delete()
    for id, owner, scope, tag, envelope in rows:
        SealedRow.objects.create(id=UUID(int=id), owner=UUID(int=owner), scope=scope, tag=tag, envelope=envelope)
    return doctor.digest()


def test_key_22_the_digest_changes_with_every_column_and_not_with_order(ana):
    one, other = (1, 1, None, b"t" * 8, b"e"), (2, 1, None, b"t" * 8, b"f")
    digests = [
        _rows(),
        _rows(one),
        _rows(one, other),
        _rows((3, *one[1:]), other),
        _rows((1, 2, *one[2:]), other),
        _rows((*one[:2], UUID(int=4), *one[3:]), other),
        _rows((*one[:3], b"u" * 8, b"e"), other),
        _rows((*one[:4], b"g"), other),
        _rows((*one[:4], b"ef"), (*other[:4], b"")),
    ]
    assert len(set(digests)) == len(digests)
    assert _rows(other, one) == digests[2]
    dropbox.drop(ana.hpke.public, ana.owner, "note", {})
    assert doctor.digest() != digests[2]
