"""CR-08: an answer above nothing on a suicide item leads to the support page, at once, calmly, once."""

import re
from datetime import date
from unittest import mock

import pytest
from django.db import OperationalError
from django.urls import reverse

from holdfast.checkins import queries
from holdfast.instruments import queries as instruments
from holdfast.safety import actions
from holdfast.safety.plan import Written
from tests.cast import join
from tests.checkins.walking import begin, hidden, press, text, walk

pytestmark = pytest.mark.django_db
THANKS = "Thank you for telling."
WATCHED = "Nobody is watching this app. It cannot call for you."
ALL_ZERO = {f"q{n}": "0" for n in range(1, 11)}
ITEMS = [
    (form.id, watch.item, option.key)
    for form in instruments.all_().values()
    for watch in form.watch
    for option in form.options(form.item(watch.item))
    if (option.value or 0) > 0
]


def full_disk(*_args, **_kwargs):
    raise OperationalError("database or disk is full")


def answer_one(member, id, item, key):
    """Answer one item of a form one a screen; the response to that very press."""
    address = reverse("form-page", args=[id, 1])
    for _ in range(30):
        page = member.client.get(address)
        asked = set(re.findall(r'name="a-([^"]+)"', page.content.decode()))
        if item in asked:
            return member.client.post(address, hidden(page) | {f"a-{item}": key, "do": "next"})
        address = member.client.post(address, hidden(page) | {f"a-{name}": "0" for name in asked} | {"do": "next"}).url
    raise AssertionError(f"{item} never comes")


@pytest.mark.parametrize(("form", "item", "key"), ITEMS)
def test_cr_08_the_very_next_page_is_the_support_page(form, item, key):
    ana = join("ana")
    id = begin(ana, form)
    if item == "q5" and form == "asq":  # asked only after another yes, which has its own support page
        reached = answer_one(ana, id, "q4", "1")
        onward = re.findall(r'href="([^"]+)">No\. Go on', reached.content.decode())[0]
        page = ana.client.get(onward)
        response = ana.client.post(onward, hidden(page) | {"a-q5": key, "do": "next"})
        assert response.status_code == 302, "once per administration"
        return
    response = answer_one(ana, id, item, key)
    assert response.status_code == 200
    said = text(response)
    assert THANKS in said
    assert WATCHED in said
    assert "Nothing was sent to anyone." in said
    assert "One small step now: go where another person is" in said
    assert reverse("help") + "#hurt-myself" in response.content.decode()
    assert "No. Go on" in said


def test_cr_08_it_comes_once_per_administration_and_blocks_nothing():
    ana = join("ana")
    result = walk(ana, "phq-9", ALL_ZERO | {"q9": "1"})
    assert "1 of 27" in text(result)
    (kept,) = instruments.administrations(ana.keyring)
    assert kept.answers["q9"] == 1
    id = begin(ana, "phq-9")
    assert THANKS in text(answer_one(ana, id, "q9", "1"))
    again = press(ana, reverse("form-page", args=[id, 9]), "next", **{"a-q9": "2"})
    assert again.status_code == 302
    other = begin(ana, "phq-9")
    assert THANKS in text(answer_one(ana, other, "q9", "3"))


def test_cr_08_a_four_a_page_press_of_any_button_shows_it():
    ana = join("ana", one_at_a_time=False)
    for do in ("next", "wait", "stop", "steady"):
        id = begin(ana, "phq-9")
        response = press(ana, reverse("form-page", args=[id, 1]), do, **{"a-q9": "1"})
        assert THANKS in text(response), do


def test_cr_08_same_layout_and_weight_as_an_ordinary_page():
    ana = join("ana")
    ordinary = walk(ana, "phq-9", ALL_ZERO).content
    support = answer_one(ana, begin(ana, "phq-9"), "q9", "3").content
    for mark in (b"<title>", b'class="exit"', b"<h1", b'class="bar help"', b'id="main"'):
        assert (mark in ordinary) == (mark in support)
    assert 0.5 < len(support) / len(ordinary) < 2
    assert ordinary.count(b"<link") == support.count(b"<link")
    assert ordinary.count(b"<script") == support.count(b"<script")
    assert b"callout" not in support


def test_cr_08_a36_has_a_small_step_the_plan_the_lines_the_danger_door_and_the_way_on(settings):
    settings.COUNTRY = "de"
    ana = join("ana")
    page = answer_one(ana, begin(ana, "phq-9"), "q9", "1")
    said = text(page)
    order = [
        THANKS, "Nothing was sent to anyone.", "One small step now:", "My plan", "Make one: ten minutes",
        "Someone to talk to", "What happens when I call?", "Are you in danger right now?", "Yes, or I'm not sure",
        "No. Go on",
    ]  # fmt: skip
    places = [said.index(words) for words in order]
    assert places == sorted(places)
    assert 'href="tel:' in page.content.decode(), "a line one can ring"
    actions.write(ana.keyring, "alone", Written("walk", "f", ""), date(2026, 11, 24))
    again = text(ana.client.get(reverse("support")))
    assert "Open it" in again and "Make one" not in again


def test_cr_08_with_lines_the_page_is_no_heavier_than_a_result(settings):
    settings.COUNTRY = "gb"
    ana = join("ana")
    ordinary = walk(ana, "phq-9", ALL_ZERO).content
    support = answer_one(ana, begin(ana, "phq-9"), "q9", "3").content
    assert 0.5 < len(support) / len(ordinary) < 2


def test_cr_08_where_there_is_no_checked_line_the_page_says_so(settings):
    settings.COUNTRY = ""
    said = text(join("ana").client.get(reverse("support")))
    assert "We have no checked number for this yet. The emergency number can tell you whom to call." in said


def test_decision_22_a_few_more_questions_are_offered_and_never_after_themselves():
    ana = join("ana")
    page = answer_one(ana, begin(ana, "phq-9"), "q9", "1")
    assert "A few more questions" in text(page)
    lead = ana.client.post(reverse("form-look"), hidden(page) | {"form": "asq"})
    assert lead.status_code == 200
    assert "A few more questions" not in text(answer_one(ana, begin(ana, "asq"), "q1", "1"))
    assert "A few more questions" not in text(ana.client.get(reverse("support")))


def test_cr_08_it_comes_even_when_the_plan_cannot_be_looked_up():
    ana = join("ana")
    with mock.patch("holdfast.safety.queries.plan", full_disk):
        page = answer_one(ana, begin(ana, "phq-9"), "q9", "2")
    assert THANKS in text(page)
    assert reverse("plan") in page.content.decode()


def test_cr_08_it_comes_even_when_nothing_can_be_saved_and_then_says_so():
    ana = join("ana")
    id = begin(ana, "phq-9")
    address = reverse("form-page", args=[id, 1])
    for number in range(1, 9):
        address = press(ana, address, "next", **{f"a-q{number}": "0"}).url
    page = ana.client.get(address)
    with mock.patch("holdfast.vault.actions.revise", full_disk):
        response = ana.client.post(address, hidden(page) | {"a-q9": "2", "do": "next"})
    assert response.status_code == 503
    assert THANKS in text(response)
    assert "This isn't saved yet. Your words are still here." in text(response)
    again = hidden(response)
    assert again["a-q9"] == "2"
    onward = ana.client.post(address, again)
    assert onward.status_code == 302, "the page has been shown; it is not shown again"
    assert queries.draft(ana.keyring, id).answers["q9"] == 2


def test_cr_11_after_a_watched_answer_the_result_says_what_it_always_says_and_offers_more():
    ana = join("ana")
    result = walk(ana, "phq-9", ALL_ZERO | {"q9": "1"})
    assert "This number isn't a verdict on you, and it isn't a diagnosis." in text(result)
    assert "a few more questions about such thoughts" in text(result)
    lead = ana.client.post(reverse("form-look"), hidden(result) | {"form": "asq"})
    assert WATCHED in text(lead)
    plain = walk(ana, "phq-9", ALL_ZERO)
    assert "such thoughts" not in text(plain)


def test_cr_11_a_form_made_of_watched_items_alone_shows_no_number_and_no_zero_reassures():
    ana = join("ana")
    said = text(walk(ana, "asq", {f"q{n}": "0" for n in range(1, 5)}))
    assert not re.search(r"\b\d+ of \d+\b", said)
    assert "What you answered is kept." in said
    for word in ("good", "fine", "glad", "safe", "no risk"):
        assert word not in said.split("What you answered is kept.")[1].split("ASQ")[0].lower(), word


@pytest.mark.parametrize("form", ["phq-9", "core-10", "asq"])
def test_cr_03_the_lead_of_a_form_that_asks_about_it_says_that_nobody_watches(form):
    ana = join("ana")
    page = ana.client.get(reverse("forms"))
    assert WATCHED in text(ana.client.post(reverse("form-look"), hidden(page) | {"form": form}))


def test_the_support_page_can_be_seen_again_by_its_own_address():
    ana = join("ana")
    page = ana.client.get(reverse("support"))
    assert THANKS in text(page)
    assert reverse("today") in page.content.decode()


def test_no_name_stands_on_the_support_page():
    ana = join("ana")
    assert "Ana" not in text(ana.client.get(reverse("support")))
