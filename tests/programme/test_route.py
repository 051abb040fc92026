"""The order of somebody's own path: everything once, what everyone begins with first, own ways before the rest."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.programme import courses, enrolment, route, states, walk
from holdfast.programme.enrolment import Enrolment, Path
from holdfast.programme.states import Place
from holdfast.programme.walk import Walk
from tests.programme import modules as m

BARRIERS = ("trust", "words", "shame", "avoidance", "sleep", "isolation")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return courses.at((m.folder(tmp_path_factory.mktemp("content")),))


@given(ways=st.sets(st.sampled_from(BARRIERS)), which=st.sampled_from(["full", "short"]))
def test_every_way_keeps_every_module_once_and_says_why_it_moved_one(made, ways, which):
    stops = route.order(made, Path(which, ways=tuple(ways)), ["recovering"])
    ids = [stop.id for stop in stops]
    assert len(ids) == len(set(ids))
    assert ids[0] == "getting-ready"
    assert set(ids) >= {id for place in (made.full if which == "full" else made.short) for id in place}
    for stop in stops:
        assert stop.way is None or (stop.way.id in ways and stop.id in stop.way.sooner)


entries = st.builds(
    lambda id, state, on: Enrolment(id, "1.0.0", place=Place(state, "learn"), on=on),
    st.sampled_from(["getting-ready", "first-words", "looking-back"]),
    st.sampled_from(states.STATES),
    st.sampled_from(["2026-03-01", "2026-03-02", ""]),
)


@given(st.lists(entries))
def test_the_next_thing_is_never_one_that_was_put_aside_or_is_over(made, found):
    walked = {each.module: each for each in found}
    stop = route.next_stop(route.order(made, Path(), ["recovering"]), walked)
    if stop is None:
        assert set(walked) == set(made.modules)
    else:
        assert stop.id not in walked or walked[stop.id].state not in ("paused", "done")


@given(st.lists(entries))
def test_a_page_of_enrolments_comes_back_as_it_was(found):
    walked = {each.module: each for each in found}
    page = {"modules": {id: each.body() for id, each in walked.items()}}
    assert enrolment.enrolments(page) == walked
    assert all(enrolment.is_enrolment(each.body()) for each in found)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.sampled_from(["learn", "1.0.0", "words"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
KEYS = ("version", "roles", "state", "beside", "step", "done", "on", "back", "plan", "what", "module", "answers", "how")


@given(st.dictionaries(st.sampled_from(KEYS), anything))
def test_reading_is_tolerant_of_anything(body):
    enrolment.enrolments({"modules": {"a-module": body}})
    enrolment.enrolments(body)
    enrolment.path(body)
    enrolment.kept(body)
    enrolment.under_way(body)
    enrolment.is_enrolment(body)


@given(roles=st.sets(st.sampled_from(["recovering", "supporting"]), min_size=1), small=st.booleans(),
       relation=st.sampled_from(["alone", "romantic", "friend", "clinician"]))  # fmt: skip
def test_17_romantic_steps_and_exercises_are_for_a_romantic_pair_alone(made, roles, small, relation):
    how = Walk(frozenset(roles), relation, small)
    course = made.modules["first-words"]
    ids = [step.id for step in walk.steps(course, how)]
    assert ("for-lovers" in ids) == (relation == "romantic")
    assert ("for-friends" in ids) == (relation == "friend")
    assert ("beside" in ids) == ("supporting" in roles)
    parts = walk.alone(course, how, made.exercises)
    assert parts, "there is always something to do"
    assert any(part.id == m.ROMANTIC for part in parts) == (relation == "romantic" and not small)
    assert any(part.id == m.WRITE for part in parts) == ("recovering" in roles and not small)
    assert all(part.exercise.head.for_ == "person" for part in parts)


def test_a_step_that_is_not_there_any_more_begins_at_the_first():
    mine = Enrolment("first-words", "1.0.0", step="gone")
    assert walk.position([], mine) == 1
    assert walk.next_part([], replace(mine, done=("x",))) is None


def test_what_was_begun_stays_on_a_path_that_was_chosen_since(made):
    ids = [stop.id for stop in route.order(made, Path("short"), ["recovering"], {"first-words"})]
    assert ids == ["getting-ready", "looking-back", "first-words"]


def test_cr_24_a_newer_version_that_is_retired_switches_a_module_off(tmp_path):
    folder = m.folder(tmp_path)
    off = m.module("first-words", version="1.0.1", status="retired")
    m.write(folder, "modules", "first-words", "1.0.1", off)
    made = courses.at((folder,))
    assert set(made.modules) == {"getting-ready", "looking-back"}
    assert made.by_number(501) is None
    assert made.full == (("getting-ready",), ("looking-back",))
    assert "first-words@1.0.0" in made.kept
