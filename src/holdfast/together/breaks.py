"""A break: one's own step away from a talk. It works at once, alone, and with nobody linked at all (3.7).

Nothing of it is counted, dated or exported; my own page forgets it soon after its end, and what was told fades. My own
words for a break are written when calm and kept for me; a copy is shared only as I choose.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.people import queries as people
from holdfast.people.schema import Pair
from holdfast.together import passing, rules, schema, side
from holdfast.together.passing import Passing
from holdfast.together.records import BREAK_WORDS
from holdfast.together.schema import Told
from holdfast.together.side import Taking
from holdfast.vault import actions as vault
from holdfast.vault import queries
from holdfast.vault.errors import SpaceClosed
from holdfast.vault.writing import once_more

LENGTHS = ("20", "40", "60", schema.TOMORROW)
LONGEST_WORDS, LONGEST_PLACE = 80, 160


class NotABreak(ValueError):
    """This cannot be; the message is a plain sentence. Nothing was changed."""


@dataclass(frozen=True)
class Words:
    """My words for a break, written when calm: what I say, about how long, where I go, who is with the children."""

    words: str = ""
    length: str = "20"
    where: str = ""
    children: str = ""


@once_more
@transaction.atomic
def start(keyring: Any, length: str, now: datetime, zone: ZoneInfo) -> Taking:
    """Begin a break at once, for myself; one that was told before is told no more."""
    if length not in LENGTHS:
        raise NotABreak(_("A break has one of the lengths on the page."))
    _untell(keyring, side.read(keyring, now).taking)
    until = rules.break_until(length, now, zone)
    taking = Taking(until, length == schema.TOMORROW, rules.break_gone(until, zone))
    side.change(keyring, now, lambda mine: replace(mine, taking=taking))
    return taking


def current(keyring: Any, now: datetime) -> Taking | None:
    """The break I am taking."""
    return side.read(keyring, now).taking


def seen(taking: Taking, zone: ZoneInfo) -> Told:
    """What somebody sees whom I tell of it now."""
    return rules.told("away", taking.until, taking.tomorrow, zone)


@once_more
@transaction.atomic
def tell(keyring: Any, pair: Pair, now: datetime, zone: ZoneInfo) -> None:
    """Tell one person of the break I am taking. Raises NotABreak when I take none, and SpaceClosed."""
    taking = current(keyring, now)
    if taking is None:
        raise NotABreak(_("There is no break to tell of."))
    _say(pair, seen(taking, zone), now)
    told = tuple(dict.fromkeys((*taking.told, pair.id.hex)))
    side.change(keyring, now, lambda mine: replace(mine, taking=mine.taking and replace(mine.taking, told=told)))


@once_more
@transaction.atomic
def more(keyring: Any, now: datetime, zone: ZoneInfo) -> Taking | None:
    """Twenty minutes more; whom I told sees it. None when I take no break."""
    taking = current(keyring, now)
    if taking is None:
        return None
    until = rules.longer(taking.until, now)
    after = replace(taking, until=until, gone=rules.break_gone(until, zone))
    side.change(keyring, now, lambda mine: replace(mine, taking=after))
    _say_again(keyring, taking, rules.told("longer", until, taking.tomorrow, zone), now)
    return after


@once_more
@transaction.atomic
def not_today(keyring: Any, now: datetime, zone: ZoneInfo) -> None:
    """Leave the talk for today; whom I told sees that. For me the break is over."""
    taking = current(keyring, now)
    if taking is not None:
        _say_again(keyring, taking, rules.told("enough", now, taking.tomorrow, zone), now)
        _forget(keyring, now)


@once_more
@transaction.atomic
def go_back(keyring: Any, now: datetime) -> None:
    """The break is over, and nothing is left of it anywhere."""
    _untell(keyring, current(keyring, now))
    _forget(keyring, now)


def theirs(pair: Pair, found: list[Passing]) -> Told | None:
    """The break that the other told me of; nothing while I mute breaks."""
    told = passing.of(found, Told, mine=False)
    return told[0].said if told and "breaks" not in pair.mutes else None


# Words for a break


def words(keyring: Any, pair: UUID) -> Words | None:
    """My words for a break with one person; None before I wrote any."""
    found = _kept(keyring, pair)
    return found[1] if found else None


def keep_words(keyring: Any, pair: UUID, written: Words) -> None:
    """Keep my words, for myself."""
    found = _kept(keyring, pair)
    vault.put(keyring, BREAK_WORDS, {"pair": pair.hex, **asdict(written)}, **({"id": found[0]} if found else {}))


def written_for(keyring: Any) -> list[UUID]:
    """Every pair I wrote words for."""
    bodies = [row.body for row in queries.rows(keyring, BREAK_WORDS) if row.body is not None]
    return [UUID(body["pair"]) for body in bodies]


def forget_words(keyring: Any, pair: UUID) -> None:
    """Forget my words."""
    found = _kept(keyring, pair)
    if found:
        vault.delete(keyring, BREAK_WORDS, found[0])


def _kept(keyring: Any, pair: UUID) -> tuple[UUID, Words] | None:
    for row in queries.rows(keyring, BREAK_WORDS):
        if row.body is not None and row.body.get("pair") == pair.hex:
            return row.id, _words(row.body)
    return None


def _words(body: Mapping[str, Any]) -> Words:
    held = {name: str(body.get(name, "")) for name in ("words", "length", "where", "children")}
    return Words(**held) if held["length"] in LENGTHS else Words(**held | {"length": "20"})


def _say(pair: Pair, told: Told, now: datetime) -> None:
    before = passing.of(passing.live(pair, now), Told, mine=True)
    passing.put(pair, told, id=before[0].id if before else None)


def _say_again(keyring: Any, taking: Taking, told: Told, now: datetime) -> None:
    for pair in people.pairs(keyring):
        if pair.id.hex in taking.told:
            with suppress(SpaceClosed):
                _say(pair, told, now)


def _untell(keyring: Any, taking: Taking | None) -> None:
    if taking is None or not taking.told:
        return
    for pair in people.pairs(keyring):
        if pair.id.hex in taking.told:
            passing.take(pair, Told)


def _forget(keyring: Any, now: datetime) -> None:
    side.change(keyring, now, lambda mine: replace(mine, taking=None))
