"""Asking somebody along: whether, whom, and the words to them (A20, A21, A25, A26). The app itself sends nothing."""

from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts import limits
from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.people import actions, book, forms, linking, profiles, queries
from holdfast.people.linking import NotLinked
from holdfast.people.views.common import onward, page
from holdfast.vault import linking as codes

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
@unlocked
def alongside(request: HttpRequest) -> HttpResponse:
    """A20: whether to ask someone along. Doing it alone is whole."""
    said = request.POST.get("said", "") if request.method == "POST" else ""
    if said in ("not-now", "alone"):
        read_token(request)
        day = profiles.today(request.keyring) if said == "not-now" else said
        actions.forget_steps(request.keyring, day)
        return redirect("today")
    return page(request, "alongside", out=_out(request))


@pages
@unlocked
def who(request: HttpRequest) -> HttpResponse:
    """A21: what are they to you? Then the quiet questions, and the page that everyone reads."""
    if request.method == "POST":
        read_token(request)
        try:
            actions.say_role(request.keyring, request.POST.get("role", ""))
        except NotLinked as refused:
            return page(request, "who", roles=forms.RELATIONS, problem=str(refused), status=422)
        return onward("four-questions", "good-together", "invite")
    return page(request, "who", roles=forms.RELATIONS)


@pages
@unlocked(keeps=False)
def invite(request: HttpRequest) -> HttpResponse:
    """A25: words to them and a name, then the code to copy or to scan."""
    shown = _again(request)
    if shown is not None:
        return shown
    role = book.read(request.keyring).linking.role
    if not role:
        return redirect("alongside" if _out(request) else "who")
    form = forms.Invitation(request.POST or None, initial=_first_words(request))
    problem = ""
    if request.method == "POST" and form.is_valid():
        token = read_token(request)
        limits.spend(limits.INVITE, request.account.id.hex)
        try:
            made = actions.invite(request.keyring, role, form.cleaned_data["name"], id=token.record_id)
        except NotLinked as refused:
            problem = str(refused)
        else:
            return _code(request, made, form.cleaned_data["words"], scan="scan" in request.POST)
    return page(request, "invite", form=form, problem=problem, out=_out(request), status=422 if problem else 200)


@require_safe
@unlocked
def invited(request: HttpRequest) -> HttpResponse:
    """A26: enough for today."""
    return page(request, "invited")


def _again(request: HttpRequest) -> HttpResponse | None:
    """What a code that is out is asked for: to be taken back, or to be shown once more."""
    if request.method != "POST":
        return None
    token = read_token(request)
    if "back" in request.POST:
        actions.take_back(request.keyring, request.POST["back"])
        return redirect("alongside")
    wanted = request.POST.get("show", str(token.record_id))  # or the same form, sent twice
    made = next((held for held in _out(request) if held.id == wanted), None)
    if made is None:
        return redirect("alongside") if "show" in request.POST else None
    words = request.POST.get("words", _first_words(request)["words"])[:2000]
    return _code(request, made, words, scan="scan" in request.POST)


def _out(request: HttpRequest) -> list[book.Invite]:
    """The codes of mine that are out, whether or not somebody has joined: that shows on Today, not here."""
    now = linking.clock.now()
    return [held for held in book.read(request.keyring).invites.values() if not held.over(now)]


def _first_words(request: HttpRequest) -> dict[str, Any]:
    return {
        "words": _(
            "I'm using a private app to help me with some hard things. I'd like you to come along, a little. "
            "It takes about ten minutes to start. No is fine too."
        ),
        "name": queries.profile(request.keyring).name,
    }


def _code(request: HttpRequest, made: book.Invite, words: str, *, scan: bool) -> HttpResponse:
    ten = codes.write(bytes.fromhex(made.code))
    where = request.build_absolute_uri(reverse("come-along"))
    context = {
        "message": f"{words.strip()}\n\n{where}\n\n{ten}",
        "ten": ten,
        "drawing": _drawing(f"{where}#{ten.replace(' ', '.')}"),
        "scan": scan,
        "name": made.name,
    }
    return page(request, "invitation", **context)


def _drawing(link: str) -> SafeString:
    """The link as a square to scan. The words stand behind the #, which no browser sends to a server."""
    svg = segno.make(link, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff")
    return mark_safe(svg)  # noqa: S308  drawn here from our own link, holds no input
