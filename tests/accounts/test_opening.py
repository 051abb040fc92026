"""Opening an account: what it costs, what is said, and how many tries there are."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as configured
from django.test import Client, RequestFactory
from django.urls import reverse

from holdfast.accounts import actions, limits, opening, slots
from holdfast.accounts.errors import TooBusy, WrongSecret
from holdfast.accounts.models import Account, Counter, Session, Slot
from holdfast.audit import queries as audit
from holdfast.kit import clock
from tests.accounts.helpers import (
    HERE,
    NEW_WORDS,
    WORDS,
    counted_argon2,
    opens,
    person,
    refused,
    row_of,
    signed_in,
    slot,
    text,
    with_pin,
)

pytestmark = pytest.mark.django_db


def bare(response):
    """A page without what differs at each request: its form token."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())


# KEY-21, KEY-20


def test_key_21_an_unknown_name_costs_and_says_what_a_known_one_does(monkeypatch):
    person("ana")
    person("dis", NEW_WORDS)
    Account.objects.filter(name="dis").update(disabled=True)
    told, costs = set(), []
    for name, words in (("ana", NEW_WORDS), ("nobody", NEW_WORDS), ("dis", NEW_WORDS), ("\u202e", NEW_WORDS)):
        with counted_argon2(monkeypatch) as runs:
            response = refused(name, words)
        costs.append(runs)
        told.add((response.status_code, bare(response).replace(f'value="{name}"', "")))
    assert costs == [[(8, 1)]] * 4
    assert len(told) == 1


@pytest.mark.parametrize("words", ["", "x", "a" * 2000, "nul\x00", "\n"])
def test_key_21_words_that_cannot_be_cost_the_same(monkeypatch, words):
    person("ana")
    with counted_argon2(monkeypatch) as runs:
        assert refused("ana", words).status_code in (403, 422)
    assert runs in ([(8, 1)], []), "Django's own form refuses a NUL before any name is looked up"


def test_one_run_serves_both_sign_in_and_key(monkeypatch):
    person("ana")
    with counted_argon2(monkeypatch) as runs:
        signed_in("ANA ", f"  {WORDS} ")
    assert runs == [(8, 1)]


def test_key_20_costs_are_raised_at_the_next_sign_in_and_never_lowered(monkeypatch, settings):
    amk, before = person("ana").amk, slot().id
    settings.ARGON2_KIB = 16
    with counted_argon2(monkeypatch) as runs:
        signed_in()
    assert runs == [(8, 1), (16, 1)]
    assert (slot().kib, slot().passes) == (16, 1)
    assert slot().id == before, "so that the sealed note about its month still belongs to it"
    assert Slot.objects.count() == 1
    settings.ARGON2_KIB = 8
    with counted_argon2(monkeypatch) as runs:
        assert opening.by_name("ana", WORDS, HERE).amk == amk
    assert runs == [(16, 1)]


def test_key_20_a_busy_host_raises_costs_another_time(monkeypatch, settings):
    person("ana")
    settings.ARGON2_KIB = 16

    def busy(*given):
        raise TooBusy

    monkeypatch.setattr(slots, "with_words", busy)
    opening.by_name("ana", WORDS, HERE)
    assert slot().kib == 8


def test_key_20_words_changed_meanwhile_win(monkeypatch, settings):
    opened = person("ana")
    settings.ARGON2_KIB = 16
    real = slots.with_words

    def slowly(*given):
        made = real(*given)
        monkeypatch.setattr(slots, "with_words", real)
        actions.set_words(opened, NEW_WORDS)
        return made

    monkeypatch.setattr(slots, "with_words", slowly)
    opening.by_name("ana", WORDS, HERE)
    assert opens(WORDS) is None
    assert opens(NEW_WORDS)


def test_a_damaged_slot_or_keychain_reads_like_wrong_words():
    person("ana")
    Account.objects.update(keychain=b"\x01" * 300)
    with pytest.raises(WrongSecret):
        opening.by_name("ana", WORDS, HERE)
    Slot.objects.update(envelope=b"\x01" * 300)
    with pytest.raises(WrongSecret):
        opening.by_name("ana", WORDS, HERE)
    assert refused("ana", WORDS).status_code == 403


def test_a_refused_sign_in_is_counted_for_the_host_without_a_name():
    person("ana")
    refused("ana", NEW_WORDS)
    refused("nobody", NEW_WORDS)
    today = clock.now().date()
    assert audit.count("sign-in-refused", today) == 2
    assert {line.what for line in audit.lines()} == {"sign-in-refused"}


# Limits


@pytest.fixture
def few(monkeypatch):
    """Three tries at once, then one each twenty seconds."""
    monkeypatch.setattr(limits, "TRY", limits.Drip("try", 3, timedelta(seconds=20)))


@pytest.fixture
def time():
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as traveller:
        yield traveller


def test_ft_21_after_a_burst_tries_come_back_one_by_one(few, time):
    person("ana")
    assert [refused("ana", NEW_WORDS).status_code for _ in range(5)] == [403, 403, 403, 429, 429]
    page = refused("ana", WORDS)
    assert page.status_code == 429
    assert page["Retry-After"] == "20"
    assert "One moment, please" in text(page)
    assert reverse("help") in page.content.decode()
    time.shift(timedelta(seconds=20))
    assert refused("ana", NEW_WORDS).status_code == 403
    assert refused("ana", NEW_WORDS).status_code == 429
    time.shift(timedelta(seconds=20))
    assert refused("ana", WORDS).status_code == 302
    assert [refused("ana", NEW_WORDS).status_code for _ in range(4)] == [403, 403, 403, 429], "right words empty it"


def test_ft_21_no_argon2_is_run_for_a_try_too_many(few, time, monkeypatch):
    person("ana")
    for _ in range(3):
        refused("ana", NEW_WORDS)
    with counted_argon2(monkeypatch) as runs:
        refused("ana", NEW_WORDS)
    assert runs == []


def test_ft_21_a_partner_who_types_wrong_words_shuts_nobody_out(few, time):
    person("ana")
    own, phone = signed_in(), with_pin()
    for client in (own, phone):
        client.post(reverse("lock"))
    for _ in range(20):
        refused("ana", NEW_WORDS)
    assert refused("ana", NEW_WORDS).status_code == 429
    assert own.post(reverse("unlock"), {"words": WORDS}).status_code == 302
    phone.post(reverse("exit"))
    assert phone.post(reverse("unlock"), {"words": WORDS}).status_code == 302
    phone.post(reverse("exit"))
    told = {"name": "ana", "words": WORDS, "who": "mine"}
    assert phone.post(reverse("sign-in-other"), told).status_code == 302
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.post(reverse("sign-in-other"), told).status_code == 302


def test_ft_21_a_known_browser_is_known_for_its_own_account_only(few, time):
    person("ana")
    person("ben", NEW_WORDS)
    client = signed_in("ben", NEW_WORDS)
    told = {"name": "ana", "words": "wrong words here", "who": "mine"}
    assert [client.post(reverse("sign-in-other"), told).status_code for _ in range(4)] == [403, 403, 403, 429]


def test_ft_21_one_address_has_a_limit_over_all_names(monkeypatch, time):
    monkeypatch.setattr(limits, "ADDRESS", limits.Drip("address", 2, timedelta(seconds=2)))
    assert [refused(f"name{n}", WORDS).status_code for n in range(3)] == [403, 403, 429]
    time.shift(timedelta(seconds=2))
    assert refused("name9", WORDS).status_code == 403


def test_spare_keys_are_counted_like_words(few, time):
    person("ana")
    told = {"name": "ana", "key": "AAAA", "do": "go", "mode": "made", "words": NEW_WORDS}
    codes = [Client().post(reverse("use-spare-key"), told).status_code for _ in range(4)]
    assert codes == [403, 403, 403, 429]


@pytest.mark.parametrize(
    ("behind", "meta", "counted"),
    [
        (False, {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, "192.0.2.7"),
        (True, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9, 192.0.2.8"}, "192.0.2.8"),
        (True, {"REMOTE_ADDR": "127.0.0.1"}, "127.0.0.1"),
        (True, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "rubbish"}, "unknown"),
        (False, {"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"),
        (False, {"REMOTE_ADDR": "::ffff:192.0.2.7"}, "192.0.2.7"),
        (False, {"REMOTE_ADDR": "fe80::1%eth0"}, "fe80::/64"),
        (False, {"REMOTE_ADDR": ""}, "unknown"),
    ],
)
def test_whom_a_limit_counts(settings, behind, meta, counted):
    settings.BEHIND_TLS = behind
    assert limits.address(RequestFactory().get("/", **meta)) == counted


def test_addresses_and_names_are_kept_only_under_the_keys_of_a_day(time):
    person("ana")
    refused("ana", NEW_WORDS)
    stored = repr(list(Counter.objects.values()))
    for told in ("127.0.0.1", "ana"):
        assert told not in stored
    first = {row.key for row in Counter.objects.filter(secret=None)}
    assert first
    time.shift(timedelta(days=1))
    refused("ana", NEW_WORDS)
    later = {row.key for row in Counter.objects.filter(secret=None)}
    assert not first & later
    assert Counter.objects.exclude(secret=None).count() == 1
    assert str(Counter.objects.exclude(secret=None).get()).startswith("day 2026-11-22")


def test_ft_21_argon2_has_two_places_and_eight_seats_to_wait(monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE_S", 300)
    running, most, done, busy = 0, 0, [], []
    guard, go = threading.Lock(), threading.Event()

    def one():
        nonlocal running, most
        try:
            with limits.argon2_slot():
                with guard:
                    running += 1
                    most = max(most, running)
                go.wait(300)
                with guard:
                    running -= 1
            done.append(1)
        except TooBusy:
            busy.append(1)
            if len(busy) >= 20:
                go.set()

    threads = [threading.Thread(target=one) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, len(done), len(busy)) == (2, 10, 20)
    with limits.argon2_slot():
        pass


def test_ft_21_whoever_waits_too_long_is_asked_to_come_again(monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE_S", 0.01)
    with limits.argon2_slot(), limits.argon2_slot(), pytest.raises(TooBusy), limits.argon2_slot():
        pass


def test_ft_21_a_full_house_is_429_with_help_and_help_still_opens(monkeypatch):
    person("ana")
    monkeypatch.setattr(limits, "PATIENCE_S", 0.01)
    with limits.argon2_slot(), limits.argon2_slot():
        page = refused("ana", WORDS)
        assert page.status_code == 429
        assert reverse("help") in page.content.decode()
        assert Client().get(reverse("help")).status_code == 200
    assert audit.count("too-busy", clock.now().date()) == 1
    assert refused("ana", WORDS).status_code == 302


def test_the_first_three_pages_say_nothing_of_who_was_here():
    person("ana")
    for name in ("sign-in", "use-spare-key", "start"):
        page = Client().get(reverse(name))
        assert page.status_code == 200
        assert "ana" not in re.sub(r"<[^>]+>", " ", page.content.decode()).lower().split()


def test_a_browser_of_one_person_can_be_left_for_another():
    person("ana")
    person("ben", NEW_WORDS)
    client = with_pin()
    client.post(reverse("lock"))
    assert "It's someone else" in text(client.get(reverse("unlock")))
    client.post(reverse("sign-in-other"), {"name": "ben", "words": NEW_WORDS, "who": "mine"})
    assert row_of(client).account_id == Account.objects.get(name="ben").id
    assert Session.objects.count() == 1


def test_the_cookie_of_a_pin_is_long_and_holds_no_key(settings):
    opened = person("ana")
    client = with_pin()
    cookie = client.cookies[configured.DEVICE_COOKIE]
    assert cookie["max-age"] == 400 * 24 * 3600
    assert opened.amk.hex() not in cookie.value
    assert cookie.value[32:] not in repr(list(Slot.objects.values()))


def test_two_verbs_more(monkeypatch):
    opened = person("ana")
    assert actions.by_words(opened.account, WORDS, HERE).amk == opened.amk
