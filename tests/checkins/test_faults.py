"""Double sending, a full disk, a damaged row, a lock in the middle of a form: nothing lost, nothing doubled."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from unittest import mock

import pytest
from django.db import OperationalError, connections
from django.urls import reverse

from holdfast.checkins import actions, queries
from holdfast.checkins.records import CHECKINS
from holdfast.instruments import queries as instruments
from holdfast.kit import clock, random
from holdfast.people import queries as people
from holdfast.vault import actions as vault
from holdfast.vault import queries as rows
from tests.cast import join
from tests.checkins.walking import begin, hidden, press, some_answers, text, walk

pytestmark = pytest.mark.django_db
NOT_SAVED = "This isn't saved yet. Your words are still here."


def today(member) -> date:
    return clock.today(people.profile(member.keyring).zone)


def full_disk(*_args, **_kwargs):
    raise OperationalError("database or disk is full")


def test_ft_08_twenty_identical_check_ins_make_one_entry():
    ana = join("ana")
    page = ana.client.get(reverse("check-in"))
    sent = hidden(page) | {"a-mood": "6", "do": "next"}
    for _ in range(20):
        assert ana.client.post(reverse("check-in"), sent).status_code == 302
    (entry,) = queries.entries(ana.keyring, today(ana), today(ana))
    assert entry.values == {"mood": 6}


def test_ft_08_twenty_identical_last_pages_make_one_record():
    ana = join("ana", one_at_a_time=False)
    id = begin(ana, "who-5")
    address = reverse("form-page", args=[id, 1])
    sent = hidden(ana.client.get(address)) | {f"a-q{n}": "3" for n in range(1, 6)} | {"do": "next"}
    for _ in range(20):
        assert ana.client.post(address, sent).url == reverse("result", args=[id])
    assert len(instruments.administrations(ana.keyring)) == 1
    assert ana.client.get(address).url == reverse("result", args=[id])
    assert ana.client.get(reverse("form", args=[id])).url == reverse("result", args=[id])


def _until_read(act):
    """The tests' database in memory, unlike a file, refuses readers while someone writes: ask again."""
    for _ in range(500):
        try:
            return act()
        except OperationalError:
            time.sleep(0.01)
    return act()


@pytest.mark.django_db(transaction=True)
def test_ft_08_twenty_at_once_make_one_record_and_one_entry():
    ana = join("ana")
    record, now = random.uuid(), clock.now()
    answers = dict.fromkeys(("q1", "q2", "q3", "q4", "q5"), 2)

    def send(_number):
        given = {"final": True, "id": record, "now": now, "zone": "UTC"}
        try:
            return [
                _until_read(lambda: actions.answer(ana.keyring, "who-5", answers, **given)).saved,
                _until_read(lambda: actions.answer(ana.keyring, "three-taps", {"mood": 4}, **given)).saved,
            ]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(send, range(20)))
    assert any(form for form, _taps in done)
    assert any(taps for _form, taps in done)
    assert len(instruments.administrations(ana.keyring)) == 1
    assert len(queries.entries(ana.keyring, now.date(), now.date())) == 1


def test_ft_03_a_full_disk_keeps_the_answers_in_the_page_and_trying_again_saves_them_once():
    ana = join("ana")
    page = ana.client.get(reverse("check-in"))
    sent = hidden(page) | {"a-mood": "6", "do": "next"}
    with mock.patch("holdfast.vault.actions.revise", full_disk):
        response = ana.client.post(reverse("check-in"), sent)
    assert response.status_code == 503
    assert NOT_SAVED in text(response)
    assert "Saved, and locked" not in text(response)
    again = hidden(response)
    assert again["a-mood"] == "6"
    assert ana.client.post(reverse("check-in"), again).status_code == 302
    (entry,) = queries.entries(ana.keyring, today(ana), today(ana))
    assert entry.values == {"mood": 6}


def test_ft_03_a_full_disk_under_a_note_gives_the_note_back_to_the_letter():
    ana = join("ana")
    press(ana, reverse("check-in"), "next", **{"a-mood": "6"})
    address, note = reverse("check-in-more", args=[0]), ' <b>"two"\n lines</b> & more '
    page = ana.client.get(address)
    with mock.patch("holdfast.vault.actions.revise", full_disk):
        response = ana.client.post(address, hidden(page) | {"note": note})
    assert response.status_code == 503
    assert hidden(response)["note"] == note
    ana.client.post(address, hidden(response))
    assert queries.days(ana.keyring, today(ana), today(ana))[0].note == note


def test_ft_03_the_last_page_of_a_form_is_kept_whole_or_not_at_all():
    ana = join("ana", one_at_a_time=False)
    id = begin(ana, "who-5")
    address = reverse("form-page", args=[id, 1])
    sent = hidden(ana.client.get(address)) | {f"a-q{n}": "3" for n in range(1, 6)} | {"do": "next"}
    with mock.patch("holdfast.checkins.actions.discard", full_disk):
        response = ana.client.post(address, sent)
    assert response.status_code == 503
    assert instruments.administrations(ana.keyring) == []
    assert queries.draft(ana.keyring, id) is not None
    assert ana.client.post(address, hidden(response)).url == reverse("result", args=[id])


def test_ft_03_what_a_page_keeps_by_itself_says_when_it_could_not():
    ana = join("ana")
    id = begin(ana, "pcl-5")
    page = ana.client.get(reverse("form-page", args=[id, 1]))
    with mock.patch("holdfast.vault.actions.revise", full_disk):
        response = ana.client.post(reverse("form-draft", args=[id, 1]), hidden(page) | {"a-q1": "1"})
    assert response.status_code == 503


def test_what_a_page_keeps_by_itself_too_late_does_not_bring_an_ended_form_back():
    ana = join("ana", one_at_a_time=False)
    id = begin(ana, "who-5")
    early = queries.draft(ana.keyring, id)
    walked = {f"q{n}": 3 for n in range(1, 6)}
    actions.answer(ana.keyring, "who-5", walked, final=True, id=id, now=clock.now(), zone="UTC")
    assert actions.keep(ana.keyring, early, {"q1": 0})
    assert queries.draft(ana.keyring, id) is None
    assert instruments.administrations(ana.keyring)[0].answers == walked


def test_two_tabs_of_one_form_lose_none_of_each_others_answers():
    ana = join("ana")
    id = begin(ana, "pcl-5")
    seen = queries.draft(ana.keyring, id)
    actions.keep(ana.keyring, seen, {"q1": 1})
    actions.keep(ana.keyring, seen, {"q5": 2})
    assert queries.draft(ana.keyring, id).answers == {"q1": 1, "q5": 2}


def test_a_form_answered_in_parts_without_a_page_keeps_its_place():
    ana, id = join("ana"), random.uuid()
    given = {"id": id, "now": clock.now(), "zone": "UTC"}
    actions.answer(ana.keyring, "who-5", {"q1": 1}, final=False, **given)
    assert queries.draft(ana.keyring, id).answers == {"q1": 1}
    done = actions.answer(ana.keyring, "who-5", {f"q{n}": 2 for n in range(2, 6)}, final=True, **given)
    assert done.administration.result.scores["percentage"].value == 36


def damage(member, part):
    """Flip a byte in a month page, as a bad disk would."""
    from holdfast.vault.models import SealedRow

    tag = member.keyring.tag(CHECKINS.label(part))
    row = SealedRow.objects.get(owner=member.keyring.owner, tag=tag)
    broken = bytearray(row.envelope)
    broken[-1] ^= 1
    SealedRow.objects.filter(id=row.id).update(envelope=bytes(broken))


def test_ft_18_a_damaged_month_says_so_and_new_days_are_still_kept():
    ana = join("ana")
    press(ana, reverse("check-in"), "next", **{"a-mood": "6"})
    damage(ana, today(ana).strftime("%Y-%m"))
    assert queries.days(ana.keyring, today(ana), today(ana)) == []
    assert queries.unreadable(ana.keyring, today(ana), today(ana)) == [today(ana).strftime("%Y-%m")]
    assert press(ana, reverse("check-in"), "next", **{"a-mood": "3"}).status_code == 302
    (found,) = queries.days(ana.keyring, today(ana), today(ana))
    assert found.values == {"mood": 3}
    page = ana.client.get(reverse("day-list"))
    assert page.status_code == 200
    assert "cannot be read" in text(page)
    assert ana.client.get(reverse("today")).status_code == 200
    assert actions.delete_day(ana.keyring, today(ana))
    assert queries.days(ana.keyring, today(ana), today(ana)) == []


@pytest.mark.parametrize("kind", ["drafts", "asked", "profile"])
def test_ft_18_a_damaged_page_of_any_kind_never_ends_in_an_error(kind):
    from holdfast.vault.models import SealedRow
    from holdfast.vault.records import KINDS

    ana = join("ana")
    id = begin(ana, "who-5")
    press(ana, reverse("form-page", args=[id, 1]), "next", **{"a-q1": "3"})
    press(ana, reverse("check-in"), "skip-today")
    tag = ana.keyring.tag(KINDS[kind].label())
    assert SealedRow.objects.filter(owner=ana.keyring.owner, tag=tag).update(envelope=b"\x01\x01" + bytes(80))
    for name in ("today", "path", "check-in", "settings"):
        assert ana.client.get(reverse(name)).status_code == 200, name
    assert ana.client.get(reverse("offer")).status_code in (200, 302)


def test_ft_20_a_session_that_ends_in_the_middle_keeps_what_was_sent_for_after_the_unlock():
    from holdfast.accounts import drops
    from holdfast.accounts.models import Session
    from holdfast.vault import dropbox

    ana = join("ana")
    page = ana.client.get(reverse("check-in"))
    sent = hidden(page) | {"a-mood": "6", "do": "next"}
    Session.objects.update(envelope=None)
    locked = ana.client.post(reverse("check-in"), sent)
    assert locked.status_code == 403
    assert queries.entries(ana.keyring, today(ana), today(ana)) == []
    dropbox.collect(ana.keyring)
    (kept,) = drops.waiting(ana.keyring)
    assert ("a-mood", "6") in kept.fields
    assert kept.path == reverse("check-in")


def test_an_import_never_reacts():
    """Rows that come from a file are written past `answer`; only a person's own press can lead to the support page."""
    from holdfast.instruments.records import ADMINISTRATIONS

    ana, ben = join("ana"), join("ben")
    walk(ana, "phq-9", some_answers("phq-9", lambda keys: keys[-1]))
    (row,) = rows.rows(ana.keyring, ADMINISTRATIONS)
    with mock.patch("holdfast.safety.rules.reaction") as reaction:
        vault.put_new(ben.keyring, ADMINISTRATIONS, row.body, id=random.uuid())
    reaction.assert_not_called()


def test_the_action_alone_takes_a_whole_form_and_the_daily_questions():
    ana, now = join("ana"), datetime.now(UTC)
    given = {"final": True, "now": now, "zone": "UTC"}
    done = actions.answer(ana.keyring, "phq-9", {f"q{n}": 1 for n in range(1, 11)}, id=random.uuid(), **given)
    assert done.saved
    assert done.reaction.item == "q9"
    assert done.administration.result.scores["total"].value == 9
    taps = actions.answer(ana.keyring, "three-taps", {"mood": 4, "never heard of": 9}, id=random.uuid(), **given)
    assert taps == actions.Outcome(True)
    assert queries.days(ana.keyring, now.date(), now.date())[0].values == {"mood": 4}


def test_never_persist_items_are_shown_and_not_stored():
    ana = join("ana", people=[], learn_until="2199-01-01", one_at_a_time=False)
    sheet = queries.sheet(people.profile(ana.keyring), today(ana))
    seen = {}
    for offset in range(6):
        day = date.fromordinal(today(ana).toordinal() + offset)
        page = queries.sheet(people.profile(ana.keyring), day)
        seen |= {question.id: question.kept for question in page.questions}
    assert {item for item, kept in seen.items() if not kept} == {"safe", "touch"}
    assert sheet.form.startswith("daily-checkin@")
    page = ana.client.get(reverse("check-in"))
    sent = hidden(page) | {question.field: question.options[1][0] for question in sheet.questions} | {"do": "done"}
    ana.client.post(reverse("check-in"), sent)
    (found,) = queries.days(ana.keyring, today(ana), today(ana))
    assert found.values.keys() == {question.id for question in sheet.questions if question.kept}
    raw = str(rows.everything(ana.keyring))
    for question in sheet.questions:
        assert question.kept or f"'{question.id}'" not in raw
