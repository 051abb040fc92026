"""What may be offered when: windows, rests, roles, soft weeks, and the three ways of not answering."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.checkins import content, schedule
from holdfast.checkins.schedule import History, Taken
from holdfast.checkins.schema import Daily, Schedule, Turn
from holdfast.people.schema import Profile, Someone

START = date(2026, 11, 3)
BEN = Someone("6f9619ff-8b86-4d01-b42d-00c04fc964ff", "Ben", "romantic", main=True)
NOTHING = History()
ANA = Profile(started=START.isoformat(), people=[BEN])


def on(day: int) -> date:
    return START + timedelta(days=day - 1)


def offered(profile: Profile, day: int, history: History = NOTHING, **more) -> str | None:
    found = schedule.due(content.baseline(), history, profile, on(day), **more)
    return found.key if found else None


def test_26b_the_first_four_weeks_hold_what_the_decision_says():
    taken: list[Taken] = []
    order = []
    for day in range(1, 29):
        offer = schedule.due(content.baseline(), History(tuple(taken)), ANA, on(day))
        if offer:
            taken.append(Taken(offer.turn.form, offer.turn.variant, on(day), offer.turn.asks))
            order.append((schedule.week_number(day), offer.turn.form))
    assert order == [
        (1, "pc-ptsd-5"), (1, "pcl-5"), (1, "phq-9"),
        (2, "gad-7"), (2, "who-5"), (3, "sci"), (3, "csi-16"), (4, "scs-sf"),
    ]  # fmt: skip
    assert offered(ANA, 2) == "first-look/0"
    assert offered(ANA, 6) == "closer-look/0"


def test_nothing_is_asked_on_the_first_day_nor_when_the_clock_ran_backwards():
    assert offered(ANA, 1) is None
    assert offered(ANA, -30) is None
    assert schedule.day_number(Profile(), on(9)) == 1


def test_a_supporting_person_is_not_asked_about_what_happened():
    ben = Profile(recovering=False, supporting=True, started=START.isoformat())
    forms = {
        offer.turn.form for day in range(1, 120) if (offer := schedule.due(content.baseline(), History(), ben, on(day)))
    }
    assert not forms & {"pc-ptsd-5", "pcl-5", "phq-9"}
    assert "who-5" in forms
    assert all(offered(ben, day) is None for day in range(1, 8))


@pytest.mark.parametrize("relation", ["friend", "peer"])
def test_the_couple_form_is_absent_without_a_partner_in_love(relation):
    friend = Profile(started=START.isoformat(), people=[Someone(BEN.id, "Ben", relation, main=True)])
    alone = Profile(started=START.isoformat())
    assert offered(ANA, 20, History(taken=(Taken("sci", None, on(17), 8),))) == "two-of-us/0"
    for profile in (friend, alone):
        assert all("two-of-us" not in (offered(profile, day) or "") for day in range(1, 100))


def test_no_thanks_is_gone_until_its_next_turn():
    said = History(declined=frozenset({"closer-look/0"}))
    assert all("closer-look" not in (offered(ANA, day, said) or "") for day in range(6, 34))
    assert offered(ANA, 34, said) == "closer-look/1"


def test_another_day_waits_and_lets_nothing_else_jump_the_queue_twice_a_day():
    later = History(later={"pcl-5": on(9)})
    assert offered(ANA, 7, later) == "mood-first/0"
    assert offered(ANA, 9, later) == "closer-look/0"


def test_only_one_form_a_day_and_none_again_before_it_has_rested():
    assert offered(ANA, 7, History(taken=(Taken("pcl-5", "month", on(7), 20),))) is None
    done = History(taken=(Taken("pcl-5", "month", on(8), 20),))
    assert offered(ANA, 34, done) is None
    assert offered(ANA, 36, done) == "closer-look/1"
    weekly = History(taken=(Taken("pcl-5", "week", on(5), 20),))
    assert offered(ANA, 6, weekly) == "closer-look/0"


def test_a_soft_week_asks_no_form_and_a_hard_date_asks_nothing():
    marked = Profile(started=START.isoformat(), soft_days=[f"{on(6)}/{on(6)}"])
    monday = on(6) - timedelta(days=on(6).weekday())
    for day in range(7):
        today = monday + timedelta(days=day)
        assert schedule.due(content.baseline(), History(), marked, today) is None
        assert schedule.taps_due(History(), marked, today, answered=False) is (today != on(6))


def test_the_check_in_is_due_once_a_day_and_skipped_means_skipped():
    assert schedule.taps_due(History(), ANA, on(3), answered=False)
    assert not schedule.taps_due(History(), ANA, on(3), answered=True)
    assert not schedule.taps_due(History(skipped=on(3)), ANA, on(3), answered=False)
    assert schedule.taps_due(History(skipped=on(2)), ANA, on(3), answered=False)


def test_a_form_this_installation_does_not_hold_is_passed_over():
    assert offered(ANA, 6, available={"phq-9"}) is None
    assert offered(ANA, 7, available={"phq-9"}) == "mood-first/0"


def test_while_learning_only_the_monthly_form_stands_beside_the_ten_taps():
    learner = Profile(started=START.isoformat(), people=[BEN], learn_until=on(60).isoformat())
    keys = {key for day in range(1, 61) if (key := offered(learner, day))}
    assert keys == {"closer-look/0", "closer-look/1"}


@given(st.integers(1, 400), st.sampled_from(content.baseline().turns))
def test_the_next_day_of_a_turn_is_the_first_on_which_it_is_open(day, turn):
    found = schedule.next_day(turn, ANA, on(day))
    number = (found - START).days + 1
    if number < day:
        assert turn.every is None
        assert day >= turn.day + turn.open
    else:
        assert schedule.occurrence(turn, number) is not None
        assert all(schedule.occurrence(turn, between) is None for between in range(day, number))


TURN = {"id": "a", "form": "f", "asks": "3", "who": "anyone", "day": "2", "open": "1", "rest": "1"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"turns": [TURN | {"open": "9", "every": "8"}]}, "open for longer"),
        ({"turns": [TURN, TURN]}, "share an id"),
        ({"turns": [TURN | {"asks": "26"}]}, "more than the limit"),
        ({"daily": "11"}, "exceed the limit of a day"),
        ({"review": {"status": "clinician"}}, "needs a name and a day"),
        ({"surprise": "x"}, "Extra inputs"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        Schedule.model_validate(content.baseline().model_dump(exclude_none=True) | change)


def test_two_daily_items_of_one_name_are_refused():
    taps = content.three_taps().model_dump(exclude_none=True)
    with pytest.raises(ValueError, match="share an id"):
        Daily.model_validate(taps | {"more": [taps["items"][0]]})


def test_a_turn_of_one_round_never_comes_back():
    once = Turn(id="once", form="f", asks=1, who="anyone", day=5, open=2, rest=1)
    assert [schedule.occurrence(once, day) for day in (4, 5, 6, 7, 100)] == [None, 0, 0, None, None]
