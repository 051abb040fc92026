"""The spare key: offered, shown once, tried once, used once. The server keeps only a slot that it opens."""

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.accounts import hooks, slots
from holdfast.accounts.errors import Refused, WrongSecret
from holdfast.accounts.models import Slot
from holdfast.accounts.opened import Notes, Opened, change_notes
from holdfast.vault import recovery

CHOICES = ("made", "later", "none")
# What the notes hold while the choice is open: nothing for a new account, AGAIN after the old key was used up.
AGAIN = "again"


def choice(opened: Opened) -> str | None:
    """What was chosen: one of CHOICES, AGAIN, or None in a new account."""
    return opened.notes.get("spare-key")


def is_pending(opened: Opened) -> bool:
    """Whether the choice of KEY-09 is still to be made, so that no other page opens."""
    return choice(opened) not in CHOICES


def new_text() -> str:
    """A new spare key in eight groups; nothing is stored before `keep`, so an unread one costs nobody the old one."""
    return recovery.write(recovery.new_code())


def signed(text: str) -> str:
    """The key for the form that keeps it, so that only keys made here, by chance, come back."""
    return signing.Signer(salt="hf/spare/1").sign(text)


def from_form(text: str) -> str:
    """The key out of the form. Raises WrongSecret when it was altered."""
    try:
        return signing.Signer(salt="hf/spare/1").unsign(text)
    except signing.BadSignature:
        raise WrongSecret from None


def last_group_is(text: str, typed: str) -> bool:
    """Whether somebody typed the last group of a key, however they typed it."""
    group = text.rpartition("-")[2].translate(recovery.MISREAD)
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(recovery.MISREAD)
    return letters == group


def keep(opened: Opened, text: str) -> Opened:
    """Store the slot that this key opens; an older spare key dies with it (KEY-15)."""
    slot = slots.with_spare_key(opened.account, recovery.read(text), opened.amk)

    def change(notes: Notes) -> None:
        slots.note(notes, slot)
        notes["spare-key"] = "made"

    with transaction.atomic():
        opened.account.slots.filter(kind=Slot.RECOVERY).delete()
        slot.save(force_insert=True)
        after = change_notes(opened, change)
        _tell(after, "made")
    return after


def choose(opened: Opened, wish: str) -> Opened:
    """Remember "later" or "none": asked again on the third visit, or not at all. Raises Refused for anything else."""
    if wish not in CHOICES[1:]:
        raise Refused(_("Please pick one of the three."))
    if slots.of_account(opened.account, Slot.RECOVERY):
        return opened  # there is a key already, and it stays
    with transaction.atomic():
        after = change_notes(opened, lambda notes: notes.update({"spare-key": wish}))
        _tell(after, wish)
    return after


def opens(opened: Opened, text: str) -> bool:
    """Whether this is the spare key of the account: a try that changes nothing."""
    slot = slots.of_account(opened.account, Slot.RECOVERY)
    try:
        return slots.open_spare_key(slot, text) == opened.amk
    except WrongSecret:
        return False


def _tell(opened: Opened, wish: str) -> None:
    for hook in hooks.spare_key_chosen:
        hook(opened.keyring, wish)
