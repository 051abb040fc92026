"""Sharing: what could be shared, one page for each share with its preview, and changing or ending it (A29, PS-02)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateformat import format as written
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.people import actions, content, forms, hooks, profiles, queries, sharing
from holdfast.people.card import Card
from holdfast.people.content import Stream
from holdfast.people.pair import Pair
from holdfast.people.sharing import NotShared
from holdfast.people.views.common import for_two, key_of, offered, page, stream_of

pages = require_http_methods(["GET", "HEAD", "POST"])
US = "us"


@pages
@unlocked
@for_two
def choose(request: HttpRequest, pair: Pair) -> HttpResponse:
    """What could be shared with this person, and what could be asked for. The same list whatever is shared already."""
    if request.method == "POST":
        read_token(request)
        return _asked(request, pair)
    found = offered(pair)
    ask = [(stream, sharing.may_ask(request.keyring, pair, stream.id)) for stream in found if stream.asked_for]
    rows = [(stream, key_of(request, pair, stream)) for stream in found]
    keys = {stream.id: key for stream, key in rows}
    asks = [(stream, keys[stream.id], may) for stream, may in ask]
    return page(request, "share_list", pair_=pair, rows=rows, asks=asks, place=US)


@pages
@unlocked
@for_two
def share(request: HttpRequest, pair: Pair, key: str) -> HttpResponse:
    """One share: words if it has any, then the preview, what is agreed to, and Share or Not now.

    Pressing Share after the preview has become another, by another time or a new day, shows the new one first.
    """
    stream = stream_of(request, pair, key)
    days = _days(request)
    form = forms.Words(request.POST if "text" in request.POST else None) if stream.shape == "once" else None
    if form is not None and not form.is_valid():
        return page(request, "share_words", pair_=pair, stream=stream, form=form, place=US)
    try:
        card = sharing.ready(request.keyring, pair, _card(request, stream, form), sharing.until(request.keyring, days))
        if request.method == "POST" and request.POST.get("share") == sharing.mark(card):
            token = read_token(request)
            actions.share(request.keyring, pair, card, id=token.record_id, days=days)
            return redirect("shared", id=pair.id, row=token.record_id)
    except NotShared as refused:
        return page(request, "share_words", pair_=pair, stream=stream, form=form, problem=str(refused), status=422)
    until = written(date.fromisoformat(card.until), "j F Y")
    words = content.words(stream).said(pair.name, until)
    context = {"stream": stream, "card": card, "words": words, "days": days, "choices": sharing.CHOICES, "form": form}
    changed = bool(request.POST.get("share"))
    return page(request, "share", pair_=pair, place=US, mark=sharing.mark(card), changed=changed, **context)


@pages
@unlocked
@for_two
def shared(request: HttpRequest, pair: Pair, row: UUID) -> HttpResponse:
    """One thing I share: as they see it, until when, and how to end it at once or quietly."""
    mine = [each for each in sharing.shown(request.keyring, pair) if each.mine and each.id == row]
    if not mine:
        raise Http404
    if request.method == "POST":
        read_token(request)
        end = {"quiet": actions.stop, "end": actions.unshare}.get(request.POST.get("do", ""))
        if end is not None:
            end(request.keyring, pair, row)
        return redirect("us")
    stream = content.stream(mine[0].card.stream)
    return page(request, "shared", pair_=pair, shown=mine[0], standing=stream.shape == "standing", place=US)


@require_safe
@unlocked
def overview(request: HttpRequest) -> HttpResponse:
    """What I share, with everybody, at one glance; and the way to everything that ends it."""
    mine = queries.pairs(request.keyring)
    rows = [(pair, [each for each in sharing.shown(request.keyring, pair) if each.mine]) for pair in mine]
    return page(request, "sharing", rows=rows)


def _asked(request: HttpRequest, pair: Pair) -> HttpResponse:
    """What was pressed: ask for something, put a request away, or show me no such requests."""
    do = request.POST.get("do", "")
    if do == "ask":
        try:
            actions.ask(request.keyring, pair, stream_of(request, pair, request.POST.get("key", "")).id)
        except NotShared:
            return redirect("share-list", id=pair.id)
    elif do == "away":
        for each in sharing.asked(request.keyring, pair):
            if str(each.id) == request.POST.get("ask"):
                actions.put_away(request.keyring, pair, each.id)
    elif do == "mute":
        actions.mute(request.keyring, pair, sharing.ASKS)
    return redirect("us")


def _card(request: HttpRequest, stream: Stream, form: forms.Words | None) -> Card:
    """The card as it would be shared now."""
    if form is not None:
        return Card(stream=stream.id, title=stream.title, text=form.cleaned_data["text"].strip())
    today = date.fromisoformat(profiles.today(request.keyring))
    build: Any = hooks.cards.get(stream.id)
    if build is None:
        raise Http404  # nobody in this installation has it
    return build(request.keyring, today, today)


def _days(request: HttpRequest) -> int:
    asked = request.POST.get("days", "")
    return int(asked) if asked in map(str, sharing.CHOICES) else sharing.DAYS
