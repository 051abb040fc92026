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
    "/p/6",
    "/p/7",
    "/p/8",
    "/p/9",
    "/p/129/fi",
    "/p/129/gb",
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
    assert set(seen) >= {"/", "/help", "/about", "/p/2", "/p/6", "/p/7", "/p/9"}


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


def test_panic_asks_first_whether_it_is_new(open_page):
    page = open_page("/p/6", js=False)
    expect(page.get_by_text("Is this new for you?")).to_be_hidden()
    page.goto("/p/2")
    page.get_by_role("link", name="Panic in my body").click()
    expect(page.get_by_text("Is this new for you?")).to_be_visible()


def walk_a_bad_night(page):
    """Front door, a feeling, the tool, and the numbers after it."""
    page.get_by_role("link", name="I want to feel steadier").click()
    page.get_by_role("link", name="On edge").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the room")
    page.get_by_label("7", exact=True).check(force=True)
    page.get_by_role("link", name="I'm safe enough here").click()
    page.get_by_role("link", name="Go on").locator("visible=true").first.click()
    page.get_by_role("link", name="Go on").locator("visible=true").last.click()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("And now?")
    page.get_by_label("5", exact=True).check(force=True)
    page.get_by_label("Partly here").check(force=True)
    page.get_by_label("It helped").check(force=True)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("7, then 5.")


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_ps_51_no_trace_of_a_bad_night(open_page, js):
    page = open_page("/", js=js)
    walk_a_bad_night(page)
    page.get_by_role("link", name="Help", exact=True).first.click()
    page.get_by_role("button", name="Exit this page now").click()
    page.wait_for_url("**/exit")
    assert page.context.cookies() == []
    if js:
        assert kept(page) == {"local": {}, "session": {}, "caches": [], "databases": [], "workers": 0, "cookies": []}


def test_with_script_one_step_a_screen_and_back_goes_one_step_back(open_page):
    page = open_page("/p/6")
    look, press = page.get_by_text("Turn your head slowly."), page.get_by_text("Put both feet on the floor.")
    expect(look).to_be_visible()
    expect(press).to_be_hidden()
    page.get_by_role("link", name="I'm safe enough here").click()
    expect(press).to_be_visible()
    expect(look).to_be_hidden()
    expect(page.get_by_role("img", name="Step 2 of 4")).to_be_visible()
    page.go_back()
    expect(look).to_be_visible()


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_stop_lighter_and_wait_work_and_lead_back(open_page, js):
    page = open_page("/p/6", js=js)
    page.get_by_role("link", name="I'm safe enough here").click()
    page.get_by_role("link", name="Lighter").click()
    expect(page.get_by_text("Just look at one thing near you.")).to_be_visible()
    page.locator("#lighter").get_by_role("link", name="Go on").click()
    expect(page.get_by_text("Put both feet on the floor.")).to_be_visible()
    page.get_by_role("link", name="Wait").click()
    expect(page.get_by_role("heading", name="Take your time. This stays as it is.")).to_be_visible()
    page.locator("#wait").get_by_role("link", name="Stop").click()
    expect(page.get_by_role("heading", name="Stopped. That was yours to choose.")).to_be_visible()
    expect(page.get_by_role("link", name="I don't feel safe")).to_be_visible()


def test_a_panel_is_read_by_axe_too(open_page):
    for part in ("#stopped", "#lighter", "#wait", "#rest"):
        both_themes(open_page("/p/6" + part), axe)


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


def test_come_back_to_here_names_the_day_by_the_phones_clock(open_page):
    page = open_page()
    page.clock.set_fixed_time("2026-11-21T12:00:00Z")
    page.goto("/p/7")
    expect(page.get_by_text("You're here. It's Saturday.")).to_be_visible()
    expect(open_page("/p/7", js=False).get_by_text("You're here. It's now.")).to_be_visible()


def test_nothing_moves_where_motion_is_reduced(open_page):
    page = open_page("/p/6#step-3", reduced_motion="reduce")
    assert page.locator(".breath").evaluate("circle => getComputedStyle(circle).animationName") == "none"
    moving = open_page("/p/6#step-3", reduced_motion="no-preference")
    assert moving.locator(".breath").evaluate("circle => getComputedStyle(circle).animationName") == "breathe"


def test_first_visit_needs_few_requests_and_little_weight(open_page):
    page, sizes = open_page(), []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto("/", wait_until="networkidle")
    assert len(sizes) <= 10
    assert sum(sizes) < 100_000


@pytest.mark.parametrize("address", ["/", "/help", "/p/6"])
def test_pages_are_whole_without_style(browser, site, address):
    """Words, order and doors do not depend on the style sheet."""
    page = browser.new_page(base_url=site)
    page.route("**/*.css", lambda route: route.abort())
    page.goto(address)
    expect(page.get_by_role("button", name="Exit this page now")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.close()
