"""Pages one reads alone: Good together, four quiet questions, the quiet check, the plan kept on a phone.

Each is one static page, the same bytes for everyone (PS-17, PS-23): no session is read, and what is ticked has no name
that a form could send. Only the choice at the end of the quiet check is posted; it is kept for whoever this browser
belongs to, and every choice, "not now" among them, is answered with the same bytes.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from holdfast.accounts import access, drops
from holdfast.checkins import shelf
from holdfast.instruments import queries as forms
from holdfast.kit import clock
from holdfast.people import queries as people
from holdfast.safety import actions as safety
from holdfast.safety import rules
from holdfast.ui.public import public
from holdfast.vault.errors import KeysReplaced

View = Callable[..., HttpResponse]

KIND = "quiet"
# What a button of the check posts, all of one length. Anything else counts as leaving it.
CHOICES: dict[str, rules.Choice] = {"1": "wait", "2": "because-of-me", "3": "no-need", "4": "rather-not", "5": "skip"}


def ticked(view: View) -> View:
    """A page with ticks is never stored, not even to come back to: Back must not show what somebody ticked."""

    @wraps(view)
    def unstored(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return unstored


@public
@require_safe
def good_together(request: HttpRequest) -> HttpResponse:
    """A23: a short read for everyone, in whatever role."""
    return render(request, "safety/public/good_together.html")


@public
@ticked
@require_safe
def four_questions(request: HttpRequest) -> HttpResponse:
    """A22: four quiet questions before anyone is asked along."""
    return render(request, "safety/public/four_questions.html")


@public
@ticked
@require_safe
def quiet_check(request: HttpRequest) -> HttpResponse:
    """Q1 to Q3: the quiet check, all of it in one page."""
    return render(request, "safety/public/quiet_check.html")


@public
@ticked
@require_safe
def more_questions(request: HttpRequest) -> HttpResponse:
    """The four published questions about the last year, in their own words: unscored, unsent, never stored."""
    form = forms.definition("hark")
    return render(request, "safety/public/more_questions.html", {"form": form, "credit": form and shelf.credit(form)})


@public
@require_safe
def plan_copy(request: HttpRequest) -> HttpResponse:
    """The copy of a plan that this phone holds, if any; its script finds it, the server knows of none."""
    return render(request, "safety/public/plan_copy.html")


@csrf_exempt  # the page it comes from is the same for all and holds no token; a foreign site brings no session
@require_POST
@never_cache
def quiet_choice(request: HttpRequest) -> HttpResponse:
    """Q3, and "not now" of Q1: keep the choice, whatever it is, and go where everybody goes."""
    choice = CHOICES.get(request.POST.get("v", ""), "skip")
    if not _kept(request.keyring, choice):
        account = access.known_account(request)
        if account is not None:
            # At most a few a minute; one that is not let in leaves the gates as they were.
            drops.seal_to(account, KIND, {"choice": choice})
    return redirect("today")


def take_up(keyring: Any) -> None:
    """At an unlock: the choices made while it was locked. They may shut, never open (decision 7)."""
    for body in drops.take(keyring, KIND):
        choice = body.get("choice")
        if choice in rules.CHOICES and choice != "no-need":
            _kept(keyring, choice)


def _kept(keyring: Any, choice: rules.Choice) -> bool:
    """Whether the choice could be kept now; not while the space is locked, or was just given new keys."""
    if keyring is None:
        return False
    try:
        safety.choose(keyring, choice, clock.today(people.profile(keyring).zone))
    except KeysReplaced:
        return False
    return True
