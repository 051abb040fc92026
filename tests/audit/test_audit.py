"""The host's log: counts by day of things on a closed list, and never a person."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError

from holdfast.audit import actions, queries, rules
from holdfast.audit.models import Event

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as traveller:
        yield traveller


def test_things_are_counted_by_day(at_noon):
    for _ in range(3):
        actions.note("sign-in-refused")
    actions.note("start")
    at_noon.shift(timedelta(days=1))
    actions.note("start")
    assert queries.count("sign-in-refused", DAY) == 3
    assert [(line.day, line.what, line.count) for line in queries.lines()] == [
        (date(2026, 11, 22), "start", 1),
        (DAY, "start", 1),
        (DAY, "sign-in-refused", 3),
    ]
    assert queries.lines()[0].sentence == rules.WHAT["start"]
    assert queries.last("start") == date(2026, 11, 22)
    assert queries.last("backup") is None
    assert queries.count("backup", DAY) == 0


def test_only_days_from_a_day_on(at_noon):
    actions.note("backup")
    at_noon.shift(timedelta(days=2))
    actions.note("backup")
    assert [line.day for line in queries.lines(since=DAY + timedelta(days=1))] == [DAY + timedelta(days=2)]


def test_old_days_are_forgotten(at_noon):
    actions.note("backup")
    at_noon.shift(timedelta(days=400))
    actions.note("backup")
    assert actions.forget_before(DAY + timedelta(days=1)) == 1
    assert Event.objects.count() == 1


@pytest.mark.parametrize("what", ["ana", "", "sign-in-refused: ana", "START"])
def test_nothing_off_the_list_is_noted(what):
    with pytest.raises(ValueError, match="host's log"):
        actions.note(what)
    for read in (lambda: queries.count(what, DAY), lambda: queries.last(what)):
        with pytest.raises(ValueError, match="host's log"):
            read()
    assert Event.objects.count() == 0


def test_the_database_itself_refuses_what_is_off_the_list():
    with pytest.raises(IntegrityError):
        Event.objects.create(day=DAY, what="ana signed in", count=1)


def test_the_database_keeps_one_row_for_a_day_and_a_thing():
    Event.objects.create(day=DAY, what="start", count=1)
    with pytest.raises(IntegrityError):
        Event.objects.create(day=DAY, what="start", count=1)


def test_an_event_has_no_room_for_a_person_an_hour_or_a_text():
    assert {field.name for field in Event._meta.get_fields()} == {"id", "day", "what", "about", "count"}
    assert str(Event(day=DAY, what="start", count=2)) == "2026-11-21 start: 2"
    assert max(map(len, rules.WHAT)) <= Event._meta.get_field("what").max_length


def test_a_report_of_an_exercise_is_counted_by_month_and_names_its_file_alone(at_noon):
    actions.made_worse("one-heavy-line")
    at_noon.shift(timedelta(days=3))
    actions.made_worse("one-heavy-line")
    actions.made_worse("rungs-of-trust")
    found = [(line.day, line.about, line.count) for line in queries.lines()]
    assert found == [(DAY.replace(day=1), "one-heavy-line", 2), (DAY.replace(day=1), "rungs-of-trust", 1)]


@pytest.mark.parametrize("about", ["", "Ana was here", "x" * 61, "a@1.0.0", "../etc", "a--b"])
def test_a_report_about_anything_but_a_file_of_ours_is_refused(about):
    with pytest.raises(ValueError, match="host's log"):
        actions.made_worse(about)
    assert Event.objects.count() == 0
