"""The public shell in a real browser: a bad night with one thumb, no cookie, no trace, with and without script."""

import pytest
from playwright.sync_api import expect

from tests.browser.harness import DESK, NARROW, PHONE, axe, both_themes, crawl, fits, kept, large_text, tab_order

PAGES = [
    "/",
    "/help",
    "/about",
    "/exit",
    "/p/2",
    "/p/150/1",
    "/p/150/2",
    "/p/8",
    "/p/9",
    "/p/129/fi",
    "/p/129/gb",
    "/p/151",
    "/p/170",
    "/nope",
]
PAGES += ["/p/141", "/p/142"]
BAR = ["Exit this page now", "Help", "Go to the page"]


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_in_both_themes(open_page, address):
    page = open_page(address)
    for door in page.locator("details").all():
        door.evaluate("door => { door.open = true }")
    both_themes(page, axe)


@pytest.mark.parametrize("address", PAGES)
def test_ps_40_exit_is_the_first_stop_of_the_tab_key_and_help_the_second(open_page, address):
    assert tab_order(open_page(address), most=3) == BAR


def test_ps_40_exit_stands_at_the_same_spot_everywhere_and_stays_while_scrolling(open_page):
    page, places = open_page(), set()
    for address in PAGES:
        page.goto(address)
        page.mouse.wheel(0, 900)
        box = page.get_by_role("button", name="Exit this page now").bounding_box()
        places.add((round(box["x"]), round(box["y"])))
    assert len(places) == 1


def test_ps_44_every_page_has_the_same_title_and_no_query(open_page):
    page, titles = open_page(), set()

    def check(page):
        titles.add(page.title())
        assert "?" not in page.url

    seen = crawl(page, ["/", "/help"], check, lambda address: "" if address not in PAGES else address)
    assert titles == {"Holdfast"}
    assert set(seen) >= {"/", "/help", "/about", "/p/2", "/p/150/1", "/p/150/2", "/p/9", "/p/151"}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=["320", "phone", "desk"])
def test_nothing_scrolls_sideways_also_at_200_percent(open_page, address, size):
    page = open_page(address, size=size)
    for door in page.locator("details").all():
        door.evaluate("door => { door.open = true }")
    fits(page)
    large_text(page)
    fits(page)


@pytest.mark.parametrize("address", PAGES)
def test_targets_are_large_enough_for_a_thumb(open_page, address):
    """44 px for everything one presses; links inside running text are exempt (WCAG 2.5.8)."""
    page = open_page(address)
    small = page.eval_on_selector_all(
        "button, summary, a.btn, a.tile, a.bar, .scale label, .choice, nav a",
        """all => all.filter(e => e.checkVisibility()).map(e => [e.textContent.trim(), e.getBoundingClientRect()])
            .filter(([, box]) => box.height < 43.9 || box.width < 43.9).map(([name]) => name)""",
    )
    assert small == []


def test_cr_04_the_emergency_number_is_on_the_first_screen(open_page):
    page = open_page("/p/129/fi", size=NARROW)
    number = page.get_by_role("link", name="112").first
    assert number.bounding_box()["y"] < 300
    assert number.get_attribute("href") == "tel:112"


def test_cr_01_help_is_one_press_from_every_page_without_script(open_page):
    page = open_page(js=False)
    for address in PAGES:
        page.goto(address)
        page.get_by_role("link", name="Help", exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Help")


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize(
    ("feeling", "door"),
    [
        ("I want to hurt myself", "I'm glad you're here."),
        ("Someone is scaring me", "You were right to look here."),
    ],
)
def test_danger_opens_help_at_its_door(open_page, js, feeling, door):
    page = open_page("/p/2", js=js)
    page.get_by_role("link", name=feeling).click()
    expect(page.get_by_text(door)).to_be_visible()
    expect(page.get_by_text(door)).to_be_in_viewport()


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        ("21:59", "You're here. That's enough for now."),
        ("22:00", "It's late, and you're here. That's enough for now."),
        ("05:59", "It's late, and you're here. That's enough for now."),
        ("06:00", "You're here. That's enough for now."),
    ],
)
def test_n1_the_first_line_knows_the_hour_by_the_phones_own_clock(open_page, hour, words):
    page = open_page(timezone_id="Pacific/Auckland")
    page.clock.set_fixed_time(f"2026-11-21T{hour}:00+13:00")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(words, use_inner_text=True)


def test_first_visit_needs_few_requests_and_little_weight(open_page):
    page, sizes = open_page(), []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto("/", wait_until="networkidle")
    assert len(sizes) <= 10
    assert sum(sizes) < 100_000


@pytest.mark.parametrize("address", ["/", "/help", "/p/150/1"])
def test_pages_are_whole_without_style(browser, site, address):
    """Words, order and doors do not depend on the style sheet."""
    page = browser.new_page(base_url=site)
    page.route("**/*.css", lambda route: route.abort())
    page.goto(address)
    expect(page.get_by_role("button", name="Exit this page now")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.close()


def test_ps_51_looking_round_leaves_nothing_in_the_browser(open_page):
    page = open_page()
    for address in PAGES:
        page.goto(address)
    held = kept(page)
    assert not any(held[place] for place in ("local", "session", "databases", "cookies"))
