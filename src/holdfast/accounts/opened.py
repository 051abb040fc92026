"""An account that stands open in this request, and changes to the small notes in its keychain."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from holdfast.accounts.models import Account
from holdfast.vault import keyring as vault
from holdfast.vault.keyring import Keyring

# What the keychain's notes hold, all sealed: "totp" seed, "spare-key" choice, "leave-nothing",
# and "slots": for each slot's id the month it was made and the kind of device.
Notes = dict[str, Any]


@dataclass(frozen=True)
class Opened:
    """An account with its keys, for the length of a request. Never stored, never printed."""

    account: Account
    keyring: Keyring = field(repr=False)
    amk: bytes = field(repr=False)

    @property
    def notes(self) -> Notes:
        """The keychain's notes, to read."""
        return self.keyring.notes


def open_account(account: Account, amk: bytes) -> Opened:
    """The account with its keyring. Raises CannotOpen when the master key is another's."""
    return Opened(account, vault.open_(amk, account.id, bytes(account.keychain)), amk)


def change_notes(opened: Opened, change: Callable[[Notes], None]) -> Opened:
    """Read the notes as they are now, change them and seal the keychain anew, in one transaction."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=opened.account.pk)
        current = open_account(account, opened.amk)
        notes = {**current.notes, "slots": dict(current.notes.get("slots", {}))}
        change(notes)
        keyring = replace(current.keyring, notes=notes)
        account.keychain = vault.rewrite(opened.amk, keyring)
        account.save(update_fields=["keychain"])
    return Opened(account, keyring, opened.amk)
