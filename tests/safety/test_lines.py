"""Lines as they are shown: which come for a purpose, in which words, and what a host's own folder changes."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.template.loader import render_to_string

from holdfast.safety import queries, schema, wording
from tests.safety.test_helplines import DAY, LINE, LOCAL, ON_CALL, changed


@pytest.fixture
def host(tmp_path, settings):
    """A host's own folder; write a file into it before anything is asked."""
    settings.CONTENT_EXTRA = str(tmp_path)

    def put(data: dict, name: str = "") -> None:
        folder = tmp_path / schema.FOLDER / (name or data["id"])
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{data['version']}.yaml"
        path.write_text(json.dumps(data, indent=1), encoding="utf-8")

    return put


def line(**more: object) -> wording.Line:
    """One line as shown."""
    file = schema.Helplines.model_validate(changed(LOCAL, more))
    return wording.line(file, file.lines[0], DAY)


def test_lines_come_by_purpose_in_the_order_of_the_file():
    assert [found.name for found in queries.lines("gb", "suicide")] == ["Samaritans", "Papyrus"]
    assert queries.lines("GB", "suicide") == queries.lines("gb", "suicide")
    assert queries.lines("gb", "men") == queries.lines("xx", "suicide") == queries.lines("", "suicide") == ()


def test_each_line_has_a_place_of_its_own_on_its_page():
    for country in queries.countries():
        anchors = [found.anchor for found in queries.all_lines(country)]
        assert len(anchors) == len(set(anchors))


def test_cr_04_the_number_of_a_country_is_found_by_its_code_alone():
    known = queries.emergency("gb")
    assert (known.call, known.country, known.place) == ("999", "the United Kingdom", "A&E")
    assert "press 55" in known.silent and known.checked
    bare = queries.emergency("es")
    assert (bare.call, bare.country, bare.checked, bare.place) == ("112", "Spain", "", "")
    assert queries.emergency("xx") is None and queries.emergency("") is None


def test_every_country_stands_once_in_the_table():
    codes = [place.code for place in queries.places()]
    assert len(codes) == len(set(codes)) >= 30
    assert sum(place.lines for place in queries.places()) == 10


@pytest.mark.parametrize(
    ("way", "label", "href"),
    [
        ({"kind": "phone", "dial": "116123", "shown": "116 123"}, "Call 116 123", "tel:116123"),
        ({"kind": "phone", "dial": "988"}, "Call 988", "tel:988"),
        ({"kind": "text", "dial": "50808", "say": "HELLO"}, "Text HELLO to 50808", "sms:50808"),
        ({"kind": "text", "dial": "988"}, "Text 988", "sms:988"),
        (
            {"kind": "chat", "dial": "https://www.chat.example/now"},
            "Chat: chat.example",
            "https://www.chat.example/now",
        ),
        ({"kind": "page", "dial": "https://page.example"}, "Page: page.example", "https://page.example"),
    ],
)
def test_a_button_says_the_number_for_whoever_dials_on_another_phone(way, label, href):
    (shown,) = line(ways=[way]).ways
    assert (shown.label, shown.href) == (label, href)


def test_cr_05_what_happens_is_said_and_what_nobody_knows_is_said_as_well():
    told = line(answered_by="A nurse answers.", name_needed="asked", sends_help="may", on_bill="hidden", wait="Short.")
    assert told.happens == (
        "A nurse answers.",
        "Short.",
        "They may ask your name.",
        "They may send help without your yes, if a life is at risk.",
        "The call doesn't show on a phone bill.",
        "We don't know: the languages.",
    )
    bare = line(hours="unknown", cost="unknown")
    assert (bare.hours, bare.cost, bare.languages) == ("", "", "")
    assert bare.happens[-1] == (
        "We don't know: the hours, the cost, the languages, who answers, the wait, if they ask your name, "
        "if they may send help you didn't ask for, if it shows on a phone bill."
    )


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (LINE["check"], "Read in a stored copy of the service's own page, November 2026. Not yet dialled."),
        (
            LINE["check"] | {"whose": "government", "page_from": "2020"},
            "Read in a stored copy of a government page (2020), November 2026. Not yet dialled.",
        ),
        (
            LINE["check"] | {"seen": "page"},
            "Read in the service's own page, November 2026. Not yet dialled.",
        ),
        ({"kind": "dialled", "by": "Ana", "on": "2026-10-02"}, "Dialled by us, October 2026."),
    ],
)
def test_cr_06_the_month_and_the_way_of_the_check_are_shown(check, words):
    assert line(check=check).checked == words


@pytest.mark.parametrize(("days", "words"), [(180, ""), (181, "No one has checked this for 6 months.")])
def test_cr_06_an_old_check_is_said_beside_the_line(days, words):
    check = schema.Check(kind="dialled", by="Ana", on="2026-11-24")
    assert wording.old(check, DAY + timedelta(days)).startswith(words)
    assert bool(wording.old(check, DAY + timedelta(days))) is bool(words)


@pytest.mark.parametrize(
    ("open_", "words"),
    [
        ([(["mon", "tue", "wed", "thu", "fri"], "09:00", "17:00")], "Only Monday to Friday, 09:00 to 17:00."),
        ([(["sat"], "10:00", "12:00")], "Only Saturday, 10:00 to 12:00."),
        (
            [(["mon", "wed"], "09:00", "12:00"), (["sun"], "18:00", "24:00")],
            "Only Monday, Wednesday, 09:00 to 12:00; Sunday, 18:00 to 24:00.",
        ),
    ],
)
def test_cr_07_an_on_call_line_shows_its_hours_before_its_number(open_, words):
    """It is the same at every hour (ADR 24): the page never depends on when it is opened."""
    hours = [{"days": days, "from": begin, "to": end} for days, begin, end in open_]
    shown = line(**(ON_CALL | {"open": hours}))
    assert shown.hours == words
    html = render_to_string("safety/lines.html", {"lines": [shown], "here": True})
    assert html.index(words) < html.index("Call 0800123456")


def test_cr_07_a_hosts_lines_stand_after_the_countrys_and_say_whose_they_are(host):
    host(changed(LOCAL, {"service": "Harbour Clinic"}, country="gb"))
    names = [found.name for found in queries.lines("gb", "suicide")]
    assert names == ["Samaritans", "Papyrus", "Harbour Clinic"]
    (own,) = queries.local("gb")
    assert own.local and own.anchor == "line-harbour-clinic-night-line"
    assert "named by whoever runs this" in render_to_string("safety/lines.html", {"lines": [own]})


def test_a_host_adds_a_country_and_a_newer_version_takes_the_place_of_an_older_one(host):
    host(changed(LOCAL, country="es"))
    assert [found.country for found in queries.local("es")] == ["es"]
    host(changed(LOCAL, {"service": "Newer"}, country="es", version="1.1.0"))
    queries._paths.cache_clear()
    assert [found.name for found in queries.local("es")] == ["Newer"]


def test_a_hosts_broken_file_is_left_out_and_help_still_opens(host, client):
    host(changed(LOCAL, {"ways": [{"kind": "phone", "dial": "not a number"}]}, country="gb"))
    assert queries.local("gb") == ()
    assert client.get("/p/129/gb").status_code == 200


def test_a_draft_is_shown_to_nobody(host):
    host(changed(LOCAL, country="gb", status="draft"))
    assert queries.local("gb") == ()


def test_the_part_for_other_pages_leads_to_the_page_of_the_country():
    lines = queries.lines("gb", "suicide")
    elsewhere = render_to_string("safety/lines.html", {"lines": lines})
    assert '<a class="btn" href="tel:116123">Call 116 123</a>' in elsewhere
    assert '<a href="/p/129/gb#line-samaritans">What happens when I call?</a>' in elsewhere
    assert 'href="#line-samaritans"' in render_to_string("safety/lines.html", {"lines": lines, "here": True})


def test_cr_06_the_page_says_so_once_a_check_is_old(client):
    with time_machine.travel(date(2027, 7, 1), tick=False):
        page = client.get("/p/129/gb").content.decode()
    assert "No one has checked this for 7 months. It may have changed." in page
