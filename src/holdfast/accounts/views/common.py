"""What several pages of this room share: who is sending, new words made or chosen, a session for this browser."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from holdfast.accounts import actions, cookies, limits, sessions, slots, spare
from holdfast.accounts.forms import NewWordsForm
from holdfast.accounts.middleware import look_again
from holdfast.accounts.models import Account
from holdfast.accounts.opened import Opened
from holdfast.vault import wordlist

MAKE, OWN, GO = "make", "own", "go"
CARRY, MOST_CARRIED, LONGEST_CARRIED = "keep-", 8, 60


def sender(request: HttpRequest) -> actions.Sender:
    """Who tries a secret: the address, and the accounts that know this browser (its session row, its PIN)."""
    known = {}
    slot = slots.of_phone(cookies.device(request))
    if slot is not None:
        known[slot.account_id] = slot.id.hex
    if request.session_row is not None:
        known[request.session_row.account_id] = request.session_row.sid_hash
    return actions.Sender(limits.address(request), known)


def words_form(request: HttpRequest, kind: type[NewWordsForm]) -> tuple[NewWordsForm, bool]:
    """A form with the choice "make me four words / I'll choose my own", and whether it was sent to be done.

    Pressing one of the two shows the form again with everything typed so far, and nothing called wrong yet.
    """
    wish = request.POST.get("do", "")
    if wish == GO:
        return kind(request.POST), True
    told = {name: request.POST.get(name, "") for name in kind.base_fields if name not in ("words", "again")}
    if wish == MAKE:
        told |= {"mode": kind.MADE, "words": wordlist.generate()}
    elif wish == OWN:
        told |= {"mode": kind.OWN}
    return kind(initial=told), False


def shown_words(form: NewWordsForm) -> dict[str, str]:
    """For the page: how the words are being chosen, and the four that were made."""
    mode = form["mode"].value() or ""
    return {"mode": mode, "words": form["words"].value() or "" if mode == form.MADE else ""}


def new_session(request: HttpRequest, response: HttpResponse, opened: Opened, *, shared: bool | None = None) -> None:
    """A new session in place of this browser's old one, if it has one of the same account; same kind, same end.

    `shared` None keeps what the old one was.
    """
    row = request.session_row
    same = row is not None and row.account_id == opened.account.id
    if request.found_session is not None:
        sessions.end(request.found_session.row)
    actions.start_session(
        response,
        opened,
        shared=(same and row.shared) if shared is None else shared,
        device=row.device if same else sessions.device_kind(request),
        hard_until=row.hard_until if same else None,
    )
    look_again(request)


def leave_nothing_here(request: HttpRequest, response: HttpResponse, account: Account) -> None:
    """On a phone that is now called shared nothing stays: this account's PIN, its cookie, kept pages (PS-49)."""
    cookies.clear_browser(response)
    slot = slots.of_phone(cookies.device(request))
    if slot is not None and slot.account_id == account.id:
        slot.delete()
        cookies.drop_device(response)


def carried(request: HttpRequest) -> dict[str, str]:
    """What travels through sign-up in the forms alone: a few short fields that begin with "keep-". Their names and
    values mean nothing here."""
    found = [(name, value) for name, value in request.POST.items() if name.startswith(CARRY)][:MOST_CARRIED]
    return {name: value for name, value in found if len(name) <= LONGEST_CARRIED and len(value) <= LONGEST_CARRIED}


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of this room: 403 when a secret was wrong, 422 when something typed did not fit, else 200."""
    form = context.get("form")
    unfit = context.get("problem") or (form is not None and form.is_bound and form.errors)
    status = 403 if context.get("wrong") else 422 if unfit else 200
    context = {"carried": carried(request)} | context
    return render(request, f"accounts/{template}.html", context, status=status)


def onward(opened: Opened, name: str) -> HttpResponse:
    """To a page by name, or first to the choice about a spare key while that is open."""
    return redirect("spare-key-offer" if spare.is_pending(opened) else name)
