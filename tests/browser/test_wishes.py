"""The pages of wishes and of what opens in a real browser: axe, keyboard, narrow, large, and whole without script."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from holdfast.kit import clock, ticks
from holdfast.people import queries as people
from holdfast.together.wishes import answering, book, shelf
from holdfast.together.wishes.book import Shown
from tests.browser.harness import NARROW, axe, both_themes, enter, fits, large_text, tab_order
from tests.cast import join, linked

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def two(settings):
    """Ana and Ben, partners in love; she has answered the second list, and two rounds have shown something."""
    settings.INTIMACY_BY = "Dr Example"
    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    pair = people.pair(ana.keyring, linked(ana, ben, ("romantic", "romantic")).id)
    answering.begin(ana.keyring, pair)
    sheets, week = shelf.sheets(pair), ticks.week(clock.now())
    items = [item.id for item in sheets[1].items]
    said = (dict.fromkeys(items, "yes"), {items[1]: "Only with the door open, and not on Sundays."})
    answering.answer(ana.keyring, pair, sheets[1], said, clock.today("Europe/Berlin"))
    shown = (Shown(week, sheets[1].name, tuple(items[:3])), Shown(week - 1, sheets[0].name, (sheets[0].items[0].id,)))
    book.change(ana.keyring, pair.id, lambda page: book.replace(page, shown=shown))
    return ana, ben, pair, week


def addresses(pair, week) -> list[str]:
    """Every page of wishes; the fifth list is closed until one opens it."""
    names = [("wishes", ()), ("closer", ()), ("wish-notes", ()), ("wish-back", (week,))]
    names += [("wish-list", (number,)) for number in (1, 2, 5)]
    return [reverse(name, args=(pair.id, *args)) for name, args in names] + [reverse("what-opens"), reverse("us")]


def whole(page: Page) -> None:
    """What holds on each of these pages."""
    assert page.title() == "Holdfast"
    assert page.locator("h1").count() == 1, page.url
    assert page.locator("[style]").count() == 0, page.url
    for door in page.locator("details").all():
        door.evaluate("door => { door.open = true }")
    both_themes(page, axe)
    fits(page)


def test_axe_narrow_large_and_the_frame_on_every_page_of_wishes(open_page, site, two):
    ana, ben, pair, week = two
    page = open_page()
    enter(page.context, site, ana)
    for address in addresses(pair, week):
        page.goto(address)
        whole(page)
        page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        large_text(page)
        fits(page)
        page.set_viewport_size({"width": 390, "height": 844})
    before = open_page()
    enter(before.context, site, ben)
    before.goto(reverse("wishes", args=[pair.id]))
    expect(before.get_by_role("heading", level=1)).to_have_text("What you'd both be glad to talk about")
    whole(before)


def test_everything_on_these_pages_is_reached_by_keyboard(open_page, site, two):
    ana, _ben, pair, week = two
    page = open_page()
    enter(page.context, site, ana)
    for address in addresses(pair, week):
        page.goto(address)
        page.reload()
        assert tab_order(page)[:2] == ["Exit this page now", "Help"], address
    page.goto(reverse("closer", args=[pair.id]))
    names = tab_order(page)
    assert {"I'd like that: Slow touch", "Not now: Slow touch", "Not now, all of it"} <= set(names)


def test_without_script_one_answers_alone_takes_back_and_sees_no_trace(open_page, site, two):
    ana, ben, pair, _week = two
    page = open_page(js=False)
    enter(page.context, site, ben)
    page.goto(reverse("us"))
    page.get_by_role("link", name="Look at it").last.click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="In one room").click()
    first = page.get_by_role("group").first
    first.get_by_role("radio", name="Maybe, if something is so").check()
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Nothing for two right now.")).to_be_visible()
    page.get_by_role("link", name="In one room").click()
    expect(page.get_by_text("is not shown again, here or anywhere")).to_be_visible()
    page.get_by_role("button", name="Take all of it back").click()
    page.get_by_role("link", name="In one room").click()
    expect(page.get_by_text("You can answer it anew after")).to_be_visible()

    hers = open_page(js=False)
    enter(hers.context, site, ana)
    hers.goto(reverse("wishes", args=[pair.id]))
    expect(hers.get_by_text("Only with the door open, and not on Sundays.")).to_be_visible()
    hers.get_by_role("link", name="Take it back").first.click()
    hers.get_by_role("button", name="Take it back").click()
    expect(hers.get_by_role("link", name="Take it back")).to_have_count(2)
