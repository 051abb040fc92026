"""Making an account, giving it new words or new keys, erasing it. Each is one transaction: all of it, or none (FT-14).

Argon2id runs before the transaction begins, so no writer waits for it. Sessions lie in another store: an account's
epoch, raised in the same transaction, has locked them before their rows are emptied.
"""

from collections.abc import Callable
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from holdfast.accounts import hooks, opening, rules, sessions, slots, spare
from holdfast.accounts.errors import Refused
from holdfast.accounts.invitations import use_invitation
from holdfast.accounts.models import Account, Session, Slot
from holdfast.accounts.opened import Notes, Opened, open_account
from holdfast.kit import random
from holdfast.vault import actions as vault
from holdfast.vault import keyring as keyrings
from holdfast.vault import spaces
from holdfast.vault.errors import CannotOpen, KeysReplaced


def sign_up(name: str, words: str, *, spare_key: str | None = "later", invitation: str = "") -> Opened:
    """A new account: master key, keychain, slot for the words, and what `hooks.signed_up` adds, or nothing at all.

    `spare_key` None leaves the choice open, and no other page opens before it is made (KEY-09). Raises Refused with
    a sentence for a name or words that cannot be, a name that is taken, or a used invitation; TooBusy.
    """
    shown, name = " ".join(name.split()), rules.name(name)
    words = rules.new_words(words, name)
    _refuse_taken(name)
    owner, amk = random.uuid(), keyrings.new_amk()
    keyring = replace(keyrings.make(amk, owner)[1], notes={"slots": {}, "spare-key": spare_key})
    account = Account(id=owner, name=name, hpke_public=keyring.hpke.public, signing_public=keyring.signing.public)
    slot = slots.with_words(account, words, amk)
    slots.note(keyring.notes, slot)
    account.keychain = keyrings.rewrite(amk, keyring)
    with transaction.atomic():
        if invitation:
            use_invitation(invitation)
        _insert(account)
        slot.save(force_insert=True)
        for hook in hooks.signed_up:
            hook(keyring, shown)
    return Opened(account, keyring, amk)


def set_words(opened: Opened, words: str) -> Opened:
    """New words: the old open nothing, PINs and other sessions are gone, rows are untouched (KEY-10).

    Raises Refused for words that cannot be, TooBusy, KeysReplaced when all keys changed meanwhile.
    """
    slot = slots.with_words(opened.account, rules.new_words(words, opened.account.name), opened.amk)

    def change(account: Account, notes: Notes) -> None:
        account.slots.exclude(kind=Slot.RECOVERY).delete()

    return _with_new_slot(opened, slot, change)


def set_words_by_spare_key(name: str, text: str, words: str, sender: opening.Sender) -> Opened:
    """New words by spare key, which opens once; a one-time code is switched off with it (KEY-12, decision 8).

    Raises WrongSecret, Refused for words that cannot be (the key is then still good), TooBusy.
    """
    opened = opening.by_spare_key(name, text, sender)
    slot = slots.with_words(opened.account, rules.new_words(words, opened.account.name), opened.amk)

    def change(account: Account, notes: Notes) -> None:
        account.slots.all().delete()
        notes.update({"totp": None, "spare-key": spare.AGAIN})

    return _with_new_slot(opened, slot, change)


def _with_new_slot(opened: Opened, slot: Slot, change: Callable[[Account, Notes], None]) -> Opened:
    """Swap the words' slot and whatever `change` does, seal the keychain, raise the epoch; then end all sessions."""
    with transaction.atomic():
        account, keyring = _current(opened)
        notes = _copied(keyring.notes)
        change(account, notes)
        slot.save(force_insert=True)
        slots.note(notes, slot)
        slots.forget_missing(notes, account)
        keyring = replace(keyring, notes=notes)
        account.keychain = keyrings.rewrite(opened.amk, keyring)
        account.epoch += 1
        account.save(update_fields=["keychain", "epoch"])
    sessions.end_all(account.id)
    return Opened(account, keyring, opened.amk)


def rekey(opened: Opened, words: str) -> Opened:
    """Someone may know the words: new words, new master key, new data and identity keys, every row sealed anew.

    Every space that the person shares gets a new key too, and the other follows the new ones by signature (decision 9).

    Afterwards no row carries an old key (KEY-11); PINs, spare key and other sessions are gone, and a new spare key
    has to be chosen. Raises as `set_words`.
    """
    amk = keyrings.new_amk()
    fresh = keyrings.make(amk, opened.account.id)[1]
    slot = slots.with_words(opened.account, rules.new_words(words, opened.account.name), amk)
    with transaction.atomic():
        account, old = _current(opened)
        for hook in hooks.rekeying:
            hook(old)
        notes = {**old.notes, "slots": {}, "spare-key": spare.AGAIN}
        slots.note(notes, slot)
        fresh = replace(fresh, notes=notes)
        vault.reseal_all(old, fresh)
        spaces.renew_all(old, fresh)
        account.slots.all().delete()
        slot.save(force_insert=True)
        account.keychain = keyrings.rewrite(amk, fresh)
        account.hpke_public, account.signing_public = fresh.hpke.public, fresh.signing.public
        account.epoch += 1
        account.save(update_fields=["keychain", "hpke_public", "signing_public", "epoch"])
    sessions.end_all(account.id)
    return Opened(account, fresh, amk)


def end_others(opened: Opened, row: Session) -> None:
    """End every session but this one: the epoch locks them with one UPDATE, then their rows are emptied."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=opened.account.pk)
        account.epoch += 1
        account.save(update_fields=["epoch"])
    sessions.carry_over(row, account.epoch)
    sessions.end_all(account.id, but=row)


def erase(account: Account) -> None:
    """Delete the account, its slots and every sealed row, at once and for good; then its sessions."""
    with transaction.atomic():
        for hook in hooks.erasing:
            hook(account.id)
        spaces.leave_all(account.id)
        vault.erase(account.id)
        Account.objects.filter(pk=account.pk).delete()
    sessions.forget(account.pk)


def _current(opened: Opened) -> tuple[Account, keyrings.Keyring]:
    """The account as it is now, locked for this transaction, with its keyring. Raises KeysReplaced."""
    account = Account.objects.select_for_update().filter(pk=opened.account.pk).first()
    try:
        if account is None:
            raise CannotOpen
        return account, open_account(account, opened.amk).keyring
    except CannotOpen:
        raise KeysReplaced from None


def _copied(notes: Notes) -> Notes:
    return {**notes, "slots": dict(notes["slots"])}


def _refuse_taken(name: str) -> None:
    if Account.objects.filter(name=name).exists():
        raise Refused(_("That name is taken here. Please pick another."))


def _insert(account: Account) -> None:
    """Insert, and say it kindly if another sign-up took the name a moment ago."""
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        _refuse_taken(account.name)
        raise
