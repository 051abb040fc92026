"""Asking for something small, and answering: yes, not this evening, or nothing at all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.people import actions as people
from holdfast.people import queries
from holdfast.people.schema import Pair
from holdfast.together import asks, rules, shelf, wording
from holdfast.together.arrivals import Now
from holdfast.together.asks import NotAsked
from holdfast.together.views.common import moment, of_pair, page

either = require_http_methods(["GET", "HEAD", "POST"])


@either
@unlocked(keeps=False)
@of_pair
def ask_for(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Pick one thing, see what the other will see, send it; or what is open, with the way back."""
    now = moment(request, pair)
    if request.method != "POST":
        return _choose(request, now)
    token = read_token(request)
    wanted = shelf.wanted(request.POST.get("kind", ""))
    match request.POST.get("do"):
        case "back":
            asks.take_back(pair)
        case "look" if wanted and asks.mine(now.found) is None:
            line = wording.asks(queries.profile(request.keyring).name, wanted.asks)
            return page(request, "ask_preview", pair=pair, wanted=wanted, line=line)
        case "send" if wanted:
            try:
                asks.ask(pair, rules.asked(wanted.id, now.now, now.zone), now.now, id=token.record_id)
            except NotAsked as refused:
                return _choose(request, now, problem=str(refused))
    return redirect("ask-for", pair.id)


@either
@unlocked(keeps=False)
@of_pair
def asked(request: HttpRequest, pair: Pair) -> HttpResponse:
    """What the other asks, and the three answers."""
    now = moment(request, pair)
    open_ = asks.theirs(pair, now.found, now.side)
    if request.method == "POST":
        read_token(request)
        if open_ is not None:
            _answered(request, now, open_)
        return redirect("today")
    if open_ is None:
        return page(request, "nothing_for_two", pair=pair)
    return page(request, "asked", pair=pair, ask=open_, line=wording.asks(pair.name, open_.wanted.asks))


def _answered(request: HttpRequest, now: Now, open_: asks.Open) -> None:
    match request.POST.get("do"):
        case "yes" | "no":
            asks.reply(now.pair, open_.id, yes=request.POST["do"] == "yes", now=now.now)
        case "nothing":
            asks.say_nothing(request.keyring, open_, now.now, now.zone)
        case "mute":
            people.mute(request.keyring, now.pair, asks.mute_of(open_.wanted.id))


def _choose(request: HttpRequest, now: Now, problem: str = "") -> HttpResponse:
    kinds = shelf.WANTED.every()
    reviewed = all(each.review.status == "clinician" for each in kinds)
    context = {"open": asks.mine(now.found), "kinds": kinds, "reviewed": reviewed, "problem": problem}
    return page(request, "ask", pair=now.pair, status=422 if problem else 200, **context)
