"""Pages of the part for two: what is on, its steps on one's own phone, and its steps on one phone for both.

On one phone the session locks first: whoever holds the phone then holds a page that knows nobody, and coming back asks
for the owner's PIN or words (decision 18; ADR 36).
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts import access
from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.people import queries as people
from holdfast.people.schema import Pair
from holdfast.programme import evidence, screens
from holdfast.programme.exercise import Exercise
from holdfast.programme.for_two import actions, queries
from holdfast.programme.for_two.queries import Part
from holdfast.programme.schema import NotAPractice
from holdfast.safety import queries as safety
from holdfast.ui.public import public

HOW = (("helped", _("Good")), ("same", _("Okay")), ("worse", _("It made it worse")), ("", _("We didn't, or stopped")))
HERE = (("here", _("Here")), ("partly", _("Partly here")), ("far", _("Far away")))


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked(keeps=False)
def together(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """What the two could do now, on two phones or on one; and "Not today", which tells nobody anything."""
    pair, part = _found(request, id, number)
    if request.method == "POST":
        read_token(request)
        if part.on_one_phone and request.POST.get("do") == "one-phone":
            access.lock_now(request)
            return redirect("on-one-phone", number, part.form)
        return redirect("two-together-steps", pair.id, number)
    context = {"pair": pair, "part": part, "number": number, "label": evidence.label(part.exercise.head)}
    context["back"] = reverse("module", args=[number])
    return render(request, "programme/for_two/together.html", _frame(request) | context)


@require_safe
@unlocked
def steps(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """The steps on one's own phone; the other has the same on theirs."""
    pair, part = _found(request, id, number)
    access.stay(request, part.exercise.head.minutes)
    found = {"pair": pair, "number": number, "home": reverse("module", args=[number])}
    return render(request, "programme/for_two/steps.html", _frame(request) | _steps(part.exercise) | found)


@public
@require_safe
def on_one_phone(request: HttpRequest, number: int, form: int) -> HttpResponse:
    """The steps on one phone that goes from hand to hand: a page that knows nobody, and leads nowhere private."""
    exercise = queries.handed_over(number, form)
    if exercise is None:
        raise Http404
    return render(request, "programme/for_two/one_phone.html", _steps(exercise) | {"pair": None})


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def after(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """How it was, for oneself alone; every answer can be skipped. Both forms count the same."""
    pair, part = _found(request, id, number)
    problem = ""
    if request.method == "POST":
        token = read_token(request)
        try:
            enough = actions.note(request.keyring, part, request.POST, id=token.record_id)
            return render(request, "programme/for_two/noted.html", _frame(request) | {"enough": enough})
        except NotAPractice as refused:
            problem = str(refused)
    context = {"pair": pair, "part": part, "number": number, "problem": problem, "here": HERE, "how": HOW}
    found = _frame(request) | context
    return render(request, "programme/for_two/after.html", found, status=422 if problem else 200)


def _found(request: HttpRequest, id: UUID, number: int) -> tuple[Pair, Part]:
    """A pair of one's own and what is on for it. Raises Http404, whatever is missing."""
    pair = people.pair(request.keyring, id)
    part = queries.part(request.keyring, pair, number) if pair else None
    if pair is None or part is None:
        raise Http404
    return pair, part


def _steps(exercise: Exercise) -> dict[str, Any]:
    found = safety.emergency(settings.COUNTRY) if settings.COUNTRY else None
    call = screens.emergency(found.call if found else "")
    shown = screens.screens(exercise, call)
    return {"head": exercise.head, "screens": shown, "lighter": exercise.head.lighter, "place": "path"}


def _frame(request: HttpRequest) -> dict[str, Any]:
    return {"place": "path"} | people.frame(people.profile(request.keyring))
