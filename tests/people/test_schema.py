"""A profile reads back as it was written; what is missing or broken becomes its default; what cannot be is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.kit import random
from holdfast.people import rules, schema
from holdfast.people.schema import NotAProfile, Profile, Someone, Span

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
spans = st.builds(lambda day, more: str(Span(day, day + timedelta(days=more))), days, st.integers(0, 31))
people = st.builds(
    Someone,
    id=st.builds(lambda: str(random.uuid())),
    name=st.text(min_size=1, max_size=80).filter(lambda name: name.strip()),
    relation=st.sampled_from(schema.RELATIONS),
)
profiles = st.builds(
    Profile,
    name=st.text(max_size=80),
    recovering=st.just(True),
    supporting=st.booleans(),
    zone=st.sampled_from(["Europe/Berlin", "Pacific/Apia", "UTC"]),
    one_at_a_time=st.booleans(),
    check_in_at=st.sampled_from(schema.WHEN),
    reminder=st.sampled_from(schema.REMINDERS),
    people=st.lists(people, max_size=3),
    spare_key=st.sampled_from(schema.SPARE_KEY),
    started=st.none() | days.map(str),
    visits=st.lists(days.map(str), max_size=3),
    soft_days=st.lists(
        st.builds(lambda day, more: str(Span(day, day + timedelta(days=more))), days, st.integers(0, 31)), max_size=3
    ),
    learn_until=st.none() | days.map(str),
    theme=st.sampled_from(schema.THEMES),
    minutes_to_lock=st.integers(2, 15),
)


@given(profiles)
def test_a_profile_reads_back_as_it_was_written(profile):
    assert schema.read(schema.check(profile).body()) == profile


@given(st.dictionaries(st.sampled_from([*schema.RULES, "other"]), json))
def test_reading_is_tolerant_whatever_lies_there(body):
    assert schema.check(schema.read(body))


def test_nothing_at_all_reads_as_the_defaults():
    assert schema.read(None) == schema.read({}) == Profile()


def test_one_broken_field_takes_no_other_with_it():
    body = Profile(name="Ana", zone="Europe/Berlin").body() | {"people": [{"id": "x"}, 7], "theme": "pink"}
    read = schema.read(body)
    assert (read.name, read.zone, read.theme) == ("Ana", "Europe/Berlin", "auto")


@pytest.mark.parametrize(
    "change",
    [
        {"name": "x" * 81},
        {"zone": "Atlantis/Main"},
        {"minutes_to_lock": 1},
        {"minutes_to_lock": 16},
        {"minutes_to_lock": True},
        {"reminder": "Take your medicine"},
        {"spare_key": "lost"},
        {"recovering": False},
        {"soft_days": ["2026-11-20"]},
        {"soft_days": ["2026-11-20/2026-11-19"]},
        {"soft_days": ["2026-11-01/2026-12-31"]},
        {"soft_days": ["9999-12-31/9999-12-31"] * 61},
        {"started": "yesterday"},
        {"started": "20261120"},
        {"visits": ["2026-11-20"] * 4},
        {"lang": "tlh"},
        {"people": [Someone("not-an-id", "Ben")]},
        {"people": [Someone("6f9619ff-8b86-4d01-b42d-00c04fc964ff", "  ")]},
        {"people": [Someone("6f9619ff-8b86-4d01-b42d-00c04fc964ff", "Ben", "boss")]},
        {"people": [Someone("6f9619ff-8b86-4d01-b42d-00c04fc964ff", "Ben", main=True)] * 2},
    ],
)
def test_what_cannot_stand_in_a_profile_is_refused_in_a_plain_sentence(change):
    with pytest.raises(NotAProfile) as refused:
        schema.check(replace(Profile(), **change))
    assert str(refused.value).endswith(".")


def test_the_last_day_there_is_can_be_marked():
    assert schema.span("9999-12-31/9999-12-31") == Span(date.max, date.max)


@given(days, st.integers(0, 6))
def test_a_marked_day_makes_its_whole_week_soft_and_no_other(marked, weekday):
    profile = Profile(soft_days=[str(Span(marked, marked))])
    monday = marked - timedelta(days=marked.weekday())
    day = monday + timedelta(days=weekday)
    assert rules.soft(profile, day)
    assert rules.hard(profile, day) == (day == marked)
    assert not rules.soft(profile, monday - timedelta(days=1))
    assert not rules.soft(profile, monday + timedelta(days=7))


def test_ps_09_at_most_three_visits_are_kept_and_no_later_one_leaves_a_mark():
    profile = Profile()
    for number in range(40):
        profile = replace(profile, visits=rules.visited(profile, date(2026, 11, 1) + timedelta(days=number)))
    assert profile.visits == ["2026-11-01", "2026-11-02", "2026-11-03"]


@pytest.mark.parametrize(
    ("choice", "visits", "due"), [("later", 3, True), ("later", 2, False), ("none", 3, False), ("made", 3, False)]
)
def test_the_spare_key_is_asked_about_on_the_third_visit_of_who_wanted_that(choice, visits, due):
    kept = [f"2026-11-0{number}" for number in range(1, visits + 1)]
    assert rules.spare_key_due(Profile(spare_key=choice, visits=kept)) is due


def test_the_main_person_and_whether_they_are_a_partner_in_love():
    ben = Someone("6f9619ff-8b86-4d01-b42d-00c04fc964ff", "Ben", "romantic", main=True)
    assert rules.main(Profile()) is None
    assert not rules.romantic(Profile(people=[replace(ben, main=False)]))
    assert rules.romantic(Profile(people=[ben]))
    assert not rules.romantic(Profile(people=[replace(ben, relation="friend")]))


def test_learning_ends_with_its_last_day():
    profile = Profile(learn_until="2026-11-20")
    assert rules.learning(profile, date(2026, 11, 20))
    assert not rules.learning(profile, date(2026, 11, 21))
    assert not rules.learning(Profile(), date(2026, 11, 20))
