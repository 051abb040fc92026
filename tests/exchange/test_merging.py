"""Joining pages: what is here wins, what is new is added, lists keep their limits."""

from uuid import uuid4

import pytest

from holdfast.exchange import checks, merging
from holdfast.exchange.schema import Record
from holdfast.people import schema
from holdfast.people.schema import Profile, Someone

ID = uuid4()


def someone(name: str, main: bool = False) -> Someone:
    return Someone(str(uuid4()), name, "friend", main)


def test_entries_of_both_stay_and_the_ones_here_win():
    merged = merging.entries("entries")({"entries": {"a": 1}}, {"entries": {"a": 2, "b": 3}})
    assert merged == ({"entries": {"a": 1, "b": 3}}, 1, 1)
    assert merging.entries("entries")({}, {}) == ({"entries": {}}, 0, 0)


@pytest.mark.parametrize(
    ("here", "came", "merged"),
    [
        ({}, {"skipped": "2026-11-01"}, {"skipped": "2026-11-01"}),
        ({"skipped": "2026-11-09"}, {"skipped": "2026-11-01"}, {"skipped": "2026-11-09"}),
        ({"later": {"a": "2026-11-09"}}, {"later": {"a": "2026-11-01", "b": "2026-11-02"}},
         {"later": {"a": "2026-11-09", "b": "2026-11-02"}}),
        ({"declined": ["b"]}, {"declined": ["a", "b"]}, {"declined": ["a", "b"]}),
        ({"declined": ["b"]}, {}, {"declined": ["b"]}),
    ],
)  # fmt: skip
def test_what_was_put_off_on_either_side_stays_put_off(here, came, merged):
    found, new, known = merging.asked(here, came)
    assert found == merged
    assert (new, known) == (int(merged != here), int(merged == here))


def test_people_and_hard_days_join_and_settings_made_here_stay():
    ben = someone("Ben", main=True)
    here = Profile(name="Ana", people=[ben], soft_days=["2026-11-01/2026-11-01"], started="2026-11-10", zone_known=True)
    came = Profile(name="Other", people=[ben, someone("Cleo", True)], soft_days=["2026-10-01/2026-10-02"], theme="dark",
                   started="2026-01-01", zone="Asia/Tokyo", zone_known=True)  # fmt: skip
    changes = merging.profile(here, came.body())
    assert [each.name for each in changes["people"]] == ["Ben", "Cleo"]
    assert [each.main for each in changes["people"]] == [True, False]
    assert changes["soft_days"] == ["2026-10-01/2026-10-02", "2026-11-01/2026-11-01"]
    assert changes["started"] == "2026-01-01"
    assert not {"name", "theme", "zone"} & changes.keys()


def test_a_zone_comes_along_only_where_this_host_had_to_guess():
    came = Profile(zone="Asia/Tokyo", zone_known=True).body()
    assert merging.profile(Profile(), came)["zone"] == "Asia/Tokyo"
    assert "zone" not in merging.profile(Profile(zone_known=True), came)


def test_lists_never_grow_beyond_what_a_profile_may_hold():
    here = Profile(people=[someone(f"p{n}") for n in range(15)])
    came = Profile(people=[someone(f"q{n}") for n in range(15)], soft_days=[])
    changes = merging.profile(here, came.body())
    assert len(changes["people"]) == schema.MOST_PEOPLE
    assert schema.check(Profile(**changes))


@pytest.mark.parametrize("hostile", [{}, {"people": 7}, {"people": [{"id": "x", "name": []}]}, {"started": "soon"}])
def test_ft_22_a_profile_of_nonsense_changes_nothing_and_breaks_nothing(hostile):
    changes = merging.profile(Profile(name="Ana"), hostile)
    assert schema.check(Profile(**changes))
    assert changes["people"] == []


@pytest.mark.parametrize("value", [None, 7, "2026-1-1", "20261101", "2026-02-30", "tomorrow"])
def test_what_is_no_day_is_none(value):
    assert not checks.is_day(value)


@pytest.mark.parametrize("value", [None, 7, "then", "2026-11-03T25:00"])
def test_what_is_no_moment_is_none(value):
    assert not checks.is_moment(value)


@pytest.mark.parametrize("value", [None, 7, "x", ID.hex], ids=["none", "number", "word", "no-dashes"])
def test_what_is_no_id_is_none(value):
    assert not checks.is_id(value)


@pytest.mark.parametrize(
    ("value", "fits"),
    [("na", True), (3, True), (["a", "b"], True), ([1], False), (["a"] * 51, False), ({}, False), (1e9, False),
     (True, False), ("x" * 201, False)],
)  # fmt: skip
def test_an_answer_is_a_number_a_word_or_a_few_words(value, fits):
    assert checks.is_answer(value) is fits


def test_an_answered_form_needs_every_part_of_itself():
    assert not checks.administration(Record(ID, "administrations", "", {"instrument": "pcl-5"}))


def test_a_plan_takes_in_what_is_empty_here_and_keeps_its_own_words():
    def part(text: str) -> dict[str, str]:
        return {"text": text, "by": "", "on": ""}

    here = {"parts": {"signs": part("mine"), "alone": part(" ")}}
    came = {"parts": {"signs": part("old"), "alone": part("walk"), "tell": part(""), "reasons": part("the sea")}}
    merged, new, known = merging.plan(here, came)
    texts = {id: each["text"] for id, each in merged["parts"].items()}
    assert texts == {"signs": "mine", "alone": "walk", "reasons": "the sea"}
    assert (new, known) == (2, 2)
    assert merging.plan({}, came)[0]["parts"]["signs"] == part("old")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"parts": []},
        {"parts": {"means": {"text": "", "by": "", "on": ""}}},
        {"parts": {"signs": {"text": "x"}}},
        {"parts": {"signs": {"text": "x" * 4001, "by": "", "on": ""}}},
        {"parts": {"signs": {"text": "\ud800", "by": "", "on": ""}}},
        {"parts": {"signs": {"text": "x", "by": "", "on": "soon"}}},
        {"parts": {}, "more": 1},
    ],
)
def test_what_is_no_plan_is_refused(body):
    assert not checks.plan(Record(ID, "plan", "", body))
