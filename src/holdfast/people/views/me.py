"""Pages under Me about the person, and the first evening's "One small thing for tomorrow"."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django import forms as django
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.kit import clock
from holdfast.people import actions, forms, queries, rules, schema
from holdfast.people.schema import NotAProfile, Profile, Someone
from holdfast.people.views.common import page


def done(request: HttpRequest, form: django.Form, act: Callable[[], Any]) -> bool:
    """Whether a sent form was good and its act went through. What the profile refuses is said on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    read_token(request)
    try:
        act()
    except NotAProfile as refused:
        form.add_error(None, str(refused))
        return False
    return True


@require_safe
@unlocked
def settings(request: HttpRequest) -> HttpResponse:
    """The list of what can be set."""
    return page(request, "settings", queries.profile(request.keyring))


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def name_and_role(request: HttpRequest) -> HttpResponse:
    """One's name here, and whether one is here for oneself, for someone else, or both."""
    profile = queries.profile(request.keyring)
    form = forms.NameAndRole(request.POST or None, initial=asdict(profile))
    if done(request, form, lambda: actions.update_profile(request.keyring, **form.cleaned_data)):
        return redirect("settings")
    return page(request, "name", profile, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def preferences(request: HttpRequest) -> HttpResponse:
    """One question at a time or all on a page, and the colours."""
    profile = queries.profile(request.keyring)
    form = forms.Preferences(request.POST or None, initial=forms.Preferences.start(profile))
    if done(request, form, lambda: actions.update_profile(request.keyring, **form.changes())):
        return redirect("settings")
    return page(request, "preferences", profile, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def reminders(request: HttpRequest) -> HttpResponse:
    """Which dull line a reminder may say. Kept for later: nothing is sent yet, and the page says so."""
    profile = queries.profile(request.keyring)
    form = forms.Tomorrow(request.POST or None, initial=asdict(profile))
    if done(request, form, lambda: actions.update_profile(request.keyring, **form.changes())):
        return redirect("settings")
    return page(request, "reminders", profile, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def zone(request: HttpRequest) -> HttpResponse:
    """The time zone one's days follow."""
    return _zone(request, first=False)


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def zone_first(request: HttpRequest) -> HttpResponse:
    """The same question at the end of the first evening, asked only where script could not tell."""
    return _zone(request, first=True)


def _zone(request: HttpRequest, *, first: bool) -> HttpResponse:
    profile = queries.profile(request.keyring)
    form = forms.Zone(request.POST or None, initial={"zone": profile.zone}, now=profile.zone)
    if done(request, form, lambda: actions.settle(request.keyring, form.cleaned_data["zone"])):
        return redirect("welcome-done" if first else "settings")
    return page(request, "zone", profile, form=form, first=first)


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def tomorrow(request: HttpRequest) -> HttpResponse:
    """A10: when three taps would suit, and whether to be reminded."""
    profile = queries.profile(request.keyring)
    form = forms.Tomorrow(request.POST or None, initial=asdict(profile) | {"zone": ""})
    if done(request, form, lambda: actions.update_profile(request.keyring, **form.changes())):
        known = actions.visit(request.keyring, _today(request)).zone_known
        return redirect("welcome-done" if known else "zone-first")
    return page(request, "tomorrow", profile, form=form, place="")


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def hard_dates(request: HttpRequest) -> HttpResponse:
    """A39: mark days that are hard, or take a mark back. The reason is never asked."""
    profile = queries.profile(request.keyring)
    gone = schema.span(request.POST.get("unmark", ""))
    if request.method == "POST" and gone:
        read_token(request)
        actions.unmark_hard(request.keyring, gone)
        return redirect("hard-dates")
    form = forms.HardDays(request.POST or None)
    if done(request, form, lambda: actions.mark_hard(request.keyring, form.span())):
        return redirect("hard-dates")
    return page(request, "hard_dates", profile, form=form, spans=rules.spans(profile))


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def my_people(request: HttpRequest) -> HttpResponse:
    """The list of people, and a form to add one."""
    profile = queries.profile(request.keyring)
    form = forms.Person(request.POST or None, initial={"relation": "friend", "main": not profile.people})
    if done(request, form, lambda: actions.keep_someone(request.keyring, actions.someone(form.cleaned_data))):
        return redirect("my-people")
    return page(request, "my_people", profile, form=form, relations=dict(forms.RELATIONS))


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def person(request: HttpRequest, id: UUID) -> HttpResponse:
    """Change one person, or take them off the list."""
    profile = queries.profile(request.keyring)
    someone = _someone(profile, id)
    linked = queries.pair(request.keyring, UUID(someone.pair)) if someone.pair else None
    if request.method == "POST" and "remove" in request.POST and linked is None:
        read_token(request)
        actions.drop_someone(request.keyring, id)
        return redirect("my-people")
    form = forms.Person(request.POST or None, initial=asdict(someone))
    keep = actions.keep_someone
    if done(request, form, lambda: keep(request.keyring, actions.someone(form.cleaned_data, id, someone.pair))):
        return redirect("my-people")
    return page(request, "person", profile, form=form, someone=someone, linked=linked, back=reverse("my-people"))


def _today(request: HttpRequest) -> date:
    return clock.today(queries.profile(request.keyring).zone)


def _someone(profile: Profile, id: UUID) -> Someone:
    """One of one's own people. Raises Http404 for anybody else's and for nobody's."""
    found = [someone for someone in profile.people if someone.id == str(id)]
    if not found:
        raise Http404
    return found[0]
