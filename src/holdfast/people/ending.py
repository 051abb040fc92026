"""Ending a link, alone and at once; blocking; and noticing, at one's own unlock, that the other has ended it.

Nothing is sent to anyone. The other finds at their next look that nothing is there (03-safety-and-privacy §3.6).
"""

from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from holdfast.people import book, ledger, linking, profiles, queries, roles, sharing
from holdfast.people.book import Blocked
from holdfast.people.pair import Pair
from holdfast.vault import spaces
from holdfast.vault.errors import SpaceClosed


def unlink(keyring: Any, pair: Pair, *, block: bool = False) -> None:
    """End the link: keys, copies of both, pins and grants, in one transaction (PS-35). Letters to me stay mine.

    With `block`, invitations of that person do not open for me any more; they read what an expired code reads.
    """
    with transaction.atomic():
        with suppress(SpaceClosed):
            sharing.take_letters(keyring, pair)
        spaces.close(keyring, pair.id)
        _forget(keyring, pair.id, pair.name, "unlinked")
        if block:
            _block(keyring, Blocked(pair.other.hex, pair.name))


def forget_unsure(keyring: Any, pair: UUID) -> None:
    """End a link whose keys can no longer be proved (KEY-17)."""
    entry = book.read(keyring).entry(pair)
    if entry is not None:
        with transaction.atomic():
            spaces.close(keyring, pair)
            _forget(keyring, pair, entry.name, "unlinked")


def unblock(keyring: Any, other: str) -> None:
    """Let somebody's invitations open again."""
    page = book.read(keyring)
    names = [each.name for each in page.blocked if each.other == other]
    if not names:
        return
    with transaction.atomic():
        book.change(keyring, lambda now: replace(now, blocked=[each for each in now.blocked if each.other != other]))
        ledger.note(keyring, ledger.Entry("unblocked", names[0], profiles.today(keyring)))


def declare(keyring: Any, pair: Pair, role: str) -> None:
    """Say anew what we are to each other. More careful counts at once and alone; romantic needs both (decision 17)."""
    if role not in roles.DECLARED or pair.declared == roles.CLINICIAN:
        raise linking.NotLinked("A role is one of those on the page.")
    half = roles.half(role)
    with transaction.atomic():
        roles.publish(pair.space, half)
        book.change_entry(keyring, pair.id, lambda held: held.said(role, half))
        ledger.note(keyring, ledger.Entry("role", pair.name, profiles.today(keyring), role))


def met(keyring: Any, pair: UUID) -> None:
    """I have seen on Today that they are here."""
    book.change_entry(keyring, pair, lambda held: replace(held, met=True))


def settle(keyring: Any) -> None:
    """At each unlock: let in who joined, follow renewed keys, keep letters, forget what ended.

    What cannot be done now waits for the next unlock. Whatever somebody else put into a space, and whatever the store
    says just now, it never keeps a person out of their own: hence every exception, and not a list of known ones.
    """
    for step in (linking.settle_invites, _forget_gone, _keep_up):
        with suppress(Exception):
            step(keyring)


def _forget_gone(keyring: Any) -> None:
    pairs = linking.entries(book.read(keyring))
    if not pairs:
        return
    here = spaces.look(keyring)
    for id, entry in pairs:
        if id not in here:
            with transaction.atomic():
                spaces.close(keyring, id)  # nothing is left to close but the pin
                _forget(keyring, id, entry.name, "unlinked")


def _keep_up(keyring: Any) -> None:
    entries = dict(linking.entries(book.read(keyring)))
    if not entries:
        return
    spaces.keep_pins(keyring, {id: shared for id, shared in spaces.look(keyring).items() if id in entries})
    for pair in queries.pairs(keyring):
        with suppress(Exception):  # one pair's fault is not another's
            roles.keep_up(pair.space, entries[pair.id].half)
            sharing.take_letters(keyring, pair)
            sharing.forget_old(keyring, pair)


def _forget(keyring: Any, pair: UUID, name: str, what: str) -> None:
    book.change(keyring, lambda page: page.with_entry(pair, None))
    profiles.unlinked(keyring, pair)
    ledger.note(keyring, ledger.Entry(what, name, profiles.today(keyring)))


def _block(keyring: Any, who: Blocked) -> None:
    book.change(keyring, lambda page: replace(page, blocked=[*page.blocked, who]))
    ledger.note(keyring, ledger.Entry("blocked", who.name, profiles.today(keyring)))
