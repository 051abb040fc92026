"""The walk "a bad night, no account" (storyboard 3.5): 02:47, one thumb, no account, perhaps no script.

`night` is the walk itself, from the front door on: whoever stops the server first, or takes the signal away, can walk
the same way. Every page on it is complete in itself.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import axe, both_themes, fits, kept

NIGHT = "2026-11-21T02:47:00+01:00"
OWN = ("local", "session", "databases", "cookies")  # a cache may hold public pages, and nothing else
ZONE = "Europe/Berlin"


def press(page: Page, name: str) -> None:
    """What the thumb does: one button or link of the page, by its words."""
    named = {"name": name, "exact": True}
    both = page.locator("main").get_by_role("button", **named).or_(page.locator("main").get_by_role("link", **named))
    both.locator("visible=true").first.click()


def go_on(page: Page, name: str, times: int) -> None:
    """From step to step, with script one a screen."""
    for step in range(1, times + 1):
        press(page, name)
        expect(page.locator(f"#step-{step + 1}")).to_be_visible()


def on(page: Page, title: str, look: Callable[[Page], None]) -> None:
    """The page now has this heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title, use_inner_text=True)
    look(page)


def night(page: Page, look: Callable[[Page], None], *, script: bool = True) -> None:
    """N1 to N7. `look` is called on every page one comes to."""
    on(
        page,
        "It's late, and you're here. That's enough for now." if script else "You're here. That's enough for now.",
        look,
    )
    press(page, "I want to feel steadier")
    on(page, "What's it like right now?", look)
    press(page, "Memories coming")
    on(page, "That was then", look)
    page.get_by_label("9", exact=True).check(force=True)
    go_on(page, "Go on", 4 if script else 0)
    press(page, "Done")
    on(page, "And now?", look)
    page.get_by_label("8", exact=True).check(force=True)
    press(page, "Go on")
    on(page, "9, then 8.", look)
    expect(page.locator("main")).to_contain_text("Still strong. You've done nothing wrong.")
    press(page, "The next ten minutes")
    on(page, "The next ten minutes", look)
    expect(page.get_by_text("You don't have to get through the night. Only ten minutes.")).to_be_visible()
    go_on(page, "Next", 8 if script else 0)
    expect(page.get_by_text("Who could know that tonight is hard? You could write:")).to_be_visible()
    press(page, "I'm a bit better")
    on(page, "You got through ten minutes.", look)
    press(page, "I want a person")
    on(page, "Help", look)
    page.go_back()
    on(page, "You got through ten minutes.", look)
    press(page, "Until morning")
    on(page, "Until morning", look)
    expect(page.get_by_text("Nothing you tapped here was kept.")).to_be_visible()
    press(page, "Exit")
    page.wait_for_url("**/exit")


def whole(page: Page) -> None:
    """What holds on every page of the night, read by axe where there is script, which axe is itself."""
    plain(page)
    both_themes(page, axe)


def plain(page: Page) -> None:
    """What holds on every page of the night."""
    fits(page)
    assert page.title() == "Holdfast"
    assert page.get_by_role("link", name="Help", exact=True).first.is_visible()
    assert page.get_by_role("button", name="Exit this page now").is_visible()
    assert page.context.cookies() == []


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_ps_51_a_bad_night_no_account_and_no_trace(open_page, js):
    page, posted = open_page(js=js, timezone_id=ZONE, color_scheme="dark"), []
    page.on("request", lambda request: request.method == "POST" and posted.append(request.url.rpartition("/p/")[2]))
    page.clock.set_fixed_time(NIGHT)
    page.goto("/")
    night(page, whole if js else plain, script=js)
    assert page.context.cookies() == []
    assert not [address for address in posted if not address.endswith("/exit")] or not js, "no number left the phone"
    if js:
        assert not any(kept(page)[place] for place in OWN)


def test_a_night_that_gets_a_little_better(open_page):
    """The other way: a tool that helps, a number that falls, and no more than that."""
    page = open_page(timezone_id=ZONE)
    page.clock.set_fixed_time(NIGHT)
    page.goto("/")
    press(page, "I want to feel steadier")
    press(page, "On edge")
    page.get_by_label("7", exact=True).check(force=True)
    press(page, "I'm safe enough here")
    expect(page.locator("#step-2")).to_be_visible()
    press(page, "Go on")
    expect(page.locator("#step-3")).to_be_visible()
    press(page, "Go on")
    expect(page.locator("#step-4")).to_be_visible()
    press(page, "Done")
    on(page, "And now?", whole)
    page.get_by_label("5", exact=True).check(force=True)
    page.get_by_label("Partly here").check(force=True)
    page.get_by_label("It helped").check(force=True)
    press(page, "Go on")
    on(page, "7, then 5.", whole)
    page.get_by_role("button", name="Exit this page now").click()
    page.wait_for_url("**/exit")
    assert not any(kept(page)[place] for place in OWN)
