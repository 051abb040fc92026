"""Any day can be put right or deleted. Forms are, from the pages of `progress`, through the same actions."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.checkins import actions, monthly, queries, questions
from holdfast.checkins.questions import NotAnAnswer
from holdfast.checkins.views.common import moment, page
from holdfast.people import queries as people
from holdfast.people import schema

LISTED = timedelta(days=365)


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def day(request: HttpRequest, text: str) -> HttpResponse:
    """One day as answered: change it, or delete it."""
    on = schema.day(text)
    found = queries.days(request.keyring, on, on) if on else []
    if on is None or not found:
        raise Http404
    if request.method != "POST":
        return _show(request, found[0])
    read_token(request)
    if request.POST.get("do") == "delete":
        actions.delete_day(request.keyring, on)
        return redirect("today")
    return _correct(request, on, found[0])


def _correct(request: HttpRequest, on: date, found: monthly.Day) -> HttpResponse:
    profile = people.profile(request.keyring)
    note = request.POST.get("note", "")
    if len(note) > monthly.LONGEST_NOTE:
        return _show(request, found, 422, note=note, too_long=True)
    try:
        given = questions.read(queries.questions_of(profile, found), request.POST)
    except NotAnAnswer as refused:
        return _show(request, found, 422, note=note, message=str(refused))
    actions.correct(request.keyring, on, given, note, now=moment(profile)[0])
    return redirect("day", text=on.isoformat()) if queries.days(request.keyring, on, on) else redirect("today")


def _show(request: HttpRequest, found: monthly.Day, status: int = 200, **said: Any) -> HttpResponse:
    profile = people.profile(request.keyring)
    shown = [
        question.answered("na" if found.values.get(question.id, 0) is None else found.values.get(question.id))
        for question in queries.questions_of(profile, found)
    ]
    context = {"note": found.note} | said
    return page(request, profile, "day", status, day=found, shown=shown, most=monthly.LONGEST_NOTE, **context)


@require_safe
@unlocked
def day_list(request: HttpRequest) -> HttpResponse:
    """The days of the last weeks that have an answer, to put one right."""
    profile = people.profile(request.keyring)
    _now, today = moment(profile)
    first = today - LISTED
    found = queries.days(request.keyring, first, today)
    damaged = queries.unreadable(request.keyring, first, today)
    return page(request, profile, "day_list", days=found[::-1], damaged=damaged, place="me")
