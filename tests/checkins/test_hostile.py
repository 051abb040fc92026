"""FT-22: hostile text through every form of these rooms: kept exactly or refused clearly, and never an error."""

import re
from html import unescape

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.checkins import queries
from holdfast.kit import clock
from holdfast.people import queries as people
from tests.cast import join
from tests.checkins.walking import begin, hidden, press

pytestmark = pytest.mark.django_db
HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }} {% now 'Y' %} ${7*7} #{7*7}",
    "formula": "=cmd|' /C calc'!A0",
    "nul": "before\x00after",
    "controls": "\x01\x08\x0b\x1f\x7f",
    "right-to-left": "abc\u202egnp.exe\u2066\u2069\u200f",
    "combining": "a" + "\u0301" * 400,
    "zalgo": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈🇺🇳",
    "nfc and nfd": "é e\u0301 \ufb01 \u212b",
    "blanks": "  \t leading and trailing \u00a0\u3000 ",
    "lines": "one\ntwo\r\nthree\rfour",
    "quotes": "'\"` -- ; DROP TABLE vault_sealedrow; \\",
    "halves": "\ud800 \udfff",
    "entities": "&lt;b&gt; &amp;amp; &#x27;",
    "htmx": '" hx-get="/p/1" hx-trigger="load" data-exit x="',
    "nothing": "",
    "long": "x" * 2000,
}
TOO_MUCH = {"ten megabytes": "x" * 10_000_000, "longer than a note": "x" * 2001}


def encodable(text: str) -> str:
    """As a browser would send it: half a character becomes the replacement sign."""
    return text.encode("utf-8", "replace").decode("utf-8")


def shown_note(page) -> str:
    """The note as the page's text field holds it: a browser drops one newline at its beginning."""
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page.content.decode(), re.DOTALL)
    return unescape(found[1])


@pytest.mark.parametrize("name", HOSTILE)
def test_ft_22_a_note_comes_back_to_the_letter(name):
    ana = join("ana")
    note = encodable(HOSTILE[name])
    press(ana, reverse("check-in"), "next", **{"a-mood": "6"})
    address = reverse("check-in-more", args=[0])
    sent = press(ana, address, "", note=note)
    assert sent.status_code == 302
    today = clock.today("Europe/Berlin")
    assert queries.days(ana.keyring, today, today)[0].note == note
    page = ana.client.get(address)
    assert shown_note(page) == note
    assert "<script>alert" not in page.content.decode()
    assert 'hx-get="/p/1"' not in page.content.decode()
    correcting = ana.client.get(reverse("day", args=[today.isoformat()]))
    assert shown_note(correcting) == note


@pytest.mark.parametrize("name", TOO_MUCH)
def test_ft_22_too_much_is_refused_clearly_and_keeps_what_was_there(name):
    ana = join("ana")
    press(ana, reverse("check-in"), "next", **{"a-mood": "6"})
    sent = press(ana, reverse("check-in-more", args=[0]), "", note=TOO_MUCH[name])
    assert 400 <= sent.status_code < 500
    today = clock.today("Europe/Berlin")
    assert queries.days(ana.keyring, today, today)[0].values == {"mood": 6}


@pytest.mark.parametrize("name", HOSTILE)
def test_ft_22_a_name_is_kept_as_typed_or_refused(name):
    ana = join("ana")
    text = encodable(HOSTILE[name])
    for route, fields in [
        ("name-and-role", {"name": text, "recovering": "on"}),
        ("my-people", {"name": text, "relation": "friend", "main": "on"}),
    ]:
        page = ana.client.get(reverse(route))
        sent = ana.client.post(reverse(route), hidden(page) | fields)
        assert sent.status_code in (302, 422), route
        if sent.status_code == 302:
            profile = people.profile(ana.keyring)
            assert (profile.name if route == "name-and-role" else profile.people[-1].name) == text
        after = ana.client.get(reverse(route)).content.decode()
        assert "<script>alert" not in after
        assert 'hx-get="/p/1"' not in after
    for route in ("check-in", "today", "path"):
        assert ana.client.get(reverse(route)).status_code == 200


@pytest.mark.parametrize("name", HOSTILE)
def test_ft_22_a_name_in_a_question_is_only_a_name(name):
    ben = join("ben", recovering=False, supporting=True, one_at_a_time=False)
    page = ben.client.get(reverse("my-people"))
    sent = ben.client.post(
        reverse("my-people"), hidden(page) | {"name": encodable(HOSTILE[name]), "relation": "friend", "main": "on"}
    )
    html = ben.client.get(reverse("check-in")).content.decode()
    assert "<script>alert" not in html
    assert ("to someone you trust" in html) == (sent.status_code == 422)


NAMES = [
    "do",
    "day",
    "note",
    "form",
    "variant",
    "key",
    "told",
    "a-mood",
    "a-q1",
    "name",
    "zone",
    "first",
    "unmark",
    "relation",
    "remove",
]
FIELDS = st.dictionaries(
    st.sampled_from(
        ["do", "day", "note", "form", "variant", "key", "told", "a-mood", "a-q1", "name", "zone", "first", "unmark"]
    ),
    st.text(max_size=40) | st.sampled_from([*HOSTILE.values()]),
    max_size=5,
)
POSTS = [
    "check-in", "offer", "form-look", "form-begin", "closer-look", "learn", "name-and-role", "preferences", "reminders",
    "zone", "hard-dates", "my-people", "welcome-tomorrow",
]  # fmt: skip


@pytest.fixture
def ana():
    return join("ana")


@settings(max_examples=40)
@given(route=st.sampled_from(POSTS), fields=FIELDS)
def test_ft_22_no_form_can_be_sent_so_that_it_breaks(ana, route, fields):
    page = ana.client.get(reverse("settings" if route == "check-in" else "check-in"))
    token = hidden(page) or hidden(ana.client.get(reverse("learn")))
    sent = {name: encodable(value) for name, value in fields.items()}
    assert ana.client.post(reverse(route), token | sent).status_code < 500
    assert ana.client.get(reverse("path")).status_code == 200


@pytest.mark.parametrize("text", ["4", "-1", "na", "0 ", "1e0", "٣", "q1", "", "\x00", "9" * 400])
def test_ft_22_a_form_refuses_what_is_no_answer_and_keeps_the_place(text):
    ana = join("ana")
    id = begin(ana, "phq-9")
    sent = press(ana, reverse("form-page", args=[id, 1]), "next", **{"a-q1": text})
    assert sent.status_code == (302 if text == "" else 422)
    assert queries.draft(ana.keyring, id).answers == {}


@pytest.mark.parametrize("text", ["tomorrow", "2026-02-30", "2026-11-04T00:00", "99999-01-01", "%00", "..", "'"])
def test_ft_22_a_day_that_is_none_is_not_found(text):
    ana = join("ana")
    assert ana.client.get(reverse("check-in").replace("50", "54") + f"/{text}").status_code == 404
