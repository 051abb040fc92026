"""Reads of this room, for the person alone: days as answered, forms under way, and the next small thing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from holdfast.checkins import asked, content, daily, drafts, monthly, questions, schedule
from holdfast.checkins.daily import Sheet
from holdfast.checkins.drafts import Draft
from holdfast.checkins.monthly import Day, Entry
from holdfast.checkins.questions import Question
from holdfast.checkins.records import CHECKINS, DRAFTS
from holdfast.checkins.schedule import History, Offer, Taken
from holdfast.instruments import queries as forms
from holdfast.kit import windows
from holdfast.kit.step import Act, Step
from holdfast.people import rules
from holdfast.people.schema import Profile
from holdfast.vault import queries as vault
from holdfast.vault.rows import Row

TAPS, TEN, CLOSER = "three-taps", "daily-checkin", "pcl-5"
SPARE = "-b"  # the page of a month whose first page is damaged
GAP = timedelta(days=4)
LEARNING = timedelta(days=60)


@dataclass(frozen=True)
class Closer:
    """The next turn of the closer look: on which day it comes, and the key of its turn."""

    form: str
    on: date
    key: str


def parts(months: Iterable[str]) -> list[str]:
    """The pages a list of months may stand on."""
    return [part for month in months for part in (month, month + SPARE)]


def pages(keyring: Any, of: Sequence[str]) -> list[Row]:
    """The month pages as they lie in the vault, damaged ones without a body."""
    return vault.rows(keyring, CHECKINS, of)


def entries(keyring: Any, first: date, last: date) -> list[Entry]:
    """Every check-in about a day from `first` to `last`, oldest first. Pages that cannot be read are left out."""
    rows = pages(keyring, parts(windows.months(first, last)))
    found = [entry for row in rows if row.body is not None for entry in monthly.entries(row.body)]
    return sorted((entry for entry in found if first <= entry.on <= last), key=lambda entry: (entry.on, entry.at))


def days(keyring: Any, first: date, last: date) -> list[Day]:
    """The days from `first` to `last` that have an answer, oldest first. A day without one is not in the list."""
    return monthly.days(entries(keyring, first, last))


def unreadable(keyring: Any, first: date, last: date) -> list[str]:
    """The months, as "2026-11", of which a page cannot be read."""
    rows = pages(keyring, parts(windows.months(first, last)))
    return sorted({row.part.removesuffix(SPARE) for row in rows if row.body is None})


def sheet(profile: Profile, day: date) -> Sheet:
    """The daily questions for this person on this day."""
    return daily.sheet(profile, day, content.three_taps(), forms.all_().get(TEN))


def questions_of(profile: Profile, found: Day) -> list[Question]:
    """The questions to correct a day with: those that were answered, and those of the sheet it was answered on."""
    own, taps, ten = sheet(profile, found.date), content.three_taps(), forms.all_().get(TEN)
    main = rules.main(profile)
    name = main.name if main else ""
    known = {item.id: questions.from_daily(item, name) for item in (*taps.items, *taps.more)}
    if ten is not None:
        known = {item.id: questions.from_item(ten, item, None, name) for item in ten.items} | known
    same = own.form in found.forms
    asked_then = [question.id for question in (*own.questions, *own.more)] if same else []
    ids = dict.fromkeys([*asked_then, *found.values])
    return [known[id] for id in ids if id in known and known[id].kept]


def draft(keyring: Any, id: UUID) -> Draft | None:
    """A form under way, or None."""
    return next((found for found in _drafts(keyring) if found.id == str(id)), None)


def open_drafts(keyring: Any, today: date) -> list[Draft]:
    """The forms that may still be gone on with."""
    return [found for found in _drafts(keyring) if found.fresh(today) and found.answers and not found.corrects]


def offer(keyring: Any, profile: Profile, today: date) -> Offer | None:
    """The one form that may be offered today, or None.

    What was answered can only take an offer away, so those records are opened only on days that would have one.
    """
    return _offer(keyring, profile, today, asked.read(keyring))


def _offer(keyring: Any, profile: Profile, today: date, past: History) -> Offer | None:
    plan, available = content.baseline(), forms.all_()
    if schedule.due(plan, past, profile, today, available=available) is None:
        return None
    taken = tuple(Taken(*each) for each in forms.taken(keyring))
    return schedule.due(plan, replace(past, taken=taken), profile, today, available=available)


def closer_look(profile: Profile, today: date) -> Closer | None:
    """When the closer look will be offered next, tomorrow at the earliest; None where it comes no more."""
    tomorrow = today + timedelta(days=1)
    for turn in content.baseline().turns:
        if turn.form == CLOSER:
            on = schedule.next_day(turn, profile, tomorrow)
            round_ = schedule.occurrence(turn, schedule.day_number(profile, on))
            return Closer(turn.form, on, f"{turn.id}/{round_}") if round_ is not None else None
    return None


def learning_ends(today: date) -> date:
    """The last day of the ten-item form, if it begins today."""
    return today + LEARNING - timedelta(days=1)


def next_step(keyring: Any, profile: Profile, now: datetime) -> Step | None:
    """The next small thing of this room: the check-in, else a form whose turn it is, else nothing."""
    today = _today(profile, now)
    past = asked.read(keyring)
    if schedule.taps_due(past, profile, today, bool(entries(keyring, today, today))):
        return _taps(profile, today)
    if _offer(keyring, profile, today, past) is None:
        return None
    return Step(
        _("Would you like one more?"),
        _("A few questions. You can look first, and say no."),
        Act(_("Have a look"), "offer"),
    )


def gap(keyring: Any, profile: Profile, now: datetime) -> bool:
    """Whether the last check-in of someone who has been here before lies several days back."""
    today = _today(profile, now)
    if schedule.day_number(profile, today) <= GAP.days:
        return False
    return not entries(keyring, today - GAP + timedelta(days=1), today)


def _taps(profile: Profile, today: date) -> Step:
    """The check-in as a next step. Someone who learns what helps gets their longer form under its own name."""
    if len(sheet(profile, today).questions) > content.baseline().daily:
        return Step(_("Your questions for today"), _("About a minute. Skip anything."), Act(_("Begin"), "check-in"))
    return Step(
        _("Three taps about today"),
        _("Skip anything. Saying nothing is fine too."),
        Act(_("Three taps"), "check-in"),
        (Act(_("Relief"), "relief"),),
    )


def _today(profile: Profile, now: datetime) -> date:
    return now.astimezone(ZoneInfo(profile.zone)).date()


def _drafts(keyring: Any) -> list[Draft]:
    """Every draft; none where their page is missing or cannot be read."""
    readable = [row.body for row in vault.rows(keyring, DRAFTS) if row.body is not None]
    return drafts.read(readable[0] if readable else None)
