"""Writes offered to other rooms, to `web` and to the host's commands. Each verb is one transaction where it lives."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from holdfast.accounts import cookies, hooks, limits, pepper, rules, sessions, slots
from holdfast.accounts.changing import end_others, erase, rekey, set_words, set_words_by_spare_key, sign_up
from holdfast.accounts.errors import Refused
from holdfast.accounts.host import delete, disable, enable
from holdfast.accounts.invitations import check_invitation
from holdfast.accounts.invitations import invite as _invite
from holdfast.accounts.middleware import forget
from holdfast.accounts.models import Session, Slot
from holdfast.accounts.opened import Opened, change_notes
from holdfast.accounts.opening import Sender, by_name, by_pin, by_words
from holdfast.audit import actions as audit
from holdfast.vault import actions as vault
from holdfast.vault import dropbox

__all__ = [
    "Sender",
    "by_name",
    "by_pin",
    "by_words",
    "delete",
    "disable",
    "enable",
    "end_others",
    "erase",
    "exit_session",
    "invite",
    "minutes_wanted",
    "pepper_is_lost",
    "rekey",
    "remove_way",
    "set_leave_nothing",
    "set_minutes",
    "set_pin",
    "set_words",
    "set_words_by_spare_key",
    "sign_up",
    "sign_up_here",
    "start_session",
    "wait_for_code",
]


def sign_up_here(name: str, words: str, invitation: str, address: str) -> Opened:
    """Sign up as the host allows it: open, by invitation, or closed. The choice about a spare key stays open.

    Raises Refused with a sentence; TooBusy after thirty from one address, one more every two minutes.
    """
    if settings.SIGN_UP == "closed":
        raise Refused(_("This place takes no new people just now."))
    by_invitation = settings.SIGN_UP == "invitation"
    if by_invitation and not invitation.strip():
        raise Refused(_("This place is by invitation. Please type the code you were given."))
    limits.spend(limits.SIGN_UP, address)
    if by_invitation:
        check_invitation(invitation)
    return sign_up(name, words, spare_key=None, invitation=invitation if by_invitation else "")


def minutes_wanted(opened: Opened) -> int:
    """Minutes until the lock, as the person's profile says; five without one."""
    return next((hook(opened.keyring) for hook in hooks.minutes_wanted), rules.MINUTES)


def start_session(
    response: HttpResponse,
    opened: Opened,
    *,
    shared: bool = False,
    device: str = "other",
    hard_until: datetime | None = None,
) -> Session:
    """Open a session, take in what waited in the drop box, renew some old envelopes, and tell the rooms above.

    `device` is phone, computer or other. `hard_until` is the end of the session that was locked, if there was one.
    """
    manner = sessions.Manner(
        shared=shared,
        device=device,
        minutes=minutes_wanted(opened),
        leave_nothing=bool(opened.notes.get("leave-nothing")),
        hard_until=hard_until,
    )
    row = sessions.begin(response, opened.account, opened.amk, manner)
    dropbox.collect(opened.keyring)
    vault.freshen(opened.keyring)
    for hook in hooks.opened:
        hook(opened.keyring)
    return row


def wait_for_code(response: HttpResponse, opened: Opened, *, shared: bool, device: str) -> Session:
    """The words were right and a one-time code is due: five minutes in which nothing else opens (KEY-08)."""
    manner = sessions.Manner(shared=shared, device=device, waiting=True)
    return sessions.begin(response, opened.account, opened.amk, manner)


def exit_session(request: HttpRequest, response: HttpResponse) -> None:
    """Exit: delete the session row, take the cookie back, and clear the browser where that was asked for.

    Raises PermissionDenied for a request that another site sent (decision 31).
    """
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise PermissionDenied
    found = sessions.find(request)
    if found is not None:
        sessions.end(found.row)
        if found.row.leave_nothing:
            _forget_phone(request, response)
        if found.row.shared or found.row.leave_nothing:
            cookies.clear_browser(response)
    cookies.drop_session(response)
    forget(request)


def set_pin(response: HttpResponse, opened: Opened, pin: str, device: str) -> None:
    """A PIN for this phone; an earlier one of the same phone is for the caller to remove. Raises Refused, TooBusy."""
    phone = slots.new_device()
    slot = slots.with_pin(opened.account, rules.pin(pin), opened.amk, phone)
    with transaction.atomic():
        slot.save(force_insert=True)
        change_notes(opened, lambda notes: slots.note(notes, slot, device))
    cookies.set_device(response, phone)


def remove_way(opened: Opened, slot_id: str) -> bool:
    """Remove a PIN or the spare key; False when there is none such. The words can be changed, never removed."""
    try:
        wanted = UUID(slot_id)
    except ValueError:
        return False
    with transaction.atomic():
        found = opened.account.slots.exclude(kind=Slot.PASSPHRASE).filter(pk=wanted)
        spare_key = found.filter(kind=Slot.RECOVERY).exists()
        if not found.delete()[0]:
            return False
        change_notes(opened, lambda notes: _forget_ways(notes, opened, spare_key=spare_key))
    return True


def set_minutes(opened: Opened, row: Session, minutes: int) -> None:
    """Minutes until the lock, from 2 to 15: here at once, elsewhere at the next unlock."""
    sessions.set_minutes(row, minutes)
    for hook in hooks.minutes_chosen:
        hook(opened.keyring, minutes)


def set_leave_nothing(opened: Opened, row: Session, wish: bool) -> None:
    """Whether Exit also clears what the browser keeps of this place: public pages, the PIN."""
    change_notes(opened, lambda notes: notes.update({"leave-nothing": wish}))
    sessions.set_leave_nothing(row, wish)


def invite(days: int = 14) -> str:
    """A code that lets one person sign up within `days` (1 to 90), for the host to hand over. Raises ValueError."""
    code = _invite(days)
    audit.note("invited")
    return code


def pepper_is_lost() -> int:
    """The host gives the old pepper up; how many accounts now need their spare key (FT-16)."""
    return pepper.is_lost()


def _forget_phone(request: HttpRequest, response: HttpResponse) -> None:
    """Take this phone's PIN away, the slot with the cookie."""
    slot = slots.of_phone(cookies.device(request))
    if slot is not None:
        slot.delete()
    cookies.drop_device(response)


def _forget_ways(notes: dict, opened: Opened, *, spare_key: bool) -> None:
    slots.forget_missing(notes, opened.account)
    if spare_key:
        notes["spare-key"] = "none"
