"""Every row of the table of addresses, walked signed out, locked, and with another's ids.

A stranger is sent to the sign-in page; a locked browser gets the lock page and nothing else; what is somebody else's
looks, to the byte, like what never existed; and what a person does get is never stored, never titled, never traced.
"""

import logging
import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from holdfast.accounts import form_token
from holdfast.accounts.models import Session
from holdfast.cli import search
from holdfast.web.paths import TABLE, WORDS
from tests.cast import WORDS as LOCK_WORDS
from tests.cast import Member, join
from tests.web import walks
from tests.web.walks import CANARY, PIN, Ids, rolled_back, send

pytestmark = pytest.mark.django_db

# For everyone, with the same bytes for all (decision 32).
PUBLIC = {"front", "help", "exit", "about", "relief", "check-the-room", "come-back", "and-now", "staying-hidden"}
PUBLIC |= {"help-country", "manifest", "reach-host"}
PUBLIC |= {"library", "library-tag", "article", "article-print", "claims", "claim", "look-up"}
PUBLIC |= {"worker", "no-signal", "after-a-tool", "clear-phone", "on-one-phone"}
PUBLIC |= {"that-was-then", "next-ten-minutes", "tool", "cards", "still-here"}
PUBLIC |= {"good-together", "four-questions", "quiet-check", "more-questions", "plan-copy"}
# For people without a session: the doors themselves, and the first steps before there is an account.
DOORS = {"sign-in", "sign-in-other", "start", "under-eighteen", "name-and-words", "use-spare-key", "unlock", "lock"}
DOORS |= {"second-step", "keep-alive", "keep-this"}
DOORS |= {"quiet-choice"}  # answers everyone alike, whoever sends it: tests/safety/test_quiet.py
PUBLIC |= {"come-along", "come-along-more", "no-thanks"}
DOORS |= {"come-along-go", "come-along-here"}
NAMES = [name for *_, name in (*WORDS, *TABLE)]
PRIVATE = [name for name in NAMES if name not in PUBLIC | DOORS]
METHODS = ("get", "post", "head", "put", "delete", "options")
# What a form may name of one's own besides what stands in its address.
NAMED = {"remove-way": ("way", "way"), "throw-kept-form-away": ("id", "kept"), "tools-used": ("delete", "practice")}
NAMED |= {"invite": ("back", "code"), "letters": ("back", "shared")}
SEALED_AWAY = (CANARY, LOCK_WORDS["ana"])


@pytest.fixture
def ana() -> Member:
    return join("ana")


@pytest.fixture
def ids(ana: Member) -> Ids:
    return walks.live(ana)


@pytest.fixture
def cleo() -> Member:
    return join("cleo")


def pages(client: Client, ids: Ids, names: list[str] = NAMES, methods: Any = METHODS) -> Any:
    """Each row with each method, every request undone: (name, method, response)."""
    where = walks.addresses(ids)
    for name in names:
        for method in methods:
            with rolled_back():
                yield name, method, getattr(client, method)(where[name])


def body(response: Any) -> bytes:
    """What was sent, streams included."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_lists_of_this_file_name_only_what_is_there():
    assert set(NAMES) >= PUBLIC | DOORS
    assert {"exit", "help", "about", "front"} <= PUBLIC


def test_signed_out_every_private_page_leads_to_the_sign_in_page(ids):
    wrong = []
    for name, method, page in pages(Client(), ids, PRIVATE):
        shut = page.status_code == 405 or (page.status_code, page.headers.get("Location")) == (302, reverse("sign-in"))
        if not shut or page.cookies or (body(page) and page.status_code == 302):
            wrong.append((name, method, page.status_code, page.headers.get("Location"), list(page.cookies)))
    assert wrong == []


@pytest.mark.parametrize("with_pin", [False, True])
def test_locked_every_private_page_is_the_lock_page_and_says_nothing(ana, ids, with_pin):
    client = walks.browser(ana)
    if with_pin:
        client.post(reverse("phone-pin"), {"pin": PIN, "again": PIN})
    client.post(reverse("lock"))
    wrong = []
    for name, method, page in pages(client, ids, PRIVATE):
        told = body(page).decode()
        only_form = set(page.cookies) <= {settings.CSRF_COOKIE_NAME}
        if page.status_code not in (403, 405) or CANARY in told.lower() or not only_form:
            wrong.append((name, method, page.status_code, list(page.cookies)))
        if page.status_code == 403 and method == "get" and f'action="{reverse("unlock")}"' not in told:
            wrong.append((name, "no way to unlock"))
    assert wrong == []


def test_an_ended_session_and_a_forged_row_open_nothing(ana, ids):
    """The row without its cookie's secret, a row of somebody else's under one's own cookie, an edited owner."""
    cleo = join("cleo")
    client = walks.browser(cleo)
    Session.objects.filter(account_id=cleo.account.id).update(account_id=ana.account.id)
    for name, method, page in pages(client, ids, PRIVATE, ("get", "post")):
        assert page.status_code in (302, 403, 405), (name, method)
        assert CANARY not in body(page).decode().lower(), name


def plain(page: Any, *swapped: Ids) -> Any:
    """A response with what differs from one request to the next made one: tokens, and the ids that were asked for."""
    text = body(page).decode()
    text = re.sub(r'name="(csrfmiddlewaretoken|form_token|next|seed|key)" value="[^"]*"', r'name="\1"', text)
    head = {name: value for name, value in page.headers.items() if name not in ("Content-Length", "Expires")}
    for ids in swapped:
        for name, value in vars(ids).items():
            text = text.replace(value, name)
            head = {title: told.replace(value, name) for title, told in head.items()}
    return page.status_code, head, sorted(page.cookies), text


def test_t14_ids_of_somebody_else_are_ids_that_never_existed(ana, ids, cleo):
    own = walks.nobodys(ids)
    made_anew = {"one-time-code", "spare-key-make"}  # a new secret each time, drawn on the page
    before, different = walks.rows_of(ana), []
    for name in (name for name in NAMES if name not in made_anew):
        where, nowhere = walks.addresses(ids)[name], walks.addresses(own)[name]
        for method in ("get", "post"):
            with rolled_back():
                first = getattr(walks.browser(cleo), method)(where)
                assert walks.rows_of(ana) == before, name
            with rolled_back():
                second = getattr(walks.browser(cleo), method)(nowhere)
            if plain(first, ids, own) != plain(second, ids, own):
                different.append((name, method, first.status_code, second.status_code))
            assert CANARY not in body(first).decode().lower(), name
    assert different == []


@pytest.mark.parametrize("name", NAMED)
def test_t14_a_form_that_names_something_of_somebody_elses_does_what_it_does_for_nothing(ana, ids, cleo, name):
    field, what = NAMED[name]
    before, told = walks.rows_of(ana), []
    for each in (ids, walks.nobodys(ids)):
        with rolled_back():
            fields = {field: getattr(each, what), form_token.FIELD: walks.token(cleo, reverse(name))}
            told.append(plain(send(walks.browser(cleo), reverse(name), fields), ids))
            assert walks.rows_of(ana) == before
    assert told[0] == told[1]


def test_h14_no_form_of_anas_is_taken_from_cleo(ana, ids, cleo):
    """A token of Ana's in Cleo's browser: refused by every row that takes one."""
    before, taken = (walks.rows_of(ana), walks.rows_of(cleo)), []
    for name, address in walks.addresses(ids).items():
        if name in PUBLIC | DOORS:
            continue
        with rolled_back():
            fields = {form_token.FIELD: walks.token(ana, address), "do": "delete", "kept": ids.kept, "sure": "yes"}
            page = send(walks.browser(cleo), address, fields)
            if page.status_code not in (403, 405) or (walks.rows_of(ana), walks.rows_of(cleo)) != before:
                taken.append((name, page.status_code))
    assert taken == []


def test_every_private_form_needs_the_token_of_its_page(ana, ids):
    """CSRF is on for every row but those that can only lock, forget or keep awake (decision 31), or whose page is the
    same for all and so holds no token (32); the cookie that stays at home (SameSite=Strict) guards these.
    """
    strict = walks.browser(ana, enforce_csrf_checks=True)
    free = {"exit", "and-now", "keep-this", "keep-alive", "look-up", "clear-phone", "quiet-choice"}
    free |= {"relief", "tool", "still-here", "check-the-room", "come-back", "that-was-then", "next-ten-minutes"}
    let_in = [name for name, _, page in pages(strict, ids, NAMES, ("post",)) if page.status_code not in (403, 405)]
    assert set(let_in) <= free


def test_ps_44_ps_45_what_a_person_gets_is_never_stored_and_always_titled_alike(ana, ids):
    wrong, titles = [], set()
    for name, method, page in pages(ana.client, ids, NAMES, ("get", "post")):
        text = "" if page.streaming else page.content.decode()
        titles.update(re.findall(r"<title>(.*?)</title>", text))
        if name not in PUBLIC and "no-store" not in page.headers.get("Cache-Control", ""):
            wrong.append((name, method, page.headers.get("Cache-Control")))
        if {"ETag", "Last-Modified"} & page.headers.keys():
            wrong.append((name, method, "a mark that tells of a change"))
        led = [page.headers.get("Location", ""), *re.findall(r'(?:href|action|src)="([^"]*)"', text)]
        wrong += [(name, method, address) for address in led if "?" in address]
    assert wrong == []
    assert titles == {settings.APP_NAME}


@pytest.mark.parametrize("secure", [False, True])
def test_no_page_sets_a_cookie_one_would_not_expect(ana, ids, settings, secure):
    """Reading sets the form's cookie alone; every cookie is HttpOnly, strict, for this host and path."""
    settings.COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = secure
    for name, method, page in pages(ana.client, ids, NAMES, ("get", "post")):
        for cookie in page.cookies.values():
            assert cookie["httponly"] and cookie["samesite"] == "Strict" and cookie["path"] == "/", (name, cookie.key)
            assert not cookie["domain"] and bool(cookie["secure"]) == secure, (name, cookie.key)
        if name in PUBLIC - {"exit"}:
            assert not page.cookies, name
        elif method == "get" and name not in {"lock", "unlock"}:
            assert set(page.cookies) <= {settings.CSRF_COOKIE_NAME}, name


def everything_stored() -> bytes:
    """Each value of each column of each table of each store, and each file of the host's folders."""
    told = []
    for alias in connections:
        connection = connections[alias]
        for table in connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                values = [value for row in cursor.fetchall() for value in row]
            told += [bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in values]
    for folder in (settings.DATA, settings.RUN, settings.KEYS):
        told += [path.read_bytes() for path in search.files(folder)]
    return b"\n".join(told)


def test_ft_28_no_word_of_hers_is_in_a_table_a_file_or_a_log_after_every_page_was_walked(ana, ids, cleo, caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        for member in (ana, cleo):
            for name, address in walks.addresses(ids).items():
                if name in {"erase", "exit", "lock", "someone-may-know"}:
                    continue
                walks.browser(member).get(address, headers={"User-Agent": CANARY})
                fields = dict.fromkeys(("note", "name", "words", "code", "key", "do"), CANARY)
                send(walks.browser(member), address, fields | {form_token.FIELD: walks.token(member, address)})
    ana.client.post(reverse("lock"))
    send(walks.browser(ana), "/p/51/0", {form_token.FIELD: walks.token(ana, "/p/51/0"), "note": f"{CANARY} late"})
    logged = " ".join([*(record.getMessage() for record in caplog.records), *capfd.readouterr()])
    stored = everything_stored()
    assert b"\nana\n" in stored, "the search reads what is there"
    for word in SEALED_AWAY:
        found = [name for name, forms in search.disguises(word).items() for form in forms if form in stored]
        assert found == [], word
        assert word not in logged.lower()
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("holdfast")]
    assert lines and all(re.fullmatch(r"\dxx \d+ ms", line) for line in lines)
