"""The tools in a real browser: each walked with script and without, read by axe, narrow, large, by keyboard.

One context for many pages: a new profile each time would cost more than everything that is looked at.
"""

import itertools

import pytest
from playwright.sync_api import Page, expect

from holdfast.programme import queries
from holdfast.programme.rules import Given
from tests.browser.harness import NARROW, PHONE, axe, both_themes, fits, kept, large_text, tab_order

TOOLS = list(queries.tools().tools.values())
ONWARD = ["I'm safe enough here", "I know this as panic", "Yes", "Go on", "Next", "Done", "I'm a bit more here"]


def heading(page: Page) -> object:
    """The one heading of the page."""
    return page.get_by_role("heading", level=1)


def press(page: Page, name: str) -> None:
    """A button or link of the page by its words, the first that can be seen."""
    named = {"name": name, "exact": True}
    both = page.locator("main").get_by_role("button", **named).or_(page.locator("main").get_by_role("link", **named))
    both.locator("visible=true").first.click()


def go_through(page: Page, tool: object) -> None:
    """Press on until the page asks "And now?"."""
    script = page.locator(".stepping").count() > 0
    for number, _ in enumerate(tool.exercise.steps if script else (), 1):
        expect(page.locator(f"#step-{number}")).to_be_visible()
        doors = page.locator("main :is(a.btn, button.btn):visible").all_inner_texts()
        onward = next((words for words in ONWARD if words in doors), "How is it now?")
        press(page, onward)
    if not script:
        press(
            page, next(words for words in ("Done", "I'm a bit more here", "How is it now?") if can_press(page, words))
        )
    expect(heading(page)).to_have_text("And now?")


def can_press(page: Page, name: str) -> bool:
    """Whether there is such a button."""
    return page.locator("main").get_by_role("button", name=name, exact=True).locator("visible=true").count() > 0


def test_every_tool_with_script_ends_in_and_now_and_every_step_is_seen(open_page):
    page = open_page()
    for tool in TOOLS:
        page.goto(f"/p/150/{tool.number}")
        expect(heading(page)).to_have_text(tool.exercise.head.title)
        expect(page.locator("#step-1")).to_be_visible()
        if tool.exercise.head.layout != "page":
            assert page.locator(".step:visible").count() == 1, tool.id
        go_through(page, tool)
        assert page.locator("main input[name=before]").count() == 0, "one screen at a time is in the page"
        press(page, "Skip")
        expect(heading(page)).to_have_text("That's enough for now.")


def test_every_tool_without_script_is_one_whole_page_that_ends_in_and_now(open_page):
    page = open_page(js=False)
    for tool in TOOLS:
        page.goto(f"/p/150/{tool.number}")
        for step in tool.exercise.steps:
            words = step.text.replace("{weekday}", "now").partition("{call}")[0].strip()
            expect(page.get_by_text(words, exact=False).first).to_be_visible()
        go_through(page, tool)
        press(page, "Skip")
        expect(heading(page)).to_have_text("That's enough for now.")


def test_every_tool_is_read_by_axe_in_both_themes_step_by_step(open_page):
    page = open_page(size=NARROW)
    for tool in TOOLS:
        page.goto(f"/p/150/{tool.number}")
        for door in page.locator("details").all():
            door.evaluate("door => { door.open = true }")
        both_themes(page, axe)
        for part in ("stopped", "lighter", "wait", "rest", "stay") if tool.number == 1 else ():
            page.goto(f"/p/150/1#{part}")
            both_themes(page, axe)
    page.goto("/p/150/9#step-3")
    page.get_by_role("button", name="Start the circle").click()
    both_themes(page, axe)


def test_nothing_scrolls_sideways_at_320_px_and_at_200_percent(open_page):
    page = open_page(size=NARROW)
    for tool in TOOLS:
        page.goto(f"/p/150/{tool.number}")
        page.evaluate("document.querySelectorAll('details').forEach((door) => { door.open = true })")
        page.evaluate("document.querySelector('[data-steps]')?.classList.remove('stepping')")
        fits(page)
        large_text(page)
        fits(page)


def test_every_tool_by_keyboard_alone(open_page):
    """Exit, Help, the page; then everything that can be pressed, each once, down to Stop, Lighter, Wait."""
    page = open_page()
    for tool in TOOLS:
        page.goto("about:blank")  # a first visit: after moving inside the app the heading has focus
        page.goto(f"/p/150/{tool.number}")
        order = tab_order(page)
        assert order[:4] == ["Exit this page now", "Help", "Go to the page", "← Back"], tool.id
        assert order[-3:] == ["Stop", "Lighter", "Wait"], tool.id
        assert "Why we say that" in order and "Another kind of tool" in order


def test_a_tool_walked_by_keyboard(open_page):
    page = open_page("/p/150/1")
    for step, words in enumerate(("I'm safe enough here", "Go on", "Go on", "Done"), 1):
        expect(page.locator(f"#step-{step}")).to_be_visible()
        page.locator("main").get_by_text(words, exact=True).locator("visible=true").first.press("Enter")
    expect(heading(page)).to_have_text("And now?")
    expect(heading(page)).to_be_focused()
    page.locator("main").get_by_text("Skip", exact=True).press("Enter")
    expect(heading(page)).to_be_focused()


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_two_taps_from_the_front_door_to_the_first_step_which_can_be_seen(open_page, js):
    page, taps = open_page("/", js=js), 0
    for name in ("I want to feel steadier", "Memories coming"):
        page.get_by_role("link", name=name, exact=True).click()
        taps += 1
    assert taps == 2
    expect(page.locator("#step-1")).to_be_visible()


def test_panic_shows_its_first_question_and_the_number_on_the_first_screen(open_page):
    page = open_page("/p/150/21", size=NARROW)
    assert page.get_by_text("Is this new for you?").bounding_box()["y"] < 520
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    expect(page.get_by_role("link", name="the emergency number")).to_be_in_viewport()


def test_one_step_a_screen_and_back_goes_one_step_back(open_page):
    page = open_page("/p/150/1")
    look, feet = page.get_by_text("Turn your head slowly."), page.get_by_text("Put both feet on the floor.")
    expect(look).to_be_visible()
    expect(feet).to_be_hidden()
    page.get_by_role("link", name="I'm safe enough here").click()
    expect(feet).to_be_visible()
    expect(look).to_be_hidden()
    expect(page.get_by_role("img", name="Step 2 of 4")).to_be_visible()
    page.go_back()
    expect(look).to_be_visible()


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_stop_lighter_and_wait_work_and_lead_back(open_page, js):
    page = open_page("/p/150/1", js=js)
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


# The circle, the wait, the words


def test_no_sound_and_no_motion_unless_chosen_and_still_where_motion_is_reduced(open_page):
    listen = "globalThis.made = 0; AudioContext = class extends AudioContext { constructor() { super(); made += 1; } }"
    for motion, moves in (("no-preference", 1), ("reduce", 0)):
        page = open_page(reduced_motion=motion)
        page.add_init_script(listen)
        page.goto("/p/150/9#step-3")
        circle = page.locator(".breath")
        moving = "circle => circle.getAnimations().length"
        expect(circle).to_have_text("in 3, out 5")
        assert circle.evaluate(moving) == 0
        page.get_by_role("button", name="Start the circle").click()
        expect(circle).to_have_text("In 1")
        assert circle.evaluate(moving) == moves
        expect(circle).to_have_text("In 2")
        assert page.evaluate("made") == 0
        page.get_by_role("button", name="With sound").click()
        assert page.evaluate("made") == 1
        page.get_by_role("button", name="Stop the circle").click()
        expect(circle).to_have_text("in 3, out 5")
        assert circle.evaluate(moving) == 0


def test_the_circle_counts_in_and_out_and_ends_by_itself_or_with_the_step(open_page):
    page = open_page()
    page.clock.install()
    page.goto("/p/150/1#step-3")
    circle = page.locator(".breath")
    page.get_by_role("button", name="Start the circle").click()
    for words in ("In 1", "In 2", "In 3", "Out 1", "Out 2", "Out 3", "Out 4", "Out 5", "In 1"):
        expect(circle).to_have_text(words)
        page.clock.run_for(1000)
    page.clock.run_for(45_000)
    expect(page.get_by_role("button", name="Start the circle")).to_be_visible()
    page.get_by_role("button", name="Start the circle").click()
    page.get_by_role("link", name="Wait").click()
    page.locator("#wait").get_by_role("link", name="Go on").click()
    expect(page.get_by_role("button", name="Start the circle")).to_be_visible()


def test_without_script_the_circle_is_a_plain_count(open_page):
    page = open_page("/p/150/1", js=False)
    expect(page.get_by_text("in 3, out 5")).to_be_visible()
    expect(page.get_by_role("button", name="Start the circle")).to_be_hidden()


def test_a_wait_is_an_offer_that_forces_nothing(open_page):
    page = open_page()
    page.clock.install()
    page.goto("/p/150/10#step-2")
    expect(page.get_by_text("About 10 seconds, or longer if you like.").locator("visible=true")).to_be_visible()
    expect(page.get_by_role("link", name="Go on").locator("visible=true").first).to_be_enabled()
    page.clock.run_for(10_500)
    expect(page.get_by_text("That was it. Go on when you like.")).to_be_visible()


def test_a_message_is_copied_and_sent_nowhere(open_page):
    page = open_page("/p/150/4#step-9", permissions=["clipboard-read", "clipboard-write"])
    asked = []
    page.on("request", lambda request: "/s/" in request.url or asked.append(request.url))
    page.get_by_role("button", name="Copy the message").click()
    expect(page.get_by_role("button", name="Copied. You send it yourself.")).to_be_visible()
    words = "Bad night. You don't need to fix it. Can you write back when you see this?"
    assert page.evaluate("navigator.clipboard.readText()") == words
    assert asked == []


def test_come_back_to_here_names_the_day_by_the_phones_clock(open_page):
    page = open_page()
    page.clock.set_fixed_time("2026-11-21T12:00:00Z")
    page.goto("/p/150/2")
    expect(page.get_by_text("You're here. It's Saturday.")).to_be_visible()
    page.get_by_role("link", name="Not yet").click()
    expect(page.get_by_text("Stay sitting. Don't drive, cook or carry a child just now.")).to_be_visible()
    page.get_by_role("link", name="Again", exact=True).click()
    expect(page.get_by_text("Find something blue.")).to_be_visible()
    expect(open_page("/p/150/2", js=False).get_by_text("You're here. It's now.")).to_be_visible()


VOICES = """globalThis.spoken = [];
class Told { constructor(text) { this.text = text; } }
Object.defineProperty(globalThis, "SpeechSynthesisUtterance", {value: Told});
Object.defineProperty(globalThis, "speechSynthesis", {value: {
    getVoices: () => [{lang: "en-GB", localService: LOCAL}], speak: (told) => spoken.push(told.text), cancel: () => {},
}});"""


def test_reading_aloud_only_when_pressed_and_only_by_a_voice_of_this_phone(open_page):
    """A voice of the browser's maker would send the words away."""
    far = open_page()
    far.add_init_script(VOICES.replace("LOCAL", "false"))
    far.goto("/p/150/1")
    expect(far.get_by_role("button", name="Read aloud")).to_be_hidden()
    page = open_page()
    page.add_init_script(VOICES.replace("LOCAL", "true"))
    page.goto("/p/150/1#step-2")
    assert page.evaluate("spoken") == []
    page.get_by_role("button", name="Read aloud").click()
    (told,) = page.evaluate("spoken")
    assert told == "2. Press. Put both feet on the floor. Press down, slowly, five times. Feel the floor push back."
    page.get_by_role("button", name="Stop reading").click()
    expect(page.get_by_role("button", name="Read aloud")).to_be_visible()


# After a tool


def test_the_page_and_the_server_decide_alike(open_page):
    """after-rules.js against rules.py: every mix of answers that can be told apart."""
    numbers = [None, 0, 6, 7, 10]
    heres, helpeds = ["", "here", "far"], ["", "helped", "same", "worse"]
    names, offs = ["", "self-hold", "come-back-to-here"], [[], ["self-hold"], ["come-back-to-here"]]
    cases, expected = [], []
    mixes = itertools.product(numbers, numbers, heres, helpeds, names, offs, [0, 1, 2], [False, True])
    for before, after, here, helped, tool, off, worse, skip in mixes:
        told = {"before": before, "after": after, "here": here, "helped": helped, "tool": tool}
        cases.append({**told, "off": off, "worse": worse, "skip": skip})
        mine = Given(before, after, here, helped, tool, True, skip, tuple(off), worse)
        expected.append([mine.page, sorted(mine.facts), list(mine.off_now), mine.worse_now])
    page = open_page("/p/150/1")
    decided = page.evaluate(
        """async (cases) => {
            const { decide } = await import("/s/programme/after-rules.js");
            return cases.map(decide).map(({page, facts, off, worse}) => [page, [...facts].sort(), off, worse]);
        }""",
        cases,
    )
    wrong = [(case, want, got) for case, want, got in zip(cases, expected, decided, strict=True) if want != got]
    assert wrong[:3] == []


def answer(page: Page, *labels: str, after: str = "") -> None:
    """Fill in "And now?" and go on."""
    if after:
        page.get_by_label(after, exact=True).check(force=True)
    for label in labels:
        page.get_by_label(label, exact=True).check(force=True)
    press(page, "Go on")


def reach(page: Page, before: str = "") -> None:
    """Through "Check the room" or whatever tool is open, to "And now?"."""
    if before:
        page.get_by_label(before, exact=True).check(force=True)
    number = int(page.url.partition("/p/150/")[2].partition("#")[0])
    go_through(page, queries.tools().tools[number])


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize(
    ("before", "after", "title", "words"),
    [
        ("7", "5", "7, then 5.", "It went down by 2, on a scale from 0 to 10."),
        ("7", "7", "7, and still 7.", "That happens. It doesn't mean you did it wrong."),
        ("7", "8", "7, then 8.", "It went up. Let's not go on with this one."),
        ("", "9", "Still strong. You've done nothing wrong.", "What could help next?"),
    ],
)
def test_a5_and_n4_say_the_same_with_script_and_without(open_page, js, before, after, title, words):
    page, sent = open_page("/p/150/1", js=js), []
    page.on("request", lambda request: sent.append(request.method))
    reach(page, before)
    answer(page, after=after)
    expect(heading(page)).to_have_text(title)
    expect(page.locator("main").get_by_text(words)).to_be_visible()
    assert page.get_by_text("If someone near you is the danger:").locator("visible=true").count() == (after != "5")
    if js:  # axe is script itself
        both_themes(page, axe)
    assert ("POST" in sent) is not js, "with script no number leaves the phone"
    assert page.context.cookies() == []


def test_back_goes_from_the_answer_to_the_question_to_the_last_step(open_page):
    page = open_page("/p/150/1")
    reach(page, "7")
    answer(page, after="4")
    expect(heading(page)).to_have_text("7, then 4.")
    page.go_back()
    expect(heading(page)).to_have_text("And now?")
    answer(page, after="6")
    expect(heading(page)).to_have_text("7, then 6.")
    page.go_back()
    page.go_back()
    expect(heading(page)).to_have_text("Check the room")
    expect(page.get_by_text("Say what year it is.")).to_be_visible()
    page.reload()
    page.goto("/p/150/1#answer")
    expect(heading(page)).to_have_text("Check the room")


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_far_away_opens_come_back_to_here_and_the_tool_is_off_the_list(open_page, js):
    page = open_page("/p/150/6", js=js)
    reach(page)
    answer(page, "Far away")
    expect(heading(page)).to_have_text("Come back to here")
    page.get_by_text("Another kind of tool").click()
    expect(page.get_by_role("button", name="Feet and pressure")).to_be_visible()
    expect(page.get_by_text("Name what is here")).to_have_count(0)
    press(page, "I'm a bit more here")
    answer(page, "Here", "It helped")
    press(page, "Another tool")
    expect(heading(page)).to_have_text("What's it like right now?")
    page.get_by_role("button", name="Too much at once").click()
    expect(heading(page)).to_have_text("Feet and pressure")


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_cr_17_two_worse_in_a_row_step_down_and_suggest_a_person(open_page, js):
    page = open_page("/p/150/12", js=js)
    reach(page)
    answer(page, "It made it worse")
    expect(heading(page)).to_have_text("Thank you for saying so. Let's stop this one.")
    press(page, "Try another kind")
    press(page, "Sad")
    reach(page)
    answer(page, "It made it worse")
    expect(heading(page)).to_have_text("Thank you for saying so. Let's stop the tools for now.")
    doors = page.locator("main :is(a, button).btn:visible").all_inner_texts()
    assert doors[0] == "I want a person" and "Try another kind" not in doors and "Another tool" not in doors
    assert page.context.cookies() == []
    if js:
        both_themes(page, axe)
        assert not any(kept(page)[place] for place in ("local", "session", "databases", "cookies"))


def test_without_a_signal_a_way_on_that_would_carry_something_is_an_ordinary_page(open_page):
    """The list is whole again then; a page that opens is worth more."""
    page = open_page("/p/150/6")
    reach(page)
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url.partition("/p/")[2])))
    page.evaluate("Object.defineProperty(navigator, 'onLine', {value: false})")
    answer(page, "Far away")
    expect(heading(page)).to_have_text("Come back to here")
    assert asked[0] == ("GET", "150/2")


# The card


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_s3_a_card_fills_the_screen_turns_round_and_leaves_exit_in_its_corner(open_page, js):
    page = open_page("/p/2", js=js)
    page.get_by_role("link", name="A card to show someone").click()
    page.get_by_role("link", name="I'm not fully here.").first.click()
    words = page.locator("#card-2").get_by_text("Please talk softly. Don't touch me. Tell me the day and the place.")
    expect(words).to_be_visible()
    box = page.locator("#card-2").bounding_box()
    assert (box["width"], box["height"]) == PHONE
    corner = page.get_by_role("button", name="Exit this page now").bounding_box()
    page.locator("#card-2 .says").click()
    turned = page.locator("#card-2-over")
    expect(turned).to_be_visible()
    assert turned.locator(".says").evaluate("says => getComputedStyle(says).rotate") == "180deg"
    assert page.get_by_role("button", name="Exit this page now").bounding_box() == corner
    turned.get_by_role("link", name="Close the card").click()
    expect(turned).to_be_hidden()


def test_s3_own_words_stay_in_the_page(open_page):
    page, asked = open_page("/p/151"), []
    page.on("request", lambda request: "/s/" in request.url or asked.append(request.url))
    page.get_by_label("My own words").fill("Back at <b>six</b>. I'm all right.")
    page.get_by_role("link", name="Show my words").click()
    expect(page.locator("#card-own .says")).to_contain_text("Back at <b>six</b>. I'm all right.")
    page.locator("#card-own .says").click()
    expect(page.locator("#card-own-over .says")).to_contain_text("Back at <b>six</b>. I'm all right.")
    both_themes(page, axe)
    assert asked == []
    page.reload()
    assert page.get_by_label("My own words").input_value() == ""
    expect(open_page("/p/151", js=False).get_by_label("My own words")).to_be_hidden()


def test_the_cards_by_axe_narrow_and_large(open_page):
    page = open_page("/p/151", size=NARROW)
    for part in ("", "#card-1", "#card-1-over", "#card-2", "#card-own"):
        page.goto(f"/p/151{part}")
        both_themes(page, axe)
        fits(page)
    large_text(page)
    for part in ("#card-2", "#card-2-over"):
        page.goto(f"/p/151{part}")
        fits(page)
