"""The signal: three words and two wishes, for one chosen person, until it fades. No history, for either (3.6).

It is switched on by its owner alone. Nobody can ask for it, and that there is none is shown to nobody.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.people import queries as people
from holdfast.people.schema import Pair
from holdfast.together import passing, rules, schema, side
from holdfast.together.passing import Passing
from holdfast.together.schema import Signal
from holdfast.vault.writing import once_more


class NotSent(ValueError):
    """This cannot be sent; the message is a plain sentence. Nothing was changed."""


@once_more
@transaction.atomic
def switch_on(keyring: Any, pair: Pair, hours: int, now: datetime) -> None:
    """Let my signal go to this person, fading after so many hours. It goes to one person at most."""
    if hours not in schema.FADES:
        raise NotSent(_("A signal fades after one of the times on the page."))
    before = side.read(keyring, now).signal_to
    if before and before != pair.id.hex:
        _silence(keyring, UUID(before))
    side.change(keyring, now, lambda mine: replace(mine, signal_to=pair.id.hex, hours=hours))


@once_more
@transaction.atomic
def stop(keyring: Any, pair: Pair, now: datetime) -> None:
    """Show them no signal any more: what there is goes, and nothing is said."""
    passing.take(pair, Signal)
    if side.read(keyring, now).is_on(pair.id):
        side.change(keyring, now, lambda mine: replace(mine, signal_to=""))


@once_more
@transaction.atomic
def send(keyring: Any, pair: Pair, word: str, wish: str, now: datetime) -> Signal:
    """Send a word, and a wish or none, in place of what I sent before. The other sees it after ten seconds.

    Raises NotSent when my signal does not go there or this is none of the words, and SpaceClosed.
    """
    mine = side.read(keyring, now)
    if not mine.is_on(pair.id) or word not in schema.WORDS or wish not in schema.WISHES:
        raise NotSent(_("A signal is one of the words on the page, for the person it is switched on for."))
    sent = rules.signal(word, wish, mine.hours, now)
    before = passing.of(passing.live(pair, now), Signal, mine=True)
    passing.put(pair, sent, id=before[0].id if before else None)
    return sent


def take_back(pair: Pair) -> None:
    """Take my signal back, whether it was seen or not."""
    passing.take(pair, Signal)


def mine(found: list[Passing]) -> Signal | None:
    """The signal I sent and that has not faded, among what is live in a pair."""
    sent = passing.of(found, Signal, mine=True)
    return sent[0].said if sent else None


def theirs(pair: Pair, found: list[Passing], now: datetime) -> Signal | None:
    """The signal the other sent, as I see it: nothing before its ten seconds are over, or while I mute signals."""
    sent = [each.said for each in passing.of(found, Signal, mine=False) if rules.shows(each.said, now)]
    return sent[0] if sent and "signals" not in pair.mutes else None


def _silence(keyring: Any, id: UUID) -> None:
    former = people.pair(keyring, id)
    if former is not None:
        passing.take(former, Signal)
