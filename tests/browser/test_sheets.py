"""Sheets in a real browser: axe in both themes, narrow and large, by keyboard, without script, kept while one types."""

import re
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import expect

from holdfast.programme.sheets import actions, queries, shelf
from holdfast.programme.sheets.lines import Sent, Try
from tests.browser.harness import NARROW, axe, both_themes, enter, fits, large_text, tab_order
from tests.cast import join

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

LINES = [
    (1, {"what": "Stand at the door of the small shop", "hard": 3, "easier": "In the morning"}),
    (1, {"what": "The bus, one stop", "hard": 6}),
    (2, {"who": "Z.", "good-for": ["listening", "night"]}),
    (3, {"sign": "Verylongwordwithoutablankthatgoesonandonandonandon" * 3, "first": "Feet down", "say": "Say nothing"}),
    (4, {"step": "I tell one small plan", "kind": "words"}),
    (5, {"limit": "I go home at ten.", "about": "time"}),
]


@pytest.fixture
def ana():
    """Ana with a line or two on each sheet, and one try."""
    member = join("ana")
    for number, values in LINES:
        id = uuid4()
        actions.keep(member.keyring, shelf.numbered(number), id, Sent(values, id.hex, ""))
    first = queries.lines(member.keyring, "approach-ladder")[0].id
    made = Try(str(uuid4()), {"peak": 8, "end": 8}, "worse", "2026-11-20", 0)
    actions.keep_try(member.keyring, shelf.numbered(1), UUID(first), made)
    return member


def addresses(member) -> list[str]:
    """Every page of sheets."""
    found = ["/p/270"]
    for sheet in shelf.every():
        found += [f"/p/{place}/{sheet.number}" for place in (271, 272, 278, 279)]
        line = queries.lines(member.keyring, sheet.id)[0]
        found += [f"/p/{place}/{sheet.number}/{line.id}" for place in (273, 275)]
        found += [f"/p/276/{sheet.number}/{line.id}"] if sheet.tries else []
        found += [f"/p/277/{sheet.number}/{line.id}/{each.id}" for each in line.tries]
    return found


def test_axe_in_both_themes_narrow_and_twice_as_large(open_page, site, ana):
    page = open_page(size=NARROW)
    enter(page.context, site, ana)
    for address in addresses(ana):
        assert page.goto(address).status == 200, address
        assert page.locator("h1").count() == 1, address
        for door in page.locator("details").all():
            door.evaluate("door => { door.open = true }")
        both_themes(page, axe)
        fits(page)
        large_text(page)
        fits(page)


def test_ps_40_by_keyboard_alone_a_line_is_added(open_page, site, ana):
    page = open_page("", size=NARROW)
    enter(page.context, site, ana)
    page.goto("/p/272/4")
    order = tab_order(page)
    assert order[:2] == ["Exit this page now", "Help"]
    assert "Keep" in order
    page.get_by_label("A small step of mine").focus()
    page.keyboard.type("I say one feeling in one word")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Keep", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/271/4")
    expect(page.get_by_role("heading", name="I say one feeling in one word")).to_be_visible()


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_a_step_is_added_tried_changed_and_taken_off(open_page, site, ana, js):
    page = open_page(js=js)
    enter(page.context, site, ana)
    page.goto("/p/270")
    page.get_by_role("link", name="A ladder of small steps").click()
    page.get_by_role("link", name="Add a step").click()
    page.get_by_label("A small step in daily life").fill("Tea in the other room")
    page.locator(".scale label", has_text="1").first.click()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.wait_for_url("**/p/271/1")
    assert page.locator(".sheet h2").first.inner_text() == "Tea in the other room"
    page.get_by_role("link", name=re.compile("I tried this.*Tea in the other")).click()
    page.locator("label", has_text="I stopped when I wanted.").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.wait_for_url("**/p/271/1")
    page.get_by_role("link", name=re.compile("Change.*Tea in the other")).click()
    page.get_by_label("A small step in daily life").fill("Tea at the window")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.wait_for_url("**/p/271/1")
    page.get_by_role("link", name=re.compile("Take it off.*Tea at the window")).last.click()
    page.get_by_role("button", name="Take it off").click()
    page.wait_for_url("**/p/271/1")
    assert "Tea at the window" not in page.content()


def test_what_is_typed_is_kept_before_anything_is_pressed(open_page, site, ana):
    page = open_page()
    enter(page.context, site, ana)
    page.goto("/p/272/5")
    page.get_by_label("My limit").fill("I read a message when I'm ready.")
    expect(page.get_by_text("Saved, and locked with your own words.")).to_be_visible(timeout=8000)
    assert {"limit": "I read a message when I'm ready."} in [
        dict(line.values) for line in queries.lines(ana.keyring, "limits-map")
    ]
