"""A module in a real browser: the path, reading, an exercise, trying it: axe in both themes, keyboard, no script."""

import pytest
from django.urls import reverse

from holdfast.programme import courses, queries
from tests.browser.harness import NARROW, axe, both_themes, enter, fits, large_text, tab_order
from tests.cast import Member, join
from tests.programme import modules

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
N = 500


@pytest.fixture
def ana(tmp_path, monkeypatch) -> Member:
    """Ana, where three modules are all there are."""
    made = courses.at((modules.folder(tmp_path),))
    monkeypatch.setattr(queries, "courses", lambda: made)
    return join("ana")


def press(page, words: str) -> None:
    """Press a button or a link by its words."""
    page.locator(f"main :is(a, button):visible:has-text('{words}')").first.click()


def look(page) -> None:
    """What holds for every page on the way."""
    both_themes(page, axe)
    fits(page)
    assert page.locator("h1").count() == 1
    assert page.title() == "Holdfast"
    first = page.locator("a[href], button, input, select, textarea, summary").first
    assert "Exit" in first.inner_text()


@pytest.mark.parametrize("js", [True, False], ids=["script", "none"])
def test_a_module_is_walked_from_the_path_to_the_next_one(open_page, site, ana, js):
    page = open_page(js=js)
    enter(page.context, site, ana)

    def see() -> None:
        if js:  # axe needs script
            look(page)
        else:
            fits(page)

    page.goto(reverse("path"))
    see()
    press(page, "Have a look")
    see()
    press(page, "Start")
    press(page, "Go on")
    for step in ("What it is", "One last thing"):
        assert page.locator("h1").inner_text() == step
        see()
        page.locator("main form button").click()
    assert page.url.endswith(reverse("module", args=[N]))
    see()
    press(page, "Go on")
    walk_exercise(page, see, js)
    assert page.locator("h1").inner_text() == "5, then 3."
    see()
    press(page, "Go on")
    press(page, "Go on")
    write(page, see, js)
    press(page, "Go on")
    page.goto(reverse("practice", args=[N]))
    see()
    press(page, "Partly")
    assert page.locator("h1").inner_text() == "A part of it counts."
    see()
    page.goto(reverse("practice", args=[N]))
    press(page, "Two minutes to look back")
    see()
    page.locator("label:has(input[value='7'])").click()
    press(page, "Done")
    assert page.locator("h1").inner_text() == "That was this part."
    see()
    for name in ("module-words", "module"):
        page.goto(reverse(name, args=[N]))
        see()
    for name in ("path-ways", "forms"):
        page.goto(reverse(name))
        see()


def walk_exercise(page, see, js: bool) -> None:
    """The first exercise: how strong, its two steps, and now."""
    see()
    page.locator("label:has(input[name=before][value='5'])").click()
    if js:
        assert page.locator(".step:visible").count() == 1
        press(page, "Go on")
        see()
    page.locator("form#tool button:has-text('Done')").click()
    assert page.locator("h1").inner_text() == "And now?"
    see()
    page.locator("label:has(input[name=after][value='3'])").click()
    page.locator("label:has(input[name=here][value=here])").click()
    press(page, "Done")


def write(page, see, js: bool) -> None:
    """The second: writing, which is kept only by a press."""
    if js:
        press(page, "Go on")
    see()
    page.locator("textarea").fill("the light on the wall")
    page.locator("label:has(input[value=partly])").first.click()
    if js:
        press(page, "Go on")
        see()
    page.locator("form#tool button:has-text('Done')").click()
    assert "the light on the wall" in page.locator("main").inner_text()
    see()
    press(page, "Keep it")
    see()


def test_stop_lighter_and_wait_are_there_by_keyboard_and_keep_the_place(open_page, site, ana):
    page = open_page()
    enter(page.context, site, ana)
    modules.send(ana, "module", N, do="begin")
    page.goto(reverse("exercise", args=[N, 2]))
    reached = tab_order(page)
    assert reached[0].startswith("Exit")
    assert reached.index("Stop") < reached.index("Lighter") < reached.index("Wait")
    press(page, "Go on")
    page.locator("textarea").fill("half a line")
    page.locator(".exercise-bar a:has-text('Wait')").press("Enter")
    assert page.locator("#wait").is_visible()
    look(page)
    page.locator("#wait a:has-text('Go on')").press("Enter")
    assert page.locator("textarea").input_value() == "half a line"
    page.locator(".exercise-bar a:has-text('Lighter')").press("Enter")
    assert "That counts." in page.locator("#lighter").inner_text()
    page.locator("#lighter a:has-text('Stop')").press("Enter")
    assert page.locator("#stopped").is_visible()
    look(page)


def test_what_is_written_is_held_as_one_goes(open_page, site, ana):
    page = open_page()
    enter(page.context, site, ana)
    modules.send(ana, "module", N, do="begin")
    page.goto(f"{reverse('exercise', args=[N, 2])}#step-2")
    with page.expect_response(lambda answer: answer.url.endswith("/2") and answer.request.method == "POST") as kept:
        page.locator("textarea").fill("so far")
    assert kept.value.status == 204
    again = open_page(js=False)
    enter(again.context, site, ana)
    again.goto(reverse("exercise", args=[N, 2]))
    assert again.locator("textarea").input_value() == "so far"


def test_narrow_with_large_text_and_on_paper(open_page, site, ana):
    page = open_page(size=NARROW)
    enter(page.context, site, ana)
    page.goto(reverse("module", args=[N]))
    fits(page)
    modules.send(ana, "module", N, do="begin")
    for name, *parts in (("path",), ("path-ways",), ("module", N), ("learn-step", N, 1), ("exercise", N, 2)):
        page.goto(reverse(name, args=parts))
        fits(page)
        large_text(page)
        fits(page)
    for name, *parts in (("exercise-after", N, 2), ("practice", N), ("module-check", N), ("exercise-print", N, 2)):
        page.goto(reverse(name, args=parts))
        fits(page)
        large_text(page)
        fits(page)
    page.emulate_media(media="print")
    assert page.locator(".note.not-on-paper").is_hidden()
    assert "What was good today?" in page.locator("main").inner_text()


def test_made_it_worse_stops_and_offers_a_person(open_page, site, ana):
    page = open_page()
    enter(page.context, site, ana)
    modules.send(ana, "module", N, do="begin")
    for place in (1, 2):
        page.goto(reverse("exercise-after", args=[N, place]))
        page.locator("label:has(input[value=worse])").click()
        press(page, "Done")
        look(page)
    assert page.locator("h1").inner_text() == "Thank you for saying so. Let's stop for now."
    assert page.locator("main a:has-text('I want a person')").is_visible()
    page.goto(reverse("module", args=[N]))
    look(page)
    assert "Steady things first" in page.locator("main").inner_text()
