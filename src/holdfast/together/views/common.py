"""What the pages of this room share: who is here at what moment, a pair by its address, the frame."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.kit import clock
from holdfast.library import queries as library
from holdfast.people import queries as people
from holdfast.people import rules
from holdfast.people.schema import Pair, Profile
from holdfast.together import arrivals, side
from holdfast.together.arrivals import Now
from holdfast.vault.errors import SpaceClosed

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Here:
    """Who is here, and when."""

    profile: Profile
    now: Any
    zone: ZoneInfo


def here(request: HttpRequest) -> Here:
    """The person of a request at this moment."""
    profile = people.profile(request.keyring)
    return Here(profile, clock.now(), rules.zone(profile))


def moment(request: HttpRequest, pair: Pair) -> Now:
    """A pair of theirs at this moment."""
    at = here(request)
    return arrivals.read(request.keyring, pair, side.read(request.keyring, at.now), at.now, at.zone)


def of_pair(view: View) -> View:
    """A page about one pair: `view(request, pair, …)`. 404 for every id that is no pair of one's own at this moment.

    A link that ends while the page is made is no different from one that had ended before (FT-24).
    """

    @wraps(view)
    def found(request: HttpRequest, id: UUID, **more: Any) -> HttpResponse:
        pair = people.pair(request.keyring, id)
        # A clinician's grant is one-sided: nothing is done together there.
        if pair is None or pair.role == "clinician":
            raise Http404
        try:
            return view(request, pair, **more)
        except SpaceClosed:
            raise Http404 from None

    return found


def article(id: str) -> str:
    """The address of an article of the library, "" where this installation has none."""
    found = library.shelf().by_id.get(id)
    return reverse("article", args=[found.number]) if found else ""


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page of this room; 422 when it shows a form again because something in it did not fit."""
    form, status = context.get("form"), context.pop("status", 200)
    refused = isinstance(form, forms.Form) and form.is_bound and bool(form.errors)
    profile = people.profile(request.keyring)
    found = {"place": "us", "mine": profile.name} | people.frame(profile) | context
    return render(request, f"together/{template}.html", found, status=422 if refused else status)
