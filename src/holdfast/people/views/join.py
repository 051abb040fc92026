"""Coming along: what are you to each other, joining, and the first minutes of who supports (B3 to B8)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.people import actions, book, content, forms, queries, schema
from holdfast.people.linking import NotLinked
from holdfast.people.pair import Pair
from holdfast.people.views.common import for_two, onward, page
from holdfast.vault.errors import SpaceClosed

pages = require_http_methods(["GET", "HEAD", "POST"])
CARDS = 3


@pages
@unlocked
def to_each_other(request: HttpRequest) -> HttpResponse:
    """B3: both choose; neither is told what the other chose."""
    if queries.asked_along(request.keyring) is None:
        return _nowhere(request)
    if request.method == "POST":
        read_token(request)
        try:
            actions.say_role(request.keyring, request.POST.get("role", ""))
        except NotLinked as refused:
            return page(request, "to_each_other", roles=forms.RELATIONS, problem=str(refused), status=422)
        if "zone" in request.POST:
            _keep_zone(request)
        return onward("good-together", "join")
    return page(request, "to_each_other", roles=forms.RELATIONS)


@pages
@unlocked
def join(request: HttpRequest) -> HttpResponse:
    """B4: join, or not now. Nothing is shared by joining."""
    offer, steps = queries.asked_along(request.keyring), book.read(request.keyring).linking
    if offer is None:
        return _nowhere(request)
    if not steps.role:
        return redirect("what-to-each-other")
    words = content.consent("link").said(offer.name)
    form = forms.JoinAs(request.POST or None, initial={"name": queries.profile(request.keyring).name})
    if request.method == "POST":
        read_token(request)
        if "not" in request.POST:
            return redirect("today")
        if form.is_valid():
            return _joined(request, bytes.fromhex(steps.code), steps.role, form.cleaned_data["name"])
    return page(request, "join", form=form, name=offer.name, words=words)


@require_safe
@unlocked
@for_two
def what_helps(request: HttpRequest, pair: Pair, card: int) -> HttpResponse:
    """B5: what helps, what doesn't, one card at a time."""
    if not 1 <= card <= CARDS:
        raise Http404
    return page(request, "what_helps", pair_=pair, card=card, of=CARDS, next=card + 1)


@pages
@unlocked
@for_two
def one_sentence(request: HttpRequest, pair: Pair) -> HttpResponse:
    """B6: one sentence to try. It stays here, for whoever picked it."""
    form = forms.Sentence(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = read_token(request)
        actions.begin_with(request.keyring, pair, token.record_id, sentence=form.sentence())
        return redirect("and-you", id=pair.id)
    return page(request, "one_sentence", pair_=pair, form=form)


@pages
@unlocked
@for_two
def and_you(request: HttpRequest, pair: Pair) -> HttpResponse:
    """B7: this is for who supports as well. The number is kept as theirs, shown to nobody."""
    if request.method == "POST":
        token = read_token(request)
        load = request.POST.get("load", "")
        if load in map(str, range(11)):
            actions.begin_with(request.keyring, pair, token.record_id, load=int(load))
        if request.POST.get("do") == "on":
            actions.update_profile(request.keyring, recovering=True)
        return redirect("beginning-done", id=pair.id)
    recovering = queries.profile(request.keyring).recovering
    return page(request, "and_you", pair_=pair, recovering=recovering)


@require_safe
@unlocked
@for_two
def beginning_done(request: HttpRequest, pair: Pair) -> HttpResponse:
    """B8: that's all for today."""
    return page(request, "beginning_done", pair_=pair)


def _joined(request: HttpRequest, code: bytes, role: str, name: str) -> HttpResponse:
    try:
        pair: UUID | None = actions.accept(request.keyring, code, role, name)
    except NotLinked as refused:
        actions.forget_steps(request.keyring)
        return page(request, "not_joined", sentence=str(refused), status=409)
    except SpaceClosed:
        pair = None
    return redirect("what-helps", id=pair, card=1) if pair else _nowhere(request)


def _nowhere(request: HttpRequest) -> HttpResponse:
    """The one answer for every code that leads nowhere. Without a code, as after pressing Join twice: on to Us."""
    if not book.read(request.keyring).linking.code:
        return redirect("us")
    return page(request, "not_joined", sentence=_("That code doesn't open. It works once, for 24 hours."), status=403)


def _keep_zone(request: HttpRequest) -> None:
    if schema.is_zone(request.POST["zone"]) and not queries.profile(request.keyring).zone_known:
        actions.settle(request.keyring, request.POST["zone"])
