"""Asking for something small this evening. One open ask at a time to each person; a no is fine, and so is no answer.

What can be asked for lies in content files, with no free text and nothing about touch (29b). It is gone with the day.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.people.schema import Pair
from holdfast.together import passing, rules, shelf, side
from holdfast.together.passing import Passing
from holdfast.together.schema import Asked, Reply, Wanted
from holdfast.vault.writing import once_more

ASKS = "could-you"


class NotAsked(ValueError):
    """This cannot be asked; the message is a plain sentence. Nothing was changed."""


@dataclass(frozen=True)
class Open:
    """An ask that is open: its row, what is wanted, whether it is mine, and the answer: True, False or None."""

    id: UUID
    wanted: Wanted
    mine: bool
    answer: bool | None


@once_more
@transaction.atomic
def ask(pair: Pair, asked: Asked, now: datetime, *, id: UUID) -> None:
    """Ask for one thing, if nothing else is open; the same form sent twice asks once. Raises NotAsked, SpaceClosed."""
    if shelf.wanted(asked.kind) is None:
        raise NotAsked(_("This is none of the things one can ask for here."))
    before = passing.of(passing.live(pair, now), Asked, mine=True)
    if any(each.id == id for each in before):
        return
    if before:
        raise NotAsked(_("One ask at a time. Take the other back first, if you like."))
    passing.put(pair, asked, id=id)


def take_back(pair: Pair) -> None:
    """Take back what I asked for."""
    passing.take(pair, Asked)


@once_more
@transaction.atomic
def reply(pair: Pair, id: UUID, *, yes: bool, now: datetime) -> bool:
    """Answer what the other asks, in place of an earlier answer; False when it is not there any more."""
    asked = [each for each in passing.of(passing.live(pair, now), Asked, mine=False) if each.id == id]
    if not asked:
        return False
    passing.take(pair, Reply)
    passing.put(pair, Reply(id, yes, asked[0].said.until))
    return True


def mine(found: list[Passing]) -> Open | None:
    """What I have asked for and is open, with the other's answer if they gave one."""
    return next((_open(each, found) for each in passing.of(found, Asked, mine=True) if _wanted(each)), None)


def theirs(pair: Pair, found: list[Passing], hidden: side.Side) -> Open | None:
    """What the other asks me for; nothing I muted or put away."""
    for each in passing.of(found, Asked, mine=False):
        muted = {ASKS, mute_of(each.said.kind)} & pair.mutes
        if _wanted(each) and not muted and not hidden.put_away(each.id):
            return _open(each, found)
    return None


def say_nothing(keyring: Any, open_: Open, now: datetime, zone: ZoneInfo) -> None:
    """Show me this ask no more; whoever asked sees what they see when nobody answers."""
    side.put_away(keyring, now, open_.id, rules.end_of_day(rules.end_of_day(now, zone), zone))


def mute_of(kind: str) -> str:
    """The name under which one kind of ask is muted."""
    return f"{ASKS}/{kind}"


def _wanted(each: Passing) -> Wanted | None:
    return shelf.wanted(each.said.kind)


def _open(each: Passing, found: list[Passing]) -> Open:
    answers = [one.said.yes for one in passing.of(found, Reply, mine=not each.mine) if one.said.asked == each.id]
    return Open(each.id, _wanted(each), each.mine, answers[0] if answers else None)
