"""Somebody was given ten words (B1, B2): they can look, and say no, before there is anything of theirs here.

The pages are the same for all, read no session and set no cookie; the code travels in their forms alone. Every code
that leads nowhere gets the same answer, and trying is limited as for lock words. Looking tells nobody.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts import limits
from holdfast.accounts import views as accounts
from holdfast.people import actions as people
from holdfast.people import queries
from holdfast.ui.public import public
from holdfast.vault import linking
from holdfast.vault.errors import CannotOpen, KeysReplaced
from holdfast.web import helping

CARRIED = "keep-link"  # the field that brings a code through sign-up


@public
@csrf_exempt  # nothing is stored or read here, and a token would need a cookie; cross-site posts are refused
@require_http_methods(["GET", "HEAD", "POST"])
def come_along(request: HttpRequest) -> HttpResponse:
    """B1: type the words, then see who asks."""
    if request.method != "POST":
        return render(request, "web/public/ten-words.html")
    return _shown(request, "come-along")


@public
@csrf_exempt  # as above
@require_POST
def more(request: HttpRequest) -> HttpResponse:
    """B2: what this is, and isn't."""
    return _shown(request, "what-this-is")


@public
@require_safe
def no_thanks(request: HttpRequest) -> HttpResponse:
    """A no, which tells nobody."""
    return render(request, "web/public/no-thanks.html")


@csrf_exempt  # the page it comes from is public and sets no cookie; a request from another site brings no session
@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """From B2 on: to one's own space where that is open, else to A6 with the code in the form."""
    offer, code = _looked(request)
    if offer is None:
        return _nowhere(request)
    if request.keyring is not None:
        return _take(request, code)
    return accounts.start_with(request, {CARRIED: code.hex()})


@csrf_exempt  # as above
@require_POST
def have_space(request: HttpRequest) -> HttpResponse:
    """B1, "I already have a space": go on there where it is open; else sign in first, then give the words again."""
    offer, code = _looked(request)
    if offer is None:
        return _nowhere(request)
    if request.keyring is not None:
        return _take(request, code)
    return render(request, "web/public/sign-in-first.html")


def brought(keyring: Any, fields: dict[str, str]) -> None:
    """A new account brought a code along: whoever comes by one is here for somebody else, to begin with."""
    try:
        code = bytes.fromhex(fields.get(CARRIED, ""))
    except ValueError:
        return
    if len(code) == linking.CODE and queries.invitation(code) is not None:
        people.was_asked(keyring, code)
        people.update_profile(keyring, recovering=False, supporting=True)


def begun(keyring: Any) -> str | None:
    """Where a new account goes that came by a code: B3."""
    return "what-to-each-other" if queries.asked_along(keyring) else None


def _take(request: HttpRequest, code: bytes) -> HttpResponse:
    try:
        people.was_asked(request.keyring, code)
    except KeysReplaced:
        return redirect("sign-in")
    return redirect("what-to-each-other")


def _shown(request: HttpRequest, page: str) -> HttpResponse:
    offer, code = _looked(request)
    if offer is None:
        return _nowhere(request)
    context = {"name": offer.name, "words": linking.write(code)} | helping.context(settings.COUNTRY)
    return _unstored(render(request, f"web/public/{page}.html", context))


def _nowhere(request: HttpRequest) -> HttpResponse:
    """The one answer for every code that leads nowhere: expired, used, taken back, never there, badly typed."""
    context = {"wrong": True, "typed": request.POST.get("words", "")[:500]}
    return _unstored(render(request, "web/public/ten-words.html", context, status=403))


def _unstored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _looked(request: HttpRequest) -> tuple[Any, bytes]:
    """What the words lead to. A try is counted before, and forgotten when it was right. Raises TooBusy."""
    address = limits.address(request)
    limits.spend(limits.LINK, address)
    try:
        code = linking.read(request.POST.get("words", ""))
    except CannotOpen:
        return None, b""
    offer = queries.invitation(code)
    if offer is not None:
        limits.give_back(limits.LINK, address)
    return offer, code
