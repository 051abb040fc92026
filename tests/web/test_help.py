"""The Help page of every country: the lines at each door, honest gaps, and nothing that depends on who asks or when."""

import re
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser

import pytest
import time_machine
from django.template.loader import get_template
from django.test import Client

from holdfast.safety import queries, schema
from tests.web.test_public import OTHER, words
from tests.web.test_reading import Reader, grade

COUNTRIES = sorted(queries.countries())
DOORS = ("scared", "hurt-myself", "body", "hurt-someone", "attacked", "worried", "not-sure")
every_country = pytest.mark.parametrize("code", COUNTRIES)
NO_NUMBER = "We have no checked number for this yet."


def address(code: str) -> str:
    return f"/p/129/{code}"


class Door(HTMLParser):
    """The words of the part of a page with a given id."""

    def __init__(self, id: str) -> None:
        super().__init__()
        self.id, self.depth, self.words = id, 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go in at the id, and deeper inside."""
        if tag in ("br", "meta", "link", "input"):
            return
        if self.depth or dict(attrs).get("id") == self.id:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        """Come out again."""
        self.depth -= bool(self.depth)

    def handle_data(self, data: str) -> None:
        """Words inside."""
        if self.depth:
            self.words += f" {data}"


def door(client: Client, code: str, id: str) -> str:
    """What one door of a country's page says."""
    reader = Door(id)
    reader.feed(client.get(address(code) if code else "/help").content.decode())
    return " ".join(reader.words.split())


@every_country
def test_cr_01_ps_51_each_page_is_small_public_and_without_cookie(client: Client, code: str) -> None:
    response = client.get(address(code))
    assert response.status_code == 200 and not response.cookies
    assert len(response.content) < 30_000
    assert response.headers["Cache-Control"] == "no-cache"


@every_country
def test_cr_01_the_same_bytes_for_everyone_at_every_hour(code: str) -> None:
    other = Client(headers=OTHER)
    other.cookies["hf-s"] = "something"
    noon, night = datetime(2026, 11, 24, 12, tzinfo=UTC), datetime(2026, 11, 28, 23, 59, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        first = Client().get(address(code)).content
    with time_machine.travel(night, tick=False):
        assert other.get(address(code)).content == first


@every_country
def test_cr_04_the_first_thing_on_each_page_is_its_emergency_number(client: Client, code: str) -> None:
    text = client.get(address(code)).content.decode()
    main = text[text.index("<main") :]
    first = re.search(r"<p\b.*?</p>", main, re.DOTALL)[0]
    assert "Is life in danger? Call" in first
    assert f'href="tel:{queries.emergency(code).call}"' in first
    assert main.index("</h1>") < main.index(first) < main.index("href=", main.index(first) + len(first))


@every_country
def test_cr_03_nobody_watches_stands_above_the_doors(client: Client, code: str) -> None:
    read = words(client.get(address(code)))
    assert read.index("Nobody is watching this app. It cannot call for you.") < read.index("What's it about?")


@every_country
@pytest.mark.parametrize(("id", "purpose"), [("hurt-myself", "suicide"), ("scared", "partner-violence")])
def test_cr_05_the_doors_that_need_a_number_most_have_one(client: Client, code: str, id: str, purpose: str) -> None:
    said = door(client, code, id)
    for line in queries.lines(code, purpose):
        assert line.name in said
        assert all(unescape(way.label) in said for way in line.ways)


@every_country
@pytest.mark.parametrize(
    ("id", "purpose"), [("hurt-someone", "uses-violence"), ("attacked", "sexual-assault"), ("not-sure", "general")]
)
def test_a_door_has_its_line_or_an_honest_sentence(client: Client, code: str, id: str, purpose: str) -> None:
    said, lines = door(client, code, id), queries.lines(code, purpose)
    assert (NO_NUMBER in said) is not bool(lines)
    assert all(line.name in said for line in lines)


@every_country
def test_cr_05_every_line_stands_whole_at_the_end_with_source_and_check(client: Client, code: str) -> None:
    text = client.get(address(code)).content.decode()
    for line in queries.all_lines(code):
        said = door(client, code, line.anchor)
        assert all(sentence in said for sentence in line.happens)
        assert "Not yet dialled." in said and line.checked in said
        assert f'href="{line.source}"' in text
        assert f'href="#{line.anchor}"' in text or not any(line in queries.lines(code, p) for p in schema.NEEDED)


@every_country
def test_help_invents_no_number(client: Client, code: str) -> None:
    """Every number one can press stands in the file of the country or in the table of emergency numbers."""
    text = client.get(address(code)).content.decode()
    pressed = set(re.findall(r'href="((?:tel|sms):[^"]+)"', text))
    known = {way.href for line in queries.all_lines(code) for way in line.ways}
    known |= {f"tel:{place.call}" for place in queries.places()}
    assert pressed <= known


@every_country
def test_no_link_to_another_site_carries_anything(client: Client, code: str) -> None:
    text = client.get(address(code)).content.decode()
    outside = set(re.findall(r'href="(https?:[^"]+)"', text))
    known = {way.href for line in queries.all_lines(code) for way in line.ways}
    assert outside <= known | {line.source for line in queries.all_lines(code)}
    assert not re.search(r'(?:src|action)="https?:', text)


@every_country
def test_cr_25_each_page_is_read_easily(client: Client, code: str) -> None:
    reader = Reader()
    reader.feed(client.get(address(code)).content.decode())
    assert grade([line.strip() for line in reader.lines if line.strip()]) <= 6


@every_country
def test_cr_25_the_words_of_the_lines_themselves_are_read_easily(code: str) -> None:
    """Names are left out: they are what they are."""
    said = [part for line in queries.all_lines(code) for part in (line.for_whom, line.hours, line.cost, *line.happens)]
    assert grade([part for part in said if part]) <= 6


def test_a_country_with_its_number_alone_says_what_is_missing_at_each_door(client: Client) -> None:
    read = words(client.get("/p/129/es"))
    assert "Numbers for Spain. Change · Not yet checked by us." in read
    assert read.count(f"{NO_NUMBER} The emergency number can tell you whom to call.") >= 5
    assert "All lines for" not in read


def test_where_a_voice_is_known_the_sentence_names_it(client: Client) -> None:
    said = door(client, "ie", "hurt-someone")
    assert f"{NO_NUMBER} The emergency number and Samaritans ( 116 123 )" in said
    assert said.count("can tell you whom to call.") == 1


def test_without_a_country_each_door_leads_to_the_table(client: Client) -> None:
    for id in ("scared", "hurt-myself", "hurt-someone", "attacked", "worried", "not-sure"):
        assert "Pick your country first. Its lines then stand here." in door(client, "", id)
    table = door(client, "", "numbers")
    assert "Numbers and lines that we have read on the services' own pages: 112" in table
    assert "Only the emergency number. Not yet checked by us." in table


def test_the_silent_way_is_shown_only_where_it_was_read(client: Client) -> None:
    assert "press 55" in words(client.get("/p/129/gb")) and "If you can't talk:" in door(client, "gb", "scared")
    assert "If you can't talk:" not in door(client, "fr", "scared")


def test_h3_what_happens_when_i_call_is_told_where_one_reads(client: Client) -> None:
    said = door(client, "fr", "hurt-myself")
    for sentence in ("If it's hard to talk, they ask the questions.", "Most calls are picked up within ten minutes."):
        assert sentence in said
    assert "You can hang up at any time." in said


def test_h7_a_line_talks_with_friends_only_where_it_says_so(client: Client) -> None:
    assert "Nollalinja ( 080 005 005 ) talks with friends and family too." in door(client, "fi", "worried")
    assert "talks with friends" not in door(client, "gb", "worried")


def test_cr_05_only_the_first_door_speaks_to_those_easily_forgotten(client: Client) -> None:
    said = door(client, "gb", "scared")
    asked = "for people with unsure papers, for forced marriage and threats about honour:"
    assert said.index(asked) < said.index("Galop") < said.index("Forced Marriage Unit") < said.index("For the others:")


@pytest.mark.parametrize("code", ["", "gb", "es"])
def test_ps_21_the_door_of_the_one_who_is_scared(client: Client, code: str) -> None:
    said = door(client, code, "scared")
    for line in (
        "It isn't your fault, whatever anyone says.",
        "You don't have to leave, and you don't have to stay.",
        "Leaving can be the most risky time.",
        "Write the plan on paper that lives somewhere else.",
        "They may see calls on the bill, your history, your place.",
        "show them this page, or do exercises together to fix it.",
    ):
        assert line in said
    assert "Nothing here is kept or sent." in words(client.get(address(code) if code else "/help"))
    for never in ("you should leave", "confront", "leave him", "leave her", "your partner"):
        assert never not in said.lower()


@pytest.mark.parametrize("code", ["", "gb", "nl", "es"])
def test_cr_30_whoever_fears_to_hurt_someone_is_not_shamed_and_is_referred(client: Client, code: str) -> None:
    said = door(client, code, "hurt-someone")
    assert "Stopping to read this is the right thing to do." in said
    assert "To stop for good takes help from people who know how." in said
    assert "Please don't ask the person who's scared to help you with this." in said
    for never in ("abuser", "perpetrator", "guilty", "ashamed", "crime"):
        assert never not in said.lower()


def test_cr_16_no_door_names_a_way_or_a_place_to_die() -> None:
    sources = [get_template(f"safety/doors/{name}.html").template.source for name in DOORS]
    sources += [get_template(f"safety/{name}.html").template.source for name in ("help", "lines", "all-lines")]
    for never in ("commit", "successful", "failed", "pills", "rope", "bridge", "overdose", "!<", "! "):
        assert not [source for source in sources if never in source.lower()], never


def test_cr_07_a_hosts_line_stands_at_its_doors_on_the_page(client: Client, settings, tmp_path) -> None:
    folder = tmp_path / "helplines" / "harbour-clinic"
    folder.mkdir(parents=True)
    (folder / "1.0.0.yaml").write_text(
        """\
id: harbour-clinic
version: 1.0.0
status: active
country: at
name: Austria
local: true
lines:
  - id: on-call
    service: Harbour Clinic
    purposes: [sexual-assault]
    for_whom: For anyone.
    languages: unknown
    hours: as open
    cost: free
    ways: [{kind: phone, dial: "0800999888"}]
    sends_help: may
    on_bill: unknown
    answered_by: A nurse answers.
    wait: unknown
    name_needed: "no"
    on_call: true
    open: [{days: [mon], from: "09:00", to: "12:00"}]
    check: {kind: dialled, by: Harbour Clinic, on: 2026-11-20}
    source: https://harbour.example/on-call
""",
        encoding="utf-8",
    )
    settings.CONTENT_EXTRA = str(tmp_path)
    said = door(client, "at", "attacked")
    assert "Harbour Clinic · named by whoever runs this For anyone. Only Monday, 09:00 to 12:00." in said
    assert "Call 0800999888" in said and NO_NUMBER not in said


@pytest.mark.parametrize("contact", ["", "Write to help@harbour.example. We read it <b>on weekdays</b>."])
def test_the_contact_page_says_how_to_reach_the_host_and_that_nobody_watches(
    client: Client, settings, contact: str
) -> None:
    settings.OPERATOR, settings.CONTACT = "Harbour Clinic, Kiel.", contact
    read = words(client.get("/p/170"))
    assert "Harbour Clinic, Kiel." in read
    assert "Nobody is watching this app. It cannot call for you." in read
    assert (contact or "They haven't written here how to reach them.") in read
    assert 'href="/help"' in client.get("/p/170").content.decode()


def test_the_contact_page_without_an_operator_names_the_computer(client: Client, settings) -> None:
    settings.OPERATOR = ""
    assert "It answers only on the computer it runs on." in words(client.get("/p/170"))


def test_help_leads_to_the_contact_page(client: Client) -> None:
    assert 'href="/p/170"' in client.get("/help").content.decode()
