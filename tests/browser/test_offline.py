"""Without a signal: the real server is really stopped, and what a phone kept from one earlier visit still helps."""

import os
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser.harness import NARROW, PHONE, axe, both_themes, copies, fits, holding, large_text, settled, watch
from tests.browser.test_bad_night import NIGHT, ZONE, night, press, whole
from tests.browser.test_relief import TOOLS, go_through
from tests.cli.host import Host, Server

VIEW = {"width": PHONE[0], "height": PHONE[1]}
NO_SERVER = "ERR_CONNECTION_REFUSED"


@pytest.fixture(scope="module")
def host(tmp_path_factory) -> Host:
    """A host that set its country."""
    return Host(tmp_path_factory.mktemp("host"), {"HOLDFAST_COUNTRY": "fi"})


@pytest.fixture(scope="module")
def phone(browser, host) -> Iterator[BrowserContext]:
    """A phone that was here once: on the front page, and on another country's Help. Then the server went away."""
    with Server(host) as server:
        context = browser.new_context(base_url=server.address, viewport=VIEW, timezone_id=ZONE, color_scheme="dark")
        page = context.new_page()
        page.goto("/")
        holding(page)
        page.goto("/p/129/de")
        settled(page, "() => caches.match('/p/129/de')")
        page.close()
    yield context
    context.close()


@pytest.fixture
def page(phone) -> Iterator[Page]:
    """A page of that phone, with no server behind it, that reports its own faults."""
    faults: list[str] = []
    opened = phone.new_page()
    opened.set_default_timeout(5000)
    opened.goto("/")
    watch(opened, opened.url, faults)
    yield opened
    opened.close()
    assert [fault for fault in faults if NO_SERVER not in fault] == []


def title(page: Page) -> str:
    """The heading of the page."""
    return page.get_by_role("heading", level=1).inner_text()


def held_pages(page: Page) -> list[str]:
    """The addresses of the pages that this phone holds."""
    return [path for path, text in copies(page).items() if "text/html" in text]


def test_cr_01_ps_51_every_held_page_opens_with_its_style_and_with_help_and_exit(page):
    addresses = held_pages(page)
    assert len(addresses) >= 10
    for address in addresses:
        page.goto(address)
        assert title(page), address
        assert page.locator("link[rel=stylesheet]").evaluate_all("all => all.every((one) => one.sheet)"), address
        expect(page.get_by_role("button", name="Exit this page now")).to_be_visible()
        page.locator("header").get_by_role("link", name="Help", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Help")


def test_cr_01_help_gives_the_number_of_the_hosts_country_and_of_one_opened_before(page):
    page.goto("/help")
    expect(page.get_by_text("Numbers for Finland.")).to_be_visible()
    assert page.locator("a[href^='tel:']").first.get_attribute("href") == "tel:112"
    page.goto("/p/129/de")
    expect(page.get_by_text("Numbers for Germany.")).to_be_visible()


def test_each_feeling_opens_something_to_do_or_help(page):
    page.get_by_role("link", name="I want to feel steadier").click()
    tiles = page.locator("main a.tile").evaluate_all("all => all.map((one) => [one.textContent, one.href])")
    assert len(tiles) >= 15 + len(TOOLS)
    for feeling, address in tiles:
        page.goto(address)
        assert title(page) not in ("", "You have no signal."), feeling


def test_every_tool_leads_to_its_end(page):
    for tool in TOOLS:
        page.goto(f"/p/150/{tool.number}")
        assert title(page) == tool.exercise.head.title
        expect(page.locator("#step-1")).to_be_visible()
        go_through(page, tool)
        press(page, "Skip")
        expect(page.get_by_role("heading", level=1)).to_have_text("That's enough for now.")


def test_the_walk_a_bad_night_no_account_without_a_signal(page):
    """Storyboard 3.5 from the front door to the morning, as it goes with a signal: every page, read by axe."""
    page.clock.set_fixed_time(NIGHT)
    page.goto("/")
    night(page, whole)
    assert page.context.cookies() == []
    assert page.evaluate("({...sessionStorage, ...localStorage})") == {}


def test_i_want_to_hurt_myself_opens_its_door_of_help_with_a_number(page):
    page.goto("/p/2")
    page.get_by_role("link", name="I want to hurt myself").click()
    expect(page.get_by_text("I'm glad you're here.")).to_be_visible()
    assert page.locator("a[href^='tel:']:visible").count() >= 1


def test_cr_15_a_plan_that_was_put_on_this_phone_opens(page):
    page.goto("/p/116")
    expect(page.get_by_text("There's no copy of a plan here.")).to_be_visible()
    page.evaluate(
        """async () => {
            const plan = {on: "21 November 2026", parts: [{title: "People I can tell", text: "Mira, next door."}]};
            await (await caches.open("hf-plan")).put("/hf-plan", new Response(JSON.stringify(plan)));
        }"""
    )
    page.reload()
    expect(page.get_by_role("heading", name="People I can tell")).to_be_visible()
    expect(page.get_by_text("Mira, next door.")).to_be_visible()
    both_themes(page, axe)
    page.evaluate("caches.delete('hf-plan')")


def test_a_form_that_cannot_be_sent_is_answered_by_the_page_that_stands_in(page):
    """Where a tool's own script did not run, its form is sent. Nobody is left with an error, or asked in a circle."""
    page.goto("/p/8")
    page.evaluate("document.querySelector('main form').submit()")
    expect(page.get_by_text("There is no signal, so there are no numbers this time.")).to_be_visible()


def test_a4_after_a_tool_each_answer_has_its_part_and_a_way_on(page):
    for answer, heading in (
        ("It helped", "That's enough for now."),
        ("No change", "That happens."),
        ("It's still strong", "Still strong. You've done nothing wrong."),
        ("It made it worse", "Thank you for saying so. Let's stop this one."),
    ):
        page.goto("/p/142")
        page.get_by_role("link", name=answer).click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        expect(page.get_by_role("link", name="I want a person").locator("visible=true")).to_be_visible()
        both_themes(page, axe)


def test_cr_01_a_page_that_is_missing_says_so_and_gives_the_numbers(page):
    page.goto("/p/129/se")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have no signal.")
    expect(page.get_by_text("A call may work where the net doesn't.")).to_be_visible()
    assert page.locator("a[href^='tel:']").first.get_attribute("href") == "tel:112"
    expect(page.locator("a[href^='tel:']").first).to_be_visible()
    both_themes(page, axe)
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    fits(page)
    large_text(page)
    fits(page)


def test_an_article_needs_a_signal_and_says_so(page):
    page.goto("/p/190")
    leads = page.locator("main a[href^='/p/']").evaluate_all("all => all.map((one) => one.pathname)")
    page.goto(next(address for address in leads if address not in held_pages(page)))
    expect(page.get_by_role("heading", level=1)).to_have_text("You have no signal.")


def test_ps_45_a_private_page_passes_the_worker_by(page):
    before, other = sorted(copies(page)), page.context.new_page()
    with pytest.raises(Error, match=NO_SERVER):
        other.goto("/p/1")
    other.close()
    assert sorted(copies(page)) == before


def test_ps_41_exit_hides_the_page_and_drops_the_plan_without_a_signal(page):
    page.evaluate("caches.open('hf-plan').then((cache) => cache.put('/hf-plan', new Response('my own plan')))")
    page.goto("/p/2")
    page.locator("main a.tile").first.click()
    page.get_by_role("button", name="Exit this page now").click()
    page.wait_for_url("**/exit")
    expect(page.get_by_role("link", name="Open")).to_be_visible()
    settled(page, "async () => !(await caches.has('hf-plan'))")
    assert len(held_pages(page)) >= 10, "public pages stay (decision 31)"


def test_cr_01_where_the_signal_is_too_slow_the_held_page_comes_after_two_seconds(browser, host):
    with Server(host) as server:
        context = browser.new_context(base_url=server.address, viewport=VIEW)
        page = context.new_page()
        page.goto("/")
        holding(page)
        os.killpg(server.process.pid, signal.SIGSTOP)  # its workers too: they listen, and never answer
        try:
            page.goto("/help", timeout=20_000)
            assert title(page) == "Help"
        finally:
            os.killpg(server.process.pid, signal.SIGCONT)
        context.close()


def test_a_new_version_replaces_the_earlier_one_whole(browser, host):
    """Another name is another version: the old copy goes, the new one opens when the server is gone."""
    server = Server(host)
    context = browser.new_context(base_url=server.address, viewport=VIEW)
    page = context.new_page()
    with server:
        page.goto("/")
        before = holding(page)
    host.environment["HOLDFAST_APP_NAME"] = "Tide table"
    try:
        with server:
            page.goto("/")
            holding(page, but=before)
    finally:
        del host.environment["HOLDFAST_APP_NAME"]
    page.goto("/help")
    assert page.title() == "Tide table"
    assert all("<title>Tide table</title>" in copies(page)[address] for address in held_pages(page))
    context.close()
