"""Opening an account: by name and words, by words or PIN on a browser that is known, by spare key.

Every refusal is one exception with nothing in it; an unknown name costs what a known one costs (KEY-21).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from holdfast.accounts import cookies, limits, rules, slots
from holdfast.accounts.errors import Refused, TooBusy, WrongSecret
from holdfast.accounts.models import Account, Slot
from holdfast.accounts.opened import Opened, open_account
from holdfast.audit import actions as audit
from holdfast.vault.errors import CannotOpen


@dataclass(frozen=True)
class Sender:
    """Who is trying, for the limits: an address, and which accounts know this browser already.

    `known` maps an account's id to the session row or PIN slot that this browser holds of it. For that account it is
    counted by itself, so that wrong words typed elsewhere, even in the same house, never keep it out.
    """

    address: str
    known: dict[UUID, str] = field(default_factory=dict)


def by_name(name: str, words: str, sender: Sender) -> Opened:
    """Sign in. Raises WrongSecret for unknown name, disabled account and wrong words alike; TooBusy."""
    try:
        known = rules.name(name)
    except Refused:
        known = ""
    account = Account.objects.filter(name=known).first() if known else None
    return _tried(sender, account or known, lambda: _by_words(account, words))


def by_words(account: Account, words: str, sender: Sender) -> Opened:
    """Unlock on a browser that knows whose space it is. Raises WrongSecret, TooBusy."""
    return _tried(sender, account, lambda: _by_words(account, words))


def by_pin(device: cookies.Device | None, pin: str) -> Opened:
    """Unlock with this phone's PIN. Raises WrongSecret, TooBusy; five tries are all there are, so no other limit."""
    slot = slots.of_phone(device)
    if device is None or slot is None or slot.account.disabled:
        raise WrongSecret
    typed = rules.pin_as_typed(pin)
    try:
        amk = slots.open_pin(slot, typed, device.secret)
    except WrongSecret:
        audit.note("sign-in-refused")
        raise
    _keep_up(slot, lambda: slots.with_pin(slot.account, typed, amk, device))
    return _open(slot.account, amk)


def by_spare_key(name: str, text: str, sender: Sender) -> Opened:
    """Open with the spare key. Raises WrongSecret, TooBusy. The key is used up by `changing.set_words_by_spare_key`."""
    try:
        known = rules.name(name)
    except Refused:
        known = ""
    account = Account.objects.filter(name=known, disabled=False).first() if known else None

    def attempt() -> Opened:
        amk = slots.open_spare_key(slots.of_account(account, Slot.RECOVERY), text)
        return _open(account, amk)

    return _tried(sender, account or known, attempt)


def _by_words(account: Account | None, words: str) -> Opened:
    """One Argon2id run for login and key; a second one only when the host has raised its cost since (KEY-20)."""
    slot = None if account is None or account.disabled else slots.of_account(account, Slot.PASSPHRASE)
    try:
        typed = rules.words(words)
    except Refused:
        typed, slot = "", None
    amk = slots.open_words(slot, typed)
    _keep_up(slot, lambda: slots.with_words(account, typed, amk, slot.id))
    return _open(account, amk)


def _keep_up(slot: Slot, remade: Callable[[], Slot]) -> None:
    """The same secret at the host's new cost, where that was raised since (KEY-20). A busy host does it next time."""
    if slots.is_behind(slot):
        with suppress(TooBusy):
            slots.renew(slot, remade())


def _open(account: Account, amk: bytes) -> Opened:
    try:
        return open_account(account, amk)
    except CannotOpen:
        raise WrongSecret from None


def _tried(sender: Sender, target: Account | str, attempt: Callable[[], Opened]) -> Opened:
    """Count the try first, forget it when the secret was right. `target` is the account, or a name that is none."""
    name = target if isinstance(target, str) else target.name
    browser = "" if isinstance(target, str) else sender.known.get(target.id, "")
    who = ("browser", browser) if browser else ("address", sender.address, name)
    if not browser:
        limits.spend(limits.ADDRESS, sender.address)
    limits.spend(limits.TRY, *who)
    try:
        opened = attempt()
    except WrongSecret:
        audit.note("sign-in-refused")
        raise
    limits.give_back(limits.TRY, *who)
    return opened
