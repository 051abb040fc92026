"""The drop box: anybody's session may put something in, only the owner's keys take it out."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from holdfast.kit import random
from holdfast.vault import actions, dropbox, hpke, keyring, queries
from holdfast.vault.errors import CannotOpen, KeysReplaced
from holdfast.vault.kdf import lp
from holdfast.vault.models import DropRow, SealedRow
from holdfast.vault.records import DROPPED

pytestmark = pytest.mark.django_db


def _drop(ring, kind="check-in", body=None, **rest):
    return dropbox.drop(ring.hpke.public, ring.owner, kind, body or {"mood": 4}, **rest)


def test_what_is_dropped_is_collected_once(ana):
    assert _drop(ana) is True
    _drop(ana, "note", {"text": "half \ud83d"})
    assert sorted(dropbox.collect(ana)) == [("check-in", {"mood": 4}), ("note", {"text": "half \ud83d"})]
    with CaptureQueriesContext(connection) as asked:
        assert dropbox.collect(ana) == []
    assert len(asked) == 1, "an unlock with nothing waiting takes no lock"
    assert not DropRow.objects.exists()


def test_it_waits_in_the_vault_until_somebody_takes_it_up(ana):
    _drop(ana)
    _drop(ana, "note", {"text": "x"})
    dropbox.collect(ana)
    (kept,) = dropbox.kept(ana, "check-in")
    assert (kept.kind, kept.body) == ("check-in", {"mood": 4})
    assert actions.delete(ana, DROPPED, kept.id)
    assert dropbox.kept(ana, "check-in") == []
    assert len(dropbox.kept(ana, "note")) == 1


def test_the_session_that_drops_cannot_read_it_back(ana, ben):
    """Only the private half opens it: nothing that `drop` was given does."""
    _drop(ana)
    row = DropRow.objects.get()
    assert b"mood" not in bytes(row.sealed)
    assert dropbox.collect(ben) == []
    DropRow.objects.update(owner=ben.owner)
    assert dropbox.collect(ben) == []
    with pytest.raises(CannotOpen):
        hpke.open_(ben.hpke.private, bytes(row.sealed), lp("hf/drop/1", ana.owner, row.id))


def test_a_drop_is_bound_to_owner_and_row(ana):
    _drop(ana)
    row = DropRow.objects.get()
    text = hpke.open_(ana.hpke.private, bytes(row.sealed), lp("hf/drop/1", ana.owner, row.id))
    assert text == b'{"kind":"check-in","body":{"mood":4}}'.ljust(128, b"\0").replace(b"}\0", b"}\x80", 1)


def test_key_05_a_drop_moved_to_another_row_stays_shut(ana):
    _drop(ana)
    DropRow.objects.update(id=random.uuid())
    assert dropbox.collect(ana) == []
    assert DropRow.objects.count() == 1


def test_ft_18_a_damaged_drop_stays_and_others_come_through(ana):
    _drop(ana)
    DropRow.objects.create(owner=ana.owner, sealed=b"nonsense")
    DropRow.objects.create(owner=ana.owner, sealed=hpke.seal(ana.hpke.public, b"unpadded", b"other"))
    assert dropbox.collect(ana) == [("check-in", {"mood": 4})]
    assert DropRow.objects.count() == 2


def test_ft_08_a_form_dropped_twice_waits_once(ana):
    id = random.uuid()
    assert _drop(ana, id=id) is True
    assert _drop(ana, "check-in", {"mood": 9}, id=id) is False
    assert dropbox.collect(ana) == [("check-in", {"mood": 4})]


def test_ft_08_the_same_thing_dropped_twice_is_kept_once(ana):
    for body in ({"record": "a"}, {"record": "a"}, {"record": "b"}):
        _drop(ana, "form", body)
    assert sorted(dropbox.collect(ana), key=str) == [("form", {"record": "a"}), ("form", {"record": "b"})]
    _drop(ana, "form", {"record": "b"})
    assert dropbox.collect(ana) == []
    assert len(dropbox.kept(ana, "form")) == 2
    assert not DropRow.objects.exists()


def test_sizes_of_drops_are_padded(ana):
    for text in ("", "x" * 60):
        _drop(ana, "note", {"t": text})
    assert len({len(bytes(row.sealed)) for row in DropRow.objects.all()}) == 1


def test_what_is_no_public_key_is_refused(ana):
    with pytest.raises(CannotOpen):
        dropbox.drop(b"no key", ana.owner, "note", {})
    assert not DropRow.objects.exists()


def test_collecting_with_replaced_keys_moves_nothing(ana, note):
    actions.put(ana, note, {"n": 1})
    actions.put(ana, note, {"n": 2})
    new = keyring.make(keyring.new_amk(), ana.owner)[1]
    actions.reseal_all(ana, new)
    _drop(new)
    with pytest.raises(KeysReplaced), transaction.atomic():
        dropbox.collect(ana)
    assert dropbox.collect(new) == [("check-in", {"mood": 4})]


def test_a_damaged_collected_drop_is_not_offered(ana):
    _drop(ana)
    dropbox.collect(ana)
    row = SealedRow.objects.get(id=queries.rows(ana, DROPPED)[0].id)
    row.envelope = bytes(row.envelope)[:-1] + bytes([bytes(row.envelope)[-1] ^ 1])
    row.save()
    assert dropbox.kept(ana, "check-in") == []
