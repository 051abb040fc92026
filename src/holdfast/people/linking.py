"""Linking two people: an invitation under a code, its acceptance, and what happens at the inviter's next unlock.

Every refusal of a code is the same refusal: expired, used, blocked, taken back, never there (PS, 3.6). Looking at an
invitation writes nothing, so nobody is told that it was looked at.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.accounts import queries as accounts
from holdfast.kit import clock
from holdfast.people import book, content, ledger, profiles, roles
from holdfast.people.book import Book, Entry, Invite
from holdfast.people.models import Invitation
from holdfast.vault import linking as codes
from holdfast.vault import pinning, spaces
from holdfast.vault.errors import CannotOpen
from holdfast.vault.pinning import Card

LIFE = timedelta(hours=24)
MOST_INVITES = 5


class NotLinked(ValueError):
    """What was asked for cannot be; the message is a plain sentence. Nothing was changed."""


@dataclass(frozen=True)
class Offer:
    """An invitation as whoever holds its code may know it. Only `name` is ever shown."""

    finder: str
    name: str
    card: Card
    public: bytes
    sealed: bytes


def invite(keyring: Any, role: str, name: str, *, id: UUID) -> Invite:
    """Make a code that links one person to me, once, within 24 hours; the same form sent twice makes one.

    Raises NotLinked with a sentence when five are under way already.
    """
    made = book.read(keyring).invites
    same = next((held for held in made.values() if held.id == str(id)), None)
    if same is not None:
        return same
    if len(made) >= MOST_INVITES:
        raise NotLinked(_("Five codes are out already. Take one back first, or wait until tomorrow."))
    code, half, until = codes.new_code(), roles.half(role), clock.now() + LIFE
    told = {
        "card": pinning.own(keyring).data(),
        "name": name,
        "public": half.public.hex(),
        "until": until.isoformat(),
    }
    new = Invite(
        id=str(id),
        code=code.hex(),
        role=role,
        public=half.public.hex(),
        secret=half.secret and half.secret.hex(),
        name=name,
        until=until.isoformat(),
    )
    finder = codes.finder(code)
    with transaction.atomic():
        sealed = codes.seal(code, codes.OFFER, told)
        Invitation.objects.create(finder=finder, ends_on=until.date(), offer=sealed)
        book.change(keyring, lambda page: _with_invite(page, finder, new))
    return new


def _with_invite(page: Book, finder: str, new: Invite) -> Book:
    """The steps to it are done."""
    return replace(page, invites=page.invites | {finder: new}, linking=replace(page.linking, role=""))


def take_back(keyring: Any, id: str) -> bool:
    """Take a code of mine back: it opens nothing any more. False when there is none, or somebody has joined by it."""
    for finder, held in book.read(keyring).invites.items():
        if held.id != id:
            continue
        with transaction.atomic():
            gone = Invitation.objects.filter(finder=finder, reply=None).delete()[0] > 0
            if gone:
                book.change(keyring, lambda page, finder=finder: page.without_invite(finder))
            return gone
    return False


def look(code: bytes) -> Offer | None:
    """What a code leads to, for anybody who has it; None for every code that leads nowhere, whatever the reason."""
    row = Invitation.objects.filter(finder=codes.finder(code), reply=None).first()
    if row is None:
        return None
    sealed = bytes(row.offer)
    try:
        told = codes.open_(code, codes.OFFER, sealed)
        card, until = pinning.card(told["card"]), datetime.fromisoformat(told["until"])
        offer = Offer(row.finder, profiles.tidy(told["name"]), card, bytes.fromhex(told["public"]), sealed)
    except (CannotOpen, KeyError, TypeError, ValueError):
        return None
    # The code proves the card. What the table says has to agree, or somebody has been at it (KEY-17).
    known = accounts.public_keys(card.owner) == (card.hpke, card.signing)
    return offer if known and until > clock.now() else None


def open_to(keyring: Any, code: bytes) -> Offer | None:
    """The same for somebody in their own space: not their own invitation, and not of somebody they blocked."""
    offer = look(code)
    if offer is None or offer.card.owner == keyring.owner or book.read(keyring).blocks(offer.card.owner):
        return None
    return offer


def accept(keyring: Any, code: bytes, role: str, name: str) -> UUID | None:
    """Join: a space for two, with its key sealed to both. None when the code leads nowhere (any more).

    The space opens for the inviter at their next unlock. Raises NotLinked when the two are linked already.
    """
    offer = open_to(keyring, code)
    if offer is None:
        return None
    same = [UUID(key) for key, held in book.read(keyring).pairs.items() if held.other == offer.card.owner.hex]
    if same and spaces.any_left(same):
        raise NotLinked(_("You two are linked already."))
    try:
        with transaction.atomic():
            return _accepted(keyring, code, offer, role, name)
    except _Taken:
        return None


class _Taken(Exception):
    """Somebody else was quicker with the same code."""


def _accepted(keyring: Any, code: bytes, offer: Offer, role: str, name: str) -> UUID:
    space = spaces.create(keyring, offer.card)
    told = {"card": pinning.own(keyring).data(), "name": name, "space": space.hex}
    reply = codes.seal(code, codes.REPLY, told, offer.sealed)
    if not Invitation.objects.filter(finder=offer.finder, reply=None).update(reply=reply):
        raise _Taken
    half = roles.half(role)
    roles.publish(spaces.look(keyring)[space], half, offer.public)
    entry = Entry(other=offer.card.owner.hex, name=offer.name, declared=role, met=True).said(role, half)
    book.change(keyring, lambda page: replace(page.with_entry(space, entry), linking=book.Linking()))
    _welcome(keyring, space, entry)
    return space


def was_asked(keyring: Any, code: bytes) -> None:
    """Keep the code I was given, sealed, until I have answered."""
    book.change(keyring, lambda page: replace(page, linking=replace(page.linking, code=code.hex(), role="")))


def say_role(keyring: Any, role: str) -> None:
    """Keep what I said we are to each other, until the link is made. Raises NotLinked for no role."""
    if role not in roles.DECLARED:
        raise NotLinked(_("Please choose one of the three."))
    book.change(keyring, lambda page: replace(page, linking=replace(page.linking, role=role)))


def forget_steps(keyring: Any, alongside: str = "") -> None:
    """Forget the steps so far, of either side. `alongside` is what was said to A20: "alone", or a day."""
    book.change(
        keyring,
        lambda page: replace(page, linking=book.Linking(alongside=alongside or page.linking.alongside)),
    )


def settle_invites(keyring: Any) -> None:
    """At an unlock: open the spaces of those who joined by a code of mine, and forget codes whose time is over."""
    page = book.read(keyring)
    if not page.invites:
        return
    for finder, held in page.invites.items():
        with transaction.atomic():
            row = Invitation.objects.filter(finder=finder).first()
            replied = row is not None and row.reply is not None
            if row is not None and not replied and not held.over(clock.now()):
                continue
            if replied:
                _settled(keyring, held, bytes(row.offer), bytes(row.reply))
            Invitation.objects.filter(finder=finder).delete()
            book.change(keyring, lambda now, finder=finder: now.without_invite(finder))


def _settled(keyring: Any, held: Invite, offer: bytes, reply: bytes) -> None:
    """Verify who joined, pin their card, take up my place. Who cannot be verified, or is blocked, has not joined."""
    try:
        told = codes.open_(bytes.fromhex(held.code), codes.REPLY, reply, offer)
        card, space, name = pinning.card(told["card"]), UUID(told["space"]), profiles.tidy(told["name"])
    except (CannotOpen, KeyError, TypeError, ValueError):
        return
    page = book.read(keyring)
    if page.blocks(card.owner) or not _makes_room(keyring, page, card.owner, space):
        spaces.close(keyring, space)
        return
    try:
        with transaction.atomic():
            spaces.joined(keyring, space, card)
    except CannotOpen:
        spaces.close(keyring, space)
        return
    entry = Entry(card.owner.hex, name, held.role, held.public, held.secret)
    book.change(keyring, lambda now: now.with_entry(space, entry))
    roles.publish(spaces.look(keyring)[space], entry.half)
    _welcome(keyring, space, entry)


def _makes_room(keyring: Any, page: Book, other: UUID, space: UUID) -> bool:
    """Whether a new space with this person stands. Two who joined each other at once keep one, both the same."""
    for key, entry in page.pairs.items():
        if entry.other != other.hex or not spaces.any_left([UUID(key)]):
            continue
        if key <= space.hex:
            return False
        spaces.close(keyring, UUID(key))
        book.change(keyring, lambda now, key=key: now.with_entry(UUID(key), None))
        profiles.unlinked(keyring, UUID(key))
    return True


def withdraw_all(keyring: Any) -> None:
    """Before a full re-key: who joined is let in with the old keys, and every code that is still out ends."""
    settle_invites(keyring)
    page = book.read(keyring)
    if page.invites:
        Invitation.objects.filter(finder__in=page.invites).delete()
        book.change(keyring, lambda now: replace(now, invites={}))


def forget_old() -> int:
    """For the host's clock: remove invitations that nobody answered in time. Needs no key."""
    return Invitation.objects.filter(ends_on__lt=clock.now().date(), reply=None).delete()[0]


def _welcome(keyring: Any, space: UUID, entry: Entry) -> None:
    profiles.linked(keyring, space, entry.name, entry.declared)
    words = content.consent("link").pinned
    said = ledger.Entry("linked", entry.name, profiles.today(keyring), words=words)
    ledger.note(keyring, said)


def entries(page: Book) -> list[tuple[UUID, Entry]]:
    """Every pair on the page."""
    return [(UUID(key), entry) for key, entry in sorted(page.pairs.items())]
