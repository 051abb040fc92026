"""A PIN on one phone: five tries, and nothing without the phone."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from holdfast.accounts import opening, slots
from holdfast.accounts.errors import WrongSecret
from holdfast.accounts.models import Account, Slot
from tests.accounts.helpers import PIN, WORDS, counted_argon2, is_open, person, signed_in, slot, text, with_pin

pytestmark = pytest.mark.django_db


def test_a_pin_opens_on_its_phone_only(monkeypatch):
    person("ana")
    client = with_pin()
    client.post(reverse("lock"))
    page = client.get(reverse("unlock"))
    assert "PIN" in text(page)
    assert "Use my words" in text(page)
    with counted_argon2(monkeypatch) as runs:
        assert client.post(reverse("unlock"), {"pin": " 25 80"}).status_code == 302
    assert is_open(client)
    assert len(runs) <= 1
    other = signed_in()
    other.post(reverse("lock"))
    assert other.post(reverse("unlock"), {"pin": PIN}).status_code == 403
    assert slot(kind=Slot.DEVICE).tries == 0


def test_five_wrong_pins_delete_the_slot_and_the_words_still_open():
    person("ana")
    client = with_pin()
    client.post(reverse("lock"))
    for tries in range(1, 5):
        page = text(client.post(reverse("unlock"), {"pin": "1397"}))
        assert "After five wrong tries the PIN is off. Your words still open it." in page
        assert slot(kind=Slot.DEVICE).tries == tries
    page = text(client.post(reverse("unlock"), {"pin": "1397"}))
    assert "The PIN is off now. Please use your words." in page
    assert slot(kind=Slot.DEVICE) is None
    page = client.post(reverse("unlock"), {"pin": PIN})
    assert page.status_code == 403
    assert 'name="pin"' not in page.content.decode()
    assert client.post(reverse("unlock"), {"words": WORDS}).status_code == 302


def test_a_right_pin_gives_the_five_tries_back():
    person("ana")
    client = with_pin()
    for _ in range(3):
        client.post(reverse("lock"))
        for _ in range(4):
            client.post(reverse("unlock"), {"pin": "1397"})
        assert client.post(reverse("unlock"), {"pin": PIN}).status_code == 302


def test_racing_gains_no_sixth_try():
    person("ana")
    client = with_pin()
    known = slot(kind=Slot.DEVICE)
    Slot.objects.filter(pk=known.pk).update(tries=5)
    with pytest.raises(WrongSecret):
        slots.open_pin(known, PIN, b"\0" * 32)
    client.post(reverse("lock"))
    assert client.post(reverse("unlock"), {"pin": PIN}).status_code == 403


def test_a_pin_is_worth_nothing_without_the_phones_secret():
    """What a thief of the whole disk has: the slot, the pepper, and every PIN there is."""
    person("ana")
    with_pin()
    known = slot(kind=Slot.DEVICE)
    with pytest.raises(WrongSecret):
        slots.open_pin(known, PIN, b"\0" * 32)


def test_a_pin_of_a_disabled_account_or_none_opens_nothing():
    person("ana")
    client = with_pin()
    client.post(reverse("exit"))
    Account.objects.update(disabled=True)
    assert client.get(reverse("locks-and-keys"))["Location"] == reverse("sign-in")
    assert client.post(reverse("unlock"), {"pin": PIN})["Location"] == reverse("sign-in-other")
    with pytest.raises(WrongSecret):
        opening.by_pin(None, PIN)


def test_key_20_a_pin_keeps_up_with_the_hosts_cost(settings):
    person("ana")
    client = with_pin()
    settings.ARGON2_KIB = 16
    for _ in range(2):
        client.post(reverse("lock"))
        assert client.post(reverse("unlock"), {"pin": PIN}).status_code == 302
        assert slot(kind=Slot.DEVICE).kib == 16
    assert slot(kind=Slot.DEVICE).tries == 0


def test_a_new_pin_replaces_this_phones_old_one():
    person("ana")
    client = with_pin()
    first = slot(kind=Slot.DEVICE).id
    client.post(reverse("phone-pin"), {"pin": "8642", "again": "8642"})
    assert Slot.objects.filter(kind=Slot.DEVICE).count() == 1
    assert slot(kind=Slot.DEVICE).id != first
    client.post(reverse("lock"))
    assert client.post(reverse("unlock"), {"pin": PIN}).status_code == 403
    assert client.post(reverse("unlock"), {"pin": "8642"}).status_code == 302


def test_setting_a_pin_asks_for_the_words_when_they_are_old():
    person("ana")
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as time:
        client = signed_in()
        time.shift(timedelta(minutes=2, seconds=1))
        assert "Once more, please" in text(client.get(reverse("phone-pin")))
        client.post(reverse("phone-pin"), {"pin": PIN, "again": PIN})
    assert slot(kind=Slot.DEVICE) is None
