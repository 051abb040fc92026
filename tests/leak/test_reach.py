"""Every address comes under the fuzz: the author sends every form there is, and the others open every page."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from holdfast.web.paths import TABLE, WORDS
from tests.leak import world as worlds
from tests.leak.beginnings import NAMES, NOT_OPENED, plain_address
from tests.leak.browser import Browser
from tests.leak.programs import ROLES, Step
from tests.leak.steps import STEPS, Kind, looking
from tests.leak.steps.registry import AUTHOR, NOBODY, OTHERS, PARTNER
from tests.leak.world import Beginning, Done, World
from tests.web import walks
from tests.web.walks import CONVERTER

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.slow]

NO_FORM = "takes no form of its own: sending to it shows the page"
NOT_SENT = {
    "kept-forms": NO_FORM,
    "locks-and-keys": NO_FORM,
    "today": NO_FORM,
    "words-changed": NO_FORM,
    "lock": "sent by a step, and answered with the page of a locked space, which is a refusal",
    "sign-in": "the same view as sign-in-other, which every step that signs in sends",
    "wish-back": "only after a turn of the week at which both had said yes: tests/together/test_wish_twins.py",
}
BY_ITSELF = "no page: it takes what a page sends by itself"
NOT_OPENED_BY_OTHERS = {
    "form-draft": BY_ITSELF,
    "exercise-draft": BY_ITSELF,
    "tell-host": "no page: it takes what is sent by a press",
    "sheet-draft": BY_ITSELF,
    "journal-draft": BY_ITSELF,
}
SEED = 5  # one with which every form that asks for something gets it


def test_ps_01_ps_14_every_form_is_sent_by_the_author(begin):
    """Sent and let in, with the values that the fuzz gives it; what no step gets let in is named here, with why."""
    beginning = begin("full")
    sent, taking = _sent(beginning), _takes_posts(beginning.people["ana"].browser)
    assert taking - sent == set(NOT_SENT)


def test_ps_01_ps_14_every_page_is_opened_by_others(begin):
    """What one of the two who look can open, a step opens; all else is tried with ids that are not theirs (`guess`)."""
    world = World(begin("full"), ROLES["ana"], SEED)
    known = {name for name in NAMES if any(looking.address_of(world, role, name, 1) for role in OTHERS)}
    assert {*NAMES} - known == set(NOT_OPENED_BY_OTHERS)
    assert set(NOT_OPENED_BY_OTHERS) <= {*looking.PARTS}


def _takes_posts(browser: Browser) -> set[str]:
    """The rows of the table that take a form: where one is sent by somebody signed in, no method is refused."""
    rows = [(f"/{words}", name) for words, _view, name in WORDS]
    rows += [(f"/p/{number}{rest}", name) for number, rest, _view, name in TABLE]
    found = set()
    for address, name in rows:
        known = CONVERTER.sub(lambda part: str(UUID(int=1)) if part[1] == "uuid" else "1", address)
        with walks.rolled_back():
            if browser.copy().ask("POST", known, {}).status_code != 405:
                found.add(name)
    return found


def _sent(beginning: Beginning) -> set[str]:
    world = World(beginning, ROLES["ana"], SEED)
    with worlds.run(world) as clock_:
        for program in [*_scripts(), *([each] for each in _drawn()), *([each] for each in _fills(world))]:
            people = world.people
            world.people = {role: person.copy() for role, person in people.items()}
            with walks.rolled_back():
                for step in program:
                    world.step = len(world.done)
                    world.done[world.step] = Done(world.today.isoformat())
                    STEPS[step.name].act(world, clock_ if step.by == NOBODY else step.by, **step.given)
            world.people = people
    return {post.route for each in world.done.values() for post in each.posts if 200 <= post.outcome[0] < 400}


def _fills(world: World) -> Iterator[Step]:
    """Every form of every page, by each of its buttons."""
    world.done[-1], world.step = Done(""), -1
    for route in NAMES:
        known = plain_address(route) or (world.people[AUTHOR].seen.get(route) or [""])[-1]
        if route in NOT_OPENED or not known:
            continue
        with walks.rolled_back():
            offered = world.forms(known, world.get(AUTHOR, known))
        for number, form in enumerate(offered):
            if form.action != reverse("exit"):
                for button in range(max(len(form.buttons), 2 * bool(form.draft), 1)):
                    yield Step("fill", AUTHOR, {"route": route, "which": 0, "form": number, "button": button})


def _drawn() -> list[Step]:
    """Some of every other step."""
    found: list[Step] = []
    for kind in STEPS.values():
        if AUTHOR in kind.by and kind.name != "fill":
            found += _some(kind)
    return found


def _some(kind: Kind) -> list[Step]:
    found: list[Step] = []

    @seed(1)
    @settings(
        max_examples=4, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck]
    )
    @given(given_=st.fixed_dictionaries(kind.given))
    def each(given_: dict[str, Any]) -> None:
        found.append(Step(kind.name, AUTHOR, given_))

    each()
    return found


def _scripts() -> list[list[Step]]:
    """What several have to do one after the other."""
    out = Step("take out and bring back", AUTHOR, {"locked": False})
    coming = Step("come along", AUTHOR, {"as_": "friend", "old": False})
    return [
        [out, out],
        [
            Step("unlink", AUTHOR, {"block": True}),
            Step("lift a block", AUTHOR),
            Step("hand a code over", PARTNER, {"as_": "friend"}),
            coming,
        ],
        [Step("ask for something", PARTNER, {"kind": 0, "back": False}), Step("answer an ask", AUTHOR, {"do": "yes"})],
    ]
