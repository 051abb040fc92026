"""The door: sign in, the second step, lock and unlock, the spare key. Every refusal reads alike (KEY-06, KEY-21)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.accounts import access, actions, cookies, opening, sessions, slots, totp
from holdfast.accounts.errors import Refused, WrongSecret
from holdfast.accounts.forms import UNSURE, WHO, CodeForm, SignInForm, SpareKeyForm, UnlockForm
from holdfast.accounts.models import Account
from holdfast.accounts.opened import Opened, open_account
from holdfast.accounts.views import common
from holdfast.vault.errors import CannotOpen

pages = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@pages
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and words; on a phone that is known, the lock page instead."""
    if request.method != "POST" and request.keyring is not None:
        return redirect("today")
    if request.method != "POST" and access.known_account(request) is not None:
        return redirect("unlock")
    return sign_in_other(request)


@never_cache
@pages
def sign_in_other(request: HttpRequest) -> HttpResponse:
    """Name and words, also where this browser belongs to somebody else. Asks each time who can open the phone."""
    form = SignInForm(request.POST or None, initial={"who": UNSURE})
    wrong = False
    if form.is_valid():
        told = form.cleaned_data
        try:
            opened = opening.by_name(told["name"], told["words"], common.sender(request))
        except WrongSecret:
            wrong = True
        else:
            return _enter(request, opened, shared=form.is_shared())
    who = form["who"].value() or UNSURE
    return common.page(request, "sign_in", {"form": form, "choices": WHO, "who": who, "wrong": wrong})


@never_cache
@pages
def second_step(request: HttpRequest) -> HttpResponse:
    """The one-time code, within five minutes of the words (KEY-08)."""
    opened = _waiting(request)
    if opened is None:
        return redirect("sign-in-other")
    form, wrong = CodeForm(request.POST or None), False
    if form.is_valid():
        try:
            totp.check(opened, form.cleaned_data["code"])
        except WrongSecret:
            wrong = True
        else:
            response = redirect("today")
            shared = request.found_session.row.shared
            common.new_session(request, response, opened, shared=shared)
            return _past_lock(request, response, opened)
    return common.page(request, "second_step", {"form": form, "wrong": wrong})


@never_cache
@pages
def unlock(request: HttpRequest) -> HttpResponse:
    """PIN or words on a browser that is known; then on to where the person was."""
    account = access.known_account(request)
    if account is None:
        return redirect("sign-in-other")
    if request.method != "POST":
        return redirect("today") if request.keyring is not None else access.lock_page(request, account, "locked")
    form = UnlockForm(request.POST)
    try:
        if not form.is_valid():
            raise WrongSecret
        opened = _opened_by(request, account, form)
    except WrongSecret:
        return access.lock_page(request, account, "wrong-pin" if request.POST.get("pin") else "wrong")
    row = request.session_row
    if not form.cleaned_data["pin"] and (row is None or row.epoch != opened.account.epoch):
        # No session of this browser counts any more, so words alone are a sign-in: a second step is due.
        return _enter(request, opened, shared=row is not None and row.shared)
    response = redirect("today")
    common.new_session(request, response, opened)
    return _past_lock(request, response, opened)


@never_cache
@pages
def lock(request: HttpRequest) -> HttpResponse:
    """Lock now: the key is gone from the server before the page answers."""
    access.lock_now(request)
    account = access.known_account(request)
    return redirect("sign-in-other") if account is None else access.lock_page(request, account, "locked")


@csrf_exempt  # it can only keep an open session awake, for whoever holds its SameSite cookie
@never_cache
@require_POST
def keep_alive(request: HttpRequest) -> HttpResponse:
    """A script says, at most once a minute, that somebody is typing or an exercise runs. 403 when locked."""
    if request.keyring is None or not access.same_browser(request):
        return HttpResponse(status=403)
    sessions.touch(request.session_row)
    return HttpResponse(status=204)


@never_cache
@pages
def use_spare_key(request: HttpRequest) -> HttpResponse:
    """In with the spare key, and straight on to new words: the key opens once."""
    form, sent = common.words_form(request, SpareKeyForm)
    wrong, problem = False, ""
    if sent and form.is_valid():
        told = form.cleaned_data
        try:
            opened = actions.set_words_by_spare_key(told["name"], told["key"], told["words"], common.sender(request))
        except WrongSecret:
            wrong = True
        except Refused as refusal:
            problem = str(refusal)
        else:
            response = redirect("phone")
            common.new_session(request, response, opened)
            return response
    context = {"form": form, "wrong": wrong, "problem": problem, **common.shown_words(form)}
    return common.page(request, "use_spare_key", context)


def _opened_by(request: HttpRequest, account: Account, form: UnlockForm) -> Opened:
    """By PIN where one was typed and this phone may have one, else by words. Raises WrongSecret."""
    pin, words = form.cleaned_data["pin"], form.cleaned_data["words"]
    if not pin:
        return opening.by_words(account, words, common.sender(request))
    device = cookies.device(request)
    slot = slots.of_phone(device)
    if slot is None or slot.account_id != account.id:
        raise WrongSecret
    return opening.by_pin(device, pin)


def _enter(request: HttpRequest, opened: Opened, *, shared: bool) -> HttpResponse:
    """After name and words: a session, or the second step where one is switched on."""
    if totp.is_on(opened):
        response = redirect("second-step")
        if request.found_session is not None:
            sessions.end(request.found_session.row)
        actions.wait_for_code(response, opened, shared=shared, device=sessions.device_kind(request))
    else:
        response = redirect("today")
        common.new_session(request, response, opened, shared=shared)
        _past_lock(request, response, opened)
    if shared:
        common.leave_nothing_here(request, response, opened.account)
    return response


def _past_lock(request: HttpRequest, response: HttpResponse, opened: Opened) -> HttpResponse:
    response["Location"] = access.after_unlock(request, opened)
    return response


def _waiting(request: HttpRequest) -> Opened | None:
    """The account of a half-open session, for as long as its five minutes last."""
    found = request.found_session
    if found is None or not found.row.half_open:
        return None
    account = Account.objects.filter(pk=found.row.account_id, disabled=False, epoch=found.row.epoch).first()
    try:
        return account and open_account(account, found.waiting_amk())
    except CannotOpen:
        return None
