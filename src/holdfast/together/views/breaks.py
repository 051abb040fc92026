"""I need a break: begin, show, tell or keep it to oneself; the time away; and its end (P2 to P4)."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.people import queries as people
from holdfast.people.schema import Pair
from holdfast.together import breaks, rules, wording
from holdfast.together.breaks import NotABreak
from holdfast.together.side import Taking
from holdfast.together.views.common import Here, article, here, of_pair, page

either = require_http_methods(["GET", "HEAD", "POST"])


@either
@unlocked(keeps=False)
def need_a_break(request: HttpRequest) -> HttpResponse:
    """P2. Every button begins the break at once."""
    at, pairs = here(request), _pairs(request)
    if request.method == "POST":
        read_token(request)
        how = request.POST.get("how", "")
        told = next((pair for pair in pairs if how == f"tell-{pair.id}"), None)
        try:
            breaks.start(request.keyring, request.POST.get("length") or "20", at.now, at.zone)
        except NotABreak as refused:
            return _begin(request, pairs, problem=str(refused))
        if told is not None:
            return redirect("break-tell", told.id)
        return redirect("break-card" if how == "card" else "break-time")
    return _begin(request, pairs)


@either
@unlocked(keeps=False)
@of_pair
def tell_here(request: HttpRequest, pair: Pair) -> HttpResponse:
    """What the other will see; then send it, or don't."""
    at = here(request)
    taking = breaks.current(request.keyring, at.now)
    if request.method == "POST" and taking is not None:
        read_token(request)
        if request.POST.get("do") == "send":
            breaks.tell(request.keyring, pair, at.now, at.zone)
        return redirect("break-time")
    if taking is None:
        return redirect("break")
    said = wording.told(breaks.seen(taking, at.zone), at.profile.name, at.now, at.zone)
    return page(request, "break_tell", pair=pair, said=said)


@either
@unlocked(keeps=False)
def break_time(request: HttpRequest) -> HttpResponse:
    """P3 and, from five minutes before its end on, P4. It counts nothing and is never late."""
    at = here(request)
    if request.method == "POST":
        read_token(request)
        return _ended(request, at)
    context = _time(request, at)
    return redirect("break") if context is None else page(request, "break_time", **context)


@require_safe
@unlocked(counts=False)
def break_now(request: HttpRequest) -> HttpResponse:
    """The same, as an open page asks for it once a minute. That is no act of the person's: it keeps nothing awake."""
    context = _time(request, here(request))
    if context is None:
        raise Http404
    return render(request, "together/break_now.html", context)


@require_safe
@unlocked
def break_back(request: HttpRequest) -> HttpResponse:
    """Words for going back, or for leaving it for today."""
    return page(request, "break_back")


@require_safe
@unlocked
def break_card(request: HttpRequest) -> HttpResponse:
    """The break as words to hold up: they fill the screen, and a tap turns them round."""
    at = here(request)
    taking = breaks.current(request.keyring, at.now)
    if taking is None:
        return redirect("break")
    ahead = taking.tomorrow and _until(taking, at) == _("tomorrow")
    lines = wording.card_words(_own_words(request), wording.clock(taking.until, at.zone), ahead)
    return page(request, "break_card", lines=lines)


def _ended(request: HttpRequest, at: Here) -> HttpResponse:
    """What the person chose near the end, or while it lasts: no reason is asked for any of it."""
    match request.POST.get("do"):
        case "back":
            breaks.go_back(request.keyring, at.now)
            return redirect("break-back")
        case "not-today":
            breaks.not_today(request.keyring, at.now, at.zone)
            return redirect("today")
        case "more":
            breaks.more(request.keyring, at.now, at.zone)
    return redirect("break-time")


def _time(request: HttpRequest, at: Here) -> dict[str, Any] | None:
    taking = breaks.current(request.keyring, at.now)
    if taking is None:
        return None
    near, read = rules.is_near(taking.until, at.now), article("more-about-breaks")
    return {"until": _until(taking, at), "near": near, "article": read}


def _begin(request: HttpRequest, pairs: list[Pair], *, problem: str = "") -> HttpResponse:
    length = next((words.length for pair in pairs if (words := breaks.words(request.keyring, pair.id))), "20")
    context = {"pairs": pairs, "lengths": wording.NOW_LENGTHS, "length": length, "problem": problem}
    status = 422 if problem else 200
    return page(request, "break", article=article("more-about-breaks"), status=status, **context)


def _pairs(request: HttpRequest) -> list[Pair]:
    return [pair for pair in people.pairs(request.keyring) if pair.role != "clinician"]


def _own_words(request: HttpRequest) -> str:
    """My own words, where they are the same for everybody I wrote some for; else the plain ones."""
    ids: list[UUID] = breaks.written_for(request.keyring)
    mine = {words.words for id in ids if (words := breaks.words(request.keyring, id)) and words.words}
    return mine.pop() if len(mine) == 1 else _("I need a break")


def _until(taking: Taking, at: Any) -> str:
    return wording.until(taking.until, taking.tomorrow, at.now, at.zone)
