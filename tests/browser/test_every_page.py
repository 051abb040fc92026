"""Every page a signed-in person can reach by links: read by axe in both themes, by keyboard, narrow, without script."""

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from holdfast.cli import lives
from holdfast.kit import clock
from tests.browser.harness import NARROW, axe, both_themes, crawl, fits, tab_order

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

# What ends the walk instead of going on, and what is no page.
LEFT_OUT = {"exit", "lock", "manifest", "help-country", "sign-in-other"}
AT_LEAST = {"today", "relief", "path", "me", "check-in", "progress", "measure", "days", "my-data", "locks-and-keys"}
FIRST_BY_TAB = ["Exit this page now", "Help", "Go to the page"]


@pytest.fixture
def ana():
    """Ana with three weeks behind her."""
    life = lives.lives(21, 7)[0]
    lives.live(life, clock.now(), 7)
    return life


def sign_in(page: Page, life: lives.Life) -> None:
    """Through the page, on a phone of one's own."""
    page.goto("/p/10")
    page.get_by_label("Your name here").fill(life.name)
    page.get_by_label("Your lock words").fill(life.words)
    page.locator("label", has_text="Only me").first.click()
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/p/1")


def kind(address: str) -> str:
    """One page of each kind: the name of its route."""
    try:
        name = resolve(address).url_name
    except Resolver404:
        return ""
    return "" if name in LEFT_OUT else name


def shell(page: Page) -> None:
    """What holds on every page whatever it shows."""
    assert page.title() == "Holdfast"
    assert "?" not in page.url
    assert page.locator("h1").count() == 1, page.url
    assert page.get_by_role("link", name="Help", exact=True).first.is_visible()
    assert page.locator("[style]").count() == 0, page.url


def test_axe_and_the_narrow_screen_on_every_page(open_page, ana):
    page = open_page()
    sign_in(page, ana)

    def check(page: Page) -> None:
        shell(page)
        for door in page.locator("details").all():
            door.evaluate("door => { door.open = true }")
        both_themes(page, axe)
        page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        fits(page)
        page.set_viewport_size({"width": 390, "height": 844})

    seen = crawl(page, ["/p/1", "/p/50"], check, kind)
    assert seen.keys() >= AT_LEAST, AT_LEAST - seen.keys()


def test_ps_40_the_keyboard_on_every_page(open_page, ana):
    page = open_page()
    sign_in(page, ana)

    def check(page: Page) -> None:
        page.reload()  # as on a first visit: after moving inside the app the heading has focus
        shell(page)
        order = tab_order(page)
        reached = page.eval_on_selector_all(
            "a[href], button, summary, select, textarea, input:not([type=hidden], [type=radio])",
            "all => all.filter((one) => one.checkVisibility() && !one.disabled).length",
        )
        if "unlock" not in page.url and not page.locator("[autofocus], .errors").count():
            assert order[:3] == FIRST_BY_TAB, page.url
        groups = page.evaluate("new Set([...document.querySelectorAll('[type=radio]')].map((one) => one.name)).size")
        assert reached <= len(order) <= reached + groups + 2 * page.locator("[tabindex='0']").count(), page.url

    seen = crawl(page, ["/p/1", "/p/50"], check, kind)
    assert seen.keys() >= AT_LEAST, AT_LEAST - seen.keys()


def test_every_page_without_script(open_page, ana):
    page = open_page(js=False)
    sign_in(page, ana)
    answers = {}
    page.on("response", lambda answer: answers.update({answer.url: answer.status}))

    def check(page: Page) -> None:
        assert answers[page.url] == 200, page.url
        assert page.locator("h1").inner_text().strip(), page.url
        assert page.get_by_role("button", name="Exit this page now").is_visible()

    seen = crawl(page, ["/p/1", "/p/50"], check, kind)
    assert seen.keys() >= AT_LEAST, AT_LEAST - seen.keys()
    page.get_by_role("button", name="Exit this page now").click()
    page.wait_for_url("**/exit")
    page.goto("/p/1")
    assert "Hello" not in page.content()
