"""The library in a real browser: axe in both themes, by keyboard, narrow and large text, on paper, without script."""

import pytest
from playwright.sync_api import expect

from holdfast.library.article import number_of
from tests.browser.harness import DESK, NARROW, PHONE, axe, both_themes, fits, kept, large_text, tab_order
from tests.browser.test_public_pages import BAR

PLAIN, HEAVY = f"/p/191/{number_of('closeness-and-symptoms')}", f"/p/191/{number_of('red-flags')}"
PAPER = f"/p/194/{number_of('sex-after-trauma')}"
PAGES = {
    "library": "/p/190",
    "tag": "/p/190/3",
    "article": PLAIN,
    "heavy": HEAVY,
    "claims": "/p/192",
    "claim": "/p/193/44",
    "paper": PAPER,
    "look-up": "/p/195",
}
every_page = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)


def unfold(page):
    """Open every part that is folded away."""
    for part in page.locator("details").all():
        part.evaluate("part => { part.open = true }")


def search(page, words):
    """Look for something, as a person does."""
    page.goto("/p/190")
    page.get_by_label("Look for something, in your own words").fill(words)
    page.get_by_role("button", name="Look", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look for something")


@every_page
def test_axe_finds_nothing_in_both_themes(open_page, address):
    page = open_page(address)
    unfold(page)
    both_themes(page, axe)


def test_axe_finds_nothing_on_a_page_of_results_and_on_one_without(open_page):
    page = open_page()
    for words in ("my partner scares me", "quartzfinch"):
        search(page, words)
        both_themes(page, axe)


@every_page
@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=["320", "phone", "desk"])
def test_nothing_scrolls_sideways_also_at_200_percent(open_page, address, size):
    page = open_page(address, size=size)
    unfold(page)
    fits(page)
    large_text(page)
    fits(page)


@every_page
def test_ps_40_exit_and_help_come_first_by_keyboard_and_everything_is_reached(open_page, address):
    page = open_page(address)
    order = tab_order(page)
    assert order[:3] == BAR
    reached = page.eval_on_selector_all(
        "a[href], button, summary, input", "all => all.filter((one) => one.checkVisibility()).length"
    )
    assert len(order) == reached


def test_targets_are_large_enough_for_a_thumb(open_page):
    page = open_page()
    for address in PAGES.values():
        page.goto(address)
        small = page.eval_on_selector_all(
            "button, summary, input, a.btn, a.tile, a.bar, a.choice",
            """all => all.filter(e => e.checkVisibility()).map(e => [e.textContent.trim(), e.getBoundingClientRect()])
                .filter(([, box]) => box.height < 43.9 || box.width < 43.9).map(([name]) => name)""",
        )
        assert small == [], address


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_from_the_front_door_to_an_answer_by_words(open_page, js):
    page = open_page("/", js=js)
    page.get_by_role("link", name="Things to read").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Things to read")
    page.get_by_label("Look for something, in your own words").fill("cant sleep")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Look for something, in your own words")).to_have_value("cant sleep")
    page.get_by_role("link", name="What helps with sleep and pain after trauma?").click()
    expect(page.get_by_role("paragraph").filter(has_text="How sure: weak")).to_be_visible()
    assert "sleep" not in page.url


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_from_a_subject_to_a_single_question_and_back(open_page, js):
    page = open_page("/p/190", js=js)
    page.get_by_role("link", name="Sleep", exact=True).click()
    page.get_by_role("link", name="What helps with sleep and pain after trauma?").click()
    page.get_by_role("link", name="Does sex bring sleep?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Does sex bring sleep?")
    page.get_by_role("link", name="Single questions").click()
    expect(page.get_by_role("heading", name="Unsafe as it is told")).to_be_visible()


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_a_heavy_page_is_folded_until_one_opens_it_and_can_be_skipped(open_page, js):
    page = open_page(HEAVY, js=js)
    expect(page.get_by_text("This page speaks of control, threats and violence.")).to_be_visible()
    expect(page.get_by_role("heading", name="What is known")).to_be_hidden()
    page.get_by_text("Read it", exact=True).click()
    expect(page.get_by_role("heading", name="What is known")).to_be_visible()
    page.get_by_role("link", name="Skip this page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Things to read")


def test_on_paper_sources_are_unfolded_and_no_bar_or_button_stands(open_page):
    page = open_page(PLAIN)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Exit this page now")).to_be_hidden()
    expect(page.get_by_role("link", name="For paper")).to_be_hidden()
    expect(page.get_by_role("contentinfo")).to_be_hidden()
    page.goto(PAPER)
    expect(page.get_by_text("Use your browser's own print.")).to_be_hidden()
    expect(page.get_by_role("heading", name="What this rests on")).to_be_visible()
    fits(page)


def test_ps_51_no_trace_of_reading_and_searching(open_page):
    page = open_page()
    for address in PAGES.values():
        page.goto(address)
    search(page, "kill myself")
    expect(page.get_by_role("main").get_by_role("link", name="Help", exact=True)).to_be_visible()
    assert page.context.cookies() == []
    found = kept(page)
    assert {key: value for key, value in found.items() if value} == {}
