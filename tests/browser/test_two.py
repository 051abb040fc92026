"""Ana and Ben at once, each in a browser of their own: linked, a signal, a break, tea, a letter, an ask, and unlinked.

What one does reaches the other's open page within a minute, without a press and without taking focus. Every page of
this room is read by axe in both themes, narrow, with large text, and walked by keyboard.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect

from holdfast.kit import random
from holdfast.people import actions as people
from holdfast.people.card import Card
from holdfast.together import asks, breaks, letters, rules, signals, week
from tests.browser.harness import NARROW, axe, both_themes, enter, fits, large_text, tab_order
from tests.browser.test_pair import asked_along
from tests.cast import join, linked, side

FRIDAY = datetime(2026, 11, 20, 18, 30, tzinfo=ZoneInfo("Europe/Berlin"))
pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def clock() -> Iterator[Any]:
    """The host's clock, on Friday evening."""
    with time_machine.travel(FRIDAY, tick=True) as travelling:
        yield travelling


class Seat:
    """One of the two at their phone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, name: str, *args: Any) -> "Seat":
        """Open a page by its name."""
        self.page.goto(reverse(name, args=args))
        return self

    def on(self, heading: str) -> "Seat":
        """The page has this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(re.escape(heading)))
        return self

    def press(self, name: str) -> "Seat":
        """A button or link by its words, the first that can be seen."""
        named = {"name": name, "exact": True}
        found = self.page.get_by_role("button", **named).or_(self.page.get_by_role("link", **named))
        found.locator("visible=true").first.click()
        self.page.wait_for_load_state()
        return self

    def reads(self, *lines: str) -> "Seat":
        """The page says these words."""
        for line in lines:
            expect(self.page.locator("main")).to_contain_text(line)
        return self

    def hears_nothing(self, *lines: str) -> "Seat":
        """The page does not say these words."""
        for line in lines:
            expect(self.page.locator("main")).not_to_contain_text(line)
        return self

    def waits(self) -> "Seat":
        """A minute passes on an open page that somebody is at, and it asks once."""
        self.page.keyboard.press("Control")
        with self.page.expect_response("**" + reverse("together-now")):
            self.page.clock.run_for(46_000)
        return self


def link(hers: Seat, his: Seat, ana: Any) -> None:
    """By the code, and Ana's next unlock."""
    ten = asked_along(hers.page)
    his.go("come-along")
    his.page.get_by_label("The ten words you were given").fill(ten)
    his.press("Have a look").press("I already have a space").press("Friend or relative").go("join").press("Join")
    people.settle_pairs(ana.keyring)


@pytest.fixture
def seats(open_page, site, clock) -> tuple[Seat, Seat, Any, Any]:
    """Both signed in, not linked yet."""
    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    hers, his = (Seat(open_page(timezone_id="Europe/Berlin")) for _ in range(2))
    for seat, member in ((hers, ana), (his, ben)):
        enter(seat.page.context, site, member)
    return hers, his, ana, ben


def test_a_week_of_two_in_two_browsers_at_once(seats, clock):
    hers, his, ana, ben = seats
    link(hers, his, ana)
    hers.go("today").reads("Ben is here.", "Nothing is shared yet. Nothing has to be.")
    his.page.clock.install()
    his.go("today").hears_nothing("Ana:")
    his.page.get_by_role("link", name="Take a break").focus()

    signal(hers, his, clock)
    the_break(hers, his)
    tea(hers, his, clock)
    letter(hers, his, ben)
    ask(hers, his)

    hers.go("us").press("What links you two").press("Unlink End the link between you two")
    hers.on("Unlink from Ben?").press("Unlink")
    hers.reads("You are not linked with anyone.")
    his.go("us").reads("You are not linked with anyone.")
    his.go("letters").reads("The geese", "From Ana")


def signal(hers: Seat, his: Seat, clock: Any) -> None:
    """S1, S2, S4: ten seconds to take it back, a minute at most on an open page, focus where it was."""
    hers.go("us").reads("Ben may use this, or not. Both are fine.").press("Look at it").on("Your signal to Ben")
    hers.press("Switch on").on("How are you?").press("Too much I can't talk or decide now.")
    hers.on("Ben will see: Too much.").press("Please give me room").on("Ben will see: Too much. Please give me room.")
    his.waits().hears_nothing("Ana: Too much.")
    clock.shift(timedelta(seconds=11))
    his.waits().reads("Ana: Too much. Please give me room.", "Wait until Ana comes to you.")
    expect(his.page.get_by_role("link", name="Take a break")).to_be_focused()
    expect(his.page.locator("[data-live]")).to_have_text("Ana: Too much. Please give me room.")
    both_themes(his.page, axe)
    hers.go("us").press("Take it back")
    his.waits().hears_nothing("Too much")


def the_break(hers: Seat, his: Seat) -> None:
    """P2 to P5: told with a preview, longer, back, and nothing is left."""
    hers.go("today").press("Take a break").on("Take your break.").press("Tell Ben here").on("Tell Ben here?")
    his.waits().hears_nothing("taking a break")
    hers.reads("Ana is taking a break until 18:5").press("Send").reads("First the body: walk")
    his.waits().reads("Ana is taking a break until 18:5", "The talk has stopped. That's a good thing.")
    hers.press("More time")
    his.waits().reads("Ana is taking a bit longer: until 19:1")
    hers.go("break-card")
    hers.page.locator("a[href='#card']").first.click()
    expect(hers.page.locator("#card")).to_be_visible()
    hers.page.locator("#card .says").click()
    expect(hers.page.locator("#card-over .says")).to_contain_text("Please don't follow.")
    assert hers.page.get_by_role("button", name="Exit this page now").is_visible()
    hers.go("break-time")
    hers.page.get_by_text("End it sooner").click()
    hers.press("I'll go back").reads("Could we just sit for a bit?")
    his.waits().hears_nothing("Ana is taking")


def tea(hers: Seat, his: Seat, clock: Any) -> None:
    """A28 to A32: offered, suits, before it, after it."""
    hers.go("this-week").on("A warm drink, ten minutes").press("Sat 16:00").on("What Ben will see")
    hers.reads("A warm drink, ten minutes. Saturday 16:00 would suit Ana.").press("Send")
    his.waits().reads("A warm drink, ten minutes. Saturday 16:00 would suit Ana.")
    his.go("this-week").press("Suits me").reads("Saturday 16:00, you and Ana.")
    hers.go("today").reads("Saturday 16:00, you and Ben.").press("See it").press("Just before it")
    hers.on("A warm drink for two").reads("To stop: put your cup down").press("We're off").on("How was it for you?")
    hers.page.locator("label", has_text="Good").click()
    hers.press("Done").on("You did a thing together.").reads("Nothing else is needed today.")


def letter(hers: Seat, his: Seat, ben: Any) -> None:
    """Written, seen first, sent; there at the other's next look, and theirs."""
    hers.go("us").press("Write a letter").on("A letter to Ben")
    hers.page.get_by_label("A heading").fill("The geese")
    hers.page.get_by_label("Your letter").fill("I was thinking of the geese.")
    hers.press("Look at it").on("Send this to Ben?").reads("Until it has come you can take it back with one tap.")
    preview = hers.page.locator("article.shared .words").inner_html()
    hers.press("Send").on("On its way.")
    his.go("letters").press("The geese From Ana").on("The geese")
    assert his.page.locator("article.shared .words").inner_html().strip() == preview.strip()
    assert len(letters.mine(ben.keyring)) == 1


def ask(hers: Seat, his: Seat) -> None:
    """One thing, with a preview; a graceful no."""
    hers.go("us").press("Could you… this evening?").press("Something to eat").on("What Ben will see").press("Send")
    his.go("today").reads("Ana asks: could you see to something to eat this evening?").press("Answer")
    his.press("Not this evening").reads("You said: not this evening.")
    hers.go("us").press("Could you… this evening?").reads("A no to this isn't a no to you.")


def test_an_open_page_of_somebody_locked_meanwhile_holds_no_words(seats, clock):
    _hers, his, ana, ben = seats
    pair = linked(ana, ben)
    signals.switch_on(ana.keyring, pair, 3, datetime.now(FRIDAY.tzinfo))
    signals.send(ana.keyring, pair, "shaky", "", datetime.now(FRIDAY.tzinfo))
    clock.shift(timedelta(seconds=11))
    his.page.clock.install()
    his.go("today").reads("Ana: Shaky.")
    clock.shift(timedelta(minutes=6))
    with his.page.expect_navigation():
        his.page.clock.run_for(46_000)
    expect(his.page.get_by_role("heading", level=1)).to_have_text("Locked, to keep it yours.")
    his.hears_nothing("Shaky")


@pytest.fixture
def said(seats) -> tuple[Seat, Any]:
    """Ana's seat, with something of every kind said each way."""
    hers, _his, ana, ben = seats
    pair, zone, now = linked(ana, ben), ZoneInfo("Europe/Berlin"), datetime.now(FRIDAY.tzinfo)
    theirs = side(ben, pair)
    people.share(ben.keyring, theirs, Card("letter", "The geese", "I saw them."), id=random.uuid())
    people.share(ana.keyring, pair, Card("appreciation", "A thank-you", "For the tea."), id=random.uuid())
    people.take_letters(ana.keyring, pair)
    breaks.keep_words(ana.keyring, pair.id, breaks.Words("Time for air", "40", "The garden", "Ben"))
    breaks.start(ana.keyring, "40", now, zone)
    for who, seen in ((ana, pair), (ben, theirs)):
        signals.switch_on(who.keyring, seen, 3, now)
        signals.send(who.keyring, seen, "shaky", "near", now - timedelta(minutes=1))
        asks.ask(seen, rules.asked("a-call", now, zone), now, id=random.uuid())
    breaks.start(ben.keyring, "60", now, zone)
    breaks.tell(ben.keyring, theirs, now, zone)
    week.offer(theirs, rules.plan("a-short-walk", rules.slots(now, zone)[0], now, zone), now, id=random.uuid())
    return hers, pair


PAGES = ("today", "us", "break", "break-time", "break-back", "break-card", "letters")
OF_PAIR = ("signal", "signal-send", "signal-sent", "break-tell", "break-words", "break-words-share", "for-two")
OF_PAIR += ("for-two-after", "write-letter", "thanks", "ask-for", "asked")


def pages_of(pair: Any, letter: Any) -> list[str]:
    """Every page of this room that one can open."""
    found = [reverse(name) for name in PAGES] + [reverse(name, args=[pair.id]) for name in OF_PAIR]
    return [*found, reverse("letter", args=[letter]), reverse("mute", args=[pair.id, 6])]


def test_axe_narrow_large_and_the_keyboard_on_every_page(said, seats):
    hers, pair = said
    ana, page = seats[2], hers.page
    for address in pages_of(pair, letters.mine(ana.keyring)[0].id):
        page.goto(address)
        page.reload()  # as on a first visit: after moving inside the app the heading has focus
        assert page.title() == "Holdfast"
        assert page.locator("h1").count() == 1, address
        assert page.locator("[style]").count() == 0, address
        assert tab_order(page)[:3] == ["Exit this page now", "Help", "Go to the page"], address
        for door in page.locator("details").all():
            door.evaluate("door => { door.open = true }")
        both_themes(page, axe)
        page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        fits(page)
        page.set_viewport_size({"width": 390, "height": 844})
        large_text(page)
        fits(page)


def test_the_forms_of_previews_read_well_too(said):
    hers, pair = said
    hers.go("for-two", pair.id).press("Suits me").press("Just before it").on("A short walk for two")
    hers.page.get_by_text("Lighter").click()
    both_themes(hers.page, axe)
    hers.press("We're off")
    hers.page.locator("label", has_text="It made it worse").click()
    hers.press("Done").on("Let's stop this one.").reads("I don't feel safe")
    both_themes(hers.page, axe)
    hers.go("thanks", pair.id)
    hers.page.get_by_label("Something you liked").fill("The tea.")
    hers.press("Look at it").on("Send this to Ben?")
    both_themes(hers.page, axe)
    hers.press("Change it").on("Thank Ben for something")
    expect(hers.page.get_by_label("Something you liked")).to_have_value("The tea.")


def test_without_script_a_signal_a_break_words_a_letter_and_unlinking(open_page, site, clock):
    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    pair = linked(ana, ben)
    hers, his = Seat(open_page(js=False)), Seat(open_page(js=False))
    for seat, member in ((hers, ana), (his, ben)):
        enter(seat.page.context, site, member)
    hers.go("signal", pair.id).press("Switch on").press("Shaky It's harder than it looks.")
    clock.shift(timedelta(seconds=11))
    his.go("today").reads("Ana: Shaky.")
    hers.go("break").press("Tell Ben here").press("Send")
    his.go("today").reads("Ana is taking a break until")
    hers.go("break-words", pair.id)
    hers.page.get_by_label("Where I go").fill("The garden")
    hers.press("Keep").on("Share this with Ben?")
    hers.page.get_by_label("Where I go").check()
    hers.press("Show it with these").reads("Where I go: The garden. Where you go: you decide.").press("Share")
    his.go("us").reads("A break we both know", "Where I go: The garden.")
    hers.go("write-letter", pair.id)
    hers.page.get_by_label("Your letter").fill("For you.")
    hers.press("Look at it").press("Send").on("On its way.")
    his.go("letters").reads("A letter")
    hers.go("for-two", pair.id).press("Sun 11:00").press("Send")
    his.go("this-week").press("Suits me").reads("Sunday 11:00, you and Ana.")
    his.go("unlink", pair.id).press("Unlink")
    hers.go("us").reads("You are not linked with anyone.")
    his.go("letters").reads("A letter")
