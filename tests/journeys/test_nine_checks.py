"""The nine checks that hold the words of the storyboards in place (13-storyboards, 3.10): where each is held, and the
ones that go through several rooms.

What waits for something says for what. Check 9 is for two people with voices.
"""

import logging
import re
from html import unescape

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import resolve, reverse

from holdfast.programme import queries
from holdfast.web import held
from tests.cast import join
from tests.contracts.house import ROOT, tree
from tests.web import walks

# Check → the tests that hold it.
HELD = {
    1: ["web/test_reading.py::test_cr_25_public_pages_are_read_easily",
        "content/test_words.py::test_cr_16_cr_25_nothing_that_people_read_is_wrong_today"],
    2: ["checkins/test_budget.py::test_26b_no_person_is_ever_asked_more_than_the_budget"],
    3: ["journeys/test_nine_checks.py::test_check_3_two_taps_from_the_front_door_to_the_first_step_of_every_tool",
        "journeys/test_nine_checks.py::test_check_3_from_any_page_one_tap_to_an_emergency_number"],
    4: ["journeys/test_nine_checks.py::test_check_4_public_pages_are_the_same_bytes_at_every_hour_for_everyone",
        "safety/test_quiet.py::test_ps_17_ps_23_the_bytes_are_the_same_for_everyone",
        "safety/test_quiet.py::test_ps_22_the_bytes_are_the_same_on_every_day",
        "safety/test_quiet.py::test_ps_18_ps_23_every_choice_and_not_now_get_the_same_answer_to_the_byte",
        "safety/test_quiet.py::test_ps_19_each_choice_is_posted_in_one_length_under_a_name_that_says_nothing"],
    5: ["journeys/test_nine_checks.py::test_check_5_a_bad_night_leaves_no_cookie_no_row_and_no_line",
        "browser/test_bad_night.py::test_ps_51_a_bad_night_no_account_and_no_trace",
        "browser/test_kept.py::test_ps_45_a_phone_holds_exactly_what_the_list_says_and_no_cookie_came_with_it"],
    7: ["content/test_words.py::test_check_7_these_words_are_never_a_button_or_a_heading",
        "content/test_words.py::test_the_evidence_rules_and_check_7_are_held_on_every_screen",
        "web/test_public.py::test_cr_29_help_has_no_place_for_a_name"],
    8: ["browser/test_every_page.py::test_every_page_without_script",
        "browser/test_every_page.py::test_ps_40_the_keyboard_on_every_page",
        "browser/test_every_page.py::test_axe_and_the_narrow_screen_on_every_page",
        "browser/test_public_pages.py::test_nothing_scrolls_sideways_also_at_200_percent",
        "browser/test_relief.py::test_every_tool_by_keyboard_alone",
        "browser/test_offline.py::test_the_walk_a_bad_night_no_account_without_a_signal"],
}  # fmt: skip
# Check, or a part of one → what it waits for.
WAITS = {
    6: "The pair: another person's pages beside one's own.",
    8: "The walks of the signal and of a break, which need the pair.",
    9: "Two people who were not involved, reading aloud.",
}
LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]*)(#[^"]*)?"[^>]*>(.*?)</a>', re.DOTALL)


def test_each_of_the_nine_is_held_or_says_what_it_waits_for():
    assert {*HELD, *WAITS} == set(range(1, 10))
    for named in (one for tests in HELD.values() for one in tests):
        file, _, name = named.partition("::")
        defined = {node.name for node in tree(ROOT / "tests" / file).body if hasattr(node, "name")}
        assert name in defined, named


def main_of(text: str) -> str:
    """What stands in the page itself, without its bars."""
    return text[text.index("<main") : text.index("</main>")]


def doors(text: str) -> dict[str, str]:
    """Where the links of a page lead: address without its part, to the words on it."""
    return {address: unescape(re.sub(r"<[^>]+>", "", words)).strip() for address, _, words in LINK.findall(text)}


def test_check_3_two_taps_from_the_front_door_to_the_first_step_of_every_tool():
    """A tap on the front door, a tap on how it is or on a tool's name; there the first step stands, before any form."""
    client = Client()
    assert doors(main_of(client.get("/").content.decode()))[reverse("relief")] == "I want to feel steadier"
    second = doors(main_of(client.get(reverse("relief")).content.decode()))
    for number, tool in queries.tools().tools.items():
        address = next(one for one in second if one == f"/p/150/{number}")
        text = main_of(client.get(address).content.decode())
        first = tool.exercise.steps[0].text.partition("{")[0].partition(".")[0]
        assert 'id="step-1"' in text and first in unescape(text), tool.id
        assert "required" not in text, "nothing has to be filled in first"


@pytest.mark.django_db
@pytest.mark.parametrize("country", ["", "fi"])
def test_check_3_from_any_page_one_tap_to_an_emergency_number(settings, country):
    """Every page in a space, the lock page, the errors and every public page has Help, and there the number stands."""
    settings.COUNTRY = country
    ana = join("ana")
    where = walks.addresses(walks.live(ana))
    pages = [("signed in", ana.client, address) for address in where.values()]
    pages += [("public", Client(), address) for address in (*held.held().pages, "/nope", where["today"])]
    reached = 0
    for who, client, address in pages:
        with walks.rolled_back():
            response = walks.browser(ana).get(address) if who == "signed in" else client.get(address, follow=True)
        if not response.headers.get("Content-Type", "").startswith("text/html") or response.status_code == 302:
            continue
        text = response.content.decode()
        if not text.lstrip().lower().startswith("<!doctype"):
            continue  # a part that an open page asks for; the page around it has Help
        header = text[text.index("<header") : text.index("</header>")]
        assert 'href="/help"' in header, f"{who}: {address}"
        reached += 1
    assert reached > 40
    numbers = re.findall(r'href="tel:(\d+)"', Client().get("/help").content.decode())
    assert numbers[0] == ("112" if country else numbers[0]) and len(numbers[0]) == 3


def test_check_4_public_pages_are_the_same_bytes_at_every_hour_for_everyone(time_machine):
    """The front door's first line changes in the page, by the phone's own clock."""
    told = []
    for moment, headers, cookie in (
        ("2026-11-21T03:00:00Z", {}, ""),
        ("2026-11-21T15:00:00Z", {"Accept-Language": "fi", "User-Agent": "Phone"}, "x" * 60),
    ):
        time_machine.move_to(moment)
        client = Client(headers=headers)
        if cookie:
            client.cookies[settings.SESSION_COOKIE] = cookie
        told.append({address: client.get(address).content for address in held.held().pages})
    assert told[0] == told[1]


@pytest.mark.django_db
def test_check_5_a_bad_night_leaves_no_cookie_no_row_and_no_line(caplog, capfd):
    """From the front door through every tool, its end, Help and Exit, as a browser without script goes.

    Keeping a number is another matter: that is a person's own press, and looks for a person.
    """
    before, client = rows(), Client()
    with caplog.at_level(logging.DEBUG):
        for address in held.held().pages:
            for form in walks.forms(address, client.get(address).content.decode()):
                answers = dict(form.fields) | dict(form.buttons[:1]) | {"before": "9", "after": "8", "helped": "same"}
                # Tries of an invitation code are counted, so that nobody tries them all: no part of a bad night.
                if getattr(resolve(form.action).func, "is_public", False) and form.action not in CODES:
                    walks.send(client, form.action, answers)
        client.get("/help")
        client.post("/exit")
    assert {name: cookie.value for name, cookie in client.cookies.items() if cookie.value} == {}
    assert rows() == before
    assert [record.getMessage() for record in caplog.records if record.name.startswith("holdfast")] == []
    assert "".join(capfd.readouterr()) == ""


CODES = {reverse(name) for name in ("come-along", "come-along-more", "come-along-go", "come-along-here")}


def rows() -> dict[str, int]:
    """How many rows each table of each store has."""
    found = {}
    for alias in connections:
        connection = connections[alias]
        for table in connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
                found[f"{alias}.{table}"] = cursor.fetchone()[0]
    return found
