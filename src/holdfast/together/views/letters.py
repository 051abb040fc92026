"""Letters and thank-yous: what was written to me, and writing one with a preview of exactly what the other will see."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateformat import format as written
from django.views.decorators.http import require_http_methods

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.people import actions as people
from holdfast.people import content, sharing
from holdfast.people import queries as pairs
from holdfast.people.schema import Pair
from holdfast.people.sharing import NotShared
from holdfast.together import forms, side
from holdfast.together import letters as post
from holdfast.together.views.common import here, of_pair, page

either = require_http_methods(["GET", "HEAD", "POST"])


@either
@unlocked
def letters(request: HttpRequest) -> HttpResponse:
    """What was written to me, and what I wrote and could still take back."""
    mine = [pair for pair in pairs.pairs(request.keyring) if pair.role != "clinician"]
    if request.method == "POST":
        read_token(request)
        _take_back(request, mine)
        return redirect("letters")
    post.take_in(request.keyring, mine)
    sent = [(pair, found) for pair in mine if (found := post.sent(request.keyring, pair))]
    return page(request, "letters", letters=post.mine(request.keyring), sent=sent, pairs=mine)


@either
@unlocked
def letter(request: HttpRequest, id: UUID) -> HttpResponse:
    """One letter to me."""
    found = post.one(request.keyring, id)
    if found is None:
        raise Http404
    if request.method == "POST":
        read_token(request)
        if request.POST.get("do") == "throw":
            people.throw_letter_away(request.keyring, id)
        return redirect("letters")
    side.has_read(request.keyring, here(request).now, id)
    return page(request, "letter", letter=found)


@either
@unlocked
@of_pair
def write_letter(request: HttpRequest, pair: Pair) -> HttpResponse:
    """A letter."""
    return _write(request, pair, post.LETTER, forms.Letter)


@either
@unlocked
@of_pair
def thanks(request: HttpRequest, pair: Pair) -> HttpResponse:
    """A line or two about something one liked."""
    return _write(request, pair, post.THANKS, forms.Thanks)


def _write(request: HttpRequest, pair: Pair, stream: str, form_of: Any) -> HttpResponse:
    """The form; then what the other will see; then sent. Nothing leaves before the last of the three."""
    form = form_of(request.POST or None)
    if request.method != "POST" or request.POST.get("do") == "change" or not form.is_valid():
        if request.POST.get("do") == "change":
            form = form_of(initial=request.POST.dict())
        return page(request, "write", pair=pair, form=form, stream=stream)
    token = read_token(request)
    card = post.card(stream, form.cleaned_data.get("title", ""), form.cleaned_data["text"])
    try:
        last = sharing.until(request.keyring)
        seen = sharing.ready(request.keyring, pair, card, last)
        if request.POST.get("send") == sharing.mark(seen):
            people.share(request.keyring, pair, card, id=token.record_id)
            return page(request, "written", pair=pair)
    except NotShared as refused:
        form.add_error(None, str(refused))
        return page(request, "write", pair=pair, form=form, stream=stream)
    words = content.words(content.stream(stream)).said(pair.name, written(last, "j F Y"))
    context = {
        "card": seen,
        "mark": sharing.mark(seen),
        "lines": words,
        "record": token.record_id,
        "fields": list(form.cleaned_data.items()),
    }
    return page(request, "write_preview", pair=pair, **context)


def _take_back(request: HttpRequest, mine: list[Pair]) -> None:
    try:
        id = UUID(request.POST.get("back", ""))
    except ValueError:
        return
    for pair in mine:
        if any(shown.id == id for shown in post.sent(request.keyring, pair)):
            people.unshare(request.keyring, pair, id)
