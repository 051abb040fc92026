"""What the pages of this room share: the frame, a pair by its address, and addresses that may be absent."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms as django
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from holdfast.people import content, queries
from holdfast.people.pair import Pair
from holdfast.people.schema import Profile
from holdfast.vault.errors import SpaceClosed

View = Callable[..., HttpResponse]


def page(request: HttpRequest, template: str, profile: Profile | None = None, **context: Any) -> HttpResponse:
    """A page of this room; 422 when it shows a form again because something in it did not fit."""
    form, status = context.get("form"), context.pop("status", 200)
    refused = isinstance(form, django.Form) and form.is_bound and bool(form.errors)
    profile = profile or queries.profile(request.keyring)
    found = {"place": "me"} | queries.frame(profile) | context
    return render(request, f"people/{template}.html", found, status=422 if refused else status)


def for_two(view: View) -> View:
    """A page about one pair: `view(request, pair, …)`. 404 for every id that is not a pair of one's own at this moment.

    A link that ends while the page is being made is treated as one that had ended before (FT-24).
    """

    @wraps(view)
    def found(request: HttpRequest, id: UUID, **more: Any) -> HttpResponse:
        pair = queries.pair(request.keyring, id)
        if pair is None:
            raise Http404
        try:
            return view(request, pair, **more)
        except SpaceClosed:
            raise Http404 from None

    return found


def key_of(request: HttpRequest, pair: Pair, stream: content.Stream) -> str:
    """What stands for a stream in an address: says nothing, and differs for each person and pair."""
    return request.keyring.tag(f"address/{pair.id}/{stream.id}").hex()


def stream_of(request: HttpRequest, pair: Pair, key: str) -> content.Stream:
    """The stream that an address names, among those one may share there. Raises Http404."""
    for stream in offered(pair):
        if key_of(request, pair, stream) == key:
            return stream
    raise Http404


def offered(pair: Pair) -> list[content.Stream]:
    """What the page of Us offers to share with this person, by itself."""
    return [stream for stream in content.streams(pair.to) if stream.offered]


def onward(*names: str) -> HttpResponse:
    """To the first of these pages that this installation has; the last one is always there."""
    return redirect(next(address for name in names if (address := address_of(name))))


def address_of(name: str) -> str:
    """The address of a page, or empty where there is none of that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
