"""FT-22: whatever a person, or somebody at their keyboard, sends: a page or a plain refusal, never a fault of ours.

Every form of every page is sent with values that nobody should send, and every address is opened with parts that
nobody should write. Each request is undone afterwards, so all of them meet the same person.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from holdfast.accounts import form_token
from holdfast.accounts.models import Account
from holdfast.exchange import archive
from holdfast.exchange import queries as exchange
from holdfast.progress import queries as progress
from tests.cast import Member, join
from tests.web import walks
from tests.web.walks import Form, Ids, rolled_back, send

pytestmark = pytest.mark.django_db

NASTY = [
    "",
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202eevil\u202c",
    "e" + "\u0301" * 300,
    "1e309",
    "9" * 5000,
    "-9223372036854775809",
    "\u0663\u00b2",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01/0001-01-31",
    "9999-12-01/9999-12-31",
    "00000000-0000-0000-0000-000000000000",
    '{"a": 1}',
    "{{7*7}}<script>alert(1)</script>",
    "=cmd|'/C calc'!A0",
    "a\r\nSet-Cookie: b=c",
    "x" * 100_000,
]
KEPT = {"csrfmiddlewaretoken", form_token.FIELD}
# What no page shows in a form, or only on another day: name of the route and the fields its view reads.
UNSHOWN = {
    "ask-for": ("do", "kind"),
    "asked": ("do",),
    "blocked": ("who",),
    "break": ("how", "length"),
    "break-tell": ("do",),
    "break-time": ("do",),
    "break-words-share": ("share", "where", "children"),
    "closer-look": ("do",),
    "come-along-go": ("words",),
    "come-along-here": ("words",),
    "come-along-more": ("words",),
    "day": ("do", "note", "a-mood", "a-in_way"),
    "for-two": ("do", "thing", "at", "day"),
    "for-two-after": ("thing", "how", "here", "close"),
    "for-two-before": ("do",),
    "exercise": ("before", "w-page", "a-look.here"),
    "exercise-after": ("after", "here", "helped", "keep", "close"),
    "exercise-draft": ("before", "w-page"),
    "form-begin": ("do", "form", "variant", "key"),
    "form-draft": ("a-q1", "do"),
    "form-look": ("form", "variant"),
    "form-page": ("do", "told", "a-q1"),
    "hard-dates": ("unmark", "first", "last"),
    "invite": ("back", "show", "words", "name", "copy", "scan"),
    "join": ("name", "not"),
    "keep-this": ("tool", "before", "after", "here", "helped", "asked"),
    "name-and-words": ("adult", "do", "mode", "name", "words", "again", "invitation", "keep-before"),
    "one-time-code": ("off", "seed", "code"),
    "journal-after": ("do", "after", "how"),
    "journal-again": ("do", "before"),
    "journal-begin": ("do", "before"),
    "journal-delete": ("do",),
    "journal-draft": ("p-words", "heading", "began"),
    "journal-look": ("words",),
    "journal-write": ("do", "p-words", "heading", "began"),
    "letter": ("do",),
    "letters": ("back",),
    "met": ("do",),
    "module": ("do", "beside"),
    "module-check": ("a-how-easy",),
    "module-words": ("delete",),
    "mute": ("do", "again"),
    "pair": ("role", "asks"),
    "phone": ("who",),
    "path-ways": ("path", "small", "way"),
    "practice": ("do", "how", "before", "after", "on", "at"),
    "plan-draft": ("text", "began"),
    "quiet-choice": ("v",),
    "remove-way": ("way",),
    "share": ("text", "days", "share"),
    "share-list": ("do", "key", "ask"),
    "shared": ("do",),
    "sheet-draft": ("v-what", "v-hard", "v-easier", "began"),
    "sheet-draft-new": ("v-what", "v-hard", "v-easier", "began"),
    "signal": ("do", "hours"),
    "signal-send": ("word", "wish"),
    "signal-sent": ("do",),
    "spare-key-make": ("key", "have"),
    "spare-key-offer": ("choice",),
    "spare-key-try": ("first", "skip", "whole", "key", "last"),
    "thanks": ("do", "text", "send"),
    "throw-kept-form-away": ("id",),
    "tools-used": ("delete",),
    "unlink": ("do", "block"),
    "unlock": ("pin", "words", "next"),
    "write-letter": ("do", "title", "text", "send"),
    "use-spare-key": ("do", "mode", "name", "key", "words", "again"),
}


@pytest.fixture
def ana() -> Member:
    return join("ana")


@pytest.fixture
def ids(ana: Member) -> Ids:
    return walks.live(ana)


@pytest.fixture
def cleo() -> Member:
    return join("cleo")


def every_form(member: Member, ids: Ids) -> Iterator[Form]:
    """Each form of each page of a person, and those that no page shows today."""
    seen = set()
    for name, address in walks.addresses(ids).items():
        with rolled_back():
            page = walks.browser(member).get(address)
        shown = walks.forms(address, page.content.decode()) if not page.streaming else []
        hidden = [Form(address, tuple((field, "") for field in UNSHOWN[name]), ())] if name in UNSHOWN else []
        for form in shown + hidden:
            key = (form.action, tuple(field for field, _ in form.fields), form.buttons)
            if key not in seen:
                seen.add(key)
                yield form


def post(member: Member, form: Form, fields: list[tuple[str, str]], bystander: Member | None = None) -> Any:
    """Send a form with a good token, follow where it leads, look at a bystander's rows, and take everything back."""
    with rolled_back():
        client = walks.browser(member)
        told = [*fields, (form_token.FIELD, walks.token(member, form.action))]
        response = send(client, form.action, told)
        onward = response.headers.get("Location")
        pages = response, client.get(onward) if onward else response
        return *pages, bystander and walks.rows_of(bystander)


def fits(*pages: Any) -> bool:
    """Whether all of this is an answer or a plain refusal, and no word of ours broke out of its place."""
    return all(page.status_code < 500 and (page.streaming or b"<script>alert" not in page.content) for page in pages)


def test_ft_22_every_form_takes_hostile_values_or_refuses_them(ana, ids, cleo):
    before, broken, taken = walks.rows_of(cleo), [], set()
    for form in every_form(ana, ids):
        for turn, value in enumerate(NASTY):
            buttons = [form.buttons[turn % len(form.buttons)]] if form.buttons else []
            fields = [(name, value) for name, _ in form.fields if name not in KEPT]
            *pages, bystander = post(ana, form, fields + buttons, cleo)
            taken.add((form.action, pages[0].status_code // 100))
            if not fits(*pages) or bystander != before:
                broken.append((form.action, buttons, value[:40], [page.status_code for page in pages]))
    assert broken == []
    assert len({action for action, _ in taken}) > 40
    assert len({action for action, kind in taken if kind == 3}) > 20, "most were let in far enough to be read"


def test_ft_22_one_bad_or_missing_or_doubled_field_among_good_ones(ana, ids):
    broken = []
    for form in every_form(ana, ids):
        good = [(name, value) for name, value in form.fields if name not in KEPT]
        button = list(form.buttons[:1])
        for place, (name, value) in enumerate(good):
            rest = good[:place] + good[place + 1 :]
            for bad in ([], [(name, value), (name, value)], [(name, "9999-12-31")]):
                *pages, _ = post(ana, form, rest + bad + button)
                if not fits(*pages):
                    broken.append((form.action, bad, [page.status_code for page in pages]))
    assert broken == []


@hypothesis(max_examples=60)
@given(data=st.data())
def test_ft_22_any_text_in_any_field(data):
    """The same with values nobody thought of."""
    ana = Made.ana()
    form = data.draw(st.sampled_from(Made.forms))
    value = st.text(st.characters(codec=None), max_size=40) | st.integers().map(str) | st.dates().map(str)
    fields = [(name, data.draw(value)) for name, _ in form.fields if name not in KEPT]
    *pages, _ = post(ana, form, fields + list(form.buttons[:1]))
    assert fits(*pages)


class Made:
    """One person for all examples of a Hypothesis test: every request is undone, so she never changes."""

    person: Member | None = None
    forms: list[Form] = []

    @classmethod
    def ana(cls) -> Member:
        if cls.person is None or not Account.objects.filter(pk=cls.person.account.pk).exists():
            cls.person = join("ana")
            cls.forms = list(every_form(cls.person, walks.live(cls.person)))
        return cls.person


ODD = ["0", "1", "7", "366", "2147483648", "9" * 30, "9" * 5000, "0001-01-01", "9999-12-31", "2026-02-30", "-1", "%00"]
ODD += [
    "%0D%0ASet-Cookie:%20a=b",
    "%ED%A0%80",
    "%FF",
    "%E2%80%AE",
    "..%2F..",
    "a%3Fb",
    "=cmd",
    "x" * 3000,
    "%7B%7B7*7%7D%7D",
]


def odd_addresses(ids: Ids) -> Iterator[str]:
    """Every address with parts, each part in turn written oddly."""
    for address in walks.addresses(ids).values():
        parts = address.split("/")
        for place in range(3, len(parts)):
            for odd in ODD:
                yield "/".join([*parts[:place], odd, *parts[place + 1 :]])


def test_ft_22_odd_addresses_get_a_page_or_nothing(ana, ids):
    broken = []
    for address in odd_addresses(ids):
        for method in ("get", "post"):
            with rolled_back():
                page = getattr(walks.browser(ana), method)(address)
            if not fits(page):
                broken.append((method, address[:80], page.status_code))
    assert broken == []


def test_ft_22_an_odd_address_opened_while_locked_leads_nowhere_bad_after_the_unlock(ana, ids):
    """The address goes into a response header after the unlock: it must not break that header, nor leave this host."""
    broken, opened = [], 0
    for address in odd_addresses(ids):
        with rolled_back():
            client = walks.browser(ana)
            client.post(reverse("throw-kept-form-away"), {"id": ids.kept})
            client.post(reverse("lock"))
            shown = walks.forms(address, client.get(address).content.decode())
            door = next((form for form in shown if form.action == reverse("unlock")), None)
            if door is None:
                continue
            back = send(client, door.action, dict(door.fields) | {"words": ana.words})
            opened += 1
            where = back.headers.get("Location", "")
            if back.status_code != 302 or not where.startswith("/p/") or "\n" in where or not where.isascii():
                broken.append((address[:60], back.status_code, where[:60]))
    assert broken == []
    assert opened > 50


COOKIES = [
    "",
    "0",
    "zz",
    "ab" * 63,
    "ab" * 64,
    "AB" * 64,
    "ab" * 48,
    "ab" * 5000,
    "\u00e9",
    "ab cd " * 20,
    '"',
    "%00",
    "=;,",
]


@pytest.mark.parametrize("name", ["SESSION_COOKIE", "DEVICE_COOKIE", "CSRF_COOKIE_NAME"])
@pytest.mark.parametrize("value", COOKIES)
def test_ft_22_cookies_that_are_not_ours_are_nobodys(name, value):
    browser = Client(raise_request_exception=False)
    with_it = {"HTTP_COOKIE": f"{getattr(settings, name)}={value}"}
    for page in ("today", "unlock", "sign-in-other", "exit"):
        assert fits(browser.get(reverse(page), **with_it)), page
    for page in ("today", "unlock", "lock", "second-step", "keep-this", "keep-alive", "exit"):
        assert fits(browser.post(reverse(page), {"pin": "1", "words": "x"}, **with_it)), page


FORM = "application/x-www-form-urlencoded"
PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../x"\r\n'
BODIES = [
    ("application/json", b'{"a": [1, {"b": null}]}'),
    ("text/plain", b"\xff\xfe\x00"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", PART + b"\r\n"),
    ("multipart/form-data; boundary=x", PART + b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n"),
    (f"{FORM}; charset=utf-16", b"a=b"),
    (f"{FORM}; charset=nonsense", b"a=b"),
    (FORM, b"&".join(b"f%d=1" % number for number in range(1000))),
    (FORM, b"note=" + b"x" * 2_000_000),
]


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_ft_22_bodies_of_another_shape_are_refused_plainly(ana, ids, kind, body):
    for name, address in walks.addresses(ids).items():
        with rolled_back():
            page = walks.browser(ana).generic("POST", address, body, kind)
        assert fits(page), (name, page.status_code)


STRANGE_DAYS = ["0001-01-01", "9999-12-31", "1970-01-01"]


@pytest.mark.parametrize("day", STRANGE_DAYS)
def test_ft_23_after_an_import_of_strange_days_every_page_still_stands(ana, ids, cleo, day):
    """A file that passes every check of its shape, about days nobody lived, in a zone nobody knows."""
    month = day[:7]
    text = json.dumps(exported(ana)).replace(ids.day[:7] + '"', month + '"').replace(ids.day, day)
    found = json.loads(text.replace("Europe/Berlin", "Nowhere/Land"))
    for row in found["rows"]:
        row["part"] = row["part"] and month
    file = ContentFile(zipped(found), "my-data.zip")
    with rolled_back():
        told = {"file": file, "words": "", form_token.FIELD: walks.token(cleo, reverse("import"))}
        page = walks.browser(cleo).post(reverse("import"), told)
        assert page.status_code == 200, page.content.decode()[-3000:]
        own = replace(ids, day=day, line=own_line(cleo), item=progress.address(cleo.keyring, "item/mood"))
        names = walks.addresses(own)
        broken = {}
        for name, address in names.items():
            for method in ("get", "post"):
                with rolled_back():
                    answer = getattr(walks.browser(cleo), method)(address)
                    if not fits(answer):
                        broken[name, method] = answer.status_code
        assert broken == {}


def own_line(member: Member) -> str:
    """The address of a member's first measure."""
    return (progress.lines(member.keyring) or [SimpleNamespace(key="0")])[0].key


def exported(member: Member) -> dict[str, Any]:
    """What a member's own export holds."""
    data = b"".join(archive.stream(exchange.contents(member.keyring)))
    return json.loads(zipfile.ZipFile(io.BytesIO(data)).read(archive.DATA))


def zipped(found: dict[str, Any]) -> bytes:
    """An export with this in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(archive.DATA, json.dumps(found))
    return out.getvalue()
