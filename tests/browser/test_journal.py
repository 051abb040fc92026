"""The journal in a real browser: axe in both themes, narrow and large, by keyboard, without script; it keeps itself."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from holdfast.journal import actions, queries, shelf
from holdfast.journal.entries import Sent
from holdfast.kit import clock
from tests.browser.harness import DESK, NARROW, PHONE, axe, both_themes, enter, fits, large_text, tab_order
from tests.cast import join
from tests.journal.helpers import FREE, HEAVY, THOUGHT

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture(autouse=True)
def by_day(monkeypatch):
    """Heavy writing waits until morning, and tests run at any hour."""
    monkeypatch.setattr("holdfast.journal.rules.night", lambda _local: False)


@pytest.fixture
def ana():
    """Ana with something written, something begun, and heavy writing under way."""
    member = join("ana")
    write(
        member,
        FREE,
        "words",
        "It rained all day. " * 30,
        done=True,
        heading="A wet day, with a rather long heading to it",
    )
    write(member, THOUGHT, "thought", "I'm in the way.")
    heavy = write(member, HEAVY, "words", "heavy")
    actions.sit_down(member.keyring, heavy, 4)
    return member


def write(member, number, part, words, done=False, heading=""):
    way = shelf.numbered(number)
    id = actions.begin(member.keyring, way, clock.today("Europe/Berlin"), id=uuid4())
    actions.write(member.keyring, id, Sent(heading, {part: words}, "", ""), done=done)
    return id


def addresses(member) -> list[str]:
    """Every page of the room, for what there is."""
    found = {entry.way.partition("@")[0]: entry for entry in queries.book(member.keyring).entries}
    free, thought, heavy = (found[id].id for id in ("free-writing", "thought-record", "expressive-writing"))
    month = f"{found['free-writing'].on:%Y-%m}"
    plain = ["/p/280", "/p/281", "/p/282/1", "/p/282/4", "/p/286/1", "/p/287", f"/p/287/{month}", "/p/293"]
    return [
        *plain,
        *(f"/p/283/{id}" for id in (thought, heavy)),
        *(f"/p/{number}/{heavy}" for number in (284, 285)),
        *(f"/p/{number}/{free}" for number in (288, 290, 291, 292)),
        f"/p/289/{month}",
    ]


@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=["320", "phone", "desk"])
def test_axe_narrow_and_twice_as_large(open_page, site, ana, size):
    page = open_page(size=size)
    enter(page.context, site, ana)
    for address in addresses(ana):
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        assert page.title() == "Holdfast"
        both_themes(page, axe)
        fits(page)
        large_text(page)
        fits(page)


def test_ps_40_every_page_by_keyboard(open_page, site, ana):
    page = open_page()
    enter(page.context, site, ana)
    for address in addresses(ana):
        page.goto(address)
        page.reload()  # as on a first visit: after moving inside the app the heading has focus
        assert tab_order(page)[:3] == ["Exit this page now", "Help", "Go to the page"], address


def test_by_keyboard_from_the_door_to_kept_words(open_page, site):
    ben = join("ben")
    page = open_page("/help")
    enter(page.context, site, ben)
    page.goto("/p/280")
    page.get_by_role("button", name="Write", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/283/*")
    page.get_by_label("Your words").focus()
    page.keyboard.type("It rained.")
    page.keyboard.press("Tab")
    page.keyboard.type("Wet")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/286/1")
    assert "Saved, and locked with your own words." in page.locator("main").inner_text()
    (entry,) = queries.book(ben.keyring).entries
    assert (entry.heading, entry.parts["words"], entry.open) == ("Wet", "It rained.", False)


def test_cr_17_without_script_through_the_whole_frame(open_page, site):
    ben = join("ben")
    page = open_page(js=False)
    enter(page.context, site, ben)
    page.goto("/p/5")
    page.get_by_role("link", name="Journal").click()
    page.get_by_role("link", name="Other ways to write").click()
    page.get_by_role("link", name="Writing about something hard").click()
    expect(page.get_by_text("Is anyone or anything here a danger to you now?")).to_be_visible()
    page.get_by_role("radio", name="3", exact=True).check()
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Your words").fill("heavy")
    assert not page.get_by_text("nearly over").is_visible()
    page.get_by_role("link", name="Lighter").click()
    expect(page.get_by_text("Write three words for how it feels.")).to_be_visible()
    page.get_by_role("link", name="Go on").first.click()
    assert page.get_by_label("Your words").input_value() == "heavy"
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Name three things you see.")).to_be_visible()
    page.get_by_role("radio", name="It made it worse").check()
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/p/286#*")
    assert "It isn't your fault." in page.locator("main").inner_text()
    page.get_by_role("link", name="I want a person").click()
    page.wait_for_url("**/help")


def test_without_script_every_page_opens(open_page, site, ana):
    page = open_page(js=False)
    enter(page.context, site, ana)
    for address in addresses(ana):
        answer = page.goto(address)
        assert answer.status == 200, address
        assert page.locator("h1").inner_text().strip(), address
        assert page.get_by_role("button", name="Exit this page now").is_visible()


def test_the_page_keeps_itself(open_page, site):
    ben = join("ben")
    page = open_page()
    enter(page.context, site, ben)
    page.goto("/p/280")
    page.get_by_role("button", name="Write", exact=True).click()
    page.get_by_label("Your words").type("walk to the shore")
    expect(page.get_by_text("Saved, and locked with your own words.")).to_be_visible(timeout=10_000)
    (entry,) = queries.book(ben.keyring).entries
    assert entry.parts["words"] == "walk to the shore" and entry.open
    page.goto("/p/280")
    page.get_by_role("link", name="Free writing").click()
    assert page.get_by_label("Your words").input_value() == "walk to the shore"


def test_cr_17_near_the_end_a_line_says_so_and_takes_nothing_away(open_page, site):
    ben = join("ben")
    page = open_page()
    enter(page.context, site, ben)
    page.clock.install()
    page.goto("/p/282/4")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Your words").fill("heavy")
    line = page.get_by_text("nearly over")
    page.clock.run_for(18 * 60_000)
    assert not line.is_visible()
    page.clock.run_for(2 * 60_000)
    assert line.is_visible()
    assert page.get_by_label("Your words").input_value() == "heavy"


def test_looking_for_words_puts_them_in_no_address(open_page, site, ana):
    page = open_page()
    enter(page.context, site, ana)
    page.goto("/p/293")
    page.get_by_label("Words to look for").fill("rained")
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_text("It rained all day.")).to_be_visible()
    assert page.url.endswith("/p/293")
