"""Today: a greeting by name, one offer, and nothing that counts what was left undone."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from holdfast.programme import queries as programme
from holdfast.web import today
from tests.cast import join, linked
from tests.web import walks

pytestmark = pytest.mark.django_db


def test_it_greets_by_name_and_offers_three_taps():
    page = join("ana").client.get("/p/1").content.decode()
    assert "Hello, Ana." in page
    assert page.count('class="card next"') == 1
    assert "Three taps" in page


def test_a_gap_is_welcomed_back_without_a_count():
    with time_machine.travel(datetime(2026, 3, 2, 18, tzinfo=UTC), tick=False) as clock:
        join("ana")
        clock.shift(timedelta(days=30))
        from django.test import Client

        from holdfast.accounts import actions
        from holdfast.accounts.opening import Sender
        from tests.cast import WORDS

        opened = actions.by_name("ana", WORDS["ana"], Sender("127.0.0.1"))
        client = Client()
        response = client.get("/")
        actions.start_session(response, opened)
        client.cookies.update(response.cookies)
        page = client.get("/p/1").content.decode()
    assert "Good to see you" in page
    assert "There&#x27;s nothing to catch up on." in page or "There's nothing to catch up on." in page
    assert "30" not in page.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize(
    ("hour", "name"), [(3, "night"), (5, "morning"), (12, "afternoon"), (18, "evening"), (22, "night")]
)
def test_parts_of_the_day(hour, name):
    assert today.part_of_day(datetime(2026, 1, 1, hour, tzinfo=UTC)) == name


def test_a_break_is_there_for_somebody_alone_too():
    """What the path teaches of a break, a solo person can take: a button, the page behind it, and the way back."""
    cleo = join("cleo")
    assert cleo.client.get("/p/1").content.decode().count("I need a break") == 1
    assert cleo.client.get("/p/226").headers["Location"] == "/p/225"
    token = walks.token(cleo, "/p/225")
    cleo.client.post("/p/225", {"how": "me", "length": "20", "form_token": token})
    assert "if that suits you" in cleo.client.get("/p/226").content.decode(), "the same button opens the break there is"


def test_with_somebody_alongside_the_break_stands_once():
    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    linked(ana, ben)
    assert ana.client.get("/p/1").content.decode().count("I need a break") == 1


def test_signed_out_it_leads_to_the_door(client):
    assert client.get("/p/1").headers["Location"] == "/p/10"


def test_keep_this_seals_the_numbers_of_a_tool_at_once_for_an_open_space():
    ana = join("ana")
    form = {"tool": "check-the-room", "before": "7", "after": "5", "here": "partly", "helped": "helped"}
    assert ana.client.post("/p/130", form).headers["Location"] == "/p/154"
    kept = programme.practices(ana.keyring)
    assert [(one.exercise, one.before, one.after, one.here, one.how) for one in kept] == [
        ("check-the-room", 7, 5, "partly", "helped")
    ]


def test_keep_this_travels_through_sign_up_in_the_forms_alone(client):
    form = {"tool": "check-the-room", "before": "7", "after": "5"}
    page = client.post("/p/130", form).content.decode()
    assert 'name="keep-before" value="7"' in page
    carried = {f"keep-{name}": value for name, value in form.items()}
    words = "copper lantern river moss"
    sent = {"adult": "yes", "do": "go", "mode": "own", "name": "Ana", "words": words, "again": words} | carried
    response = client.post("/p/13", sent)
    assert response.headers["Location"] == "/p/14"
    from holdfast.accounts import actions
    from holdfast.accounts.opening import Sender

    opened = actions.by_name("ana", words, Sender("127.0.0.1"))
    assert [(one.before, one.after) for one in programme.practices(opened.keyring)] == [(7, 5)]


@pytest.mark.parametrize("form", [{}, {"tool": "../etc", "before": "7"}, {"tool": "check-the-room", "before": "<b>"}])
def test_keep_this_takes_no_nonsense(form):
    ana = join("ana")
    assert ana.client.post("/p/130", form).status_code == 302
    assert all(one.before is None for one in programme.practices(ana.keyring))


@pytest.mark.parametrize(("choice", "again"), [("later", 3), ("none", 0)])
def test_the_spare_key_is_offered_on_the_third_visit_and_later_means_three_visits_on(choice, again):
    from holdfast.accounts import hooks
    from holdfast.people import queries as people
    from holdfast.web import composition, spare_key

    def due(keyring):
        return spare_key.next_step(keyring, people.profile(keyring), datetime.now(UTC)) is not None

    with time_machine.travel(datetime(2026, 3, 2, 18, tzinfo=UTC), tick=False) as clock:
        keyring = join("ana").keyring
        for hook in hooks.spare_key_chosen:
            hook(keyring, "later")
        seen = []
        for _ in range(2):
            clock.shift(timedelta(days=1))
            composition.visit(keyring)
            seen.append(due(keyring))
        composition.spare_key(keyring, choice)
        after = []
        for _ in range(4):
            after.append(due(keyring))
            clock.shift(timedelta(days=1))
            composition.visit(keyring)
    assert seen == [False, True]
    assert after == [False, False, False, again == 3]


def test_keep_this_leads_to_the_door_when_all_keys_have_just_been_replaced(monkeypatch):
    from holdfast.vault.errors import KeysReplaced
    from holdfast.web import keeping

    def replaced(*_, **__):
        raise KeysReplaced

    monkeypatch.setattr(keeping, "keep", replaced)
    response = join("ana").client.post("/p/130", {"tool": "check-the-room", "before": "7"})
    assert response.headers["Location"] == "/p/10"
