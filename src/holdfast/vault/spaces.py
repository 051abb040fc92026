"""What two people hold in common: a key for each epoch, sealed to both, and rows sealed under it (11-vault §2.8).

Sharing is a copy. A row of one's own vault is never re-keyed, so no fault in here can open one. Each row in a space
names its author inside the envelope and is signed by them: neither can write in the other's name. The key comes
sealed to each member's public key (HPKE) and signed by who gave it; that signature, and each author's, is checked with
the keys pinned when the two linked (`pinning`), never with what a table says.

Whoever closes a space takes every row with it, at once, in one transaction. Who still had a page open writes nothing
any more: SpaceClosed.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from holdfast.kit import random
from holdfast.vault import envelope, hpke, pinning, signing
from holdfast.vault.envelope import Key
from holdfast.vault.errors import CannotOpen, SpaceClosed
from holdfast.vault.kdf import kdf, lp
from holdfast.vault.keyring import Keyring
from holdfast.vault.models import GrantEnd, Member, SealedRow, Space
from holdfast.vault.padding import pad, unpad
from holdfast.vault.pinning import Card
from holdfast.vault.records import SHARED, Body, Kind
from holdfast.vault.upgrade import upgraded
from holdfast.vault.writing import hold_page, hold_space, once_more, writing


@dataclass(frozen=True, slots=True, repr=False)
class Shared:
    """An open space, for the length of a request: its key, oneself, and the other's card as far as it is proved."""

    id: UUID
    epoch: int
    key: Key = field(repr=False)
    me: Keyring = field(repr=False)
    other: Card

    def __repr__(self) -> str:
        return "<Shared>"

    def __reduce__(self) -> Any:
        raise TypeError("An open space is never stored.")

    def tag(self, label: str) -> bytes:
        """8 bytes that stand for a kind of row here, different for each space and epoch."""
        return kdf(self.key.secret, "hf/space-kind/1", label, 8)


class SharedRow(NamedTuple):
    """A row of a space that opened and whose author's signature holds."""

    id: UUID
    kind: str
    part: str
    author: UUID
    body: Body


class _Inside(NamedTuple):
    """What an envelope in a space holds: the words as they were signed, by whom, and the signature."""

    text: str
    author: UUID
    signature: bytes


@once_more
def create(keyring: Keyring, other: Card) -> UUID:
    """Open a space with another person, whose card a code has just proved: key, two grants, and the pin. Its id."""
    with writing(keyring):
        space = Space.objects.create()
        pinning.pin(keyring, space.id, other)
        _grant(keyring, space, Key.new(), [pinning.own(keyring), other])
        return space.id


def joined(keyring: Keyring, space: UUID, other: Card) -> None:
    """Take up one's place in a space that the other made: their card, proved by the code, is pinned.

    Raises CannotOpen when the space is not there, or not given by the owner of that card.
    """
    with writing(keyring):
        pinning.pin(keyring, space, other)
        if look(keyring).get(space) is None:
            raise CannotOpen


def look(keyring: Keyring, pins: Mapping[UUID, Card] | None = None) -> dict[UUID, Shared | None]:
    """Every space this person belongs to: open, or None where its key or its giver cannot be proved (KEY-17).

    A space that is not in the answer has ended, or never was.
    """
    found = Member.objects.filter(owner=keyring.owner).select_related("space")
    members = list(found.order_by("space_id"))
    if not members:
        return {}
    known = pinning.pins(keyring) if pins is None else pins
    return {member.space_id: _opened(keyring, member, known.get(member.space_id)) for member in members}


def any_left(ids: list[UUID]) -> bool:
    """Whether one of these spaces is still there. Needs no key and opens nothing."""
    return Space.objects.filter(pk__in=ids).exists()


@once_more
def put(shared: Shared, kind: Kind, body: Body, *, id: UUID | None = None, **more: Any) -> UUID:
    """Write a row as oneself, or replace one's own row with this id. Returns the id.

    `part` names a page of a parted kind; `ends_on` the last day, after which the clock removes the row by itself.
    Raises SpaceClosed, and CannotOpen when the id is another's or of another kind.
    """
    part, ends_on = more.get("part", ""), more.get("ends_on")
    with _writing(shared):
        made = id or random.uuid()
        sealed = _seal(shared, kind, made, _signed(shared, kind, made, part, body))
        tag = shared.tag(kind.label(part))
        if not _replaced(shared, kind, made, tag, sealed):
            _insert(shared, made, tag, sealed)
        _end(shared, made, ends_on)
        return made


@once_more
def revise(shared: Shared, kind: Kind, change: Callable[[Body], Body], **more: Any) -> Body:
    """Change one's own one row of a kind (and part): {} when there is none. Returns what is now there.

    `change` may be called twice and must do nothing but answer. Raises SpaceClosed.
    """
    part = more.get("part", "")
    with _writing(shared):
        hold_page(shared.id, shared.tag(kind.label(part)))
        found = mine(shared, kind, part)
        after = change(found[0].body if found else {})
        put(shared, kind, after, id=found[0].id if found else None, **more)
        return after


@contextmanager
def held(shared: Shared) -> Iterator[None]:
    """A transaction in which the space is still the one that was opened, for a room with a table of its own beside it.

    Raises SpaceClosed.
    """
    with _writing(shared):
        yield


def rows(shared: Shared, kind: Kind, part: str = "") -> list[SharedRow]:
    """The rows of a kind (and page) by either of the two, by id. What cannot be proved is left out, never shown."""
    found = _of(shared).filter(tag=shared.tag(kind.label(part)))
    read = (_read(shared, kind, part, id, bytes(sealed)) for id, sealed in found.values_list("id", "envelope"))
    return sorted((row for row in read if row is not None), key=lambda row: row.id)


def mine(shared: Shared, kind: Kind, part: str = "") -> list[SharedRow]:
    """The rows that one wrote oneself."""
    return [row for row in rows(shared, kind, part) if row.author == shared.me.owner]


def theirs(shared: Shared, kind: Kind, part: str = "") -> list[SharedRow]:
    """The rows that the other wrote."""
    return [row for row in rows(shared, kind, part) if row.author != shared.me.owner]


@once_more
def delete(shared: Shared, kind: Kind, id: UUID, part: str = "") -> bool:
    """Take one's own row out of a space; False when there is none of this kind (and part). Raises SpaceClosed."""
    with _writing(shared):
        if not any(row.id == id for row in mine(shared, kind, part)):
            return False
        GrantEnd.objects.filter(row=id, space=shared.id).delete()
        _of(shared).filter(id=id).delete()
        return True


@once_more
def sweep(shared: Shared, kind: Kind, over: Callable[[list[SharedRow]], set[UUID]]) -> int:
    """Take out those rows, by either of the two, whose time is `over`. How many there were. Raises SpaceClosed.

    The one case in which somebody removes what the other wrote: the words themselves said until when they stay.
    `over` may be called twice and must do nothing but answer.
    """
    with _writing(shared):
        ids = over(rows(shared, kind))
        GrantEnd.objects.filter(row__in=ids, space=shared.id).delete()
        return _of(shared).filter(id__in=ids).delete()[0]


@once_more
def close(keyring: Keyring, space: UUID) -> bool:
    """End a space one belongs to, with every row in it, alone and at once. False when it was not there."""
    with writing(keyring):
        hold_space(space, alone=True)
        pinning.unpin(keyring, space)
        if not Member.objects.filter(space=space, owner=keyring.owner).exists():
            return False
        _remove(space)
        return True


@once_more
def leave_all(owner: UUID) -> int:
    """End every space of an account that is erased; how many there were. Needs no key: forgetting never does."""
    with transaction.atomic():
        spaces = sorted(Member.objects.filter(owner=owner).values_list("space", flat=True))
        for space in spaces:
            hold_space(space, alone=True)
            _remove(space)
        return len(spaces)


@once_more
def renew_all(old: Keyring, new: Keyring) -> int:
    """After a full re-key, in its transaction: a new key and epoch for each space, every row sealed anew (decision 9).

    The other follows one's new keys along a signature made with the old ones. A space that does not open any more is
    ended: its key would stay known to who may know the old words. How many were renewed.
    """
    with writing(new):
        spaces = sorted(Member.objects.filter(owner=old.owner).values_list("space", flat=True))
        if not spaces:
            return 0
        links = pinning.succeed(old, new)
        pins, renewed = pinning.pins(new), 0
        for id in spaces:
            hold_space(id, alone=True)
            shared = look(old, pins).get(id)
            if shared is None:
                _remove(id)
                pinning.unpin(new, id)
                continue
            pinning.pin(new, id, shared.other)
            _renew(shared, new, links)
            renewed += 1
        return renewed


@once_more
def expire(today: date) -> int:
    """For the host's clock: remove every shared row whose last day has passed. How many there were. Needs no key."""
    with transaction.atomic():
        over = GrantEnd.objects.filter(ends_on__lt=today)
        rows_over = list(over.values_list("row", flat=True))
        removed = SealedRow.objects.filter(pk__in=rows_over, scope__isnull=False).delete()[0]
        over.delete()
        return removed


def keep_pins(keyring: Keyring, opened: Mapping[UUID, Shared | None]) -> None:
    """Pin again where the other's keys were renewed and a succession proved it; writes nothing otherwise."""
    known = pinning.pins(keyring)
    for id, shared in opened.items():
        if shared is not None and id in known and known[id] != shared.other:
            pinning.pin(keyring, id, shared.other)


# Keys


@sensitive_variables()
def _grant(keyring: Keyring, space: Space, key: Key, cards: list[Card], links: Any = ()) -> None:
    """Seal the key of this epoch to each member and sign it; what stood there for earlier epochs is gone."""
    told = {"key": [key.id.hex(), key.secret.hex()], "links": [each.data() for each in links]}
    text = json.dumps(told | {"hpke": keyring.hpke.public.hex()}, separators=(",", ":")).encode()
    Member.objects.filter(space=space).delete()
    for card in sorted(cards, key=lambda card: card.owner):
        bound = (space.id, card.owner, space.epoch.to_bytes(4, "big"))
        sealed = hpke.seal(card.hpke, pad(text), lp("hf/space-grant/1", *bound))
        signature = keyring.sign("hf/space-grant/1", *bound, sealed)
        Member.objects.create(space=space, owner=card.owner, sealed=sealed, signature=signature)


@sensitive_variables()
def _opened(keyring: Keyring, member: Member, pinned: Card | None) -> Shared | None:
    """The space as this member may open it, or None."""
    if pinned is None or pinned.owner == keyring.owner:
        return None
    epoch, sealed = member.space.epoch, bytes(member.sealed)
    bound = (member.space_id, keyring.owner, epoch.to_bytes(4, "big"))
    try:
        told = json.loads(unpad(hpke.open_(keyring.hpke.private, sealed, lp("hf/space-grant/1", *bound))))
        key = Key(*(bytes.fromhex(part) for part in told["key"]))
        links, public = [pinning.link(each) for each in told["links"]], bytes.fromhex(told["hpke"])
    except (CannotOpen, ValueError, KeyError, TypeError):
        return None
    cards = {pinning.own(keyring): pinned, pinned: pinned}
    if (follower := pinning.followed(pinned, links, public)) is not None:
        cards[follower] = follower
    for giver, other in cards.items():
        if signing.holds(giver.signing, bytes(member.signature), "hf/space-grant/1", *bound, sealed):
            return Shared(member.space_id, epoch, key, keyring, other)
    return None


def _renew(shared: Shared, new: Keyring, links: list[pinning.Link]) -> None:
    """The next epoch of a space: rows opened under the old key and sealed under the new, words and signatures kept."""
    kept = list(_everything(shared))
    space = Space.objects.select_for_update().get(pk=shared.id)
    space.epoch += 1
    space.save(update_fields=["epoch"])
    key, me = Key.new(), pinning.own(new)
    _grant(new, space, key, [me, shared.other], links)
    after = Shared(shared.id, space.epoch, key, new, shared.other)
    _of(shared).delete()
    for kind, part, id, inside in kept:
        resigned = inside
        if inside.author == new.owner:  # signed with the keys that have just ended
            resigned = inside._replace(signature=_signature(new, shared.id, kind, id, inside.text))
        _insert(after, id, after.tag(kind.label(part)), _seal(after, kind, id, resigned))


# Rows


def _signed(shared: Shared, kind: Kind, id: UUID, part: str, body: Body) -> _Inside:
    """The words of a row as they are signed. Raises ValueError or TypeError when the body is not a plain object."""
    if not isinstance(body, dict):
        raise TypeError("A body is a JSON object.")
    inside = {"v": kind.v, "part": part, "body": body}
    text = json.dumps(inside, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _Inside(text, shared.me.owner, _signature(shared.me, shared.id, kind, id, text))


def _signature(keyring: Keyring, space: UUID, kind: Kind, id: UUID, text: str) -> bytes:
    return keyring.sign("hf/space-row/1", space, kind.name, id, text.encode("utf-8", "surrogatepass"))


def _seal(shared: Shared, kind: Kind, id: UUID, inside: _Inside) -> bytes:
    held = {"in": inside.text, "by": inside.author.hex, "sig": inside.signature.hex()}
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return envelope.seal(shared.key, text.encode("utf-8", "surrogatepass"), _place(shared, kind, id))


def _open(shared: Shared, kind: Kind, id: UUID, sealed: bytes) -> _Inside:
    """What is inside, its author's signature checked. Raises CannotOpen."""
    inside = _inside(envelope.open_(shared.key, sealed, _place(shared, kind, id)))
    cards = {card.owner: card for card in (pinning.own(shared.me), shared.other)}
    text = inside.text.encode("utf-8", "surrogatepass")
    author = cards.get(inside.author)
    said = (shared.id, kind.name, id, text)
    if author is None or not signing.holds(author.signing, inside.signature, "hf/space-row/1", *said):
        raise CannotOpen
    return inside


def _inside(text: bytes) -> _Inside:
    """The parts of an opened envelope. The other has the key too, so what is in it may be anything at all."""
    try:
        held = json.loads(text.decode("utf-8", "surrogatepass"))
        inside = _Inside(held["in"], UUID(held["by"]), bytes.fromhex(held["sig"]))
        if not isinstance(json.loads(inside.text)["body"], dict):
            raise CannotOpen
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise CannotOpen from None
    return inside


def _read(shared: Shared, kind: Kind, part: str, id: UUID, sealed: bytes) -> SharedRow | None:
    try:
        inside = _open(shared, kind, id, sealed)
        held = json.loads(inside.text)
        if held["part"] != part:
            return None
        return SharedRow(id, kind.name, part, inside.author, upgraded(kind, held["v"], held["body"]))
    except (CannotOpen, KeyError, TypeError):
        return None


def _everything(shared: Shared) -> Iterator[tuple[Kind, str, UUID, _Inside]]:
    """Each row of a space with its kind and page; only what opens and stands under its own tag is given."""
    for id, tag, sealed in _of(shared).values_list("id", "tag", "envelope"):
        for kind in SHARED.values():
            try:
                inside = _open(shared, kind, id, bytes(sealed))
            except CannotOpen:
                continue
            part = json.loads(inside.text).get("part")
            if isinstance(part, str) and kind.parted == bool(part) and shared.tag(kind.label(part)) == bytes(tag):
                yield kind, part, id, inside
            break


def _place(shared: Shared, kind: Kind, id: UUID) -> bytes:
    return envelope.place(shared.id, shared.id, kind.name, id)


# The table


@contextmanager
def _writing(shared: Shared) -> Iterator[None]:
    """A transaction for writing into a space that is still the one that was opened. Raises SpaceClosed."""
    with writing(shared.me):
        hold_space(shared.id, alone=False)
        here = Member.objects.filter(space=shared.id, owner=shared.me.owner, space__epoch=shared.epoch)
        if not here.exists():
            raise SpaceClosed
        yield


def _of(shared: Shared) -> Any:
    return SealedRow.objects.filter(owner=shared.id, scope=shared.id)


def _replaced(shared: Shared, kind: Kind, id: UUID, tag: bytes, sealed: bytes) -> bool:
    """Whether one's own row of this id was there and now holds this. Raises CannotOpen when it is another's."""
    found = _of(shared).filter(id=id, tag=tag)
    for (before,) in found.values_list("envelope"):
        if _open(shared, kind, id, bytes(before)).author != shared.me.owner:
            raise CannotOpen
    return found.update(envelope=sealed) > 0


def _insert(shared: Shared, id: UUID, tag: bytes, sealed: bytes) -> None:
    try:
        with transaction.atomic():
            SealedRow.objects.create(id=id, owner=shared.id, scope=shared.id, tag=tag, envelope=sealed)
    except IntegrityError:
        raise CannotOpen from None


def _end(shared: Shared, id: UUID, ends_on: date | None) -> None:
    ends = GrantEnd.objects.filter(row=id, space=shared.id)
    if ends_on is None:
        ends.delete()
    elif not ends.update(ends_on=ends_on):
        GrantEnd.objects.create(row=id, space_id=shared.id, ends_on=ends_on)


def _remove(space: UUID) -> None:
    GrantEnd.objects.filter(space=space).delete()
    SealedRow.objects.filter(owner=space, scope=space).delete()
    Member.objects.filter(space=space).delete()
    Space.objects.filter(pk=space).delete()
