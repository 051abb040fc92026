"""What is here now, for an open page that asks once a minute; and silencing a kind of what comes in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.people import actions as people
from holdfast.people.schema import Pair
from holdfast.together import asks, parts, shelf
from holdfast.together.mutes import MUTES
from holdfast.together.views.common import of_pair, page


@require_safe
@unlocked(counts=False)
def together_now(request: HttpRequest) -> HttpResponse:
    """The part of Today that the other can change. Asking for it is no act of the person's: it keeps nothing awake."""
    return HttpResponse(parts.arrived(request))


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked(keeps=False)
@of_pair
def mute(request: HttpRequest, pair: Pair, kind: int) -> HttpResponse:
    """S5 for what comes in. Nobody is told, and nothing of the other's changes."""
    if not 1 <= kind <= len(MUTES):
        raise Http404
    name, title = MUTES[kind - 1]
    if request.method == "POST":
        read_token(request)
        if request.POST.get("do") in ("mute", "show"):
            people.mute(request.keyring, pair, name, on=request.POST["do"] == "mute")
        for muted in request.POST.getlist("again")[:1]:
            people.mute(request.keyring, pair, muted, on=False)
        return redirect("us")
    single = [(asks.mute_of(each.id), each.title) for each in shelf.WANTED.every()] if name == asks.ASKS else []
    muted = [(key, words) for key, words in single if key in pair.mutes]
    return page(request, "mute", pair=pair, title=title, on=name in pair.mutes, single=muted)
