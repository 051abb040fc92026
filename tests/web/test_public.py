"""Public pages: for everyone the same bytes, no cookie, no session, small, and worded as in the storyboards."""

import gzip
import json
import re
from contextlib import closing
from html import unescape
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from holdfast.web import public

TOOLS = ["/p/150/1", "/p/150/2", "/p/150/4", "/p/150/19", "/p/150/21"]
PAGES = ["/", "/help", "/about", "/exit", "/p/2", "/p/8", "/p/9", "/p/129/fi", "/p/129/us", "/p/151", "/p/152", *TOOLS]
PAGES += ["/p/129/gb", "/p/129/es", "/p/170"]
PAGES += ["/p/141", "/p/142"]
LIMIT = 30_000
OTHER = {"User-Agent": "Phone", "Accept-Language": "fi", "X-Forwarded-For": "10.1.1.1"}


def words(response: object) -> str:
    """The text of a page as read: tags out, entities in, one space between words."""
    text = re.sub(r"<(head|svg|script)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


class Guarded(dict):
    """Cookies of which only the form token's may be looked at; Django looks at that one for every request."""

    def get(self, name: str, default: object = None) -> object:
        """Refuse to tell."""
        assert name == settings.CSRF_COOKIE_NAME, f"a public page looked at {name}"
        return default

    def __getitem__(self, name: str) -> object:
        self.get(name)
        raise KeyError(name)

    __contains__ = get


@pytest.mark.parametrize("address", PAGES)
def test_ps_51_cr_01_public_pages_are_small_and_set_no_cookie(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "Set-Cookie" not in response.headers
    assert len(response.content) < LIMIT


@pytest.mark.parametrize("address", PAGES)
def test_ps_51_public_pages_never_look_at_a_cookie_or_the_database(client: Client, address: str, monkeypatch) -> None:
    """No database mark on this test: a query would fail. Cookies raise when touched."""
    monkeypatch.setattr("django.core.handlers.wsgi.WSGIRequest.COOKIES", Guarded())
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_public_pages_are_the_same_bytes_for_all(address: str) -> None:
    stranger, other = (
        Client(),
        Client(headers=OTHER),
    )
    other.cookies["hf-s"] = "something"
    other.cookies["hf-d"] = "something"
    assert stranger.get(address).content == other.get(address).content == stranger.get(address).content


@pytest.mark.parametrize("address", PAGES)
def test_cr_01_ps_40_help_and_exit_stand_in_every_bar(client: Client, address: str) -> None:
    text = client.get(address).content.decode()
    header = text[text.index("<header") : text.index("</header>")]
    assert 'action="/exit"' in header and 'href="/help"' in header
    assert header.index('action="/exit"') < header.index('href="/help"'), "Exit is first by tab"
    assert "Exit<span" in header and "this page now" in header
    assert text.index("<header") < text.index("<main")


@pytest.mark.parametrize("address", PAGES)
def test_ps_44_one_title_and_no_query_strings(client: Client, address: str) -> None:
    text = client.get(address).content.decode()
    assert re.findall(r"<title>(.*?)</title>", text) == ["Holdfast"]
    assert not re.findall(r'(?:href|action)="[^"]*\?', text)


@pytest.mark.parametrize("address", PAGES)
def test_one_heading_of_the_first_rank(client: Client, address: str) -> None:
    assert len(re.findall(r"<h1\b", client.get(address).content.decode())) == 1


class Outline(HTMLParser):
    """Collects the ids and in-page links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        known = dict(attrs)
        if "id" in known:
            self.ids.append(known["id"])
        if (known.get("href") or "").startswith("#"):
            self.links.append(known["href"][1:])


@pytest.mark.parametrize("address", PAGES)
def test_every_link_inside_a_page_has_its_place_and_no_id_stands_twice(client: Client, address: str) -> None:
    outline = Outline()
    outline.feed(client.get(address).content.decode())
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.links) <= set(outline.ids)


@pytest.mark.parametrize("address", ["/", "/p/2", "/p/9", "/about", "/p/8", "/p/151", "/p/152", *TOOLS])
def test_every_link_leads_somewhere(client: Client, address: str) -> None:
    text = client.get(address).content.decode()
    for target in set(re.findall(r'href="(/[^"]*)"', text)):
        path, _, part = target.partition("#")
        if path.startswith("/s/"):
            continue
        found = client.get(path)
        assert found.status_code in (200, 302, 403), path
        assert not part or f'id="{part}"' in found.content.decode(), target


def test_a1_the_front_door_is_worded_as_agreed(client: Client) -> None:
    text = words(client.get("/"))
    for line in (
        "You're here. That's enough for now.",
        "It's late, and you're here. That's enough for now.",
        "This is a quiet place for getting over something bad that happened. You can be here alone, or with someone "
        "you trust.",
        "What would help right now?",
        "I want to feel steadier",
        "I want help from a person",
        "I want to look around",
        "Nothing you tap here is kept.",
        "Exit hides this page fast. It doesn't clear your history.",
        "More on staying hidden",
    ):
        assert line in text


def test_cr_03_cr_04_help_opens_with_the_emergency_number(client: Client) -> None:
    read = words(client.get("/p/129/fi"))
    read = read[read.index("Help Is life") :]
    assert read.startswith("Help Is life in danger? Call 112 . Numbers for Finland. Change")
    table = words(client.get("/help"))
    assert "Help Is life in danger? Call the number of your country. Numbers and lines that we have read" in table
    for text in (read, table):
        assert "Nobody is watching this app. It cannot call for you. Nothing here is kept or sent." in text


def test_cr_04_the_host_sets_a_country_and_none_is_ever_guessed(client: Client, settings) -> None:
    assert "Numbers for" not in words(client.get("/help", headers={"Accept-Language": "fi-FI"}))
    settings.COUNTRY = "nz"
    assert "Call 111" in words(client.get("/help")) and "New Zealand" in words(client.get("/help"))
    assert "Call 112" in words(client.get("/p/129/de")), "changeable on the page"
    settings.COUNTRY = "nowhere"
    assert "Call the number of your country" in words(client.get("/help"))


def test_an_unknown_country_is_an_ordinary_404(client: Client) -> None:
    assert client.get("/p/129/xx").status_code == 404


def test_cr_02_help_has_a_grounding_step_and_seven_doors(client: Client) -> None:
    text = client.get("/help").content.decode()
    assert "Press both feet down. Look round. Breathe out, long and slow." in text
    assert re.findall(r'<details class="tile"><summary>([^<]+)</summary>', text) == [
        "Someone is scaring me or hurting me",
        "I might hurt myself or end my life",
        "My body says danger, but I think I'm safe here",
        "I'm afraid I might hurt someone",
        "I was attacked, or hurt, in the last days",
        "I'm worried about someone",
        "I'm not sure",
    ]


def test_cr_29_help_has_no_place_for_a_name() -> None:
    from django.template.loader import get_template

    sources = [get_template("safety/help.html").template.source]
    names = ("scared", "hurt-myself", "body", "hurt-someone", "attacked", "worried", "not-sure")
    sources += [get_template(f"safety/doors/{name}.html").template.source for name in names]
    used = {name for source in sources for name in re.findall(r"{{ ?([a-z_.]+)", source)}
    assert used <= {"call", "country", "grounding", "emergency.checked", "emergency.old", "emergency.silent"} | {
        *("emergency.place", "place", "sentence", "line.name", "way.href", "way.label", "plan", "plan_copy")
    }


def test_ps_43_the_truth_about_exit(client: Client) -> None:
    read = words(client.get("/p/9"))
    for truth in ("Your history stays", "The address can be seen", "doesn't stop spy software", "How to come back"):
        assert truth in read


def test_ps_53_about_says_who_runs_this_and_what_they_could_do(client: Client, settings) -> None:
    settings.OPERATOR = "Harbour <b>Clinic</b>, Kiel.\n\nAsk Dr Example."
    text = client.get("/about").content.decode()
    assert "Harbour &lt;b&gt;Clinic" in text and "Ask Dr Example." in text
    assert (
        "Whoever runs a server can, with effort, change it to read what you type. If that is someone you are afraid "
        "of, do not use this server." in words(client.get("/about"))
    )


def test_about_without_an_operator_names_the_computer(client: Client, settings) -> None:
    settings.OPERATOR = ""
    assert "It answers only on the computer it runs on." in words(client.get("/about"))


@pytest.mark.django_db  # closing a file sends the signal that ends a request
def test_ps_44_the_manifest_is_neutral(client: Client, settings) -> None:
    settings.APP_NAME = "Tide table"
    manifest = json.loads(client.get(reverse("manifest")).content)
    assert manifest["name"] == manifest["short_name"] == "Tide table"
    assert manifest["start_url"] == "/" and "description" not in manifest and "categories" not in manifest
    for icon in manifest["icons"]:
        response = client.get(icon["src"])
        assert response.status_code == 200
        response.close()


def test_the_place_where_exit_lands_says_nothing(client: Client) -> None:
    read = words(client.get("/exit"))
    assert read == "Exit this page now Help Go to the page Holdfast Nothing is open Open"


@pytest.mark.django_db
def test_ps_41_exit_answers_303_and_takes_the_cookie_back(client: Client) -> None:
    client.cookies["hf-s"] = "something"
    response = client.post("/exit")
    assert (response.status_code, response.headers["Location"]) == (303, "/exit")
    assert response.cookies["hf-s"]["max-age"] == 0
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_ft_14_exit_works_while_the_store_is_busy(client: Client, monkeypatch) -> None:
    from django.db import OperationalError

    def busy(*args: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(public.accounts, "exit_session", busy)
    response = client.post("/exit")
    assert response.status_code == 303
    assert response.cookies["hf-s"]["max-age"] == 0


@pytest.mark.django_db
def test_first_visit_is_light(client: Client) -> None:
    """Everything the front door asks for, as it travels compressed: at most ten requests and 100 kB."""
    text = client.get("/").content.decode()
    wanted = set(re.findall(r'(?:href|src)="(/s/[^"]+)"', text)) - {"/s/ui/icons/icon-180.png"}
    wanted |= {"/s/ui/fonts/atkinson-next-latin.woff2", "/s/ui/js/exit.js", "/s/ui/js/focus.js"}
    bodies = []
    for address in sorted(wanted):
        with closing(client.get(address)) as response:
            bodies.append(b"".join(response))
    sizes = [min(len(body), len(gzip.compress(body))) for body in [text.encode(), *bodies]]
    assert len(sizes) <= 10
    assert sum(sizes) < 60_000


def test_about_shows_the_hosts_privacy_notice_or_says_there_is_none(client: Client, settings) -> None:
    settings.PRIVACY_NOTICE = ""
    assert "hasn't written one yet" in words(client.get("/about"))
    settings.PRIVACY_NOTICE = "We keep backups for <35> days."
    assert "We keep backups for <35> days." in words(client.get("/about"))
