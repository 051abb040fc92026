"""What somebody sends while their space is locked: sealed to them at once, offered again after the next unlock.

A form is kept whole, so any room's form can be sent again without that room knowing. Only forms of views that allow
it are kept (`access.unlocked`), never one that carries words or a PIN.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from holdfast.accounts import form_token, limits
from holdfast.accounts.errors import BadToken, TooBusy
from holdfast.accounts.models import Account
from holdfast.vault import actions as vault
from holdfast.vault import dropbox
from holdfast.vault.keyring import Keyring
from holdfast.vault.records import DROPPED

KIND = "form"
FIELD = "kept"
# Files are chosen again by hand; a form's tokens are made anew.
LEFT_OUT = {"csrfmiddlewaretoken", form_token.FIELD, FIELD}


@dataclass(frozen=True)
class Kept:
    """A form that was sent while locked: where it goes, the record it makes, its fields, and what a person reads."""

    id: UUID
    path: str
    record_id: UUID
    fields: list[tuple[str, str]]

    @property
    def text(self) -> list[str]:
        """The longer values, which are what somebody wrote; numbers and names of buttons say little."""
        return [value for _, value in self.fields if len(value) > 3 and not value.isdecimal()]


def keep(request: HttpRequest) -> bool:
    """Seal the form just sent to the person it belongs to; whether it is safe now. Needs a valid form token, no key.

    Raises BadToken when the form is another person's than the browser's (H14).
    """
    try:
        token = form_token.read(request.POST.get(form_token.FIELD, ""))
    except BadToken:
        return False
    if request.session_row is not None and request.session_row.account_id != token.owner:
        raise BadToken
    fields = [[name, value] for name, values in request.POST.lists() if name not in LEFT_OUT for value in values]
    body = {"path": request.path, "record": token.record_id.hex, "fields": fields}
    try:
        limits.spend(limits.DROP, token.owner.hex)
    except TooBusy:
        return False
    return _drop(token.owner, body)


def seal_to(account: Account, kind: str, body: dict[str, Any]) -> bool:
    """Seal a few words to whom a browser belongs, while their keys are not at hand; False when there were too many.

    For what may only shut something (decision 7): another hand on the same browser can send it too.
    """
    try:
        limits.spend(limits.DROP, account.id.hex)
    except TooBusy:
        return False
    return _drop(account.id, body, kind)


def take(keyring: Keyring, kind: str) -> list[dict[str, Any]]:
    """What was sealed so, collected by now: handed out once, and gone."""
    found = dropbox.kept(keyring, kind)
    for row in found:
        vault.delete(keyring, DROPPED, row.id)
    return [row.body for row in found]


def waiting(keyring: Keyring) -> list[Kept]:
    """What was kept and not yet sent or thrown away."""
    kept = []
    for row in dropbox.kept(keyring, KIND):
        if (form := _read(row.id, row.body)) is not None:
            kept.append(form)
    return kept


def throw_away(keyring: Keyring, id: str) -> bool:
    """Delete a kept form by the text of its id; False when there is none."""
    try:
        return vault.delete(keyring, DROPPED, UUID(id))
    except ValueError:
        return False


def _drop(owner: UUID, body: dict[str, Any], kind: str = KIND) -> bool:
    """Under a random id: one made from what the form says would let a thief try out what it said. The same form sent
    twice is recognised when it is collected, where it can be read."""
    with transaction.atomic():
        account = Account.objects.filter(pk=owner, disabled=False).first()
        if account is None:
            return False
        dropbox.drop(bytes(account.hpke_public), owner, kind, body)
    return True


def _read(id: UUID, body: dict[str, Any]) -> Kept | None:
    """A kept form, if it goes to a page that lets itself be sent again. Whoever can write rows can drop things here."""
    try:
        path, fields = str(body["path"]), [(str(name), str(value)) for name, value in body["fields"]]
        view, record = resolve(path).func, UUID(str(body["record"]))
    except (KeyError, TypeError, ValueError, Resolver404):
        return None
    return Kept(id, path, record, fields) if getattr(view, "keeps_forms", False) else None
