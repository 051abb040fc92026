"""Which form may be offered today, if any. Pure: schedule, history, profile and day in; one turn or nothing out.

It never offers what was declined in this turn, never two forms on a day, never anything in a soft week, and keeps to
the question budget of decision 26b whatever the person does.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from holdfast.checkins.schema import Limits, Schedule, Turn
from holdfast.people import rules as people
from holdfast.people import schema as shapes
from holdfast.people.schema import Profile

WEEK = 7


@dataclass(frozen=True)
class Taken:
    """A form that was answered on a local day."""

    form: str
    variant: str | None
    on: date
    asks: int


@dataclass(frozen=True)
class History:
    """What the schedule needs to know of the past.

    `declined` holds keys of turns ("closer-look/0") answered with "No, thanks"; `later` the first day on which a form
    may come up again after "Another day"; `asked` the last day on which an offer was answered with either;
    `skipped` the last day whose check-in was skipped.
    """

    taken: tuple[Taken, ...] = ()
    declined: frozenset[str] = frozenset()
    later: Mapping[str, date] = field(default_factory=dict)
    asked: date | None = None
    skipped: date | None = None


@dataclass(frozen=True)
class Offer:
    """A turn that is open today, and the key under which a "No, thanks" is remembered."""

    turn: Turn
    key: str


def day_number(profile: Profile, today: date) -> int:
    """How many days this person has been here: 1 on the first. A clock that ran backwards gives at least 1."""
    started = shapes.day(profile.started) or today
    return max((today - started).days + 1, 1)


def week_number(day: int) -> int:
    """The week a day number lies in: 1 for days 1 to 7."""
    return (day - 1) // WEEK + 1


def occurrence(turn: Turn, day: int) -> int | None:
    """Which round of a turn is open on a day number: 0 for the first, None when it is not open."""
    since = day - turn.day
    if since < 0:
        return None
    turns, rest = divmod(since, turn.every) if turn.every else (0, since)
    return turns if rest < turn.open else None


def next_day(turn: Turn, profile: Profile, today: date) -> date:
    """The first day, today or later, on which a turn is open; in the past only for one that never comes again."""
    day = day_number(profile, today)
    start = today - timedelta(days=day - 1)
    if turn.every is None or day < turn.day + turn.open:
        first = turn.day
    else:
        rounds = -(-(day - turn.day - turn.open + 1) // turn.every)
        first = turn.day + rounds * turn.every
    opens = start + timedelta(days=first - 1)
    return max(opens, today) if occurrence(turn, day) is not None else opens


def week_limit(limits: Limits, profile: Profile, week: int) -> int:
    """How many questions a week may hold at most."""
    if week > 1:
        return limits.week
    return limits.first_week if profile.recovering else limits.first_week_supporting


def _for(turn: Turn, profile: Profile, today: date) -> bool:
    """Whether a turn is meant for this person, as they are today."""
    if people.learning(profile, today) and not turn.while_learning:
        return False
    if turn.needs == "partner-in-love" and not people.romantic(profile):
        return False
    return turn.who == "anyone" or bool(getattr(profile, turn.who))


def _rested(turn: Turn, history: History, today: date) -> bool:
    """Whether enough days lie between the last answer to this form and today."""
    return not any(
        taken.form == turn.form and taken.variant == turn.variant and (today - taken.on).days < turn.rest
        for taken in history.taken
    )


def _fits_week(schedule: Schedule, turn: Turn, history: History, *, profile: Profile, today: date) -> bool:
    """Whether the week still has room: for its form days, and for its questions with the daily ones kept free."""
    recent = {taken.on for taken in history.taken if 0 <= (today - taken.on).days < WEEK}
    if len(recent) >= schedule.limits.form_days:
        return False
    day = day_number(profile, today)
    first = today - timedelta(days=(day - 1) % WEEK)
    asked = sum(taken.asks for taken in history.taken if first <= taken.on <= today)
    return WEEK * schedule.daily + asked + turn.asks <= week_limit(schedule.limits, profile, week_number(day))


def quiet(history: History, profile: Profile, today: date) -> bool:
    """Whether no form is offered at all: a soft week, or one was answered, put off or declined today."""
    answered = any(taken.on == today for taken in history.taken)
    return people.soft(profile, today) or answered or history.asked == today


def due(
    schedule: Schedule,
    history: History,
    profile: Profile,
    today: date,
    *,
    available: Collection[str] | None = None,
) -> Offer | None:
    """The one form that may be offered today, or None.

    `available` names the forms this installation holds; None means all. The first turn of the file that is open,
    wanted and within the budget wins, so the order of the file is the order of importance.
    """
    if quiet(history, profile, today):
        return None
    day = day_number(profile, today)
    for turn in schedule.turns:
        round_ = occurrence(turn, day)
        key = f"{turn.id}/{round_}"
        if (
            round_ is not None
            and key not in history.declined
            and (available is None or turn.form in available)
            and history.later.get(turn.form, today) <= today
            and _for(turn, profile, today)
            and _rested(turn, history, today)
            and _fits_week(schedule, turn, history, profile=profile, today=today)
        ):
            return Offer(turn, key)
    return None


def taps_due(history: History, profile: Profile, today: date, answered: bool) -> bool:
    """Whether the check-in is today's next small thing: not yet answered, not skipped, and not a hard date."""
    return not answered and history.skipped != today and not people.hard(profile, today)
