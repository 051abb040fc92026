"""What is sent: form tokens (H14), what happens to a form sent to a locked space, and hostile input (FT-22)."""

from datetime import timedelta
from html import unescape
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
import time_machine
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import path, reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from holdfast.accounts import access, drops, form_token, forms, limits, opening
from holdfast.accounts.errors import BadToken
from holdfast.accounts.models import Account, Session
from holdfast.vault import dropbox
from holdfast.vault.models import DropRow, SealedRow
from holdfast.web import urls
from tests.accounts.helpers import HERE, NEW_WORDS, WORDS, field, is_open, person, row_of, signed_in, text

pytestmark = pytest.mark.django_db
WROTE = "I slept well, and the dog came along."
saved: list[tuple[str, str]] = []


@access.unlocked
def diary(request):
    """A form of some room above: answers a POST with a redirect, or shows it again when it is empty."""
    if request.method == "POST" and request.POST.get("line"):
        token = forms.read_token(request)
        saved.append((str(token.record_id), request.POST["line"]))
        return redirect("today")
    get_token(request)
    page = Template('<form method="post">{% csrf_token %}{% form_token %}<textarea name="line"></textarea></form>')
    return HttpResponse(page.render(Context({"request": request})))


@access.fresh
def secret_page(request):
    """A page that asks again."""
    return HttpResponse("secret")


@access.unlocked
def by_script(request):
    """What a page posts by itself: it wants no page in return."""
    saved.append((str(forms.read_token(request).record_id), request.POST["line"]))
    return HttpResponse(status=204)


urlpatterns = [*urls.urlpatterns, path("t/1", diary, name="diary"), path("t/2", secret_page, name="secret-page")]
urlpatterns += [path("t/3", by_script, name="by-script")]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture(autouse=True)
def here(settings):
    settings.ROOT_URLCONF = __name__
    saved.clear()


def form_of(client, address="/t/1"):
    return {form_token.FIELD: field(client.get(address), form_token.FIELD)}


def locked(client):
    client.post(reverse("lock"))
    return client


# Tokens (H14)


def test_h14_a_form_carries_its_owner_and_a_record_and_is_read_back(ana):
    client = signed_in()
    told = form_of(client)
    assert client.post("/t/1", {**told, "line": WROTE}).status_code == 302
    token = form_token.read(told[form_token.FIELD])
    assert (token.owner, token.purpose) == (ana.account.id, "/t/1")
    assert saved == [(str(token.record_id), WROTE)]


def test_h14_a_stale_tab_of_another_person_is_refused(ana):
    person("ben", NEW_WORDS)
    client = signed_in()
    told = form_of(client)
    client.post(reverse("sign-in-other"), {"name": "ben", "words": NEW_WORDS, "who": "mine"})
    assert client.post("/t/1", {**told, "line": WROTE}).status_code == 403
    assert saved == []
    locked(client)
    assert client.post("/t/1", {**told, "line": WROTE}).status_code == 403
    assert not DropRow.objects.exists()


@pytest.mark.parametrize(
    "harm", [lambda t: t[:-1] + "_", lambda t: "x" + t, lambda t: "", lambda t: "a:b", lambda t: "\x00"]
)
def test_h14_an_altered_token_is_refused(ana, harm):
    client = signed_in()
    told = form_of(client)
    told[form_token.FIELD] = harm(told[form_token.FIELD])
    assert client.post("/t/1", {**told, "line": WROTE}).status_code == 403
    assert client.post("/t/1", {"line": WROTE}).status_code == 403
    assert saved == []


def test_a_token_lives_four_days():
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as clock:
        made = form_token.make(uuid4(), "p")
        clock.shift(timedelta(days=4))
        assert form_token.read(made)
        clock.shift(timedelta(seconds=1))
        with pytest.raises(BadToken):
            form_token.read(made)


def test_a_signed_thing_of_another_shape_is_no_token():
    for shape in ({}, {"o": "x"}, [1], {"o": uuid4().hex, "r": uuid4().hex, "p": "p", "t": "now"}):
        with pytest.raises(BadToken):
            form_token.read(form_token._signer().sign_object(shape))


def test_a_token_can_be_held_to_its_purpose(ana):
    request = RequestFactory().post("/", {form_token.FIELD: form_token.make(ana.account.id, "erase")})
    request.account = ana.account
    assert forms.read_token(request, "erase").owner == ana.account.id
    for wrong in ("export", ""):
        with pytest.raises(BadToken):
            forms.read_token(request, wrong)
    request.account = None
    with pytest.raises(BadToken):
        forms.read_token(request)


def test_the_tag_keeps_a_record_and_says_nothing_to_strangers(ana):
    request = RequestFactory().get("/p/1")
    request.account = None
    drawn = Template("{% form_token %}").render(Context({"request": request}))
    assert drawn == ""
    request.account = ana.account
    record = uuid4()
    page = Template("{% form_token record 'diary' %}").render(Context({"request": request, "record": record}))
    token = form_token.read(page.partition('value="')[2].partition('"')[0])
    assert (token.record_id, token.purpose) == (record, "diary")


# Sent while locked (PS-47: text in progress is sealed, not lost)


def test_ps_47_what_is_sent_to_a_locked_space_is_sealed_and_offered_again(ana):
    client = signed_in()
    told = form_of(client)
    locked(client)
    page = client.post("/t/1", {**told, "line": WROTE, "mood": ["3", "4"]})
    assert page.status_code == 403
    assert "Locked, to keep it yours. What you were writing is safe." in text(page)
    assert saved == []
    assert WROTE.encode() not in b"".join(bytes(row.sealed) for row in DropRow.objects.all())
    response = client.post(reverse("unlock"), {"words": WORDS, "next": field(page, "next")})
    assert response["Location"] == reverse("kept-forms")
    offered = client.get(reverse("kept-forms"))
    assert "What you were writing is safe." in text(offered)
    assert WROTE in text(offered)
    again = {
        form_token.FIELD: field(offered, form_token.FIELD),
        drops.FIELD: field(offered, drops.FIELD),
        "line": WROTE,
    }
    assert 'action="/t/1"' in offered.content.decode()
    assert client.post("/t/1", again).status_code == 302
    token = form_token.read(told[form_token.FIELD])
    assert saved == [(str(token.record_id), WROTE)]
    assert client.get(reverse("kept-forms"))["Location"] == reverse("today")


def test_every_answer_of_a_kept_form_comes_back(ana):
    client = signed_in()
    told = form_of(client)
    locked(client).post("/t/1", {**told, "line": WROTE, "mood": ["3", "4"]})
    kept = drops.waiting(opening.by_name("ana", WORDS, HERE).keyring)
    assert kept == [], "it waits in the drop box until an unlock moves it"
    client.post(reverse("unlock"), {"words": WORDS})
    (form,) = drops.waiting(opening.by_name("ana", WORDS, HERE).keyring)
    assert sorted(form.fields) == [("line", WROTE), ("mood", "3"), ("mood", "4")]
    assert form.text == [WROTE]


def test_a_form_that_was_shown_again_instead_of_saved_stays_kept(ana):
    client = signed_in()
    told = form_of(client)
    locked(client).post("/t/1", {**told, "line": WROTE})
    client.post(reverse("unlock"), {"words": WORDS})
    offered = client.get(reverse("kept-forms"))
    again = {form_token.FIELD: field(offered, form_token.FIELD), drops.FIELD: field(offered, drops.FIELD), "line": ""}
    assert client.post("/t/1", again).status_code == 200
    assert WROTE in text(client.get(reverse("kept-forms")))


def test_a_kept_form_can_be_thrown_away(ana):
    client = signed_in()
    told = form_of(client)
    locked(client).post("/t/1", {**told, "line": "no"})
    client.post(reverse("unlock"), {"words": WORDS})
    offered = client.get(reverse("kept-forms"))
    assert "Your answers, as you gave them." in text(offered)
    for wrong in ("", "nonsense", str(uuid4())):
        client.post(reverse("throw-kept-form-away"), {"id": wrong})
        assert client.get(reverse("kept-forms")).status_code == 200
    client.post(reverse("throw-kept-form-away"), {"id": field(offered, drops.FIELD)})
    assert client.get(reverse("kept-forms"))["Location"] == reverse("today")


def test_the_same_form_sent_twice_waits_once_and_another_text_beside_it(ana):
    client = signed_in()
    told = form_of(client)
    locked(client)
    for line in (WROTE, WROTE, "And another line."):
        client.post("/t/1", {**told, "line": line})
    client.post(reverse("unlock"), {"words": WORDS})
    assert len(drops.waiting(opening.by_name("ana", WORDS, HERE).keyring)) == 2


def test_what_a_script_sent_while_locked_is_sent_again_with_a_page_in_return(ana):
    """The draft of a form posts itself and is answered with 204; a person needs somewhere to be."""
    client = signed_in()
    told = form_of(client)
    locked(client).post("/t/3", {**told, "line": WROTE})
    client.post(reverse("unlock"), {"words": WORDS})
    offered = client.get(reverse("kept-forms"))
    again = {form_token.FIELD: field(offered, form_token.FIELD), drops.FIELD: field(offered, drops.FIELD)}
    assert client.post("/t/3", {**again, "line": WROTE})["Location"] == reverse("kept-forms")
    assert [line for _, line in saved] == [WROTE]
    assert client.get(reverse("kept-forms"))["Location"] == reverse("today")


@pytest.mark.parametrize("odd", ["%0D%0ASet-Cookie:%20a%3Db", "%C3%A9", "a%3Fb", "%E2%80%AE"])
def test_ft_22_an_odd_address_survives_the_lock_as_it_was(ana, odd):
    client = locked(signed_in())
    page = client.get(f"/p/54/{odd}")
    assert page.status_code == 403
    back = client.post(reverse("unlock"), {"words": WORDS, "next": unescape(field(page, "next"))})
    assert (back.status_code, back["Location"]) == (302, f"/p/54/{odd}")
    assert "a" not in client.cookies


def test_a_form_of_a_day_that_has_ended_is_kept_too(ana):
    client = signed_in()
    told = form_of(client)
    Session.objects.all().delete()
    assert client.post("/t/1", {**told, "line": WROTE})["Location"] == reverse("sign-in")
    back = client.post(reverse("sign-in-other"), {"name": "ana", "words": WORDS, "who": "mine"})
    assert back["Location"] == reverse("kept-forms")


def test_a_form_without_a_token_is_not_kept_and_the_page_says_so(ana):
    client = locked(signed_in())
    page = client.post("/t/1", {"line": WROTE})
    assert "What was sent just now isn't kept." in text(page)
    assert "safe" not in text(page).partition("Open")[0]
    response = client.post(reverse("unlock"), {"words": WORDS, "next": field(page, "next")})
    assert response["Location"] == reverse("today")
    assert not DropRow.objects.exists()


def test_pages_that_ask_for_secrets_keep_nothing(ana):
    client = signed_in()
    told = form_of(client)
    locked(client)
    for address in ("/t/2", reverse("change-words"), reverse("phone-pin"), reverse("one-time-code")):
        client.post(address, {**told, "old": WORDS, "words": NEW_WORDS, "pin": "2580"})
    assert not DropRow.objects.exists()


def test_a_post_that_asks_again_goes_back_to_its_page(ana):
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as clock:
        client = signed_in()
        assert client.get("/t/2").content == b"secret"
        told = form_of(client)
        clock.shift(timedelta(minutes=3))
        page = client.post("/t/2", told)
        assert "Once more, please" in text(page)
        response = client.post(reverse("unlock"), {"words": WORDS, "next": field(page, "next")})
        assert response["Location"] == "/t/1"


def test_a_flood_of_kept_forms_is_limited(ana, monkeypatch):
    monkeypatch.setattr(limits, "DROP", limits.Drip("drop", 2, timedelta(minutes=3)))
    client = signed_in()
    told = form_of(client)
    locked(client)
    for n in range(4):
        client.post("/t/1", {**told, "line": f"{WROTE} {n}"})
    assert DropRow.objects.count() == 2


def test_nothing_is_kept_for_an_account_that_is_gone(ana):
    client = signed_in()
    told = form_of(client)
    Account.objects.update(disabled=True)
    assert client.post("/t/1", {**told, "line": WROTE})["Location"] == reverse("sign-in")
    assert not DropRow.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {"path": "/p/36", "record": uuid4().hex, "fields": [["sure", "yes"]]},
        {"path": "//evil.example/", "record": uuid4().hex, "fields": []},
        {"path": "/help", "record": uuid4().hex, "fields": []},
        {"path": "/t/1", "record": "no id", "fields": []},
        {"path": "/t/1", "record": uuid4().hex, "fields": [["one"]]},
        {"path": "/t/1", "record": uuid4().hex},
        {"path": "/t/1", "record": 7, "fields": []},
    ],
)
def test_t19_what_a_database_writer_drops_is_never_offered(ana, body):
    """Whoever can write rows knows the public key. A planted form must not reach a page that can destroy."""
    dropbox.drop(bytes(ana.account.hpke_public), ana.account.id, drops.KIND, body)
    client = signed_in()
    assert client.get(reverse("kept-forms"))["Location"] == reverse("today")


# Hostile input (FT-22)

PUBLIC = ["sign-in", "sign-in-other", "start", "under-eighteen", "name-and-words", "unlock", "lock", "second-step"]
PUBLIC += ["use-spare-key", "keep-alive"]
PRIVATE = ["phone", "phone-pin", "spare-key-offer", "spare-key-make", "spare-key-try", "locks-and-keys"]
PRIVATE += ["where-signed-in", "change-words", "someone-may-know", "forgotten-words", "words-changed", "one-time-code"]
PRIVATE += ["minutes-to-lock", "remove-way", "kept-forms", "throw-kept-form-away"]
NASTY = [
    "",
    "\x00",
    "\ud800",
    "\u202eevil\u202c",
    "e\u0301" * 300,
    "a" + "\u0300" * 500,
    "👩‍👩‍👧" * 50,
    "<script>alert(1)</script>",
    "{{7*7777}}{% csrf_token %}",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE accounts_account; --",
    "../../etc/passwd",
    "a" * 30_000,
]
FIELDS = ["name", "words", "again", "old", "key", "pin", "code", "who", "mode", "do", "choice", "whole", "last", "way"]
FIELDS += ["minutes", "next", "id", "kept", "seed", "invitation", "adult", "have", "skip", "form_token"]


@pytest.mark.parametrize("name", PUBLIC + PRIVATE)
def test_ft_22_no_page_answers_hostile_input_with_a_fault(ana, name):
    client = signed_in()
    for nasty in NASTY:
        for browser in (Client(), client):
            told = {each: nasty for each in FIELDS if each != form_token.FIELD} | {"adult": "yes", "do": "go"}
            # A browser cannot send half a surrogate pair; a script can.
            body = urlencode(told, errors="surrogatepass")
            response = browser.post(reverse(name), body, content_type="application/x-www-form-urlencoded")
            assert response.status_code < 500, (name, nasty)
            assert b"<script>alert" not in response.content
            assert b"54439" not in response.content
    client.post(reverse("unlock"), {"words": WORDS})
    assert Account.objects.filter(name="ana").exists()


@hypothesis_settings(max_examples=25)
@given(
    name=st.sampled_from(PUBLIC + PRIVATE),
    told=st.dictionaries(st.sampled_from(FIELDS), st.text(st.characters(exclude_categories=["Cs"])), max_size=8),
)
def test_ft_22_no_page_answers_anything_with_a_fault(name, told):
    if not Account.objects.filter(name="hyp").exists():
        person("hyp")
    client = signed_in("hyp")
    told.pop("form_token", None)
    for response in (client.post(reverse(name), told), client.get(reverse(name)), client.put(reverse(name))):
        assert response.status_code < 500


def test_ft_22_ten_megabytes_are_refused_with_a_page(ana):
    response = signed_in().post(reverse("name-and-words"), {"adult": "yes", "name": "a" * 10_000_000})
    assert response.status_code in (400, 413)


def test_ft_22_words_in_any_normal_form_open(ana):
    import unicodedata

    made = "Ångström naïve café über"
    person("ben", unicodedata.normalize("NFD", made))
    for typed in (made, unicodedata.normalize("NFD", made), f" {made}\n", made.replace(" ", "  ")):
        assert opening.by_name("ben", typed, HERE)


def test_what_travels_through_sign_up_is_short_and_named(ana):
    carried = {f"keep-{n}": "x" for n in range(20)} | {"keep-long": "y" * 61, "other": "z"}
    page = Client().post(reverse("name-and-words"), {"adult": "yes", "do": "own", **carried}).content.decode()
    assert page.count('name="keep-') == 8
    assert "yyy" not in page
    assert 'name="other"' not in page


def test_a_refused_method_is_said(ana):
    client = signed_in()
    assert client.get(reverse("remove-way")).status_code == 405
    assert Client().put(reverse("sign-in-other")).status_code == 405


def test_sealed_rows_are_all_there_is(ana):
    client = signed_in()
    told = form_of(client)
    locked(client).post("/t/1", {**told, "line": WROTE})
    client.post(reverse("unlock"), {"words": WORDS})
    stored = b"".join(bytes(row.envelope) for row in SealedRow.objects.all())
    assert WROTE.encode() not in stored
    assert is_open(client)
    assert isinstance(row_of(client).account_id, UUID)
