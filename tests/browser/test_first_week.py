"""Ana's first week in a real browser, word by word as in the storyboards: day 1, day 2, day 6, and a way out each time.

Every page on the way is read by axe in both themes. Time passes by moving the host's clock.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import Page, expect

from tests.browser.harness import axe, both_themes, fits

TUESDAY = datetime(2026, 11, 17, 21, 40, tzinfo=ZoneInfo("Europe/Berlin"))
PIN = "471108"

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def clock(settings) -> Iterator[object]:
    """The host's clock, on Tuesday evening."""
    settings.HOST_NAME = "Harbour Clinic"
    with time_machine.travel(TUESDAY, tick=True) as travelling:
        yield travelling


class Walk:
    """One person's thumb: presses what is on the page, and checks each page it comes to."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def on(self, heading: str) -> "Walk":
        """The page now has this heading, one h1, the neutral title, and nothing axe minds."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(heading))
        assert self.page.title() == "Holdfast"
        both_themes(self.page, axe)
        fits(self.page)
        return self

    def press(self, name: str) -> "Walk":
        """A button or link by its words."""
        named = {"name": name, "exact": True}
        found = self.page.get_by_role("button", **named).or_(self.page.get_by_role("link", **named))
        found.locator("visible=true").first.click()
        self.page.wait_for_timeout(80)  # a step that turns on the same page has no load to wait for
        self.page.wait_for_load_state()
        return self

    def choose(self, label: str, within: str = "main") -> "Walk":
        """An answer by its words."""
        exact = re.compile(rf"^\s*{re.escape(label)}\s*$")
        self.page.locator(within).locator("label:visible").filter(has_text=exact).first.click()
        return self

    def reads(self, *sentences: str) -> "Walk":
        """The page says these words."""
        for sentence in sentences:
            expect(self.page.locator("main")).to_contain_text(sentence)
        return self

    def exit(self) -> "Walk":
        """Exit, and the way back shows nothing."""
        self.page.get_by_role("button", name="Exit this page now").click()
        self.page.wait_for_url("**/exit")
        return self


def day_one(walk: Walk) -> None:
    """A1 to A11: relief, a number, one's own space, a time for tomorrow, out."""
    walk.page.goto("/")
    walk.press("I want to feel steadier").on("What's it like right now").press("On edge").on("Check the room")
    walk.choose("7").press("I'm safe enough here").press("Go on").press("Go on").press("Done")
    walk.on("And now").choose("5").choose("Partly here").choose("It helped").press("Go on")
    walk.on("7, then 5.").reads("It went down by 2, on a scale from 0 to 10.").press("Keep this")
    walk.on("three true things").reads("Harbour Clinic runs this.", "Nobody is watching this app.")
    walk.press("I'm 18 or older. Go on").on("Your name here")
    walk.page.get_by_label("Name", exact=True).fill("Ana")
    walk.press("Make me four words").on("Your name here").reads("Say them to yourself three times.").press("Go on")
    walk.on("Who can open this phone").press("Only me").on("A short PIN")
    walk.page.get_by_label("PIN", exact=True).fill(PIN)
    walk.page.get_by_label("PIN again").fill(PIN)
    walk.press("Set PIN").on("If you forget your words").press("Ask me on my third visit")
    walk.on("One small thing for").choose("Evening").choose("No reminder").press("Go on")
    walk.on("That's enough for today").reads("You found a tool: Check the room.").exit()


def back(walk: Walk, greeting: str) -> None:
    """A12: the PIN opens the space again."""
    walk.page.goto("/p/1")
    walk.on("Locked, to keep it yours")
    walk.page.get_by_label("PIN").fill(PIN)
    walk.press("Open").on(greeting)


def three_taps(walk: Walk) -> None:
    """A14 and A15, one question a screen."""
    walk.press("Three taps").on("Overall, how did you feel today").choose("6").press("Next")
    walk.on("How much did what happened get in your way today").choose("4").press("Next")
    walk.on("How close did you feel today").choose("3").press("Done")
    walk.on("Saved, and locked with your own words.")


def test_ana_day_one_two_and_six(open_page, clock):
    walk = Walk(open_page(timezone_id="Europe/Berlin"))
    day_one(walk)
    walk.page.go_back()
    assert "Ana" not in walk.page.content(), "Back shows nothing after Exit (PS-41)"

    clock.shift(timedelta(hours=23))
    back(walk, "Hello, Ana")
    three_taps(walk)
    walk.page.goto("/p/1")
    walk.on("Hello, Ana").press("Have a look").on("Would you like one more").press("Yes")
    for answer in ("Yes", "Yes", "Yes", "Yes", "Yes", "No"):
        walk.choose(answer).press("Done" if walk.page.get_by_role("button", name="Done").count() else "Next")
    walk.on("You said yes to 4 of 5").reads("isn't a verdict on you, and it isn't a diagnosis.").exit()

    clock.shift(timedelta(days=4))
    back(walk, "Good to see you, Ana")
    walk.reads("You asked me to remind you: a spare key").press("Look at it").on("spare key").press("Later")
    walk.page.goto("/p/1")
    three_taps(walk)
    walk.page.goto("/p/1")
    walk.press("Have a look").on("Have you slept, and is this an okay day").press("Start")
    for page in range(5):
        for group in walk.page.locator("main fieldset:visible").all():
            group.locator("label", has_text="Moderately").click()
        if page == 1:
            walk.press("Wait").on("Take your time").press("Go on")
        walk.press("Done" if page == 4 else "Next")
    walk.on("40 of 80").reads("about 31 to 33", "Up or down by 5 is mostly chance.", "isn't a diagnosis").exit()
