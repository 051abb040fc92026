"""Writes of this room. Each reads the profile, changes it and seals it again in one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from holdfast.kit import random
from holdfast.people import profiles, queries, rules, sharing
from holdfast.people.card import Card
from holdfast.people.ending import declare, forget_unsure, met, unblock, unlink
from holdfast.people.ending import settle as settle_pairs
from holdfast.people.linking import (
    accept,
    forget_old,
    forget_steps,
    invite,
    say_role,
    take_back,
    was_asked,
    withdraw_all,
)
from holdfast.people.pair import Pair
from holdfast.people.records import BEGINNINGS
from holdfast.people.schema import Profile, Someone, Span
from holdfast.people.sharing import (
    ask,
    mute,
    put_away,
    share,
    stop,
    stop_all,
    take_letters,
    throw_letter_away,
    unshare,
)
from holdfast.vault import actions as vault

__all__ = [
    "accept",
    "ask",
    "begin_with",
    "declare",
    "drop_someone",
    "forget_old",
    "forget_steps",
    "forget_unsure",
    "invite",
    "keep_someone",
    "link",
    "mark_hard",
    "met",
    "mute",
    "publish",
    "put_away",
    "say_role",
    "settle",
    "settle_pairs",
    "share",
    "someone",
    "stop",
    "stop_all",
    "take_back",
    "take_letters",
    "throw_letter_away",
    "unblock",
    "unlink",
    "unmark_hard",
    "unshare",
    "update_profile",
    "visit",
    "was_asked",
    "withdraw_all",
]


def update_profile(keyring: Any, **changes: Any) -> Profile:
    """Set fields of the profile by name. Raises NotAProfile with a plain sentence; then nothing is changed."""
    return profiles.change(keyring, lambda profile: replace(profile, **changes))


def visit(keyring: Any, today: date) -> Profile:
    """Note a day of use: the first sets `started`, the first three are kept; later ones write nothing."""
    before = queries.profile(keyring)
    if before.started and rules.visited(before, today) == before.visits:
        return before

    def noted(profile: Profile) -> Profile:
        return replace(profile, started=profile.started or today.isoformat(), visits=rules.visited(profile, today))

    return profiles.change(keyring, noted)


def settle(keyring: Any, zone: str) -> Profile:
    """Set the time zone, on the person's own word. Raises NotAProfile for one nobody knows."""
    return update_profile(keyring, zone=zone, zone_known=True)


def keep_someone(keyring: Any, someone: Someone) -> Profile:
    """Add a person, or replace the one with the same id. A new main person takes over from the old."""

    def kept(profile: Profile) -> Profile:
        people = [each for each in profile.people if each.id != someone.id]
        if someone.main:
            people = [replace(each, main=False) for each in people]
        return replace(profile, people=[*people, someone])

    return profiles.change(keyring, kept)


def drop_someone(keyring: Any, id: UUID) -> Profile:
    """Take a person off the list. What was answered about them stays the owner's."""
    return profiles.change(
        keyring,
        lambda profile: replace(profile, people=[each for each in profile.people if each.id != str(id)]),
    )


def someone(given: Mapping[str, Any], id: UUID | None = None, pair: str = "") -> Someone:
    """A person from a form's fields, with a fresh id unless one is given; not yet kept. `pair` keeps who is linked."""
    return Someone(str(id or random.uuid()), given["name"], given["relation"], given["main"], pair)


def mark_hard(keyring: Any, span: Span) -> Profile:
    """Mark a day or days as hard. The reason is never asked. Marking the same days twice changes nothing."""

    def marked(profile: Profile) -> Profile:
        return replace(profile, soft_days=sorted({*profile.soft_days, str(span)}))

    return profiles.change(keyring, marked)


def unmark_hard(keyring: Any, span: Span) -> Profile:
    """Take back a mark."""
    return profiles.change(
        keyring,
        lambda profile: replace(profile, soft_days=[text for text in profile.soft_days if text != str(span)]),
    )


def link(inviter: Any, invited: Any, roles: tuple[str, str] = ("friend", "friend")) -> UUID:
    """Link two people at once, by the same steps as the pages take. For tests and demonstrations. The pair's id.

    Whoever has both keyrings at hand is no page: a request holds one.
    """
    made = invite(inviter, roles[0], profiles.read(inviter).name, id=random.uuid())
    pair = accept(invited, bytes.fromhex(made.code), roles[1], profiles.read(invited).name)
    settle_pairs(inviter)
    settle_pairs(invited)
    return pair


def publish(keyring: Any, stream: str | None = None, card: Card | None = None) -> int:
    """Bring standing streams up to date for everybody who gets them; how many cards were written.

    With a card, that stream as the card has it; without, each is built by `hooks.cards`. Call it after a save, in the
    author's own request. Somebody who shares nothing pays two reads.
    """
    mine = queries.pairs(keyring)
    if not mine:
        return 0
    if stream is None or card is None:
        return sharing.publish_standing(keyring, mine)
    return sharing.publish(keyring, stream, card, mine)


def begin_with(keyring: Any, pair: Pair, id: UUID, **picked: Any) -> None:
    """Keep what somebody picked in their first minutes alongside: a sentence to try, a number. Theirs alone."""
    kept = {name: value for name, value in picked.items() if value not in ("", None)}
    if kept:
        vault.put_new(keyring, BEGINNINGS, {"on": profiles.today(keyring), "with": pair.name} | kept, id=id)
