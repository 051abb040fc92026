"""The page of what was answered when is a shortcut: right, or not believed."""

from datetime import date

import pytest

from holdfast.instruments import actions, queries
from holdfast.instruments.records import TAKEN
from holdfast.kit import random
from holdfast.vault import actions as vault
from holdfast.vault import queries as rows
from holdfast.vault.models import SealedRow
from tests.cast import join

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)
ANSWERS = {f"q{n}": 1 for n in range(1, 8)}


@pytest.fixture
def ana():
    return join("ana").keyring


def answer(keyring, day=DAY):
    return actions.record(keyring, "gad-7", None, ANSWERS, id=random.uuid(), local_date=day, zone="UTC").id


def opened(monkeypatch):
    """Count how often all administrations are opened."""
    looked = []
    real = rows.rows
    monkeypatch.setattr(rows, "rows", lambda keys, kind, *more: looked.append(kind.name) or real(keys, kind, *more))
    return looked


def test_it_tells_form_day_and_number_of_answers_without_opening_the_rows(ana, monkeypatch):
    answer(ana)
    answer(ana, date(2026, 11, 21))
    looked = opened(monkeypatch)
    found = [("gad-7", None, DAY, 7), ("gad-7", None, date(2026, 11, 21), 7)]
    assert sorted(queries.taken(ana), key=str) == found
    assert looked == [TAKEN.name]


def test_a_deleted_administration_leaves_it(ana):
    kept, gone = answer(ana), answer(ana, date(2026, 11, 21))
    assert actions.delete(ana, gone)
    assert queries.taken(ana) == [("gad-7", None, DAY, 7)]
    assert not actions.delete(ana, gone)
    assert queries.administration(ana, kept) is not None


@pytest.mark.parametrize("harm", ["missing", "damaged", "behind", "ahead"])
def test_a_page_that_does_not_agree_is_not_believed_and_is_mended_by_the_next_answer(ana, harm, monkeypatch):
    first = answer(ana)
    page = SealedRow.objects.get(owner=ana.owner, tag=ana.tag(TAKEN.label()))
    if harm == "missing":
        page.delete()
    elif harm == "damaged":
        page.envelope = bytes(page.envelope)[:-1] + bytes([bytes(page.envelope)[-1] ^ 1])
        page.save()
    else:
        more = {str(random.uuid()): ["gad-7", None, "2026-11-02", 7]} if harm == "ahead" else {}
        kept = rows.rows(ana, TAKEN)[0].body["taken"] if more else {}
        vault.revise(ana, TAKEN, "", lambda _: {"taken": kept | more})
    assert queries.taken(ana) == [("gad-7", None, DAY, 7)]
    answer(ana, date(2026, 11, 21))
    looked = opened(monkeypatch)
    assert len(queries.taken(ana)) == 2
    assert looked == [TAKEN.name], "mended: the rows are not opened any more"
    assert actions.delete(ana, first)


def test_sending_a_form_twice_counts_it_once(ana):
    id = random.uuid()
    for _ in range(2):
        actions.record(ana, "gad-7", None, ANSWERS, id=id, local_date=DAY, zone="UTC")
    assert queries.taken(ana) == [("gad-7", None, DAY, 7)]
