"""Reads of this room, for the person alone: lines of measures, the diary, and the look back on the first week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from holdfast.checkins import queries as checkins
from holdfast.insights.series import Series
from holdfast.instruments import queries as instruments
from holdfast.kit import clock
from holdfast.kit.step import Act, Step
from holdfast.people import rules
from holdfast.people import schema as people
from holdfast.people.schema import Profile
from holdfast.programme import queries as programme
from holdfast.progress import panel
from holdfast.progress.schema import Item, Line
from holdfast.together import queries as together

EVER = 3660  # days: ten years are looked back on where the first weeks count; older ones are in the export
WEEK = 7
LOOK_BACK = range(7, 10)  # day numbers on which Today may offer the look back


@dataclass(frozen=True)
class Diary:
    """The daily answers of a stretch, and day 1 of the whole diary as a day index (None before any answer)."""

    days: Sequence[Any]
    first: date
    last: date
    origin: int | None

    def series(self, item: Item, last_days: int | None = None) -> Series:
        """One item over the stretch, or over its last days only; never from before the first day there was."""
        first = self.first if last_days is None else max(self.first, self.last - timedelta(days=last_days - 1))
        begun = date.fromordinal(self.origin) if self.origin else first
        return panel.series(self.days, item, min(max(first, begun), self.last), self.last)


def diary(keyring: Any, profile: Profile, back: int) -> Diary:
    """The daily answers of the last `back` days, today included, by the person's own calendar."""
    today = clock.today(profile.zone)
    first = today - timedelta(days=back - 1)
    days = checkins.days(keyring, first, today)
    started = people.day(profile.started)
    known = min([day.date for day in days] + ([started] if started else []), default=None)
    return Diary(days, first, today, known.toordinal() if known else None)


def lines(keyring: Any, whole: bool = False) -> list[Line]:
    """Every line of every measure, in the order of first answers; addresses tell nobody what they are about.

    `whole`: only the main score of each form, without its parts.
    """
    given = instruments.administrations(keyring)
    known = {id: instruments.definition(id) for id in {each.instrument for each in given}}
    return panel.lines(given, known.get, lambda label: address(keyring, label), whole=whole)


def line(keyring: Any, key: str) -> tuple[Line, list[Line]] | None:
    """One line by its address, with the other lines of the same form; None when there is none."""
    found = lines(keyring)
    wanted = next((each for each in found if each.key == key), None)
    return (wanted, panel.parts(found, wanted)) if wanted else None


def items(diary: Diary, keyring: Any) -> list[tuple[Item, str]]:
    """The daily items that have an answer in this stretch, with their addresses."""
    return [(item, address(keyring, f"item/{item.id}")) for item in panel.answered(diary.days)]


def address(keyring: Any, label: str) -> str:
    """An address part that only this person's keys make, so that a browser's history tells nothing."""
    return keyring.tag(f"progress/{label}").hex()


@dataclass(frozen=True)
class FirstWeek:
    """What a person did in their first seven days: only what they kept themselves."""

    days: int
    uses: int
    pairs: Sequence[tuple[int, int]]
    forms: int
    for_two: Sequence[str] = ()


def first_week(keyring: Any, profile: Profile) -> FirstWeek | None:
    """The look back, once seven days are there; None before that."""
    started = people.day(profile.started)
    if started is None or clock.today(profile.zone) < started + timedelta(days=WEEK - 1):
        return None
    last = started + timedelta(days=WEEK - 1)
    kept = programme.practices_of_tools(keyring)
    used = [each for each in kept if started.isoformat() <= each.local_date <= last.isoformat()]
    forms = [given for given in instruments.administrations(keyring) if started <= given.local_date <= last]
    return FirstWeek(
        days=len(checkins.days(keyring, started, last)),
        uses=len(used),
        pairs=[(use.before, use.after) for use in used if use.before is not None and use.after is not None],
        forms=len(forms),
        for_two=together.looked_back(keyring, started, last),
    )


def next_step(keyring: Any, profile: Profile, now: datetime) -> Step | None:
    """From day 7 to day 9, when nothing else is due: the look back on the first week."""
    started = people.day(profile.started)
    today = now.astimezone(rules.zone(profile)).date()
    if started is None or (today - started).days + 1 not in LOOK_BACK:
        return None
    return Step(
        _("Your first week"),
        _("Next small thing: a look back at your first week."),
        Act(_("Look back"), "first-week"),
    )
