"""The crisis hold: set by two answers of one form and by nothing else, over after 14 days or at the person's word."""

import re
from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
import time_machine
from django.db import OperationalError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from holdfast.checkins import queries as checkins
from holdfast.exchange import actions as exchange
from holdfast.exchange import archive
from holdfast.exchange import queries as exports
from holdfast.instruments import actions as measures
from holdfast.instruments import queries as forms
from holdfast.safety import actions, queries, rules
from tests.cast import join
from tests.checkins.walking import begin, hidden, press, text, walk
from tests.safety.test_gate import BEN, TODAY, bytes_of, open_record, picture

NOON = "2026-11-24T12:00:00Z"
ASQ = forms.definition("asq")
NO = dict.fromkeys(("q1", "q2", "q3", "q4", "q5"), "0")
ALL = [form for form in forms.all_().values() if form.watch]


def held(member) -> bool:
    return rules.in_crisis(queries.gate(member.keyring), TODAY)


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ({}, False),
        ({"q1": 0, "q2": 0, "q3": 0, "q4": 0}, False),
        ({"q1": 1, "q2": 1}, False),
        ({"q4": 1, "q5": 0}, False),  # a past attempt alone holds nothing
        ({"q1": 9, "q3": 9, "q5": 9}, False),  # rather not say is no answer about now
        ({"q3": 1}, True),
        ({"q4": 1, "q5": 1}, True),
        ({"q3": None, "q5": "na"}, False),
        ({"q3": True}, False),
        ({"q3": "1"}, False),
    ],
)
def test_decision_22_only_past_week_and_right_now_hold(answers, holds):
    assert rules.holds(ASQ.watch, answers) is holds


@pytest.mark.parametrize("form", [form for form in ALL if form.id != "asq"], ids=lambda form: form.id)
@given(value=st.integers(0, 9))
def test_decision_22_no_other_form_can_hold(form, value):
    assert not rules.can_hold(form.watch)
    assert not rules.holds(form.watch, {watch.item: value for watch in form.watch})


def test_software_never_asks_for_a_plan_or_for_means():
    for form in ALL:
        for item in form.items:
            assert not re.search(r"\b(how would you|plan to|means|method|access to)\b", (item.text or "").lower())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("yes", "expected"),
    [((), False), (("q1", "q2"), False), (("q4",), False), (("q3",), True), (("q4", "q5"), True), (("q1", "q5"), True)],
)
@time_machine.travel(NOON)
def test_decision_22_the_hold_is_written_with_the_answers_and_lasts_14_days(yes, expected):
    ana = join("ana")
    walk(ana, "asq", NO | dict.fromkeys(yes, "1"))
    record = queries.gate(ana.keyring)
    assert rules.in_crisis(record, TODAY) is expected
    assert rules.in_crisis(record, TODAY + timedelta(days=13)) is expected
    assert not rules.in_crisis(record, TODAY + timedelta(days=14))


@pytest.mark.django_db
@time_machine.travel(NOON)
def test_the_hold_shuts_what_is_for_two_and_leaves_tier_0():
    ana = join("ana")
    actions._change(ana.keyring, lambda _record: open_record())
    walk(ana, "asq", NO | {"q3": "1"})
    record = queries.gate(ana.keyring)
    assert [rules.may_open(tier, record, BEN, TODAY) for tier in (0, 1, 2, 3)] == [True, False, False, False]
    after = TODAY + timedelta(days=14)
    assert rules.may_open(1, record, BEN, after)


@pytest.mark.django_db
@time_machine.travel(NOON)
def test_the_table_tells_nothing_of_it_at_any_screen():
    """Each screen of the form seals the record anew, hold or none: as many rows change, of the same size."""
    changed = {}
    for answer in ("0", "1"):
        ana = join({"0": "ana", "1": "ben"}[answer])
        id = begin(ana, "asq")
        address, changed[answer] = reverse("form-page", args=[id, 1]), []
        for _ in range(3):
            before, shape = bytes_of(ana.account.id), len(picture(ana.account.id))
            item = re.findall(r'name="a-([^"]+)"', ana.client.get(address).content.decode())[0]
            page = press(ana, address, "next", **{f"a-{item}": answer if item == "q3" else "0"})
            now = bytes_of(ana.account.id)
            changed[answer].append(
                (
                    len(picture(ana.account.id)) - shape,
                    sorted(len(now[key]) for key in now if now[key] != before.get(key)),
                )
            )
            address = (
                page.url if page.status_code == 302 else re.findall(r'href="([^"]+)">No\. Go on', text_of(page))[0]
            )
        assert held(ana) is (answer == "1")
    assert changed["0"] == changed["1"]


def text_of(page) -> str:
    return page.content.decode()


@pytest.mark.django_db
@time_machine.travel(NOON)
def test_answer_and_hold_are_written_both_or_neither():
    ana = join("ana")
    id = begin(ana, "asq")
    address = reverse("form-page", args=[id, 3])

    def full(*_given, **_named):
        raise OperationalError("database or disk is full")

    with mock.patch("holdfast.safety.actions._change", full):
        page = press(ana, address, "next", **{"a-q3": "1"})
    assert page.status_code == 503
    assert "Thank you for telling." in text(page), "the page comes although nothing could be saved"
    assert checkins.draft(ana.keyring, id).answers == {}
    assert not held(ana)
    onward = ana.client.post(address, hidden(page) | {"a-q3": "1", "do": "next"})
    assert onward.status_code == 302
    assert held(ana)


@pytest.mark.django_db
@time_machine.travel(NOON)
def test_an_import_never_holds():
    ana, cleo = join("ana"), join("cleo")
    walk(ana, "asq", NO | {"q3": "1"})
    exchange.take_in(cleo.keyring, b"".join(archive.stream(exports.contents(ana.keyring))))
    assert not held(cleo)
    measures.record(
        cleo.keyring, "asq", None, {"q3": 1}, id=uuid4(), local_date=TODAY, zone="Europe/Berlin"
    )  # kept by another way than answering
    assert not held(cleo)


# --- letting it go


@pytest.mark.django_db
@time_machine.travel(NOON)
def test_the_person_lifts_it_alone_and_no_page_shows_it():
    ana = join("ana")

    def shown():
        names = ["today", "me", "support", "after-an-answer", "plan", "export"]
        found = (text_of(ana.client.get(reverse(name))) for name in names)
        return [re.sub(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]*"', r'name="\1"', page) for page in found]

    actions.answered(ana.keyring, TODAY, holds=False)
    before = shown()
    actions.answered(ana.keyring, TODAY, holds=True)
    assert held(ana)
    assert shown() == before
    answers = set()
    for value, kept in (("1", True), ("", True), ("2", False)):
        page = ana.client.get(reverse("after-an-answer"))
        rows, image = bytes_of(ana.account.id), picture(ana.account.id)
        response = ana.client.post(reverse("after-an-answer"), hidden(page) | {"v": value})
        answers.add((response.status_code, response.url, response.content))
        assert held(ana) is kept
        assert picture(ana.account.id) == image
        now = bytes_of(ana.account.id)
        assert len([id for id in now if now[id] != rows[id]]) == 1
    assert len(answers) == 1
    assert shown() == before


def test_the_two_buttons_post_one_length():
    from django.template.loader import get_template

    source = get_template("safety/after_an_answer.html").template.source
    assert re.findall(r'name="(\w+)" value="(\w+)"', source) == [("v", "1"), ("v", "2")]
