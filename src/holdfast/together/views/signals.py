"""The signal: switch it on or off, send it, see what was sent and take it back (S1, S2, S5)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.people import queries as people
from holdfast.people.schema import Pair
from holdfast.together import schema, side, signals, wording
from holdfast.together.signals import NotSent
from holdfast.together.views.common import here, moment, of_pair, page

either = require_http_methods(["GET", "HEAD", "POST"])


@either
@unlocked(keeps=False)
@of_pair
def signal(request: HttpRequest, pair: Pair) -> HttpResponse:
    """S1 while it is off; S5 while it is on."""
    at = here(request)
    if request.method == "POST":
        read_token(request)
        if request.POST.get("do") == "stop":
            signals.stop(request.keyring, pair, at.now)
            return redirect("us")
        try:
            signals.switch_on(request.keyring, pair, _hours(request), at.now)
        except NotSent as refused:
            return _settings(request, pair, problem=str(refused), status=422)
        return redirect("signal-send", pair.id)
    return _settings(request, pair)


@either
@unlocked(keeps=False)
@of_pair
def signal_send(request: HttpRequest, pair: Pair) -> HttpResponse:
    """S2: the three words and two wishes. One tap sends, and for ten seconds nobody has seen it."""
    at = here(request)
    if not side.read(request.keyring, at.now).is_on(pair.id):
        return redirect("signal", pair.id)
    if request.method == "POST":
        read_token(request)
        word, wish = request.POST.get("word", ""), request.POST.get("wish", "")
        try:
            signals.send(request.keyring, pair, word, wish, at.now)
        except NotSent as refused:
            return page(request, "signal_send", pair=pair, problem=str(refused), status=422, **_words())
        return redirect("signal-sent", pair.id)
    return page(request, "signal_send", pair=pair, **_words())


@either
@unlocked(keeps=False)
@of_pair
def signal_sent(request: HttpRequest, pair: Pair) -> HttpResponse:
    """What the other sees, with the way back."""
    if request.method == "POST":
        read_token(request)
        signals.take_back(pair)
        return redirect("us")
    now = moment(request, pair)
    sent = signals.mine(now.found)
    if sent is None:
        return redirect("signal-send", pair.id)
    context = {
        "sent": sent,
        "line": wording.signal_line(sent),
        "said": wording.signal(sent, people.profile(request.keyring).name),
        "shapes": [sent.word, *([sent.wish] if sent.wish else [])],
        "fades": wording.clock(sent.until, now.zone),
    }
    return page(request, "signal_sent", pair=pair, **context, **_words())


def _settings(request: HttpRequest, pair: Pair, *, problem: str = "", status: int = 200) -> HttpResponse:
    mine = side.read(request.keyring, here(request).now)
    elsewhere = people.pair(request.keyring, UUID(mine.signal_to)) if mine.signal_to else None
    context = {
        "on": mine.is_on(pair.id),
        "elsewhere": elsewhere if elsewhere and elsewhere.id != pair.id else None,
        "fades": wording.FADES,
        "hours": mine.hours,
        "problem": problem,
    }
    return page(request, "signal", pair=pair, status=status, **context)


def _hours(request: HttpRequest) -> int:
    given = request.POST.get("hours", "3")
    return int(given) if given in {str(hours) for hours in schema.FADES} else 0


def _words() -> dict[str, list[tuple[str, object, object]]]:
    return {
        "words": [(word, wording.SIGNALS[word], wording.MEANINGS[word]) for word in schema.WORDS],
        "wishes": [(wish, wording.WISHES[wish], wording.WISH_MEANINGS[wish]) for wish in schema.WISHES if wish],
    }
