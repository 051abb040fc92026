"""The first steps: three true things, name and lock words, this phone, the spare key (storyboards A6 to A9, A19)."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts import actions, cookies, hooks, limits, slots, spare
from holdfast.accounts.access import fresh, unlocked
from holdfast.accounts.errors import Refused, WrongSecret
from holdfast.accounts.forms import MINE, WHO, PinForm, StartForm
from holdfast.accounts.opened import Opened
from holdfast.accounts.views import common

pages = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """A6: what is locked, who runs this, what nobody can promise."""
    return start_with(request, {})


def start_with(request: HttpRequest, brought: dict[str, str]) -> HttpResponse:
    """A6 with what a person brings along: fields whose names begin with "keep-", carried in the forms alone."""
    return common.page(request, "three_true_things", {"operator": settings.OPERATOR, "carried": brought})


@require_safe
def under_eighteen(request: HttpRequest) -> HttpResponse:
    """CR-26: tools, help and lines for young people. Nothing is stored, no account begins."""
    lines = [line for hook in hooks.youth_lines for line in hook()]
    return common.page(request, "under_eighteen", {"lines": lines})


@never_cache
@pages
def name_and_words(request: HttpRequest) -> HttpResponse:
    """A7: a name and lock words. Reached only by saying "18 or older"; that is all that is asked (PS-52)."""
    if request.POST.get("adult") != "yes":
        return redirect("start")
    form, sent = common.words_form(request, StartForm)
    problem = ""
    if sent and form.is_valid():
        try:
            opened = actions.sign_up_here(
                form.cleaned_data["name"],
                form.cleaned_data["words"],
                form.cleaned_data["invitation"],
                limits.address(request),
            )
        except Refused as refusal:
            problem = str(refusal)
        else:
            for hook in hooks.brought:
                hook(opened.keyring, common.carried(request))
            response = redirect("phone")
            common.new_session(request, response, opened)
            return response
    context = {"form": form, "problem": problem, **common.shown_words(form)}
    return common.page(request, "name_and_words", context)


@unlocked(keeps=False, first_steps=True)
@pages
def phone(request: HttpRequest) -> HttpResponse:
    """A8: who can open this phone. Only "only me" leads to a PIN; every other answer is treated as shared."""
    who = request.POST.get("who", "")
    if who not in dict(WHO):
        return common.page(request, "phone", {"choices": WHO})
    if who == MINE and not request.session_row.shared:
        return redirect("phone-pin")
    if who == MINE:
        # Signed in as shared: one's own phone after all needs the words once more, on the sign-in page.
        return redirect("locks-and-keys")
    response = common.page(request, "phone_shared", {})
    common.leave_nothing_here(request, response, request.account)
    common.new_session(request, response, request.opened, shared=True)
    return response


@fresh(first_steps=True)
@pages
def phone_pin(request: HttpRequest) -> HttpResponse:
    """A8, "only me": a PIN for this phone. There is no such page on a shared one (PS-49)."""
    if request.session_row.shared:
        raise Http404
    form = PinForm(request.POST or None)
    if not form.is_valid():
        return common.page(request, "phone_pin", {"form": form})
    response = common.onward(request.opened, "locks-and-keys")
    slot = slots.of_phone(cookies.device(request))
    actions.set_pin(response, request.opened, form.cleaned_data["pin"], request.session_row.device)
    if slot is not None and slot.account_id == request.account.id:
        actions.remove_way(request.opened, str(slot.id))
    return response


@unlocked(first_steps=True)
@pages
def spare_key_offer(request: HttpRequest) -> HttpResponse:
    """A9 and A19: make a spare key, later, or none. Until one is chosen no other page opens (KEY-09)."""
    before = spare.choice(request.opened)
    if request.method == "POST":
        try:
            spare.choose(request.opened, request.POST.get("choice", ""))
        except Refused:
            return redirect("spare-key-offer")
        return redirect("today" if before else _begun(request.opened))
    has_one = any(way.kind == "recovery" for way in slots.ways(request.opened))
    return common.page(request, "spare_key_offer", {"before": before, "has_one": has_one})


@fresh(first_steps=True)
@pages
def spare_key_make(request: HttpRequest) -> HttpResponse:
    """The spare key, shown once. It begins to work, and an older one stops, when the person says they have it."""
    text = spare.new_text()
    if request.method == "POST":
        try:
            text = spare.from_form(request.POST.get("key", ""))
        except WrongSecret:
            return redirect("spare-key-make")
        if "have" in request.POST:
            first = spare.choice(request.opened) is None
            spare.keep(request.opened, text)
            return _try(request, text, first=first)
    context = {"groups": text.split("-"), "key": spare.signed(text)}
    return common.page(request, "spare_key_make", context)


@unlocked(keeps=False, first_steps=True)
@pages
def spare_key_try(request: HttpRequest) -> HttpResponse:
    """Try it once: the last group right after making it, the whole key any day later. Changes nothing."""
    first = "first" in request.POST
    after = _begun(request.opened) if first else "locks-and-keys"
    if request.method != "POST":
        return common.page(request, "spare_key_try_whole", {})
    if "skip" in request.POST:
        return redirect(after)
    if "whole" in request.POST:
        works = spare.opens(request.opened, request.POST["whole"])
        return common.page(request, "spare_key_try_whole", {"works": works, "tried": True})
    try:
        text = spare.from_form(request.POST.get("key", ""))
    except WrongSecret:
        return redirect("spare-key-try")
    if spare.last_group_is(text, request.POST.get("last", "")):
        return redirect(after)
    return _try(request, text, first=first, wrong=True)


def _begun(opened: Opened) -> str:
    """Where a new account goes after its first steps: where a room above says, else to a time for tomorrow (A10)."""
    return next((name for hook in hooks.begun if (name := hook(opened.keyring))), "welcome-tomorrow")


def _try(request: HttpRequest, text: str, *, first: bool, wrong: bool = False) -> HttpResponse:
    context = {"key": spare.signed(text), "first": first, "wrong": wrong}
    return common.page(request, "spare_key_try", context)
