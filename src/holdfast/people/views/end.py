"""What links two: what we are, what I silenced, unlinking, blocking, and the ledger of what I agreed to."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.access import fresh, unlocked
from holdfast.accounts.forms import read_token
from holdfast.people import actions, book, content, forms, ledger, queries, roles, sharing
from holdfast.people.pair import Pair
from holdfast.people.views.common import for_two, onward, page

pages = require_http_methods(["GET", "HEAD", "POST"])
US = "us"


@pages
@unlocked
@for_two
def pair(request: HttpRequest, pair: Pair) -> HttpResponse:
    """One person I am linked with: what I say we are, what I silenced, and the way out."""
    if request.method == "POST":
        read_token(request)
        if request.POST.get("role") in roles.DECLARED:
            actions.declare(request.keyring, pair, request.POST["role"])
        elif request.POST.get("asks") in ("on", "off"):
            actions.mute(request.keyring, pair, sharing.ASKS, on=request.POST["asks"] == "off")
        return redirect("pair", id=pair.id)
    context = {"roles": forms.RELATIONS, "muted": sharing.ASKS in pair.mutes}
    return page(request, "pair", pair_=pair, place=US, **context)


@pages
@unlocked
def unlink(request: HttpRequest, id: UUID) -> HttpResponse:
    """Q4: end the link, alone and at once. No message, no reason, no waiting (PS-35, PS-36)."""
    found = queries.pair(request.keyring, id)
    unsure = dict(queries.unsure(request.keyring)).get(id) if found is None else None
    if found is None and unsure is None:
        raise Http404
    if request.method == "POST":
        read_token(request)
        do = request.POST.get("do")
        if do == "unlink" and found is None:
            actions.forget_unsure(request.keyring, id)
        elif do == "unlink":
            actions.unlink(request.keyring, found, block="block" in request.POST)
        elif do == "stop" and found is not None:
            actions.stop_all(request.keyring, found)
        return redirect("us")
    return page(request, "unlink", name=found.name if found else unsure, sure=found is not None, place=US, id=id)


@pages
@unlocked
def blocked(request: HttpRequest) -> HttpResponse:
    """Whose invitations do not open for me."""
    if request.method == "POST":
        read_token(request)
        actions.unblock(request.keyring, request.POST.get("who", ""))
        return redirect("blocked")
    return page(request, "blocked", blocked=book.read(request.keyring).blocked)


@require_safe
@fresh
def consents(request: HttpRequest) -> HttpResponse:
    """The ledger: every change of what I share and with whom, for me alone (PS-03). Asks for words or PIN anew."""
    held = ledger.read(request.keyring)
    told = [(entry, _words(entry)) for entry in reversed(held.entries)]
    return page(request, "consents", told=told, intact=held.intact)


@require_POST
@unlocked
def met(request: HttpRequest, id: UUID) -> HttpResponse:
    """A27: I have seen that they are here."""
    read_token(request)
    actions.met(request.keyring, id)
    return redirect("today") if request.POST.get("do") == "later" else onward("this-week", "us")


def _words(entry: ledger.Entry) -> list[str]:
    """The exact words that were agreed to then, in the version of then."""
    found = content.CONSENTS.pinned(entry.words) if entry.words else None
    return found.said(entry.whom, entry.until) if found else []
