"""The safety plan: seven parts in own words, each optional; kept sealed, printed, deleted, taken along."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from holdfast.accounts import actions as accounts
from holdfast.exchange import actions as exchange
from holdfast.exchange import archive
from holdfast.exchange import queries as exports
from holdfast.people import actions as people
from holdfast.people.schema import REMINDERS, Someone
from holdfast.safety import actions, plan, queries
from holdfast.safety.plan import ChangedElsewhere, Written
from holdfast.safety.records import PLAN
from holdfast.vault import queries as vault
from holdfast.vault.models import SealedRow
from tests.cast import join
from tests.checkins.walking import hidden, text
from tests.safety.test_gate import BEN, TODAY

CANARY = "quartzfinch"
PART = st.sampled_from(plan.IDS)


def sent(words: str, form: str = "f1", began: str = "") -> Written:
    return Written(words, form, plan.mark(began))


def fill(keyring, **words: str) -> None:
    """Write some parts of a plan, as a page of its own each."""
    for id, said in words.items():
        actions.write(keyring, id, Written(said, f"form-{id}", ""), TODAY)


def save(member, number, words, do="next", page=None):
    """Write one part through its page."""
    address = reverse("plan-part", args=[number])
    page = page or member.client.get(address)
    return member.client.post(address, hidden(page) | {"text": words, "do": do})


# --- the shape


def test_cr_12_seven_parts_in_own_words_and_no_forms_name():
    assert [part.id for part in plan.PARTS] == [
        "signs", "alone", "company", "tell", "lines", "surroundings", "reasons",
    ]  # fmt: skip
    said = " ".join(f"{part.title} {part.hint}" for part in plan.PARTS).lower()
    for name in (
        "stanley",
        "brown",
        "safety planning intervention",
        "warning signs",
        "coping strategies",
        "plan template",
    ):
        assert name not in said


def test_cr_14_the_part_about_surroundings_is_general():
    words = str(next(part for part in plan.PARTS if part.id == "surroundings").hint).lower()
    assert "someone could keep them for a while" in words
    assert "you need not write what they are" in words
    assert "?" not in words, "nobody is asked what they would use"
    for means in ("pill", "medic", "gun", "weapon", "rope", "knife", "blade", "bridge", "train", "gas", "alcohol"):
        assert means not in words


@pytest.mark.parametrize(
    "body",
    [None, {}, {"parts": None}, {"parts": []}, {"parts": {"signs": 5, "x": {}}}, {"parts": {"signs": {"text": 1}}}],
)
def test_what_cannot_be_read_is_an_empty_plan(body):
    found = plan.read(body)
    assert [said.text for said in found.parts] == [""] * 7
    assert found.on is None
    assert not found.is_old(TODAY)


@given(st.dictionaries(PART, st.text(max_size=40)))
def test_cr_12_every_part_is_optional_and_comes_back_as_written(words):
    body: dict = {}
    for id, said in words.items():
        body = plan.written(body, id, sent(said), TODAY)
    found = plan.read(body)
    assert {said.part.id: said.text for said in found.parts} == dict.fromkeys(plan.IDS, "") | words
    assert len(found.filled) + len(found.empty) == 7
    assert [said.number for said in found.parts] == list(range(1, 8))


def test_the_date_is_that_of_the_last_change_and_an_old_plan_is_looked_at_again():
    body = plan.written({}, "signs", sent("tight jaw"), TODAY)
    later = TODAY + timedelta(days=100)
    same = plan.written(body, "signs", sent("tight jaw", "f2"), later)
    assert plan.read(same).on == TODAY, "nothing was changed"
    assert plan.read(same).is_old(later)
    assert not plan.read(same).is_old(TODAY + timedelta(days=90))
    assert plan.read(plan.written(same, "alone", sent("walk"), later)).on == later


def test_ft_10_words_that_the_page_has_not_shown_are_never_written_over():
    body = plan.written({}, "signs", sent("first", "page-1"), TODAY)
    body = plan.written(body, "signs", sent("first and more", "page-1"), TODAY)  # it keeps itself as one types
    with pytest.raises(ChangedElsewhere) as changed:
        plan.written(body, "signs", sent("other", "page-2", began="something older"), TODAY)
    assert changed.value.text == "first and more"
    both = plan.written(body, "signs", sent("other, and first", "page-3", began="first and more"), TODAY)
    assert plan.read(both).parts[0].text == "other, and first"


def test_ft_10_the_same_words_twice_or_into_nothing_are_no_quarrel():
    body = plan.written({}, "signs", sent("same", "page-1"), TODAY)
    assert plan.read(plan.written(body, "signs", sent("same", "page-2", began="?"), TODAY)).parts[0].text == "same"
    empty = plan.written(body, "signs", sent(" ", "page-1"), TODAY)
    assert plan.read(plan.written(empty, "signs", sent("new", "page-9", began="?"), TODAY)).parts[0].text == "new"


# --- the pages


@pytest.mark.django_db
def test_cr_12_from_nothing_to_a_plan_with_parts_left_out():
    ana = join("ana")
    begin = ana.client.get(reverse("plan"))
    assert "A plan for a bad hour, in your own words." in text(begin)
    assert reverse("plan-part", args=[1]) in begin.content.decode()
    assert save(ana, 1, "I stop answering.\r\nMy jaw is tight.").url == reverse("plan-part", args=[2])
    assert save(ana, 2, "").url == reverse("plan-part", args=[3])
    assert save(ana, 3, "The library.", do="done").url == reverse("plan")
    mine = queries.plan(ana.keyring)
    assert [said.text for said in mine.filled] == ["I stop answering.\nMy jaw is tight.", "The library."]
    shown = ana.client.get(reverse("plan"))
    assert "I stop answering.<br>My jaw is tight." in shown.content.decode()
    assert "Left out so far" in text(shown)
    assert save(ana, 7, "The sea.").url == reverse("plan")


@pytest.mark.django_db
def test_the_words_are_sealed_in_one_row():
    ana = join("ana")
    fill(ana.keyring, signs=CANARY, reasons=CANARY)
    assert len(vault.rows(ana.keyring, PLAN)) == 1
    for row in SealedRow.objects.filter(owner=ana.account.id):
        assert CANARY.encode() not in bytes(row.envelope)
    assert queries.plan(join("ben").keyring).filled == ()


@pytest.mark.django_db
def test_cr_12_print_is_one_clean_page():
    ana = join("ana")
    fill(ana.keyring, signs="tight jaw", alone="walk")
    page = ana.client.get(reverse("plan-print"))
    assert "How I notice it tight jaw What I can do alone walk" in text(page)
    assert "Last changed on 24 November 2026." in text(page)
    assert "Think first of who could find the paper." in text(page)
    assert "There's nothing in your plan yet." in text(join("ben").client.get(reverse("plan-print")))


@pytest.mark.django_db
def test_a_plan_is_deleted_after_one_question():
    ana = join("ana")
    fill(ana.keyring, signs="tight jaw")
    asked = ana.client.get(reverse("plan-delete"))
    assert "Delete your plan?" in text(asked)
    assert ana.client.post(reverse("plan-delete"), hidden(asked)).url == reverse("plan")
    assert vault.rows(ana.keyring, PLAN) == []


@pytest.mark.django_db
def test_the_plan_is_in_the_export_and_comes_back():
    ana, cleo = join("ana"), join("cleo")
    fill(ana.keyring, signs="tight jaw", reasons="the sea")
    exchange.take_in(cleo.keyring, b"".join(archive.stream(exports.contents(ana.keyring))))
    assert [said.text for said in queries.plan(cleo.keyring).filled] == ["tight jaw", "the sea"]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 8, 99])
def test_there_is_no_eighth_part(number):
    ana = join("ana")
    assert ana.client.get(reverse("plan-part", args=[number])).status_code == 404
    assert ana.client.post(reverse("plan-draft", args=[number]), {"text": "x"}).status_code == 404


@pytest.mark.django_db
def test_too_much_is_refused_and_nothing_is_lost():
    ana = join("ana")
    long = "a wave " * 700
    page = save(ana, 2, long)
    assert page.status_code == 422
    assert "That's more than 4000 letters. It is still here." in text(page)
    assert long.strip() in unescape(page.content.decode())
    assert queries.plan(ana.keyring).filled == ()


@pytest.mark.django_db
def test_the_page_keeps_itself_as_one_goes_and_the_press_after_it_is_no_quarrel():
    ana = join("ana")
    page = ana.client.get(reverse("plan-part", args=[2]))
    keep = reverse("plan-draft", args=[2])
    assert f'data-draft="{keep}"' in page.content.decode()
    assert ana.client.post(keep, hidden(page) | {"text": "wal"}).status_code == 204
    assert queries.plan(ana.keyring).parts[1].text == "wal"
    assert save(ana, 2, "walk", page=page).status_code == 302
    assert queries.plan(ana.keyring).parts[1].text == "walk"
    assert ana.client.post(keep, hidden(page) | {"text": "x" * 4001}).status_code == 422


@pytest.mark.django_db
def test_ft_10_two_pages_on_one_part_both_texts_to_choose_from():
    ana = join("ana")
    first, second = (ana.client.get(reverse("plan-part", args=[2])) for _ in range(2))
    assert save(ana, 2, "from the phone", page=first).status_code == 302
    late = save(ana, 2, "from the desk", page=second)
    assert late.status_code == 409
    assert "This part was changed on another page or phone" in text(late)
    assert "from the phone" in text(late) and "from the desk" in late.content.decode()
    assert queries.plan(ana.keyring).parts[1].text == "from the phone"
    assert ana.client.post(reverse("plan-draft", args=[2]), hidden(second) | {"text": "desk"}).status_code == 409
    assert save(ana, 2, "from both", page=late).status_code == 302
    assert queries.plan(ana.keyring).parts[1].text == "from both"


@pytest.mark.django_db
def test_a_part_sent_while_locked_waits_for_its_owner():
    ana = join("ana")
    page = ana.client.get(reverse("plan-part", args=[1]))
    ana.client.post(reverse("lock"))
    assert save(ana, 1, "tight jaw", page=page).status_code == 403
    assert queries.plan(ana.keyring).filled == ()
    form = hidden(ana.client.get(reverse("today"))) | {"words": ana.words}
    assert ana.client.post(reverse("unlock"), form).url == reverse("kept-forms")
    kept = ana.client.get(reverse("kept-forms"))
    assert "tight jaw" in text(kept)
    fields = dict(re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)', kept.content.decode()))
    assert "".join(str(fields["began"])).isdecimal(), "what a person reads there are their own words alone"
    answer = ana.client.post(reverse("plan-part", args=[1]), hidden(kept) | fields)
    assert answer.status_code == 302
    assert [said.text for said in queries.plan(ana.keyring).filled] == ["tight jaw"]


@pytest.mark.django_db
def test_ps_47_words_that_are_there_ask_for_a_fresh_secret_after_two_minutes():
    """Writing never asks: a plan in the making takes longer than that, and nothing of it may be lost."""
    with time_machine.travel("2026-11-24T12:00:00Z") as clock:
        ana = join("ana")
        clock.shift(180)
        assert ana.client.get(reverse("plan")).status_code == 200, "there is nothing to see"
        page = ana.client.get(reverse("plan-part", args=[1]))
        assert page.status_code == 200
        clock.shift(180)
        assert save(ana, 1, CANARY, page=page).status_code == 302
        assert ana.client.get(reverse("plan-part", args=[2])).status_code == 200
        for name, args in (("plan", ()), ("plan-part", (1,)), ("plan-print", ()), ("plan-delete", ())):
            asked = ana.client.get(reverse(name, args=args))
            assert asked.status_code == 403, name
            assert "Once more, please" in text(asked) and CANARY not in asked.content.decode()
            assert f'href="{reverse("help")}"' in asked.content.decode()
        form = hidden(asked) | {"words": ana.words}
        ana.client.post(reverse("unlock"), form)
        assert CANARY in ana.client.get(reverse("plan")).content.decode()


@pytest.mark.django_db
def test_ft_18_a_damaged_plan_is_said_not_written_over_and_can_be_deleted():
    ana = join("ana")
    fill(ana.keyring, signs="tight jaw")
    row = SealedRow.objects.get(owner=ana.account.id, tag=ana.keyring.tag(PLAN.label()))
    row.envelope = bytes(row.envelope)[:-1] + bytes([bytes(row.envelope)[-1] ^ 1])
    row.save()
    assert "Your plan can't be read any more." in text(ana.client.get(reverse("plan")))
    page = save(ana, 1, "new words")
    assert page.status_code == 422
    assert "Your words are below." in text(page) and "new words" in page.content.decode()
    ana.client.post(reverse("plan-delete"), hidden(ana.client.get(reverse("plan-delete"))))
    assert save(ana, 1, "new words").status_code == 302


# --- nobody is suggested, nothing is sent


def pages(member) -> list[str]:
    """Every page of the plan, without what differs from one request to the next."""
    where = [reverse("plan"), reverse("plan-print"), reverse("plan-delete"), reverse("support")]
    where += [reverse("plan-part", args=[number]) for number in range(1, 8)]
    found = (member.client.get(address).content.decode() for address in where)
    return [re.sub(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]*"', r'name="\1"', page) for page in found]


@pytest.mark.django_db
def test_cr_13_nobody_is_suggested_whoever_is_known_and_whatever_is_held():
    """Twin run: with people written down and a hold set, or without, the pages are the same to the byte."""
    ana = join("ana")
    before = pages(ana)
    people.keep_someone(ana.keyring, Someone(str(BEN), CANARY, "romantic", True))
    actions.link(ana.keyring, BEN)
    actions.choose(ana.keyring, "because-of-me", TODAY)
    actions.answered(ana.keyring, TODAY, holds=True)
    assert pages(ana) == before
    assert CANARY not in "".join(before)
    shown = "".join(before)
    assert re.findall(r"<textarea[^>]*>\s*([^<]*)</textarea>", shown) == [""] * 7, "nothing is filled in"
    assert "<datalist" not in shown and 'list="' not in shown


def test_cr_12_no_reminder_speaks_of_a_plan():
    assert REMINDERS == ("", "minute", "daily", "water")


@pytest.mark.django_db
def test_a_plan_written_long_ago_is_asked_about_on_its_own_page_alone():
    ana = join("ana")
    fill(ana.keyring, signs="tight jaw")
    with time_machine.travel(TODAY + timedelta(days=120)):
        response = rejoined(ana).client.get(reverse("plan"))
        assert "Does it still fit?" in text(response)
        assert "still fit" not in text(ana.client.get(reverse("today")))


def rejoined(member, *, shared=False):
    """The same person in a new session."""
    from django.http import HttpResponse

    response = HttpResponse()
    opened = accounts.by_name(member.name, member.words, accounts.Sender("127.0.0.1"))
    accounts.start_session(response, opened, shared=shared)
    for cookie in response.cookies.values():
        member.client.cookies[cookie.key] = cookie.value
    return replace(member)


# --- the copy on a phone


@pytest.mark.django_db
def test_cr_15_the_offer_warns_is_hidden_without_script_and_asks_first():
    ana = join("ana")
    fill(ana.keyring, signs="tight jaw")
    page = ana.client.get(reverse("plan")).content.decode()
    card = page[page.index("data-copy-card") :]
    assert re.search(r"<section[^>]*data-copy-card hidden>", page), "without script it is not shown; print is"
    assert "Anyone who can open this phone or this browser could read it." in card
    assert reverse("plan-print") in page
    assert "data-copy-never" not in page


@pytest.mark.django_db
def test_cr_15_in_shared_device_mode_there_is_no_offer():
    ana = join("ana")
    fill(ana.keyring, signs="tight jaw")
    rejoined(ana, shared=True)
    page = ana.client.get(reverse("plan")).content.decode()
    assert "data-copy-card" not in page and "Keep a copy here" not in page
    assert "On a shared phone no copy is kept." in page
    assert "data-copy-never" in page, "what the script takes as the word to drop a copy somebody left here"


def test_days_are_days():
    assert plan._day("soon") is None
    assert plan._day("2026-11-24") == date(2026, 11, 24)
