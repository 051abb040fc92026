"""The programme in real browsers: Ana alone, two at once, one phone for both, and every page read by axe.

Ana walks modules 0 to 3 as they ship. The walks look at what a person sees; what is kept is looked up at the end.
"""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from holdfast.programme import queries, walk
from holdfast.programme.for_two import queries as two
from holdfast.vault import queries as vault
from tests.browser.harness import NARROW, PHONE, axe, both_themes, enter, fits, large_text
from tests.browser.test_two import Seat
from tests.cast import Member, join, linked, side
from tests.programme.modules import do, send

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

ALONE = ("getting-safe", "no-lighter-stop", "safety-together", "what-it-does", "steadying")
FOR_TWO = ("safety-together", "listening", "approaching")
WRITING = {"what-it-does": "what-it-took", "steadying": "a-word-for-now"}  # elsewhere the first of a module
STOPPED, RESUMED = "no-lighter-stop", "what-it-does"
ONWARD = ("I'm safe enough here", "It's all right", "Both said today", "Both go on", "I keep it", "I can't tell")
ONWARD += ("Go on", "Done")
KEPT = "a walk in the rain"


def number(id: str) -> int:
    """The number of a module in its address."""
    return queries.courses().numbers[id]


def place(id: str) -> int:
    """Which of a module's exercises is done here."""
    wanted = WRITING.get(id)
    names = [one.exercise.partition("@")[0] for one in queries.courses().modules[id].head.alone]
    return names.index(wanted) + 1 if wanted else 1


def onward(page: Page) -> Any:
    """The button or link that leads on from where one is."""
    found = page.locator("main ol.steps :is(a.btn, button.btn):visible")
    words = [each.strip() for each in found.all_inner_texts()]
    wanted = next(name for name in ONWARD if name in words)
    return found.nth(words.index(wanted))


def step_on(page: Page) -> str | None:
    """One step on; where to, or None when that sends the form."""
    link = onward(page)
    to = link.get_attribute("href")
    link.click()
    if to is not None:
        expect(page.locator(to)).to_be_visible()
    return to


def to_the_writing(page: Page) -> None:
    """On, to the first step with room to write."""
    while not page.locator("main textarea:visible").count():
        step_on(page)


class Walker(Seat):
    """Somebody on the path, with script or without."""

    def __init__(self, page: Page, *, js: bool = True) -> None:
        super().__init__(page)
        self.js = js

    def begin(self, id: str, beside: str = "") -> "Walker":
        """From the path into a module, and the start of it; alone, or beside somebody by their name."""
        self.go("path")
        self.page.locator(f"main a[href='{reverse('module', args=[number(id)])}']").first.click()
        self.on(queries.courses().modules[id].head.title)
        if beside:
            self.page.locator("main label", has_text=beside).click()
        return self.press("Start")

    def read(self, id: str, steps: int) -> "Walker":
        """Every step of what there is to read, by its own button."""
        self.press("Go on")
        for step in range(1, steps + 1):
            expect(self.page.locator("main")).to_contain_text(f"{step} of {steps}")
            self.press("Done reading" if step == steps else "Go on")
        return self.on(queries.courses().modules[id].head.title)

    def open(self, id: str, at: int) -> "Walker":
        """An exercise, from the page of its module."""
        address = reverse("exercise", args=[number(id), at])
        self.page.locator(f"main a.tile[href='{address}']").click()
        self.page.wait_for_url(f"**{address}")
        return self.stepping()

    def stepping(self) -> "Walker":
        """The steps are there, one a screen with script."""
        expect(self.page.locator("ol.stepping" if self.js else "ol.steps")).to_be_visible()
        return self

    def finish(self, *, words: str = KEPT) -> "Walker":
        """Every step that is left, with something written wherever there is room; to "And now?"."""
        if not self.js:
            for field in self.page.locator("main textarea").all():
                field.fill(words)
            self.page.locator("form#tool button.btn:has-text('Done')").last.click()
            return self.on("And now?")
        to: str | None = ""
        while to is not None:
            for field in self.page.locator("main textarea:visible").all():
                field.fill(words)
            to = step_on(self.page)
        return self.on("And now?")

    def say(self, how: str) -> "Walker":
        """ "And now?": how it was; what was written is kept."""
        self.page.locator(f"label:has(input[name=helped][value={how}])").click()
        keeps = self.page.get_by_role("button", name="Keep it", exact=True).count()
        return self.press("Keep it" if keeps else "Done")

    def try_and_look_back(self, id: str) -> "Walker":
        """It was tried once; then two minutes to look back, which ends the module."""
        self.go("practice", number(id)).press("Done").on("You tried it.")
        self.go("practice", number(id)).press("Two minutes to look back").on("Two minutes to look back")
        self.page.locator("main fieldset").first.locator("label:has(input[value='6'])").click()
        return self.press("Done").on("That was this part.")


def steps_for(id: str, role: str = "recovering", relation: str = "alone") -> int:
    """How many steps somebody has to read."""
    return len(walk.steps(queries.courses().modules[id], walk.Walk(frozenset({role}), relation)))


def states(member: Member) -> dict[str, str]:
    """Where every module stands that somebody began."""
    return {id: mine.state for id, mine in queries.enrolments(member.keyring).items()}


def written(member: Member, id: str) -> list[str]:
    """What somebody kept of their own words."""
    return [each.words for each in queries.kept(member.keyring, id, "words")]


@pytest.fixture
def ana() -> Member:
    """Ana, alone."""
    return join("ana")


def test_ana_walks_modules_0_to_3_alone(open_page, site, ana):
    walker, second = Walker(open_page()), Walker(open_page())
    for each in (walker, second):
        enter(each.page.context, site, ana)
    for id in ALONE:
        walker.begin(id).read(id, steps_for(id)).open(id, place(id))
        if id == STOPPED:
            made_it_worse(walker)
        elif id == RESUMED:
            left_and_resumed(walker, second, id)
        else:
            walker.finish().say("helped").on("That's enough for now.")
        walker.try_and_look_back(id)
    assert states(ana) == dict.fromkeys(ALONE, "done")
    assert written(ana, "steadying") == [KEPT]
    hows = [use.how for use in queries.practices(ana.keyring)]
    assert sorted(hows) == ["helped", "helped", "helped", "same", "worse"]


def made_it_worse(walker: Walker) -> None:
    """CR-17: in the middle, in two presses, to a page that stops and offers a person."""
    assert step_on(walker.page) == "#step-2"
    walker.page.locator(".exercise-bar a:has-text('Stop')").click()
    expect(walker.page.locator("#stopped")).to_contain_text("Stopped. That was yours to choose.")
    walker.press("It made it worse").on("Let's stop this one.")
    walker.reads("It isn't your fault.")
    person = walker.page.locator("main a:has-text('I want a person')")
    assert person.get_attribute("href") == reverse("help")


def left_and_resumed(walker: Walker, second: Walker, id: str) -> None:
    """Half a page on one phone, the other half on another; all of it kept."""
    to_the_writing(walker.page)
    with walker.page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        walker.page.locator("textarea:visible").fill("the evenings")
    assert kept.value.status == 204
    second.go("module", number(id)).open(id, place(id))
    expect(second.page.locator("textarea").first).to_have_value("the evenings")
    to_the_writing(second.page)
    step_on(second.page)
    second.finish().say("same")


def test_stop_lets_go_of_what_was_written_for_good(open_page, site, ana):
    """What was only just typed is gone, and no late draft brings it back."""
    id = RESUMED
    send(ana, "module", number(id), do="begin")
    walker = Walker(open_page())
    enter(walker.page.context, site, ana)
    walker.go("module", number(id)).open(id, place(id))
    to_the_writing(walker.page)
    walker.page.locator("textarea:visible").fill("not this")
    walker.page.locator(".exercise-bar a:has-text('Stop')").click()
    walker.press("Let it go").on(queries.courses().modules[id].head.title)
    walker.page.wait_for_load_state("networkidle")
    assert queries.under_way(ana.keyring, id, WRITING[id]) is None
    walker.open(id, place(id))
    expect(walker.page.locator("textarea").first).to_have_value("")


def test_a_module_without_script(open_page, site, ana):
    id = RESUMED
    walker = Walker(open_page(js=False), js=False)
    enter(walker.page.context, site, ana)
    walker.begin(id).read(id, steps_for(id)).open(id, place(id))
    walker.page.locator("main textarea").first.fill("so far")
    walker.page.locator(".exercise-bar a:has-text('Stop')").click()
    walker.press("Let it wait").open(id, place(id))
    expect(walker.page.locator("main textarea").first).to_have_value("so far")
    walker.finish().say("helped").on("That's enough for now.").try_and_look_back(id)
    assert states(ana) == {id: "done"}
    assert set(written(ana, id)) == {KEPT}


FOCUSED = """() => {
    const here = document.activeElement;
    return (here.closest("label") ?? here).textContent.trim();
}"""


def tab_to(page: Page, words: str) -> None:
    """The Tab key, until what has focus says this."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == words:
            return
    raise AssertionError(f"{page.url}: no way to “{words}” by keyboard")


def key(page: Page, words: str) -> None:
    """A button or link, by keyboard alone."""
    tab_to(page, words)
    with page.expect_event("framenavigated"):
        page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_a_module_by_keyboard_alone(open_page, site, ana):
    id = "no-lighter-stop"
    page = open_page(reverse("front"))
    enter(page.context, site, ana)
    page.goto(reverse("module", args=[number(id)]))
    key(page, "Start")
    key(page, "Go on")
    steps = steps_for(id)
    for step in range(1, steps + 1):
        key(page, "Done reading" if step == steps else "Go on")
    key(page, "Go on")
    expect(page.locator("#step-1")).to_be_visible()
    exercise = queries.courses().exercises["say-three-words@1.0.0"]
    for _ in exercise.steps[:-1]:
        key(page, "Go on")
    key(page, "Done")
    expect(page.get_by_role("heading", level=1)).to_have_text("And now?")
    tab_to(page, "Here")
    page.keyboard.press("Space")
    key(page, "Done")
    page.goto(reverse("practice", args=[number(id)]))
    key(page, "Partly")
    page.goto(reverse("practice", args=[number(id)]))
    key(page, "Two minutes to look back")
    key(page, "Done")
    expect(page.get_by_role("heading", level=1)).to_have_text("That was this part.")
    assert states(ana) == {id: "done"}


class Two:
    """Ana and Ben, friends, each at a phone of their own."""

    def __init__(self, open_page: Any, site: str) -> None:
        self.ana, self.ben = join("ana"), join("ben", recovering=False, supporting=True)
        self.pair = linked(self.ana, self.ben)
        self.hers, self.his = Walker(open_page()), Walker(open_page())
        for walker, member in ((self.hers, self.ana), (self.his, self.ben)):
            enter(walker.page.context, site, member)

    @property
    def seats(self) -> tuple[tuple[Walker, str, str], ...]:
        """Each walker with their role and the name of the other."""
        return (self.hers, "recovering", "Ben"), (self.his, "supporting", "Ana")


def to_the_end(walker: Walker) -> None:
    """Every step of a part for two; nothing can be typed on any of them."""
    walker.stepping()
    assert walker.page.locator("input, textarea, select").count() == 0
    while not walker.page.locator("#over:visible").count():
        step_on(walker.page)
    expect(walker.page.locator("#over h2")).to_have_text("That's enough for today.")


def on_two_phones(both: Two, id: str) -> str:
    """Both find the same under their own path; each notes it alone, or not at all."""
    titles = []
    for walker, _role, other in both.seats:
        walker.begin(id, other).press("Have a look")
        walker.page.wait_for_url("**" + reverse("two-together", args=[both.pair.id, number(id)]))
        titles.append(walker.page.get_by_role("heading", level=1).inner_text())
    for walker, _role, _other in both.seats:
        walker.press("Each on their own phone")
        to_the_end(walker)
    both.hers.press("I'm alone now").on("How was it for you?").reads("Ben never sees it.")
    both.hers.page.locator("label", has_text="Good").click()
    both.hers.press("Done").on("Saved, and locked with your own words.")
    both.his.press("Skip").on("Path")
    assert titles[0] == titles[1]
    return titles[0]


def on_one_phone(both: Two, id: str, title: str) -> None:
    """Ana hands over her phone: her space locks first, and opens again only by her own words."""
    page = both.hers.page
    both.hers.go("two-together", both.pair.id, number(id)).on(title).press("On this phone, for both").on(title)
    expect(page.get_by_role("link", name="Back to your space")).to_be_visible()
    for name in ("Ana", "Ben"):
        assert name not in page.content()
    to_the_end(both.hers)
    both.hers.go("today").on("Locked, to keep it yours.")
    page.get_by_label("words").fill(both.ana.words)
    both.hers.press("Open").on("Hello, Ana.")


def test_the_parts_for_two_on_two_phones_and_on_one(open_page, site):
    both = Two(open_page, site)
    for walker, role, _other in both.seats:
        walker.begin("no-lighter-stop").read("no-lighter-stop", steps_for("no-lighter-stop", role))
        walker.open("no-lighter-stop", 1).finish().say("helped")
    for id in FOR_TWO:
        on_one_phone(both, id, on_two_phones(both, id))
    done = {use.exercise for use in queries.practices(both.ana.keyring)}
    assert {two.part(both.ana.keyring, both.pair, number(id)).exercise.head.id for id in FOR_TWO} < done
    assert [use.exercise for use in queries.practices(both.ben.keyring)] == ["say-three-words"], "he noted nothing"


def test_a_module_ends_though_the_other_never_comes(open_page, site):
    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    linked(ana, ben)
    theirs, id = vault.everything(ben.keyring), "listening"
    walker = Walker(open_page())
    enter(walker.page.context, site, ana)
    walker.begin(id, "Ben").read(id, steps_for(id, relation="friend"))
    for at in (1, 2):
        walker.go("module", number(id)).open(id, at).finish().say("helped").press("Go on")
    walker.try_and_look_back(id)
    assert states(ana) == {id: "done"}
    assert vault.everything(ben.keyring) == theirs, "nothing of it comes to him"


@pytest.fixture
def looked_at(ana) -> list[str]:
    """Ana beside Ben, in the middle of things; every page of the programme that she can open."""
    pair = linked(ana, join("ben", recovering=False, supporting=True))
    for id in ("listening", RESUMED):
        send(ana, "module", number(id), do="begin", beside=str(pair.id))
    send(ana, "exercise", number(RESUMED), 1, **{"w-time": "The evenings, mostly. " * 20}, before="4")
    do(ana, number("no-lighter-stop"), 1)
    n, part = number("listening"), two.part(ana.keyring, side(ana, pair), number("listening"))
    names: list[tuple[str, tuple[Any, ...]]] = [("path", ()), ("path-ways", ()), ("module", (n,))]
    names += [("module", (number("trust"),)), ("learn-step", (n, 1)), ("exercise", (n, 1))]
    names += [("exercise", (number(RESUMED), 1)), ("exercise-after", (number(RESUMED), 1)), ("practice", (n,))]
    names += [("module-check", (n,)), ("module-words", (n,)), ("two-together", (pair.id, n))]
    names += [("two-together-steps", (pair.id, n)), ("two-together-after", (pair.id, n))]
    return [reverse(name, args=args) for name, args in [*names, ("on-one-phone", (n, part.form))]]


def test_axe_narrow_and_large_on_every_page_of_the_programme(open_page, site, ana, looked_at):
    page = open_page()
    enter(page.context, site, ana)
    for address in looked_at:
        assert page.goto(address).status == 200, address
        assert page.url.endswith(address), f"{address} leads elsewhere"
        assert page.title() == "Holdfast"
        assert page.locator("h1").count() == 1, address
        for door in page.locator("details").all():
            door.evaluate("door => { door.open = true }")
        both_themes(page, axe)
        page.evaluate("document.querySelector('[data-steps]')?.classList.remove('stepping')")
        page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        both_themes(page, axe)
        fits(page)
        large_text(page)
        fits(page)
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})


def test_the_panel_of_stop_reads_well(open_page, site, ana, looked_at):
    page = open_page(size=NARROW)
    enter(page.context, site, ana)
    page.goto(f"{reverse('exercise', args=[number(RESUMED), 1])}#stopped")
    expect(page.locator("#stopped")).to_be_visible()
    both_themes(page, axe)
    fits(page)
    large_text(page)
    fits(page)
