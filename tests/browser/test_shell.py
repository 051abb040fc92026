"""The frame of signed-in pages: Exit, cover, lock, draft, focus, swaps and charts, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.harness import (
    DESK,
    NARROW,
    PHONE,
    axe,
    both_themes,
    fits,
    kept,
    large_text,
    started,
    tab_order,
    watch,
)

pytestmark = pytest.mark.urls("tests.browser.gallery")

PERSISTED = "name => dispatchEvent(new PageTransitionEvent(name, {persisted: true}))"
HIDE = """hidden => {
    Object.defineProperty(document, "hidden", {get: () => hidden, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def presses(page, *keys):
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("address", ["/t/gallery", "/t/page", "/t/step", "/t/fails"])
def test_axe_finds_nothing_in_both_themes(open_page, address):
    page = open_page(address)
    for door in page.locator("details").all():
        door.evaluate("door => { door.open = true }")
    both_themes(page, axe)


@pytest.mark.parametrize("address", ["/t/gallery", "/t/page", "/t/step"])
@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=["320", "phone", "desk"])
def test_nothing_scrolls_sideways_also_at_200_percent(open_page, address, size):
    page = open_page(address, size=size)
    fits(page)
    large_text(page)
    fits(page)


@pytest.mark.parametrize("address", ["/t/page", "/t/step", "/t/fails", "/t/bare/429"])
def test_ps_40_exit_and_help_come_first(open_page, address):
    assert tab_order(open_page(address), most=2) == ["Exit this page now", "Help"]


def test_the_keyboard_reaches_everything_on_a_page_once_in_reading_order(open_page):
    page = open_page("/t/page")
    order = tab_order(page)
    assert order[:4] == ["Exit this page now", "Help", "Go to the page", "Holdfast"]
    assert order[-3:] == ["A line", "Keep", "Things to read"]
    assert len(order) == len(set(order))


def test_the_skip_link_shows_itself_and_leads_to_the_page(open_page):
    page = open_page("/t/page")
    presses(page, "Tab", "Tab", "Tab")
    expect(page.get_by_role("link", name="Go to the page")).to_be_in_viewport()
    presses(page, "Enter", "Tab")
    expect(page.get_by_label("A line")).to_be_focused()


# Exit


def test_ps_41_exit_blanks_first_then_locks_then_shows_a_neutral_page(open_page):
    page, told = open_page("/t/page"), []
    page.on("request", lambda request: told.append((request.method, request.url.rpartition("/")[2])))
    page.evaluate("addEventListener('pagehide', () => sessionStorage.setItem('blank', document.body.hidden))")
    page.get_by_role("button", name="Exit this page now").click()
    page.wait_for_url("**/exit")
    expect(page.get_by_role("main")).to_contain_text("Open")
    expect(page.get_by_text("private-canary")).to_have_count(0)
    assert page.evaluate("sessionStorage.getItem('blank')") == "true", "it was blank before it went"
    assert [deed for deed in told if deed[1] == "exit"][:2] == [("POST", "exit"), ("GET", "exit")]


def test_ps_41_without_script_the_button_does_the_same(open_page):
    page = open_page("/t/page", js=False)
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.get_by_role("button", name="Exit this page now").click()
    assert answer.value.status == 303
    page.wait_for_url("**/exit")


def test_ps_41_exit_works_without_a_signal(open_page, browser, site):
    page = browser.new_page(base_url=site)
    page.goto("/t/page")
    page.route("**/exit", lambda route: route.abort())
    page.get_by_role("button", name="Exit this page now").click()
    expect(page.locator("body")).not_to_contain_text("private-canary")
    page.close()


def test_ps_40_shift_three_times_is_exit(open_page):
    page = open_page("/t/page")
    presses(page, "Shift", "Shift", "Shift")
    page.wait_for_url("**/exit")


@pytest.mark.parametrize(
    "keys",
    [
        ("Shift", "Shift"),
        ("Shift", "Shift", "a", "Shift"),
        ("Shift+A", "Shift+B", "Shift+C", "Shift+D"),
        ("Escape", "Escape", "Escape"),
        ("Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"),
    ],
)
def test_ps_40_typing_never_exits(open_page, keys):
    page = open_page("/t/page")
    page.get_by_label("A line").focus()
    presses(page, *keys)
    page.wait_for_timeout(150)
    assert page.url.endswith("/t/page")


def test_ps_40_slow_presses_do_not_count(open_page):
    page = open_page()
    page.clock.install()
    page.goto("/t/page")
    for _ in range(4):
        presses(page, "Shift")
        page.clock.run_for(2600)
    assert page.url.endswith("/t/page")


def test_ps_40_holding_shift_down_is_one_press(open_page):
    page = open_page("/t/page")
    for _ in range(5):
        page.keyboard.down("Shift")
    page.keyboard.up("Shift")
    page.wait_for_timeout(100)
    assert page.url.endswith("/t/page")


def test_ps_42_a_page_from_memory_is_covered_and_asks_the_server_again(open_page):
    page = open_page("/t/page")
    page.evaluate(PERSISTED, "pagehide")
    assert page.locator(".cover").count() == 1, "it leaves covered"
    with page.expect_navigation():
        page.evaluate(PERSISTED, "pageshow")


def test_ps_42_back_after_exit_with_pages_kept_in_memory(playwright, site):
    """With the browser's page memory switched on, as on phones, Back shows nothing that was there before."""
    with started(playwright, memory=True) as browser:
        faults = []
        page = watch(browser.new_page(base_url=site), site, faults)
        page.goto("/t/page")
        page.evaluate("document.querySelector('main').append('typed-canary')")
        page.evaluate("location.href = '/t/step'")
        page.wait_for_url("**/t/step")
        page.get_by_role("button", name="Exit this page now").click()
        page.wait_for_url("**/exit")
        page.go_back(wait_until="commit")
        expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Ana.")
        expect(page.locator("body")).not_to_contain_text("typed-canary")
        assert faults == []


def test_public_pages_are_not_reloaded_from_memory(open_page):
    page = open_page("/help")
    page.evaluate("window.same = true")
    page.evaluate(PERSISTED, "pageshow")
    page.wait_for_timeout(150)
    assert page.evaluate("window.same") is True


def test_ps_45_nothing_private_stays_on_the_phone(open_page):
    page = open_page("/t/page")
    page.get_by_label("A line").fill("private-canary")
    page.goto("/t/swap")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="The next step")).to_be_visible()
    found = kept(page)
    places = found.pop("session").pop("places")
    assert int(places) <= 5
    assert found == {"local": {}, "caches": [], "databases": [], "workers": 0, "cookies": []}
    page.get_by_role("button", name="Exit this page now").click()
    page.wait_for_url("**/exit")
    assert kept(page)["session"] == {}


# Out of sight


def test_ps_48_a_page_out_of_sight_is_covered_within_100_ms(open_page):
    page = open_page("/t/page")
    waited = page.evaluate(
        """async () => {
            const began = performance.now();
            HIDE(true);
            while (!document.querySelector(".cover") && performance.now() - began < 1000) await 0;
            return performance.now() - began;
        }""".replace("HIDE", f"({HIDE})"),
    )
    assert waited < 100
    box = page.locator(".cover").bounding_box()
    assert (box["width"], box["height"]) == PHONE
    page.evaluate(HIDE, False)
    expect(page.locator(".cover")).to_have_count(0)


def test_public_pages_are_never_covered(open_page):
    page = open_page("/help")
    page.evaluate(HIDE, True)
    assert page.locator(".cover").count() == 0


# Lock (PS-47 on the server; here the page that follows it)


@pytest.fixture
def idle(open_page):
    """A page with a clock of our own, and a list of what it asks the server for."""
    page, asked = open_page(), []
    page.clock.install()
    page.route("**/p/23", lambda route: (asked.append("keep"), route.fulfill(status=204)))
    page.route("**/p/24", lambda route: (asked.append("lock"), route.fulfill(status=200, body="locked")))
    page.goto("/t/page")
    return page, asked


def test_ps_47_a_page_nobody_touches_goes_to_the_lock(idle):
    page, asked = idle
    page.clock.run_for(299_000)
    assert asked == []
    page.clock.run_for(7_000)
    page.wait_for_url("**/p/24")
    assert asked == ["lock"]


def test_decision_6_input_keeps_the_session_at_most_once_a_minute(idle):
    page, asked = idle
    for _ in range(18):
        page.clock.run_for(10_000)
        page.keyboard.press("a")
    page.clock.run_for(6_000)
    assert 2 <= asked.count("keep") <= 3
    assert "lock" not in asked


def test_decision_6_without_input_nothing_is_asked(idle):
    page, asked = idle
    page.clock.run_for(240_000)
    assert asked == []


def test_a_session_that_ended_elsewhere_locks_the_page(open_page):
    page = open_page()
    page.clock.install()
    page.route("**/p/23", lambda route: route.fulfill(status=403))
    page.route("**/p/24", lambda route: route.fulfill(status=200, body="locked"))
    page.goto("/t/page")
    page.clock.run_for(61_000)
    page.keyboard.press("a")
    page.clock.run_for(6_000)
    page.wait_for_url("**/p/24")


# Drafts


def test_what_is_written_is_kept_as_one_goes_and_said_only_then(open_page):
    page, sent = open_page("/t/page"), []
    page.route("**/t/draft", lambda route: (sent.append(route.request.post_data), route.fulfill(status=204)))
    saved = page.get_by_text("Saved, and locked with your own words.")
    expect(saved).to_be_hidden()
    page.get_by_label("A line").press_sequentially("kept", delay=20)
    expect(saved).to_be_visible()
    assert sent == ["line=kept"], "one request after the pause, not one a letter"


def test_what_could_not_be_kept_is_said_and_can_be_tried_again(open_page):
    page = open_page("/t/page")
    page.route("**/t/draft", lambda route: route.fulfill(status=503))
    page.get_by_label("A line").fill("words")
    expect(page.get_by_text("This isn't saved yet. Your words are still here.")).to_be_visible()
    expect(page.get_by_label("A line")).to_have_value("words")
    page.unroute("**/t/draft")
    page.route("**/t/draft", lambda route: route.fulfill(status=204))
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Saved, and locked with your own words.")).to_be_visible()


def test_a_draft_is_sent_before_the_page_goes_out_of_sight(open_page):
    page = open_page("/t/page")
    page.get_by_label("A line").fill("on the way")
    with page.expect_request("**/t/draft") as request:
        page.evaluate(HIDE, True)
    assert "on+the+way" in request.value.post_data


def test_a_second_press_sends_nothing_twice(open_page):
    page, sent = open_page("/t/page"), []
    page.route("**/t/kept", lambda route: sent.append(route))
    page.get_by_role("button", name="Keep").dblclick()
    page.wait_for_timeout(200)
    assert len(sent) == 1
    sent[0].abort()


# Focus and swaps


def test_decision_30_after_a_link_the_heading_has_focus_and_after_a_first_visit_it_has_not(open_page):
    page = open_page("/t/page")
    assert page.evaluate("document.activeElement === document.body")
    page.evaluate("location.href = '/t/gallery'")
    expect(page.get_by_role("heading", level=1, name="Gallery")).to_be_visible()
    expect(page.locator(".errors")).to_be_focused()
    page.evaluate("location.href = '/t/page'")
    expect(page.get_by_role("heading", level=1, name="Hello, Ana.")).to_be_focused()


def test_decision_33_a_swap_moves_focus_and_says_the_heading(open_page):
    page = open_page("/t/swap")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="The next step")).to_be_focused()
    expect(page.locator("[data-live]")).to_have_text("The next step")


def test_decision_33_planted_htmx_attributes_and_scripts_stay_inert(browser, site):
    page, asked = browser.new_page(base_url=site), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/t/swap", wait_until="networkidle")
    page.locator("#planted").click()
    with page.expect_response("**/t/armed"):
        page.get_by_role("button", name="Armed").click()
    page.wait_for_timeout(200)
    assert not [address for address in asked if address.endswith(("/t/bad", "/exit"))]
    assert page.evaluate("document.body.dataset.broken") is None, "no script came in with the part"
    page.close()


@pytest.mark.parametrize(
    "deed",
    [
        "document.body.innerHTML = '<b>x</b>'",
        "document.body.setAttribute('style', 'color: red')",
        "document.body.append(Object.assign(document.createElement('script'), {text: 'document.title = 1'}))",
        "setTimeout('document.title = 1', 0)",
        "document.body.append(Object.assign(document.createElement('img'), {src: 'http://127.0.0.2/x.png'}))",
    ],
)
def test_the_policy_stops_markup_style_code_and_strangers(browser, site, deed):
    page = browser.new_page(base_url=site)
    page.goto("/t/page")
    stopped = page.evaluate(
        f"""() => {{
            const seen = [];
            addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
            try {{ {deed} }} catch (error) {{ seen.push(error.name) }}
            return new Promise((done) => setTimeout(() => done(seen), 100));
        }}"""
    )
    assert stopped
    assert page.title() == "Holdfast"
    page.close()


def test_htmx_comes_only_where_it_is_used(open_page):
    page, asked = open_page(), []
    page.on("request", lambda request: asked.append(request.url))
    for address in ("/", "/help", "/t/page", "/t/gallery", "/t/step"):
        page.goto(address)
    assert not [address for address in asked if "htmx" in address or "trusted" in address]


# Themes, bars, charts


@pytest.mark.parametrize(("theme", "ground"), [("light", "rgb(245, 241, 232)"), ("dark", "rgb(15, 26, 26)")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chosen_theme_wins_over_the_phones(open_page, theme, ground, scheme):
    page = open_page(f"/t/page?theme={theme}", color_scheme=scheme)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground


def test_the_bar_stands_below_on_a_phone_and_at_the_left_on_a_desk(open_page):
    phone = open_page("/t/gallery").locator("nav.places").bounding_box()
    assert phone["y"] + phone["height"] == PHONE[1] and phone["width"] == PHONE[0]
    desk = open_page("/t/gallery", size=DESK).locator("nav.places").bounding_box()
    assert (desk["x"], desk["y"], desk["height"]) == (0, 0, DESK[1])


def test_public_pages_show_the_bar_in_a_tab_where_somebody_is_signed_in(open_page):
    page = open_page("/p/2")
    expect(page.locator("nav.places")).to_be_hidden()
    page.goto("/t/gallery")
    page.goto("/p/2")
    expect(page.locator("nav.places")).to_be_visible()
    expect(page.locator("nav.places [aria-current]")).to_have_text("Relief")
    page.get_by_role("button", name="Exit this page now").click()
    page.wait_for_url("**/exit")
    page.goto("/p/2")
    expect(page.locator("nav.places")).to_be_hidden()


def test_a_chart_is_read_point_by_point_with_the_arrow_keys(open_page):
    page = open_page("/t/gallery")
    chart = page.get_by_label("chart, checklist")
    plot, read = chart.locator("[data-chart]"), chart.locator("[data-read]")
    expect(plot).to_have_attribute("tabindex", "0")  # its script, fetched only where there is a chart, has come
    plot.focus()
    presses(page, "ArrowRight")
    expect(read).to_have_text("Thursday 2 July 2026: 52 points")
    presses(page, "End")
    expect(read).to_have_text("Thursday 22 October 2026: 33 points")
    presses(page, "ArrowRight", "ArrowLeft")
    expect(read).to_have_text("Thursday 24 September 2026: 41 points")


def test_a_chart_opens_as_a_table_by_keyboard_without_script(open_page):
    page = open_page("/t/gallery", js=False)
    summary = page.get_by_label("chart, checklist").get_by_text("The same as a table")
    summary.focus()
    presses(page, "Enter")
    expect(page.get_by_role("row", name=re.compile("Thu 22 Oct 2026 33"))).to_be_visible()


def test_ratings_work_by_arrow_key_and_by_thumb(open_page):
    page = open_page("/t/step")
    page.locator(".scale label", has_text="6").click()
    presses(page, "ArrowRight")
    expect(page.get_by_label("7", exact=True)).to_be_checked()
    page.locator("label", has_text="I can't tell").click()
    expect(page.get_by_label("I can't tell")).to_be_checked()


def test_paper_gets_the_words_and_not_the_buttons(open_page):
    page = open_page("/t/gallery", size=DESK)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for part in (".top", "nav.places", ".btn"):
        expect(page.locator(part).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(23, 48, 46)"
