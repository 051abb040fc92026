"""Forms: what one could look at next, the quiet offer of a form, and the three ways to answer it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.checkins import actions, asked, queries, shelf
from holdfast.checkins.schedule import Offer
from holdfast.checkins.views.common import moment, page
from holdfast.instruments import queries as forms
from holdfast.instruments.schema import Instrument
from holdfast.people import actions as persons
from holdfast.people import queries as people
from holdfast.people import rules
from holdfast.people.schema import Profile


@require_safe
@unlocked
def shelf_page(request: HttpRequest) -> HttpResponse:
    """Forms one could look at, and those whose place is kept. Nothing here is owed."""
    profile = people.profile(request.keyring)
    _now, today = moment(profile)
    known = forms.all_()
    kept = [
        (draft, shelf.name(known[draft.form], draft.variant))
        for draft in queries.open_drafts(request.keyring, today)
        if draft.form in known
    ]
    offer = queries.offer(request.keyring, profile, today)
    found = shelf.shelf(known, profile)
    return page(
        request,
        profile,
        "forms",
        offer=shelf.form(known[offer.turn.form], offer.turn.variant) if offer else None,
        kept=kept,
        front=found[: shelf.FRONT],
        others=found[shelf.FRONT :],
        soft=rules.soft(profile, today),
        learning=rules.learning(profile, today),
    )


@require_safe
@unlocked
def offer(request: HttpRequest) -> HttpResponse:
    """The form whose turn it is, as a question: yes, another day, no thanks."""
    profile = people.profile(request.keyring)
    found = queries.offer(request.keyring, profile, moment(profile)[1])
    if found is None:
        return redirect("today")
    instrument = forms.definition(found.turn.form)
    return _lead(request, profile, shelf.form(instrument, found.turn.variant), found)


@require_POST
@unlocked
def look(request: HttpRequest) -> HttpResponse:
    """The first page of a form that the person picked. It comes by POST, so that no address says which."""
    profile = people.profile(request.keyring)
    instrument, variant = _picked(request, profile)
    return _lead(request, profile, shelf.form(instrument, variant))


def _lead(request: HttpRequest, profile: Profile, form: shelf.Form, offered: Offer | None = None) -> HttpResponse:
    """What a form asks, how long it takes, whose it is; and the way in or past it."""
    instrument = forms.definition(form.id)
    return page(
        request,
        profile,
        "lead",
        form=form,
        offered=offered,
        watches=bool(instrument.watch),
        credit=shelf.credit(instrument),
    )


@require_POST
@unlocked
def begin(request: HttpRequest) -> HttpResponse:
    """The answer to an offer. "Yes" begins the form; "another day" and "no, thanks" are kept and count the same."""
    read_token(request)
    profile = people.profile(request.keyring)
    _now, today = moment(profile)
    do = request.POST.get("do")
    if do == "yes":
        instrument, variant = _picked(request, profile)
        id = actions.begin(request.keyring, instrument.id, variant, profile=profile, on=today)
        return redirect("form-page", id=id, number=1)
    found = queries.offer(request.keyring, profile, today)
    if found is not None and found.key == request.POST.get("key"):
        if do == "later":
            asked.put_off(request.keyring, found, today)
        elif do == "no":
            asked.decline(request.keyring, found.key, today)
    return redirect("today")


def _picked(request: HttpRequest, profile: Profile) -> tuple[Instrument, str | None]:
    """The form named in a sent page, if it can be asked of this person. Raises Http404."""
    instrument = forms.definition(request.POST.get("form", ""))
    if instrument is None or not shelf.may_begin(instrument, profile):
        raise Http404
    variant = request.POST.get("variant") or instrument.default_variant
    if variant not in (instrument.default_variant, *(known.id for known in instrument.variants)):
        raise Http404
    return instrument, variant


@require_POST
@unlocked
def closer_look(request: HttpRequest) -> HttpResponse:
    """After the first look: be asked about the closer one on its day, or not this time."""
    read_token(request)
    profile = people.profile(request.keyring)
    _now, today = moment(profile)
    closer = queries.closer_look(profile, today)
    if closer is not None and request.POST.get("do") == "ask":
        asked.wait_until(request.keyring, closer.form, closer.on, today)
    elif closer is not None:
        asked.decline(request.keyring, closer.key, today)
    return redirect("today")


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def learn(request: HttpRequest) -> HttpResponse:
    """The opt-in ten-item form: what it is for, how much it asks, when it ends, and out again at any time."""
    profile = people.profile(request.keyring)
    _now, today = moment(profile)
    if request.method == "POST":
        read_token(request)
        until = queries.learning_ends(today).isoformat() if request.POST.get("do") == "begin" else None
        persons.update_profile(request.keyring, learn_until=until)
        return redirect("learn")
    context: dict[str, Any] = {"learning": rules.learning(profile, today), "ends": queries.learning_ends(today)}
    return page(request, profile, "learn", **context)
