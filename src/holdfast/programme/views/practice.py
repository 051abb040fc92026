"""Trying it in real life: a day and a time if one likes, and afterwards twenty seconds. A gap is welcome."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateformat import format as written
from django.views.decorators.http import require_http_methods

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import Token, read_token
from holdfast.programme import actions, enrolment, queries, rules
from holdfast.programme.actions import NotKept
from holdfast.programme.rules import Given
from holdfast.programme.schema import Practice
from holdfast.programme.views.common import Here, here, page, rating
from holdfast.programme.views.exercise import answered
from holdfast.programme.walk import PRACTICE


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def practice(request: HttpRequest, number: int) -> HttpResponse:
    """The page: what to try, when, and how it went."""
    found = here(request, number)
    if found.mine is None:
        return redirect("module", number)
    if request.method != "POST":
        return _shown(request, found)
    token = read_token(request)
    match request.POST.get("do"):
        case "log":
            return _logged(request, found, token)
        case "plan":
            return _planned(request, found)
        case "unplan":
            actions.plan(found.keyring, found.course.head.id, "", "", found.today)
        case "practised":
            for step in ("tried", "practised"):
                actions.move(found.keyring, found.course.head.id, step, found.today)
            return redirect("module-check", number)
    return redirect("practice", number)


def _shown(request: HttpRequest, found: Here, problem: str = "", status: int = 200, **more: Any) -> HttpResponse:
    head, mine = found.course.head, found.mine
    part = found.practice
    days = [found.today + timedelta(days=n) for n in range(actions.AHEAD.days) if found.today.year < 9999]
    plan = mine.plan if mine and mine.plan and mine.plan.on >= found.today.isoformat() else None
    return page(
        request,
        found.profile,
        "practice",
        status,
        here=found,
        head=head,
        part=part,
        opens=part is None or found.doors.opens(part.exercise),
        plan=plan,
        was_planned=mine is not None and mine.plan is not None and mine.plan.on <= found.today.isoformat(),
        plan_day=enrolment.day(plan.on) if plan else None,
        days=[(day.isoformat(), written(day, "l j F")) for day in days],
        problem=problem,
        number=found.number,
        enough=_tried(found),
        back=reverse("module", args=[found.number]),
        **more,
    )


def _tried(found: Here) -> bool:
    """Whether it was tried on as many days as the module suggests; once is enough in a small week."""
    said = queries.kept(found.keyring, found.course.head.id, "log")
    tried = {each.on for each in said if each.how in ("done", "partly")}
    return len(tried) >= (1 if found.walk.small else found.course.head.practice.days)


def _planned(request: HttpRequest, found: Here) -> HttpResponse:
    on, at = request.POST.get("on", ""), request.POST.get("at", "")
    try:
        actions.plan(found.keyring, found.course.head.id, on, at, found.today)
    except NotKept as refused:
        return _shown(request, found, str(refused), 422)
    return redirect("practice", found.number)


def _logged(request: HttpRequest, found: Here, token: Token) -> HttpResponse:
    """Twenty seconds: how it went, and two numbers for whoever likes."""
    posted, how = request.POST, request.POST.get("how", "")
    pin = found.course.head.practice.exercise
    before, after = rating(posted.get("before", "")), rating(posted.get("after", ""))
    use = Practice(pin.partition("@")[0], found.today.isoformat(), before=before, after=after)
    worse = rules.worse_in_a_row(queries.practices(found.keyring))
    try:
        actions.log(found.keyring, found.mine, use, how, id=token.record_id)
    except NotKept as refused:
        return _shown(request, found, str(refused), 422)
    if how == "worse":
        made = queries.courses().exercises[pin]
        given = Given(before=before, after=after, helped="worse", tool=made.head.id, asked=True, worse=worse)
        return answered(request, found, made, given, PRACTICE)
    return page(request, found.profile, "logged", how=how, enough=_tried(found), number=found.number)
