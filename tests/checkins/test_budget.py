"""Decision 26b: how much is ever asked. Weeks are simulated with people who answer, ignore, put off and refuse."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from holdfast.checkins import content, schedule
from holdfast.checkins.schedule import History, Taken
from holdfast.instruments import queries as instruments
from holdfast.people import rules as people
from holdfast.people.schema import Profile, Someone

START = date(2026, 11, 2)
BEN = Someone("6f9619ff-8b86-4d01-b42d-00c04fc964ff", "Ben", "romantic", main=True)
HABITS = ("answers", "ignores", "another day", "no thanks", "absent")
WEEKS = 9


@dataclass
class Life:
    """A person's days: what they were asked, form by form and day by day, as the rules would have it."""

    profile: Profile
    taken: list[Taken] = field(default_factory=list)
    declined: dict[str, date] = field(default_factory=dict)
    asked: date | None = None
    later: dict[str, date] = field(default_factory=dict)
    skipped: date | None = None
    taps: dict[date, int] = field(default_factory=dict)
    shown: list[tuple[date, str]] = field(default_factory=list)

    def history(self) -> History:
        return History(tuple(self.taken), frozenset(self.declined), self.later, self.asked, self.skipped)

    def day(self, today: date, habit: str) -> None:
        if habit == "absent":
            return
        plan = content.baseline()
        if schedule.taps_due(self.history(), self.profile, today, answered=False):
            self.taps[today] = plan.daily
        for _ in range(3):  # looking again on the same day never brings a second form
            offer = schedule.due(plan, self.history(), self.profile, today)
            if offer is None:
                return
            self.shown.append((today, offer.key))
            if habit == "answers":
                self.taken.append(Taken(offer.turn.form, offer.turn.variant, today, offer.turn.asks))
            elif habit == "another day":
                self.later[offer.turn.form] = today + timedelta(days=plan.another_day)
            elif habit == "no thanks":
                self.declined[offer.key] = today
            if habit in ("another day", "no thanks"):
                self.asked = today


profiles = st.builds(
    Profile,
    recovering=st.booleans(),
    supporting=st.just(True),
    started=st.just(START.isoformat()),
    people=st.sampled_from([[], [BEN]]),
    soft_days=st.lists(
        st.integers(0, 7 * WEEKS).map(lambda n: f"{START + timedelta(days=n)}/{START + timedelta(days=n)}"), max_size=2
    ),
)
habits = st.lists(st.sampled_from(HABITS), min_size=7 * WEEKS, max_size=7 * WEEKS)


def lived(profile: Profile, days: list[str]) -> Life:
    life = Life(profile)
    for number, habit in enumerate(days):
        life.day(START + timedelta(days=number), habit)
    return life


@given(profiles, habits)
def test_26b_no_person_is_ever_asked_more_than_the_budget(profile, days):
    life, limits = lived(profile, days), content.baseline().limits
    dates = [taken.on for taken in life.taken]
    assert len(set(dates)) == len(dates), "two forms on one day"
    assert all(asked <= limits.beside_form for asked in life.taps.values())
    assert all(taken.asks <= limits.form for taken in life.taken)
    for first in range(7 * WEEKS):
        window = {START + timedelta(days=first + step) for step in range(7)}
        assert len(window & set(dates)) <= 7 - 4, "fewer than four days of a week without a form"
    for week in range(WEEKS):
        inside = {START + timedelta(days=7 * week + step) for step in range(7)}
        asked = sum(taken.asks for taken in life.taken if taken.on in inside)
        asked += sum(count for day, count in life.taps.items() if day in inside)
        most = (80 if profile.recovering else 25) if week == 0 else 45
        assert asked <= most


@given(profiles, habits)
def test_26b_nothing_is_asked_on_a_hard_date_and_no_form_in_a_soft_week(profile, days):
    life = lived(profile, days)
    assert all(len({key for on, key in life.shown if on == day}) <= 1 for day, _ in life.shown)
    assert not any(people.hard(profile, day) for day in life.taps)
    assert not any(people.soft(profile, day) for day, _ in life.shown)


@given(profiles, habits)
def test_26b_what_was_declined_is_gone_and_what_was_put_off_is_not_chased(profile, days):
    life = lived(profile, days)
    assert not any(key in life.declined and day > life.declined[key] for day, key in life.shown)
    put_off = [(day, key) for day, key in life.shown if days[(day - START).days] == "another day"]
    for day, key in put_off:
        again = [other for other, shown in life.shown if shown == key and other > day]
        assert all((other - day).days >= content.baseline().another_day for other in again)


def test_26b_someone_who_answers_everything_gets_every_form_and_stays_within_the_budget():
    profile = Profile(recovering=True, started=START.isoformat(), people=[BEN])
    life = lived(profile, ["answers"] * 7 * WEEKS)
    assert {taken.form for taken in life.taken} == {turn.form for turn in content.baseline().turns}
    first_week = sum(taken.asks for taken in life.taken if taken.on < START + timedelta(days=7))
    assert first_week + 7 * 3 <= 80


def test_26b_the_limits_in_the_file_are_those_of_the_decision():
    limits = content.baseline().limits
    assert (limits.beside_form, limits.form, limits.form_days) == (10, 25, 3)
    assert (limits.first_week, limits.first_week_supporting, limits.week) == (80, 25, 45)


def test_26b_the_file_counts_its_questions_and_rests_as_the_instruments_do():
    for turn in content.baseline().turns:
        form = instruments.definition(turn.form)
        assert turn.asks == len(instruments.item_ids(form, turn.variant)), turn.id
