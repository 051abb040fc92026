"""The check-in: three taps, one a screen or all on one, a little more behind them, and the page after it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.checkins import actions, asked, monthly, queries, questions, schedule
from holdfast.checkins.actions import Closed
from holdfast.checkins.daily import Sheet
from holdfast.checkins.monthly import Change, Entry
from holdfast.checkins.questions import NotAnAnswer, Question
from holdfast.checkins.views.common import moment, not_saved, page
from holdfast.kit import windows
from holdfast.people import queries as people
from holdfast.people import schema
from holdfast.people.schema import Profile


@dataclass(frozen=True)
class Screen:
    """One screen of a check-in: whose, for which day, and what was answered for that day so far."""

    profile: Profile
    now: datetime
    back: int
    day: date
    sheet: Sheet
    entry: Entry | None
    step: int

    @property
    def visible(self) -> list[Question]:
        """The questions of the day, as they follow from what was answered."""
        return self.sheet.visible(self.values)

    @property
    def values(self) -> dict[str, Any]:
        """What was answered so far."""
        return dict(self.entry.values) if self.entry else {}

    @property
    def shown(self) -> list[Question]:
        """The questions on this screen, with earlier answers marked."""
        visible = self.visible
        chosen = visible[self.step - 1 : self.step] if self.profile.one_at_a_time else visible
        return [question.answered(self.values.get(question.id)) for question in chosen]

    @property
    def last(self) -> bool:
        """Whether nothing of the day comes after this screen."""
        return not self.profile.one_at_a_time or self.step >= len(self.visible)


def _screen(request: HttpRequest, back: int, step: int) -> Screen:
    """The screen behind an address. Raises Http404 for a day that is not open, or a step that is not there."""
    profile = people.profile(request.keyring)
    now, _today = moment(profile)
    days = windows.open_days(now, profile.zone)
    if back >= len(days):
        raise Http404
    entries = queries.entries(request.keyring, days[back], days[back])
    sheet = queries.sheet(profile, days[back])
    screen = Screen(profile, now, back, days[back], sheet, entries[-1] if entries else None, step)
    if not screen.shown:
        raise Http404
    return screen


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def check_in(request: HttpRequest, back: int = 0, step: int = 1) -> HttpResponse:
    """A14: the questions of a day. `back` is 0 for today, 1 for yesterday before noon; `step` counts from 1."""
    if request.method == "POST":
        return _answer(request, back, step)
    screen = _screen(request, back, step)
    return _show(request, screen)


def _show(request: HttpRequest, screen: Screen, message: str = "", status: int = 200) -> HttpResponse:
    first = screen.step == 1 or not screen.profile.one_at_a_time
    other = len(windows.open_days(screen.now, screen.profile.zone)) > 1 and first and screen.back == 0
    yesterday = other and not queries.entries(request.keyring, *[_before(screen.day)] * 2)
    return page(
        request,
        screen.profile,
        "check_in",
        status,
        screen=screen,
        single=screen.shown[0] if len(screen.shown) == 1 else None,
        of=len(screen.visible),
        record=screen.entry.id if screen.entry else None,
        yesterday=yesterday,
        message=message,
        place="",
        back=_address(screen.back, screen.step - 1) if not first else reverse("today"),
    )


def _answer(request: HttpRequest, back: int, step: int) -> HttpResponse:
    token = read_token(request)
    do = request.POST.get("do", "")
    profile = people.profile(request.keyring)
    if do == "skip-today":
        asked.skip_today(request.keyring, moment(profile)[1])
        return redirect("today")
    day = schema.day(request.POST.get("day"))
    days = windows.open_days(moment(profile)[0], profile.zone)
    if day not in days:
        return page(request, profile, "closed", 409, words=request.POST.get("note", ""))
    screen = _screen(request, days.index(day), step)
    try:
        given = {question.id: None for question in screen.shown}
        if do != "skip":
            given = questions.read(screen.shown, request.POST)
    except NotAnAnswer as refused:
        return _show(request, screen, str(refused), 422)
    return _keep(request, screen, given, token.record_id)


def _keep(request: HttpRequest, screen: Screen, given: dict[str, Any], record: UUID) -> HttpResponse:
    """Save one screen and go on. A screen that says nothing about a day without an entry writes nothing."""
    answered = screen.entry is not None or any(value is not None for value in given.values())
    if answered:
        change = Change(screen.day, screen.sheet.form, screen.profile.zone, screen.now, given)
        outcome = actions.answer_day(request.keyring, screen.sheet, change, id=record)
        if not outcome.saved:
            return not_saved(request, screen.profile, record)
    after = screen.sheet.visible(screen.values | given)
    if screen.profile.one_at_a_time and screen.step < len(after):
        return redirect(_address(screen.back, screen.step + 1))
    if request.POST.get("do") == "more":
        return redirect("check-in-more", back=screen.back)
    if not answered:
        asked.skip_today(request.keyring, screen.day)
        return redirect("today")
    return redirect("check-in-saved", back=screen.back)


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def more(request: HttpRequest, back: int = 0) -> HttpResponse:
    """ "A little more": sleep last night, and one line for yourself."""
    screen = _screen(request, back, 1)
    if request.method != "POST":
        return _more(request, screen)
    token = read_token(request)
    day = schema.day(request.POST.get("day"))
    note = request.POST.get("note", "")
    if len(note) > monthly.LONGEST_NOTE:
        return _more(request, screen, too_long=True, note=note)
    try:
        given = questions.read(screen.sheet.more, request.POST)
        change = Change(day or screen.day, screen.sheet.form, screen.profile.zone, screen.now, given, note=note)
        outcome = actions.answer_day(request.keyring, screen.sheet, change, id=token.record_id)
    except Closed:
        return page(request, screen.profile, "closed", 409, words=note)
    except NotAnAnswer as refused:
        return _more(request, screen, message=str(refused), note=note)
    if not outcome.saved:
        return not_saved(request, screen.profile, token.record_id)
    return redirect("check-in-saved", back=screen.back)


def _more(request: HttpRequest, screen: Screen, **said: Any) -> HttpResponse:
    shown = [question.answered(screen.values.get(question.id)) for question in screen.sheet.more]
    note = said.get("note", screen.entry.note if screen.entry else "")
    record = screen.entry.id if screen.entry else None
    context = {"screen": screen, "shown": shown, "record": record, "most": monthly.LONGEST_NOTE, "place": ""}
    status = 422 if {"too_long", "message"} & said.keys() else 200
    return page(request, screen.profile, "more", status, **context | said | {"note": note})


@require_safe
@unlocked
def saved(request: HttpRequest, back: int = 0) -> HttpResponse:
    """A15: only after it is truly saved; without an entry for the day it leads to the questions."""
    profile = people.profile(request.keyring)
    now, today = moment(profile)
    days = windows.open_days(now, profile.zone)
    if back >= len(days) or not queries.entries(request.keyring, days[back], days[back]):
        return redirect("check-in")
    young = schedule.day_number(profile, today) < schedule.WEEK
    offer = queries.offer(request.keyring, profile, today)
    return page(request, profile, "saved", young=young, offer=offer, place="")


def _address(back: int, step: int) -> str:
    return reverse("check-in-step", kwargs={"back": back, "step": step})


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
