"""P1, a break we both know: each writes for themselves, when calm, and shares what they choose."""

from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.people import actions as people
from holdfast.people import content, sharing
from holdfast.people.schema import Card, Pair
from holdfast.people.sharing import NotShared
from holdfast.together import breaks, forms, wording
from holdfast.together.breaks import Words
from holdfast.together.views.common import article, of_pair, page

STREAM = "break-words"
PARTS = ("where", "children")
either = require_http_methods(["GET", "HEAD", "POST"])


@either
@unlocked
@of_pair
def break_words(request: HttpRequest, pair: Pair) -> HttpResponse:
    """My words, kept for me."""
    kept = breaks.words(request.keyring, pair.id)
    form = forms.BreakWords(request.POST or None, initial=_first(kept))
    if request.method == "POST" and form.is_valid():
        read_token(request)
        breaks.keep_words(request.keyring, pair.id, form.written())
        return redirect("break-words-share", pair.id)
    context = {"form": form, "kept": kept, "article": article("more-about-breaks")}
    return page(request, "break_words", pair=pair, **context)


@either
@unlocked(keeps=False)
@of_pair
def share_break_words(request: HttpRequest, pair: Pair) -> HttpResponse:
    """What the other would see of them, exactly; then share it, or don't."""
    kept = breaks.words(request.keyring, pair.id)
    if kept is None:
        return redirect("break-words", pair.id)
    chosen = [part for part in PARTS if getattr(kept, part) and request.POST.get(part) == "yes"]
    last, problem = sharing.until(request.keyring), ""
    card = sharing.ready(request.keyring, pair, _card(kept, chosen), last)
    if request.method == "POST":
        token = read_token(request)
        if request.POST.get("share") == sharing.mark(card):
            try:
                _share(request, pair, card, token.record_id)
            except NotShared as refused:
                problem = str(refused)
            else:
                return redirect("us")
    stream = content.stream(STREAM)
    context = {
        "kept": kept,
        "chosen": chosen,
        "card": card,
        "mark": sharing.mark(card),
        "lines": content.words(stream).said(pair.name, written(last, "j F Y")),
        "problem": problem,
        "parts": [(part, label) for part, label in _labels() if getattr(kept, part)],
    }
    return page(request, "break_words_share", pair=pair, status=422 if problem else 200, **context)


def _share(request: HttpRequest, pair: Pair, card: Card, id: UUID) -> None:
    """In place of what I shared of them before."""
    with transaction.atomic():
        for shown in sharing.shown(request.keyring, pair):
            if shown.mine and shown.card.stream == STREAM and shown.id != id:
                people.unshare(request.keyring, pair, shown.id)
        people.share(request.keyring, pair, card, id=id)


def _card(kept: Words, chosen: list[str]) -> Card:
    lines = [_("My words: {words}").format(words=kept.words or _("I need a break"))]
    lines.append(_("About how long: {length}").format(length=dict(wording.LENGTHS)[kept.length]))
    if "where" in chosen:
        lines.append(_("Where I go: {place}. Where you go: you decide.").format(place=kept.where.rstrip(".")))
    if "children" in chosen:
        lines.append(_("If there are children: {who}").format(who=kept.children))
    return Card(STREAM, _("A break we both know"), "\n".join(lines))


def _first(kept: Words | None) -> dict[str, str]:
    plain = {str(words) for words in wording.BREAK_WORDS}
    if kept is None:
        return {"picked": str(wording.BREAK_WORDS[0]), "length": "20"}
    picked = kept.words if kept.words in plain else ""
    return asdict(kept) | {"picked": picked, "words": "" if picked else kept.words}


def _labels() -> list[tuple[str, str]]:
    return [("where", _("Where I go")), ("children", _("Who is with the children"))]
