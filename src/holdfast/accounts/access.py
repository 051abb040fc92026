"""Who may see a page: decorators for views, and what the closed door looks like.

`unlocked`: the person's keys are at hand. `fresh`: besides, words or PIN were typed within two minutes.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.encoding import escape_uri_path
from django.views.decorators.cache import never_cache

from holdfast.accounts import cookies, drops, form_token, sessions, slots, spare
from holdfast.accounts.errors import BadToken
from holdfast.accounts.middleware import look_again
from holdfast.accounts.models import Account
from holdfast.accounts.opened import Opened
from holdfast.vault.errors import KeysReplaced

View = Callable[..., HttpResponse]
SAFE = {"GET", "HEAD", "OPTIONS"}
NEXT = "next"
DOORS = {"lock", "unlock", "sign-in", "sign-in-other", "second-step", "keep-alive", "exit"}


def unlocked(view: View | None = None, *, keeps: bool = True, counts: bool = True, first_steps: bool = False) -> View:
    """Only with the person's keys. Signed out: to the sign-in page. Locked: the lock page, at the same address.

    A form sent while locked is sealed to its owner and offered after the next unlock, unless `keeps` is False (forms
    with words or files). `counts` False for what a script asks by itself: it does not keep the session awake.
    `first_steps` marks pages that open before the choice about a spare key is made (KEY-09).
    """
    if view is None:
        return lambda given: unlocked(given, keeps=keeps, counts=counts, first_steps=first_steps)

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.keyring is None:
            return closed(request, keeps=keeps)
        if request.method not in SAFE and form_token.FIELD in request.POST:
            form_token.read_token(request)
        if counts:
            sessions.touch(request.session_row)
        if not first_steps and spare.is_pending(request.opened):
            return redirect("spare-key-offer")
        try:
            response = view(request, *args, **kwargs)
        except KeysReplaced:
            sessions.lock(request.session_row)
            look_again(request)
            return closed(request, keeps=keeps)
        return _done(request, response)

    guarded.keeps_forms = keeps
    return guarded


def fresh(view: View | None = None, *, first_steps: bool = False) -> View:
    """Only when words or PIN were typed within the last two minutes; else asks for them, then shows the page."""
    if view is None:
        return lambda given: fresh(given, first_steps=first_steps)

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sessions.is_fresh(request.session_row):
            return view(request, *args, **kwargs)
        return lock_page(request, request.account, "again")

    return unlocked(asked, keeps=False, first_steps=first_steps)


def closed(request: HttpRequest, *, keeps: bool = True) -> HttpResponse:
    """What a person without keys gets instead of a page: the lock page where the browser is known, else sign-in."""
    sent = request.method not in SAFE
    kept = sent and keeps and drops.keep(request)
    account = known_account(request)
    if account is None:
        return redirect("sign-in")
    return lock_page(request, account, "kept" if kept else "lost" if sent else "locked")


def lock_now(request: HttpRequest) -> None:
    """Lock in the middle of a request: from here on it holds no key, and neither does the browser that sent it."""
    if request.session_row is not None:
        sessions.lock(request.session_row)
        look_again(request)


def known_account(request: HttpRequest) -> Account | None:
    """Whose browser this is without any key: by its session row, else by the cookie of a phone with a PIN."""
    if request.account is not None:
        return request.account
    slot = slots.of_phone(cookies.device(request))
    return slot.account if slot and not slot.account.disabled else None


def lock_page(request: HttpRequest, account: Account, why: str) -> HttpResponse:
    """The page that asks for PIN or words and then goes on to where the person was. Answers 403: nothing was done.

    `why`: "locked"; "kept" or "lost", what became of a form that was sent; "again", the session is open but the page
    behind asks once more; "wrong" or "wrong-pin", what was typed did not open it.
    """
    slot = slots.of_phone(cookies.device(request))
    context = {
        "pin": slot is not None and slot.account_id == account.id,
        "why": why,
        "next": sign_next(request, account),
    }
    return render(request, "accounts/lock.html", context, status=403)


def sign_next(request: HttpRequest, account: Account) -> str:
    """Where to go after the lock, as a signed field of the form: never in an address (PS-44), never for another."""
    given = request.POST.get(NEXT, "")
    if given and next_path(request, account) is not None:
        return given
    return _signer(account).sign(request.path if request.method in SAFE else _page_of_form(request))


def next_path(request: HttpRequest, account: Account) -> str | None:
    """The signed address out of the lock form; None when there is none, or it was made for somebody else."""
    try:
        return _signer(account).unsign(request.POST.get(NEXT, ""))
    except signing.BadSignature:
        return None


def after_unlock(request: HttpRequest, opened: Opened) -> str:
    """The address to go on to: what was kept while locked, if anything was; else where the person was; else Today."""
    if drops.waiting(opened.keyring):
        return reverse("kept-forms")
    path = next_path(request, opened.account)
    # As a browser writes it: a part of an address may hold a line break, or a letter that no header can.
    return escape_uri_path(path) if path and _can_be_opened(path) else reverse("today")


def same_browser(request: HttpRequest) -> bool:
    """Whether a request without a token comes from our own pages or an address typed in, not from another site."""
    return request.headers.get("Sec-Fetch-Site", "none") != "cross-site"


def stay(request: HttpRequest, minutes: int) -> None:
    """A long page declares its length: this session locks only after that and two minutes more without action."""
    sessions.stay(request.session_row, minutes)


def _done(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A kept form that was sent again and accepted, which a redirect or 204 says, is thrown away.

    204 is the answer to a script; the person who now pressed a button gets a page.
    """
    kept = request.POST.get(drops.FIELD, "") if request.method == "POST" else ""
    if not kept or not (response.status_code == 204 or 300 <= response.status_code < 400):
        return response
    drops.throw_away(request.keyring, kept)
    return redirect("kept-forms") if response.status_code == 204 else response


def _page_of_form(request: HttpRequest) -> str:
    """The page a form stood on, as its token says; Today when it says nothing."""
    try:
        return form_token.read(request.POST.get(form_token.FIELD, "")).purpose
    except BadToken:
        return reverse("today")


def _can_be_opened(path: str) -> bool:
    """Whether an address is one of our pages, and not a door of this room."""
    try:
        return resolve(path).url_name not in DOORS
    except Resolver404:
        return False


def _signer(account: Account) -> signing.Signer:
    return signing.Signer(salt=f"hf/next/1/{account.id.hex}")
