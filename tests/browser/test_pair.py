"""The pages of two in a real browser: axe, keyboard, narrow, without script, and an open page that keeps up."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from holdfast.kit import clock, random
from holdfast.people import actions, book
from holdfast.people.card import Card
from tests.browser.harness import NARROW, axe, both_themes, enter, fits, large_text, tab_order
from tests.cast import join, linked, side

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

TEA = Card("what-helps", "What helps me", "Tea first.\nThen quiet, please.")
WORDS = r"\n\n((?:[a-z-]+ ){9}[a-z-]+)$"


@pytest.fixture
def two():
    """Ana and Ben, linked, each with something shared; and a request of Ben's."""
    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    pair = linked(ana, ben)
    actions.share(ana.keyring, pair, TEA, id=random.uuid())
    actions.share(ben.keyring, side(ben, pair), Card("what-helps", "What helps me", "A walk."), id=random.uuid())
    mood = Card("my-mood", "Mood, day by day", "0 very bad, 10 very good.", _days(), (0, 10))
    actions.share(ben.keyring, side(ben, pair), mood, id=random.uuid())
    actions.ask(ben.keyring, side(ben, pair), "my-mood")
    return ana, ben, pair


def _days():
    today = clock.today("Europe/Berlin")
    return tuple(((today - timedelta(days=n)).isoformat(), (n * 7) % 11) for n in range(20, -1, -1))


def pages_of(ana, pair) -> list[str]:
    """Every page of two that Ana can open, and the public ones."""
    (row,) = book.read(ana.keyring).entry(pair.id).shares
    key = ana.keyring.tag(f"address/{pair.id}/my-mood").hex()
    text = ana.keyring.tag(f"address/{pair.id}/what-helps").hex()
    actions.say_role(ana.keyring, "friend")
    names = [
        *[("us", ()), ("sharing", ()), ("consents", ()), ("blocked", ()), ("alongside", ()), ("who", ())],
        *[("invite", ()), ("invited", ()), ("come-along", ()), ("no-thanks", ())],
        *[(name, (pair.id,)) for name in ("share-list", "pair", "unlink", "one-sentence", "and-you", "beginning-done")],
        *[("what-helps", (pair.id, card)) for card in (1, 2, 3)],
        ("share", (pair.id, key)),
        ("share", (pair.id, text)),
        ("shared", (pair.id, UUID(row))),
    ]
    return [reverse(name, args=args) for name, args in names]


def test_axe_narrow_large_and_the_frame_on_every_page_of_two(open_page, site, two):
    ana, _ben, pair = two
    page = open_page()
    enter(page.context, site, ana)
    for address in pages_of(ana, pair):
        page.goto(address)
        assert page.title() == "Holdfast"
        assert page.locator("h1").count() == 1, address
        assert page.get_by_role("link", name="Help", exact=True).first.is_visible()
        assert page.locator("[style]").count() == 0, address
        both_themes(page, axe)
        page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        fits(page)
        page.set_viewport_size({"width": 390, "height": 844})
        large_text(page)
        fits(page)


def test_ps_40_the_keyboard_on_every_page_of_two(open_page, site, two):
    ana, _ben, pair = two
    page = open_page()
    enter(page.context, site, ana)
    for address in pages_of(ana, pair):
        page.goto(address)
        page.reload()  # as on a first visit: after moving inside the app the heading has focus
        order = tab_order(page)
        assert order[:3] == ["Exit this page now", "Help", "Go to the page"], address


def asked_along(page: Page) -> str:
    """Ana walks from A20 to the code; the ten words."""
    page.goto(reverse("alongside"))
    page.get_by_role("link", name="I'd like to ask someone").click()
    page.get_by_role("button", name="Friend or relative").click()
    page.goto(reverse("invite"))
    page.get_by_label("They'll see only the name you choose here").fill("Ana")
    page.get_by_role("button", name="Copy words and code").click()
    return re.search(WORDS, page.get_by_label("Copy this, and send it your own way").input_value())[1]


@pytest.mark.parametrize("js", [True, False])
def test_the_whole_way_of_two_from_the_code_to_unlinking(open_page, site, js):
    """Ana asks Ben along, Ben joins, Ana shares, Ben sees, Ana ends it, and unlinks. Without script as with it."""
    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    hers, his = open_page(js=js), open_page(js=js)
    enter(hers.context, site, ana)
    enter(his.context, site, ben)
    ten = asked_along(hers)
    his.goto(reverse("come-along"))
    his.get_by_label("The ten words you were given").fill(ten.title())
    his.get_by_role("button", name="Have a look").click()
    expect(his.get_by_role("heading", level=1)).to_have_text("Ana asks if you'd like to come along, a little.")
    his.get_by_role("button", name="I already have a space").click()
    his.get_by_role("button", name="Friend or relative").click()
    his.goto(reverse("join"))
    his.get_by_role("button", name="Join", exact=True).click()
    expect(his.get_by_role("heading", level=1)).to_have_text("1. Listen more than you fix.")
    actions.settle_pairs(ana.keyring)  # her next unlock
    hers.goto(reverse("today"))
    expect(hers.get_by_role("heading", name="Ben is here.")).to_be_visible()
    hers.goto(reverse("us"))
    hers.get_by_role("link", name="Share something").click()
    hers.get_by_role("link", name="What helps me").click()
    hers.get_by_label("Your words").fill("Tea first.")
    hers.get_by_role("button", name="See it first").click()
    preview = hers.locator("article.shared").inner_html()
    hers.get_by_role("button", name="Share", exact=True).click()
    his.goto(reverse("us"))
    assert his.locator("article.shared").inner_html() == preview
    hers.get_by_role("button", name="Stop sharing").click()
    his.reload()
    expect(his.locator("article.shared")).to_have_count(0)
    hers.get_by_role("link", name="What links you two").click()
    hers.get_by_role("link", name="Unlink").click()
    hers.get_by_role("button", name="Unlink").click()
    expect(hers.get_by_text("You are not linked with anyone.")).to_be_visible()
    his.reload()
    expect(his.get_by_text("You are not linked with anyone.")).to_be_visible()
    expect(his.locator("nav.places").get_by_role("link", name="Us")).to_have_count(0)


def test_ps_04_an_open_page_loses_what_has_ended_within_a_minute_and_keeps_its_focus(open_page, site, two):
    ana, ben, pair = two
    page = open_page()
    enter(page.context, site, ben)
    page.clock.install()
    page.goto(reverse("us"))
    shown = page.locator("#theirs article.shared")
    expect(shown).to_have_count(1)
    link = page.get_by_role("link", name="Share something")
    link.focus()
    (row,) = book.read(ana.keyring).entry(pair.id).shares
    actions.unshare(ana.keyring, side(ana, pair), UUID(row))
    with page.expect_response("**" + reverse("us-theirs")):
        page.clock.run_for(61_000)
    expect(shown).to_have_count(0)
    expect(link).to_be_focused()
    actions.unlink(ana.keyring, side(ana, pair))
    with page.expect_response("**" + reverse("us-theirs")):
        page.clock.run_for(61_000)
    expect(page.locator("#theirs section")).to_have_count(0)


def test_ps_04_an_open_page_of_somebody_signed_out_shows_nothing_more(open_page, site, two):
    _ana, ben, _pair = two
    page = open_page()
    enter(page.context, site, ben)
    page.clock.install()
    page.goto(reverse("us"))
    page.context.clear_cookies()
    page.clock.run_for(61_000)
    # The page goes to where one signs in, whole: nothing of a door is put into the page of two.
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.locator("article.shared")).to_have_count(0)


def test_a_scanned_code_fills_the_field_and_leaves_the_address(open_page):
    page = open_page(reverse("come-along") + "#anchor.blanket.copper")
    expect(page.get_by_label("The ten words you were given")).to_have_value("anchor blanket copper")
    assert "#" not in page.url
