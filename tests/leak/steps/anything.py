"""Any form of any page, filled in with fitting values: new rooms come under the fuzz by themselves."""

from typing import Any

from tests.leak import pages, seen, values
from tests.leak.beginnings import NAMES, NOT_OPENED, plain_address
from tests.leak.pages import Field, Form
from tests.leak.steps.registry import AUTHOR, OTHERS, SMALL, one_of, step
from tests.leak.world import World

PIN = "2580"
ROUTES = one_of([name for name in NAMES if name not in NOT_OPENED])


@step("fill", by=(AUTHOR, *OTHERS), often=14, route=ROUTES, which=SMALL, form=SMALL, button=SMALL)
def fill(world: World, role: str, route: str, which: int, form: int, button: int) -> None:
    """Open a page and send one of its forms; only open it when it has none.

    In a twin, a form that others may see is sent again at the same address; one that they may not see is never
    replaced by one that they may.
    """
    if not world.enter(role):
        return
    known = world.before.notes.get("fill") if world.before and world.verdicts[world.step].seen else None
    address = known[0] if known else _address(world, role, route, which)
    if not address:
        return
    offered = world.forms(address, world.get(role, address))
    if not offered:
        return
    chosen = offered[form % len(offered)]
    if known:
        chosen = next((each for each in offered if each.sign == known[1]), chosen)
    pressed = [chosen.buttons[button % len(chosen.buttons)]] if chosen.buttons else []
    fields = filled(world, role, chosen) | {name: value for name, value in pressed if name}
    if role == AUTHOR:
        if world.before and not known and seen.would(world, chosen.action, fields):
            return
        world.done[world.step].notes["fill"] = (address, chosen.sign)
    if chosen.draft and button % 2:
        world.ask(role, "POST", chosen.draft, fields)
    answer = world.post(role, chosen.action, fields)
    remember_words(world, role, fields, answer)


def filled(world: World, role: str, form: Form) -> dict[str, Any]:
    """Every field of a form, as somebody in a hurry would fill it; secrets are right."""
    names = {each.name for each in form.fields}
    secrets = {"old": world.people[role].words, "mode": "own", "words": world.people[role].words}
    if names & {"old", "again"}:
        secrets["words"] = secrets["again"] = new_words(world, role)
    if {"pin", "again"} <= names:
        secrets |= {"pin": PIN, "again": PIN}
    told = {}
    for each in form.fields:
        value = secrets.get(each.name) if each.kind != "hidden" else each.value
        if value is None:
            value = value_of(world, role, each)
        if value is not None:
            told[each.name] = value
    return told


def new_words(world: World, role: str) -> str:
    """Lock words nobody has used yet."""
    return f"{world.word(role, 'words', most=40)} harbor {world.step}"


def value_of(world: World, role: str, field: Field) -> str | None:
    """A fitting value. The author's differ in the twins, except where others may see them."""
    variant = world.variant(role, field.name)
    value = values.typed(field, world.today, world.seed, world.step, role, variant=variant)
    if value and field.kind in ("text", "textarea", "search"):
        world.note_words(role, field.name, value)
    return value


def _address(world: World, role: str, route: str, which: int) -> str:
    known = world.people[role].seen.get(route, [])
    return plain_address(route) or (known[-1 - which % len(known)] if known else "")


def remember_words(world: World, role: str, fields: dict[str, Any], answer: Any) -> None:
    """New lock words count from when the page says so."""
    if "again" in fields and "words" in fields and pages.route(answer.asked) in ("words-changed", "spare-key-offer"):
        world.people[role].words = fields["words"]
