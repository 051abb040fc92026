"""Help in a real browser: each door opens at its own address, also without script; every line by thumb and by key."""

import pytest
from playwright.sync_api import expect

from tests.browser.harness import NARROW, axe, both_themes, fits, large_text

DOORS = {
    "scared": "You were right to look here.",
    "hurt-myself": "I'm glad you're here.",
    "body": "First look: is it true?",
    "hurt-someone": "Stopping to read this is the right thing to do.",
    "attacked": "I'm sorry that this happened.",
    "worried": "You noticed. That matters.",
    "not-sure": "You don't need to have a name for it.",
}


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("address", ["/help", "/p/129/gb"])
def test_ps_51_each_door_opens_at_its_own_address(open_page, js, address):
    page = open_page(js=js)
    for door, words in DOORS.items():
        page.goto("about:blank")
        page.goto(f"{address}#{door}")
        expect(page.get_by_text(words)).to_be_in_viewport()
        assert page.locator("details.tile[open]").count() == 1


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_what_happens_when_i_call_leads_to_the_whole_line(open_page, js):
    page = open_page("/p/129/fi#scared", js=js)
    page.locator("#scared").get_by_role("link", name="What happens when I call?").first.click()
    whole = page.locator("#line-nollalinja")
    expect(whole).to_be_in_viewport()
    expect(whole.get_by_text("The call doesn't show on a phone bill.")).to_be_visible()
    page.go_back()
    expect(page.get_by_text(DOORS["scared"])).to_be_visible()


def test_a_number_is_reached_by_keyboard_alone(open_page):
    page = open_page("/p/129/gb")
    page.get_by_text("I might hurt myself or end my life").focus()
    page.keyboard.press("Enter")
    reached = []
    for _ in range(2):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert reached == ["tel:999", "tel:116123"]


def test_the_country_is_changed_on_the_page_without_script(open_page):
    page = open_page("/p/129/fi", js=False)
    page.get_by_role("link", name="Change").click()
    page.get_by_role("link", name="New Zealand").click()
    expect(page.get_by_role("link", name="111").first).to_be_visible()
    assert page.url.endswith("/p/129/nz")


@pytest.mark.parametrize("code", ["us", "fr"])
def test_more_countries_pass_axe_and_fit_a_narrow_phone_at_200_percent(open_page, code):
    page = open_page(f"/p/129/{code}", size=NARROW)
    for door in page.locator("details").all():
        door.evaluate("door => { door.open = true }")
    both_themes(page, axe)
    fits(page)
    large_text(page)
    fits(page)
