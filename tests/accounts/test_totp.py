"""A one-time code as a second step: asked after the words, once each, never in the way of the spare key."""

from datetime import timedelta

import pyotp
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from holdfast.accounts import limits, opening, sessions, spare, totp
from holdfast.accounts.errors import TooBusy, WrongSecret
from holdfast.accounts.models import Account, Session
from holdfast.kit import clock as kit_clock
from tests.accounts.helpers import (
    HERE,
    NEW_WORDS,
    PIN,
    WORDS,
    field,
    is_open,
    person,
    row_of,
    signed_in,
    text,
    with_pin,
)

pytestmark = pytest.mark.django_db
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def time():
    with time_machine.travel("2026-11-21T12:00:10Z", tick=False) as traveller:
        yield traveller


def code(steps=0, seed=SEED):
    return pyotp.TOTP(seed).at(int(kit_clock.now().timestamp()) + 30 * steps)


@pytest.fixture
def ana(time):
    opened = totp.turn_on(person("ana"), SEED, code())
    time.shift(timedelta(minutes=2))
    return opened


def words_typed(who="mine"):
    client = Client()
    response = client.post(reverse("sign-in-other"), {"name": "ana", "words": WORDS, "who": who})
    assert response["Location"] == reverse("second-step")
    return client


def test_key_08_the_words_alone_open_a_waiting_session_of_five_minutes(ana, time):
    client = words_typed()
    assert client.get(reverse("locks-and-keys"))["Location"] == reverse("sign-in")
    row = Session.objects.get()
    assert row.half_open
    assert row.hard_until - kit_clock.now() == timedelta(minutes=5)
    page = client.get(reverse("second-step"))
    assert "You have five minutes" in text(page)
    assert client.post(reverse("second-step"), {"code": code()})["Location"] == reverse("today")
    assert is_open(client)
    assert Session.objects.count() == 1
    assert not row_of(client).half_open


def test_key_08_after_five_minutes_one_begins_again(ana, time):
    client = words_typed()
    time.shift(timedelta(minutes=5))
    assert client.post(reverse("second-step"), {"code": code()})["Location"] == reverse("sign-in-other")
    assert not Session.objects.exists()


def test_key_08_no_edit_of_the_row_skips_the_code(ana):
    client = words_typed()
    Session.objects.update(half_open=False)
    assert not is_open(client)


def test_key_08_waiting_is_no_account_for_any_other_page(ana):
    client = words_typed()
    for name in ("unlock", "lock", "where-signed-in", "spare-key-offer", "keep-alive"):
        assert client.post(reverse(name), {"words": WORDS}).status_code in (302, 403), name
        assert not is_open(client)


def test_a_code_works_once_and_for_one_step_either_way(ana, time):
    for steps in (-1, 0, 1):
        assert words_typed().post(reverse("second-step"), {"code": code(steps)}).status_code == 302
        assert words_typed().post(reverse("second-step"), {"code": code(steps)}).status_code == 403
    for steps in (-2, 2):
        page = words_typed().post(reverse("second-step"), {"code": code(steps)})
        assert "Those numbers didn't open it." in text(page)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_works_once_over_midnight_too(ana, time, steps):
    """Used codes are remembered under a key of the day (UTC)."""
    time.move_to("2026-11-21T23:59:45Z")
    typed = code(steps)
    used = words_typed().post(reverse("second-step"), {"code": typed}).status_code == 302
    time.move_to("2026-11-22T00:00:15Z")
    again = words_typed().post(reverse("second-step"), {"code": typed}).status_code == 302
    assert not (used and again)
    assert words_typed().post(reverse("second-step"), {"code": code()}).status_code == (403 if again else 302)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "é", "\u0661\u0662\u0663\u0664\u0665\u0666"])
def test_what_is_no_code_opens_nothing(ana, typed):
    assert words_typed().post(reverse("second-step"), {"code": typed}).status_code == 403


def test_a_code_may_be_typed_with_a_blank(ana):
    made = code()
    assert words_typed().post(reverse("second-step"), {"code": f"{made[:3]} {made[3:]}"}).status_code == 302


def test_wrong_codes_are_limited_and_come_back_slowly(ana, time):
    client = words_typed()
    for _ in range(10):
        assert client.post(reverse("second-step"), {"code": "000000"}).status_code == 403
    assert client.post(reverse("second-step"), {"code": code()}).status_code == 429
    time.shift(timedelta(minutes=30))
    assert words_typed().post(reverse("second-step"), {"code": code()}).status_code == 302


def test_the_spare_key_takes_the_second_step_away(ana):
    key = spare.new_text()
    spare.keep(ana, key)
    told = {"name": "ana", "key": key, "do": "go", "mode": "made", "words": NEW_WORDS}
    assert Client().post(reverse("use-spare-key"), told).status_code == 302
    assert not totp.is_on(opening.by_name("ana", NEW_WORDS, HERE))


def test_a_pin_needs_no_code_and_the_words_on_its_phone_do(ana):
    client = words_typed()
    client.post(reverse("second-step"), {"code": code()})
    client.post(reverse("phone-pin"), {"pin": PIN, "again": PIN})
    client.post(reverse("exit"))
    assert client.post(reverse("unlock"), {"words": WORDS})["Location"] == reverse("second-step")
    client.post(reverse("exit"))
    assert client.post(reverse("unlock"), {"pin": PIN})["Location"] == reverse("today")


def test_unlocking_an_open_session_needs_no_second_code(ana):
    client = words_typed()
    client.post(reverse("second-step"), {"code": code()})
    client.post(reverse("lock"))
    assert client.post(reverse("unlock"), {"words": WORDS})["Location"] == reverse("today")


def test_a_session_that_was_ended_elsewhere_needs_the_second_code_again(ana, time):
    """Whoever took a phone, and knows the words, must not come back in after "end all others"."""
    lost, own = words_typed(), words_typed()
    lost.post(reverse("second-step"), {"code": code()})
    own.post(reverse("second-step"), {"code": code(1)})
    own.post(reverse("where-signed-in"))
    assert lost.get(reverse("today")).status_code == 403
    assert lost.post(reverse("unlock"), {"words": WORDS})["Location"] == reverse("second-step")
    assert not is_open(lost)


def test_a_shared_phone_stays_shared_through_the_second_step(ana):
    client = words_typed("shared")
    client.post(reverse("second-step"), {"code": code()})
    assert row_of(client).shared


def test_words_typed_twice_leave_one_waiting_session(ana):
    client = words_typed()
    client.post(reverse("sign-in-other"), {"name": "ana", "words": WORDS, "who": "mine"})
    assert Session.objects.count() == 1


def test_a_waiting_session_ends_with_the_epoch_the_account_or_its_row(ana):
    for harm in (
        lambda: Account.objects.update(epoch=7),
        lambda: Account.objects.update(disabled=True),
        lambda: Session.objects.update(envelope=b"\x01" * 300),
    ):
        before = Account.objects.get()
        client = words_typed()
        harm()
        assert client.post(reverse("second-step"), {"code": code()})["Location"] == reverse("sign-in-other")
        before.save()
    client = words_typed()
    sessions.sweep()
    assert client.get(reverse("second-step")).status_code == 200


def test_the_clock_job_ends_waiting_sessions(ana, time):
    words_typed()
    time.shift(timedelta(minutes=5))
    assert sessions.sweep() == 1


def test_turning_on_shows_a_drawing_and_letters_and_asks_for_one_code():
    person("ana")
    client = signed_in()
    page = client.get(reverse("one-time-code"))
    seed = totp.seed_from_form(field(page, "seed"))
    assert seed.replace(" ", "") in text(page).replace(" ", "")
    drawn = page.content.decode()
    assert "<svg" in drawn
    assert "style=" not in drawn
    assert "ana" not in drawn.partition("<svg")[2].partition("</svg>")[0].lower()
    wrong = client.post(reverse("one-time-code"), {"seed": field(page, "seed"), "code": "000000"})
    assert wrong.status_code == 403
    assert field(wrong, "seed") == field(page, "seed")
    assert "Those numbers don't fit yet." in text(wrong)
    told = {"seed": field(page, "seed"), "code": code(seed=seed)}
    assert client.post(reverse("one-time-code"), told)["Location"] == reverse("locks-and-keys")
    assert "It's on: after your words the six numbers are asked." in text(client.get(reverse("one-time-code")))
    assert client.post(reverse("one-time-code"), {"off": "yes"})["Location"] == reverse("locks-and-keys")
    assert not totp.is_on(opening.by_name("ana", WORDS, HERE))


def test_a_seed_of_somebody_elses_making_is_not_taken():
    person("ana")
    client = signed_in()
    assert client.post(reverse("one-time-code"), {"seed": SEED, "code": code()}).status_code == 403
    assert not totp.is_on(opening.by_name("ana", WORDS, HERE))


def test_seeds_are_160_bits_and_never_alike():
    assert len({totp.new_seed() for _ in range(20)}) == 20
    assert len(totp.new_seed()) == 32


def test_the_seed_lies_in_the_keychain_alone(ana):
    stored = repr([list(model.objects.values()) for model in (Account, Session)])
    assert SEED not in stored


def test_the_limit_of_codes_is_one_persons(ana, time):
    for _ in range(10):
        with pytest.raises(WrongSecret):
            totp.check(ana, "000000")
    with pytest.raises(TooBusy):
        totp.check(ana, code())
    limits.spend(limits.CODE, person("ben", NEW_WORDS).account.id.hex)


def test_a_pin_client_helper_needs_no_code():
    person("ana")
    assert is_open(with_pin())
