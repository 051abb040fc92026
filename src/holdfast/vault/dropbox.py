"""The drop box: what is entered while a person's key is not at hand (decision 7).

It is sealed at once to that person's public key, so that not even the session which took it in can read it back.
The owner's next unlock moves it into their vault, where it waits as a sealed row of the kind "dropped" until they look
at it. It may close things; it never opens anything and never counts as consent: that is for the rooms to keep.
"""

import json
from uuid import UUID

from django.db import IntegrityError, transaction

from holdfast.kit import random
from holdfast.vault import hpke, queries
from holdfast.vault.errors import CannotOpen
from holdfast.vault.kdf import lp
from holdfast.vault.keyring import Keyring
from holdfast.vault.models import DropRow
from holdfast.vault.padding import pad, unpad
from holdfast.vault.records import DROPPED, Body
from holdfast.vault.rows import Content, Row
from holdfast.vault.writing import hold_owner, insert, once_more, writing


@once_more
def drop(owner_public: bytes, owner: UUID, kind: str, body: Body, *, id: UUID | None = None) -> bool:
    """Seal something to an owner whose keys are not here. With the form's `id`, a second sending is ignored: False.

    `kind` is a word for the room that will take it up. `id` stands in clear: random, never made from what is dropped.
    Read `owner_public` in the same transaction: a full re-key between the two would leave a drop that nobody can open.
    Raises CannotOpen when it is no public key.
    """
    new = id or random.uuid()
    text = json.dumps({"kind": kind, "body": body}, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    sealed = hpke.seal(owner_public, pad(text.encode("utf-8", "surrogatepass")), _place(owner, new))
    try:
        with transaction.atomic():
            hold_owner(owner, alone=False)
            DropRow.objects.create(id=new, owner=owner, sealed=sealed)
    except IntegrityError:
        return False
    return True


@once_more
def collect(keyring: Keyring) -> list[tuple[str, Body]]:
    """Move what waits into the owner's vault, in one transaction: (kind, body) of each. What cannot be opened stays.

    The same thing dropped twice is kept once. That can be told only here, where it can be read: an id made from what
    a drop says would let a thief try out what it said.
    """
    if not DropRow.objects.filter(owner=keyring.owner).exists():
        return []
    with writing(keyring):
        known = [row.body for row in queries.rows(keyring, DROPPED)]
        moved = []
        for waiting in DropRow.objects.filter(owner=keyring.owner).order_by("id").select_for_update():
            try:
                dropped = _open(keyring, waiting)
            except CannotOpen:
                continue
            waiting.delete()
            if dropped not in [*known, *moved]:
                insert(keyring, Content(DROPPED, DROPPED.v, "", dropped))
                moved.append(dropped)
        return [(dropped["kind"], dropped["body"]) for dropped in moved]


def kept(keyring: Keyring, kind: str) -> list[Row]:
    """Collected drops of one kind that nobody has taken up yet; each body as it was dropped.

    Whoever takes one up removes it with `actions.delete(keyring, records.DROPPED, row.id)`.
    """
    found = queries.rows(keyring, DROPPED)
    return [Row(row.id, kind, "", row.body["body"]) for row in found if row.body and row.body["kind"] == kind]


def _open(keyring: Keyring, waiting: DropRow) -> Body:
    text = unpad(hpke.open_(keyring.hpke.private, bytes(waiting.sealed), _place(keyring.owner, waiting.id)))
    return json.loads(text.decode("utf-8", "surrogatepass"))


def _place(owner: UUID, id: UUID) -> bytes:
    return lp("hf/drop/1", owner, id)
