"""Modules, sheets and the journal: what somebody walks, tries and writes alone. Nobody else may notice any of it.

A part for two is there for both or for neither: what the two decided says so, never what one of them did alone.
"""

from typing import Any

from django.urls import reverse
from hypothesis import strategies as st

from holdfast.journal import shelf as ways
from holdfast.programme import queries as programme
from holdfast.programme.sheets import shelf as sheets
from tests.leak import pages
from tests.leak.steps.anything import filled
from tests.leak.steps.registry import AUTHOR, BIT, BOTH, SMALL, press, send, step
from tests.leak.steps.two import pair_of
from tests.leak.values import OTHER
from tests.leak.world import World

MODULES = st.integers(0, 15)
ON_A_LINE = ("", "change", "try", "take the try off", "take off", "delete")
OF_AN_ENTRY = ("", "go on", "delete", "look")
MOST_STEPS = 3


@step("walk a module", by=BOTH, often=2.5, which=MODULES, beside=BIT, read=st.integers(0, MOST_STEPS), end=BIT)
def walk_a_module(world: World, role: str, which: int, beside: bool, read: int, end: bool) -> None:
    """Begin it, alone or beside the other; read some of it, and do an exercise of it; perhaps go on to its end."""
    if not world.enter(role):
        return
    number, pair = _module(which), pair_of(world, role)
    beside ^= world.variant(role, "beside") == OTHER
    send(world, role, "module", number, do="begin", beside=str(pair) if beside and pair else "")
    for place in range(1, read + 1):
        send(world, role, "learn-step", number, place)
    address = reverse("module", args=[number])
    html = world.get(role, address).content_read.decode()
    parts = [each for each in pages.addresses(html) if pages.route(each) == "exercise"]
    if parts:
        _exercise(world, role, parts[which % len(parts)], keep=not end)
    if end:
        send(world, role, "tell-host", number, 1)
        press(world, role, reverse("practice", args=[number]), "how", before="5", after=_number(world, role, "after"))
        _fill(world, role, reverse("module-check", args=[number]))


@step("do something for two", by=BOTH, often=2, which=MODULES, how=st.sampled_from(["two-phones", "one-phone", "note"]))
def do_something_for_two(world: World, role: str, which: int, how: str) -> None:
    """Its steps on two phones, or on one, which locks the space first; or a note of it, for oneself alone."""
    pair = pair_of(world, role)
    if not pair or not world.enter(role):
        return
    part = [pair, for_two(which)]
    if how == "note":
        _fill(world, role, reverse("two-together-after", args=part))
        return
    press(world, role, reverse("two-together", args=part), f"do={how}")
    world.enter(role)


@step("write on a sheet", by=AUTHOR, often=2, which=SMALL, then=st.sampled_from(ON_A_LINE))
def write_on_a_sheet(world: World, role: str, which: int, then: str) -> None:
    """A line, kept while it is written and then by a press; tried, changed or taken off again."""
    if not world.enter(role, anew=then == "delete"):
        return
    sheet = sheets.every()[which % len(sheets.every())]
    _line(world, role, sheet, reverse("sheet-add", args=[sheet.number]))
    lines = [held for held in world.people[role].seen.get("sheet-line", []) if _of(held)["number"] == sheet.number]
    if then == "delete":
        press(world, role, reverse("sheet-delete", args=[sheet.number]))
    elif then and lines:
        line = [sheet.number, _of(lines[-1])["id"]]
        if then == "change":
            _line(world, role, sheet, lines[-1])
        elif then == "take off":
            press(world, role, reverse("sheet-remove", args=line))
        elif sheet.tries:
            _try(world, role, line, off=then == "take the try off")


@step("write in the journal", by=AUTHOR, often=2.5, which=SMALL, done=BIT, then=st.sampled_from(OF_AN_ENTRY))
def write_in_the_journal(world: World, role: str, which: int, done: bool, then: str) -> None:
    """An entry, kept while it is written; heavy writing in its frame. Then gone on with, deleted, or looked for."""
    if not world.enter(role, anew=then in ("delete", "look")):
        return
    way = ways.ways()[which % len(ways.ways())]
    answer = send(world, role, "journal-begin", way.number, do="anyway", before=_number(world, role, "before"))
    if pages.route(answer.asked) != "journal-write":
        return
    entry = [_of(answer.asked)["id"]]
    _write(world, role, answer.asked, done=done)
    if way.frame:
        _fill(world, role, reverse("journal-after", args=entry))
    if then == "go on":
        send(world, role, "journal-again", *entry, do="anyway", before=_number(world, role, "before"))
        _write(world, role, answer.asked, done=True)
    elif then == "delete":
        press(world, role, reverse("journal-delete", args=entry))
    elif then == "look":
        words = [text for name, text in world.done[world.step].words if name.startswith("p-")]
        press(world, role, reverse("journal-look"), words=words[-1][:60] if words else "")


def _module(which: int) -> int:
    numbers = sorted(programme.courses().numbers.values())
    return numbers[which % len(numbers)]


def for_two(which: int) -> int:
    """The number of a module that has a part for two."""
    found = programme.courses()
    numbers = sorted(found.numbers[id] for id, course in found.modules.items() if course.head.together)
    return numbers[which % len(numbers)]


def _exercise(world: World, role: str, address: str, *, keep: bool) -> None:
    """What is tapped and written, held while somebody is on the page; then how it was, and whether words are kept."""
    answer = _fill(world, role, address, draft=True)
    if answer is not None and pages.route(answer.asked) == "exercise-after":
        for form in world.forms(answer.asked, answer):
            if form.action == answer.asked:
                world.post(role, form.action, filled(world, role, form) | {"keep": "yes" if keep else "no"})


def _line(world: World, role: str, sheet: Any, address: str) -> None:
    """A line, whose own words begin as its sheet asks for: what is about me begins with I."""
    begins = {f"v-{each.id}": each.begins for each in sheet.fields if each.begins}
    for form in world.forms(address, world.get(role, address)):
        if form.action == address:
            fields = filled(world, role, form)
            fields |= {name: f"{word} {fields.get(name, '')}"[:140] for name, word in begins.items()}
            world.ask(role, "POST", form.draft, fields)
            world.post(role, form.action, fields)


def _try(world: World, role: str, line: list[Any], *, off: bool) -> None:
    _fill(world, role, reverse("sheet-try", args=line))
    held = [each for each in world.people[role].seen.get("sheet-try-remove", []) if _of(each)["id"] == line[1]]
    if off and held:
        press(world, role, held[-1])


def _write(world: World, role: str, address: str, *, done: bool) -> None:
    _fill(world, role, address, draft=True, do="done" if done else "later")


def _fill(world: World, role: str, address: str, *, draft: bool = False, **more: str) -> Any:
    """Open a page, fill its own form in and send it; perhaps first as the page does by itself."""
    for form in world.forms(address, world.get(role, address)):
        if form.action == address:
            fields = filled(world, role, form) | more
            if draft and form.draft:
                world.ask(role, "POST", form.draft, fields)
            return world.post(role, form.action, fields)
    return None


def _number(world: World, role: str, name: str) -> str:
    """A number from 0 to 10, another one in the twin."""
    return "8" if world.variant(role, name) == OTHER else "3"


def _of(address: str) -> dict[str, Any]:
    found = pages.match(address)
    return dict(found.kwargs) if found else {}
