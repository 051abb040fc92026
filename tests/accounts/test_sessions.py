"""Signed-in browsers: the split key, the clock, the lock, shared phones, Exit."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings as configured
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from holdfast.accounts import access, actions, hooks, jobs, sessions
from holdfast.accounts.middleware import Keys
from holdfast.accounts.models import Account, Session, Slot
from tests.accounts.helpers import NEW_WORDS, PIN, WORDS, field, is_open, person, row_of, signed_in, text, with_pin

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def lock_page(response):
    return response.status_code == 403 and "Locked, to keep it yours." in text(response)


# The split key


def test_the_row_holds_neither_the_key_nor_the_cookie(ana):
    client = signed_in()
    cookie = client.cookies[configured.SESSION_COOKIE].value
    row = row_of(client)
    stored = repr(
        {name: bytes(value).hex() if isinstance(value, bytes) else value for name, value in vars(row).items()}
    )
    assert ana.amk.hex() not in stored
    assert cookie[:64] not in stored
    assert cookie[64:] not in stored


def test_the_cookie_is_strict_and_out_of_reach_of_scripts(ana):
    cookie = signed_in().cookies[configured.SESSION_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Strict", "/", 43200)
    assert cookie["domain"] == ""


def test_over_tls_the_cookie_is_host_only_and_secure(ana, settings):
    settings.SESSION_COOKIE, settings.DEVICE_COOKIE, settings.COOKIE_SECURE = "__Host-s", "__Host-d", True
    response = HttpResponse()
    actions.start_session(response, ana)
    actions.set_pin(response, ana, PIN, "phone")
    for name in ("__Host-s", "__Host-d"):
        assert (response.cookies[name]["secure"], response.cookies[name]["domain"]) == (True, "")


@pytest.mark.parametrize("column", ["hard_until", "account_id", "envelope", "half_open"])
def test_an_edited_row_opens_nothing(ana, column):
    client, other = signed_in(), person("ben").account.id
    row = row_of(client)
    edits = {
        "hard_until": row.hard_until - timedelta(hours=1),
        "account_id": other,
        "envelope": bytes(row.envelope)[:-1] + bytes([bytes(row.envelope)[-1] ^ 1]),
        "half_open": True,
    }
    Session.objects.filter(pk=row.pk).update(**{column: edits[column]})
    assert not is_open(client)


@pytest.mark.parametrize("cookie", ["", "x", "00" * 64, "zz" * 64, "é", "0" * 5000])
def test_a_cookie_that_is_none_of_ours_is_nobody(cookie):
    client = Client()
    client.cookies[configured.SESSION_COOKIE] = client.cookies[configured.DEVICE_COOKIE] = cookie
    assert client.get(reverse("locks-and-keys"))["Location"] == reverse("sign-in")
    assert client.get(reverse("sign-in")).status_code == 200


def test_half_of_a_cookie_opens_nothing(ana):
    client = signed_in()
    cookie = client.cookies[configured.SESSION_COOKIE]
    client.cookies[configured.SESSION_COOKIE] = cookie.value[:64] + "00" * 32
    assert lock_page(client.get(reverse("locks-and-keys")))


# The clock


def test_ps_47_a_session_locks_after_five_minutes_without_action(ana, clock):
    client = signed_in()
    clock.shift(timedelta(minutes=4, seconds=59))
    assert is_open(client)
    clock.shift(timedelta(minutes=4, seconds=59))
    assert is_open(client)
    clock.shift(timedelta(minutes=5))
    assert lock_page(client.get(reverse("locks-and-keys")))
    assert row_of(client).envelope is None
    clock.shift(timedelta(minutes=-5))
    assert not is_open(client), "a locked session does not come back with the clock"


def test_ps_47_a_shared_phone_locks_after_two_minutes_and_keeps_no_row(ana, clock):
    client = signed_in(who="shared")
    clock.shift(timedelta(minutes=1, seconds=59))
    assert is_open(client)
    clock.shift(timedelta(minutes=2))
    assert client.get(reverse("locks-and-keys"))["Location"] == reverse("sign-in")
    assert not Session.objects.exists()


@pytest.mark.parametrize(("who", "hours", "step"), [("mine", 12, 14), ("shared", 0.5, 1.8)])
def test_ps_47_a_day_ends_however_busy_one_is(ana, clock, monkeypatch, who, hours, step):
    monkeypatch.setattr(hooks, "minutes_wanted", [lambda keyring: 15])
    client = signed_in(who=who)
    end, now = START + timedelta(hours=hours), START
    while now < end:
        assert is_open(client)
        clock.shift(timedelta(minutes=step))
        now += timedelta(minutes=step)
    assert client.get(reverse("locks-and-keys"))["Location"] == reverse("sign-in")
    assert not Session.objects.exists()


def test_ps_47_minutes_are_chosen_from_two_to_fifteen(ana, clock, monkeypatch):
    wanted = []
    monkeypatch.setattr(hooks, "minutes_chosen", [lambda keyring, minutes: wanted.append(minutes)])
    client = signed_in()
    assert client.post(reverse("minutes-to-lock"), {"minutes": "1"}).status_code == 422
    assert client.post(reverse("minutes-to-lock"), {"minutes": "15"}).status_code == 302
    assert wanted == [15]
    clock.shift(timedelta(minutes=14, seconds=59))
    assert is_open(client)
    monkeypatch.setattr(hooks, "minutes_wanted", [lambda keyring: 2])
    assert row_of(signed_in()).minutes == 2


def test_minutes_do_not_change_a_shared_phone(ana):
    client = signed_in(who="shared")
    client.post(reverse("minutes-to-lock"), {"minutes": "15"})
    assert row_of(client).minutes == 2


def test_unlocking_never_lengthens_the_day(ana, clock):
    client = signed_in()
    end = row_of(client).hard_until
    clock.shift(timedelta(hours=11, minutes=50))
    page = client.get(reverse("locks-and-keys"))
    client.post(reverse("unlock"), {"words": WORDS, "next": field(page, "next")})
    assert row_of(client).hard_until == end
    clock.shift(timedelta(minutes=4))
    assert is_open(client)
    clock.shift(timedelta(minutes=4))
    assert is_open(client)
    clock.shift(timedelta(minutes=2))
    assert not is_open(client)


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(minutes=-7)])
def test_ft_11_a_clock_that_steps_back_never_lengthens_a_session(ana, clock, jump):
    client = signed_in()
    clock.shift(jump)
    assert not is_open(client)


def test_ft_11_a_small_correction_of_the_clock_disturbs_nobody(ana, clock):
    client = signed_in()
    clock.shift(timedelta(seconds=-30))
    assert is_open(client)


def test_a_page_may_say_that_it_takes_long(ana, clock):
    client = signed_in()
    request = type("Request", (), {"session_row": row_of(client)})
    access.stay(request, 20)
    assert row_of(client).minutes == 22
    clock.shift(timedelta(minutes=21))
    assert is_open(client)
    sessions.stay(row_of(client), 3)
    assert row_of(client).minutes == 22
    shared = signed_in(who="shared")
    sessions.stay(row_of(shared), 20)
    assert row_of(shared).minutes == 2


def test_a_keep_alive_counts_and_a_poll_does_not(ana, clock):
    client = signed_in()
    clock.shift(timedelta(minutes=4))
    assert client.post(reverse("keep-alive")).status_code == 204
    clock.shift(timedelta(minutes=4))
    poll = access.unlocked(lambda request: HttpResponse("still here"), counts=False)
    request = RequestFactory().get("/p/1", headers={"Cookie": client.cookies.output(header="", sep=";")})
    assert Keys(poll)(request).content == b"still here"
    clock.shift(timedelta(minutes=1))
    assert client.post(reverse("keep-alive")).status_code == 403
    assert client.get(reverse("keep-alive")).status_code == 405


def test_a_keep_alive_from_another_site_is_refused(ana):
    client = signed_in()
    assert client.post(reverse("keep-alive"), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_page_knows_its_seconds(ana):
    def asked(request):
        return HttpResponse(request.idle_seconds)

    client = signed_in(who="shared")
    request = RequestFactory().get("/p/1", headers={"Cookie": client.cookies.output(header="", sep=";")})
    assert Keys(asked)(request).content == b"120"
    assert Keys(asked)(RequestFactory().get("/p/1")).content == b"0"


def test_the_clock_job_takes_keys_and_rows_that_nobody_used(ana, clock):
    mine, shared = signed_in(), signed_in(who="shared")
    assert jobs.expire() == 0
    clock.shift(timedelta(minutes=5))
    assert jobs.expire() == 2
    assert row_of(mine).envelope is None
    assert row_of(shared) is None
    clock.shift(timedelta(hours=12))
    assert jobs.expire() == 1
    assert not Session.objects.exists()


# Lock and unlock


def test_a12_locking_takes_the_key_and_asks_only_for_the_secret(ana):
    client = signed_in()
    page = client.post(reverse("lock"))
    assert lock_page(page)
    assert row_of(client).envelope is None
    assert 'name="name"' not in page.content.decode()
    for words in ("Use my words", 'name="pin"'):
        assert words not in page.content.decode()
    for words in ("Relief", "Help", "Exit"):
        assert words in text(page)
    assert lock_page(client.get(reverse("unlock")))
    assert client.get(reverse("sign-in"))["Location"] == reverse("unlock")
    assert client.post(reverse("unlock"), {"words": WORDS})["Location"] == reverse("today")
    assert is_open(client)


def test_a_script_locks_by_opening_the_page(ana):
    client = signed_in()
    assert lock_page(client.get(reverse("lock")))
    assert not is_open(client)


def test_locking_nobody_leads_to_the_door(ana):
    assert Client().get(reverse("lock"))["Location"] == reverse("sign-in-other")
    assert Client().get(reverse("unlock"))["Location"] == reverse("sign-in-other")
    shared = signed_in(who="shared")
    assert shared.get(reverse("lock"))["Location"] == reverse("sign-in-other")


def test_after_unlocking_one_is_where_one_was(ana, clock):
    client = signed_in()
    clock.shift(timedelta(minutes=6))
    page = client.get(reverse("minutes-to-lock"))
    assert lock_page(page)
    hidden = field(page, "next")
    wrong = client.post(reverse("unlock"), {"words": "not these words", "next": hidden})
    assert wrong.status_code == 403
    assert "That didn't open it. Try again, slowly. Four words, small letters, a space between." in text(wrong)
    assert field(wrong, "next") == hidden
    response = client.post(reverse("unlock"), {"words": WORDS, "next": hidden})
    assert response["Location"] == reverse("minutes-to-lock")


@pytest.mark.parametrize("forged", ["/p/36", "//evil.example/", "https://evil.example/", "/p/36:xx", "", "\x00"])
def test_where_to_go_next_cannot_be_forged(ana, forged):
    client = signed_in()
    client.post(reverse("lock"))
    response = client.post(reverse("unlock"), {"words": WORDS, "next": forged})
    assert response["Location"] == reverse("today")


def test_where_to_go_next_is_one_persons(ana):
    person("ben", NEW_WORDS)
    client, other = signed_in(), signed_in("ben", NEW_WORDS)
    for browser in (client, other):
        sessions.lock(row_of(browser))
    hidden = field(client.get(reverse("minutes-to-lock")), "next")
    response = other.post(reverse("unlock"), {"words": NEW_WORDS, "next": hidden})
    assert response["Location"] == reverse("today")


def test_a_place_that_is_gone_or_a_door_leads_to_today(ana):
    account = ana.account
    for path in ("/p/9999", reverse("lock"), reverse("exit")):
        request = RequestFactory().post(path, {"next": access._signer(account).sign(path)})
        assert access.after_unlock(request, ana) == reverse("today")


def test_an_open_browser_is_sent_in_from_the_doors(ana):
    client = signed_in()
    for name in ("sign-in", "unlock"):
        assert client.get(reverse(name))["Location"] == reverse("today")


def test_nothing_at_all_typed_opens_nothing(ana):
    client = signed_in()
    client.post(reverse("lock"))
    assert client.post(reverse("unlock"), {}).status_code == 403
    assert client.post(reverse("unlock"), {"pin": "\x00"}).status_code == 403


def test_every_answer_of_the_door_and_the_space_is_stored_nowhere(ana):
    client = signed_in()
    for name in ("locks-and-keys", "lock", "unlock", "sign-in-other", "use-spare-key"):
        assert "no-store" in client.get(reverse(name))["Cache-Control"], name


# Shared phones (PS-49)


def test_ps_49_it_is_asked_each_time_and_not_sure_counts_as_shared(ana):
    page = Client().get(reverse("sign-in"))
    assert "Who can open this phone?" in text(page)
    assert 'value="unsure" checked' in page.content.decode()
    for who in ("unsure", "others", "", "nonsense"):
        client = Client()
        client.post(reverse("sign-in-other"), {"name": "ana", "words": WORDS, "who": who})
        row = row_of(client)
        assert row is None or row.shared, who


def test_ps_49_after_a_shared_sign_in_only_cookies_of_the_window_are_left(ana):
    client = with_pin()
    client.post(reverse("exit"))
    response = client.post(reverse("sign-in-other"), {"name": "ana", "words": WORDS, "who": "others"})
    assert response.status_code == 302
    lasting = [name for name, cookie in client.cookies.items() if cookie.value and cookie["max-age"]]
    assert lasting == []
    assert not Slot.objects.filter(kind=Slot.DEVICE).exists()
    assert client.get(reverse("phone-pin")).status_code == 404
    assert client.post(reverse("phone-pin"), {"pin": PIN, "again": PIN}).status_code == 404


def test_ps_49_a_shared_sign_in_does_not_take_another_persons_pin(ana):
    person("ben", NEW_WORDS)
    client = with_pin()
    client.post(reverse("sign-in-other"), {"name": "ben", "words": NEW_WORDS, "who": "shared"})
    assert Slot.objects.filter(kind=Slot.DEVICE).count() == 1
    assert client.cookies[configured.DEVICE_COOKIE].value


def test_ps_49_a_shared_phone_has_no_pin_on_its_pages(ana):
    client = signed_in(who="shared")
    assert reverse("phone-pin") not in client.get(reverse("locks-and-keys")).content.decode()


# Where I'm signed in (PS-50)


def test_ps_50_the_list_tells_kind_and_day_and_nothing_else(ana):
    phone = signed_in(**{"User-Agent": "Mozilla/5.0 (Linux; Android 15) Mobile"})
    signed_in(**{"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64)"})
    signed_in(**{"User-Agent": "curl/8"})
    page = text(phone.get(reverse("where-signed-in")))
    assert "A phone, 21 November · this one" in page
    assert "A computer, 21 November" in page
    assert "A device, 21 November" in page
    for told in ("127.0.0.1", "12:00", "Windows", "Android"):
        assert told not in page
    assert not {"ip", "agent", "address", "created"} & {model_field.name for model_field in Session._meta.fields}


def test_ps_50_ending_all_others_asks_for_the_secret_and_works_at_once(ana, clock):
    mine, other, shared = signed_in(), signed_in(), signed_in(who="shared")
    clock.shift(timedelta(minutes=2))
    assert "Once more, please" in text(mine.post(reverse("where-signed-in")))
    assert is_open(other)
    page = mine.get(reverse("where-signed-in"))
    mine.post(reverse("unlock"), {"words": WORDS, "next": field(page, "next")})
    assert mine.post(reverse("where-signed-in"))["Location"] == reverse("where-signed-in")
    assert is_open(mine)
    assert lock_page(other.get(reverse("locks-and-keys")))
    assert shared.get(reverse("locks-and-keys")).status_code in (302, 403)
    assert row_of(other).envelope is None
    assert text(mine.get(reverse("where-signed-in"))).count("21 November") == 1
    other.post(reverse("unlock"), {"words": WORDS})
    assert is_open(other)


def test_an_epoch_alone_locks_a_row_that_could_not_be_emptied(ana):
    client = signed_in()
    Account.objects.update(epoch=2)
    assert lock_page(client.get(reverse("locks-and-keys")))
    assert row_of(client).envelope is None


def test_a_disabled_account_is_signed_out_and_stays_out(ana):
    client = signed_in()
    Account.objects.update(disabled=True)
    assert client.get(reverse("locks-and-keys"))["Location"] == reverse("sign-in")
    denied = Client().post(reverse("sign-in-other"), {"name": "ana", "words": WORDS})
    assert "That didn't open it." in text(denied)


# Exit (decision 31)


def test_exit_deletes_the_row_and_takes_the_cookie(ana):
    client = signed_in()
    response = client.post(reverse("exit"))
    assert response.status_code == 303
    assert not Session.objects.exists()
    assert "Clear-Site-Data" not in response
    assert client.cookies[configured.SESSION_COOKIE].value == ""
    assert client.post(reverse("exit")).status_code == 303, "twice is harmless"


def test_exit_of_a_shared_phone_clears_the_browser(ana):
    assert signed_in(who="shared").post(reverse("exit"))["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize(("who", "clears"), [("mine", False), ("others", True), ("shared", True), ("unsure", True)])
def test_ps_49_signing_in_on_a_phone_that_is_not_only_ones_own_clears_what_it_keeps(ana, who, clears):
    response = Client().post(reverse("sign-in-other"), {"name": "ana", "words": WORDS, "who": who})
    assert response["Location"] == reverse("today")
    assert ("Clear-Site-Data" in response) == clears


@pytest.mark.parametrize(("who", "clears"), [("mine", False), ("shared", True)])
def test_ps_49_so_does_saying_it_at_sign_up(ana, who, clears):
    assert ("Clear-Site-Data" in signed_in().post(reverse("phone"), {"who": who})) == clears


@pytest.mark.parametrize(("who", "clears"), [("mine", False), ("shared", True)])
def test_ps_49_pages_on_a_shared_phone_say_that_nothing_may_stay(ana, who, clears):
    page = signed_in(who=who).get(reverse("locks-and-keys")).content.decode()
    assert (" data-leave>" in page) == clears


def test_exit_leaves_nothing_where_that_was_chosen(ana):
    client = with_pin()
    assert "Exit leaves nothing on this phone" in text(client.get(reverse("minutes-to-lock")))
    client.post(reverse("minutes-to-lock"), {"minutes": "5", "leave_nothing": "yes"})
    response = client.post(reverse("exit"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert client.cookies[configured.DEVICE_COOKIE].value == ""
    assert not Slot.objects.filter(kind=Slot.DEVICE).exists()
    again = signed_in()
    assert row_of(again).leave_nothing
    assert again.post(reverse("exit"))["Clear-Site-Data"]


def test_exit_sent_by_another_site_is_refused(ana):
    client = signed_in()
    request = RequestFactory().post("/exit", headers={"Sec-Fetch-Site": "cross-site"})
    with pytest.raises(PermissionDenied):
        actions.exit_session(request, HttpResponse())
    assert is_open(client)


def test_exit_keeps_the_pin_for_the_next_day(ana, clock):
    client = with_pin()
    client.post(reverse("exit"))
    clock.shift(timedelta(hours=23))
    assert client.get(reverse("locks-and-keys")).status_code == 403
    assert client.get(reverse("sign-in"))["Location"] == reverse("unlock")
    assert client.post(reverse("unlock"), {"pin": PIN})["Location"] == reverse("today")
    assert is_open(client)
    assert not row_of(client).shared


def test_a_session_tells_the_rooms_above_that_it_opened(ana, monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "opened", [lambda keyring: told.append(keyring.owner)])
    client = signed_in()
    client.post(reverse("lock"))
    client.post(reverse("unlock"), {"words": WORDS})
    assert told == [ana.account.id] * 2


def test_words_of_models_say_little(ana):
    client = signed_in()
    assert str(row_of(client)) == "other, 2026-11-21"
    assert str(ana.account) == "ana"
    assert str(Slot.objects.get()) == "passphrase"
