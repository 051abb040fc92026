"""Rounds of double-blind bits between two who are linked (decision 15): what both said yes to, and nothing else.

A round is read at the weekly tick that names it. Each unlock publishes fresh keys for the round after next, writes the
tags of the next one, and reads those that are over: one unlock a week by each is enough. Rooms above say which of their
bits are open (`hooks.bits`) and take up what both matched (`hooks.matched`); this room knows neither gates nor wishes.

Every unlock does the same and writes the same bytes, whatever was chosen, answered, held or never looked at (PS-26).
Tags are written anew with a new salt each time, so that none can be seen to stay while another changes. A secret that
was thrown away stays away: within a round, things close and never open.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, transaction

from holdfast.kit import clock, random, ticks
from holdfast.people import content, hooks, queries, round_rows
from holdfast.people.pair import Pair
from holdfast.people.records import ROUNDS
from holdfast.people.round_rows import GATES, ITEMS, KEPT, SLOTS, Published
from holdfast.vault import actions as vault
from holdfast.vault import matching, spaces
from holdfast.vault.errors import SpaceClosed
from holdfast.vault.kdf import Part
from holdfast.vault.matching import SIZE, Offer

PARTS = (GATES, ITEMS, KEPT)
AHEAD = 2  # weeks from publishing keys to reading
SEALED = 12_000  # letters of the sealed body: full or empty, it is of one size


@dataclass(frozen=True)
class Bits:
    """What a room says of its bits in a round: the places that are open, and what its list of items is called.

    The name goes into the tags: two who would compare different lists find nothing.
    """

    open: frozenset[int]
    named: str = ""


@dataclass(frozen=True)
class Read:
    """A round that is over. `whole`: both wrote their tags; else nothing matched, whoever did not.

    `matched` are places of the gates and items, `shown` those of the items that a round shows, three at most; `gone`
    places of `KEPT` that the other lets go; `common` 64 bytes that both drew alike; `named` as in `Bits`.
    """

    number: int
    whole: bool
    matched: frozenset[int]
    shown: tuple[int, ...]
    gone: frozenset[int]
    common: bytes
    named: str


@dataclass(frozen=True)
class _Mine:
    """My side of a round that is not over: a key pair for each bit (no secret where it was thrown away)."""

    offers: tuple[Offer, ...]
    wrote: bool = False
    named: str = ""

    def body(self) -> dict[str, Any]:
        """As sealed."""
        return {
            "keys": "".join(offer.public.hex() for offer in self.offers),
            "secrets": "".join(offer.secret.hex() if offer.secret else "-" * 2 * SIZE for offer in self.offers),
            "wrote": self.wrote,
            "named": self.named,
        }


def turn(keyring: Any) -> None:
    """Bring the rounds of every pair up to date. At each unlock, and after everything that may close a bit."""
    week = ticks.week(clock.now())
    for pair in queries.pairs(keyring):
        if pair.to == content.PAIR:
            with suppress(SpaceClosed), spaces.held(pair.space):
                _turn(keyring, pair, week)


def _turn(keyring: Any, pair: Pair, week: int) -> None:
    theirs = round_rows.read(pair.space, pair.other)
    over = _take_over(keyring, pair, week)
    for number in sorted(over):
        told = _read(pair, over[number], theirs.get(number), number)
        for hook in hooks.matched:
            hook(keyring, pair, told)
    bits = [_said(hook, keyring, pair, week + 1) for hook in hooks.bits]
    _publish(keyring, pair, week, bits, theirs.get(week + 1))


def _said(hook: Callable[..., Bits], keyring: Any, pair: Pair, number: int) -> Bits:
    """What a room says; when it cannot say, nothing of its is open, and nobody's unlock fails for it (H07)."""
    try:
        with transaction.atomic():
            return hook(keyring, pair, number)
    except DatabaseError:
        raise
    except Exception:
        return Bits(frozenset())


def _take_over(keyring: Any, pair: Pair, week: int) -> dict[int, _Mine]:
    """My side of the rounds whose tick has come, taken out of what is kept: it serves for nothing more."""
    found: dict[int, _Mine] = {}

    def without(body: dict[str, Any]) -> dict[str, Any]:
        mine = _opened(body)
        found.update({number: each for number, each in mine.items() if number <= week})
        return _closed({number: each for number, each in mine.items() if number > week})

    vault.remake(keyring, ROUNDS, pair.id.hex, without)
    return found


def _publish(keyring: Any, pair: Pair, week: int, bits: Sequence[Bits], theirs: Published | None) -> None:
    """Keys for the round after next, if there are none; tags for the next one, if the other's keys are there."""
    rounds = round_rows.read(pair.space, keyring.owner)
    open_ = frozenset().union(*(each.open for each in bits))
    named = next((each.named for each in bits if each.named), "")

    def published(body: dict[str, Any]) -> dict[str, Any]:
        mine = _opened(body)
        fresh = _Mine(tuple(matching.offer(True) for _ in range(SLOTS)))
        mine.setdefault(week + AHEAD, fresh)
        coming = mine.get(week + 1)
        salt = random.token(SIZE)  # drawn in any case, as the keys are: chance runs alike whatever is there
        if coming is not None and theirs is not None:
            mine[week + 1] = _settled(coming, open_, named)
        for number, each in mine.items():
            rounds[number] = Published(number, tuple(offer.public for offer in each.offers))
        if coming is not None and theirs is not None:
            settled = mine[week + 1]
            tags = _tags(pair, settled, theirs, salt)
            rounds[week + 1] = Published(week + 1, rounds[week + 1].keys, salt, tags)
        return _closed(mine)

    vault.remake(keyring, ROUNDS, pair.id.hex, published)
    round_rows.write(pair.space, rounds)


def _settled(mine: _Mine, open_: frozenset[int], named: str) -> _Mine:
    """My side once tags are written. The list keeps the name it had the first time; under another nothing is open."""
    if mine.wrote and mine.named != named:
        open_ = open_ - set(ITEMS)
    kept = matching.settled(mine.offers, [place in open_ for place in range(SLOTS)])
    return _Mine(tuple(kept), wrote=True, named=mine.named if mine.wrote else named)


def _tags(pair: Pair, mine: _Mine, theirs: Published, salt: bytes) -> tuple[bytes, ...]:
    found: list[bytes] = []
    for part in PARTS:
        about = _about(pair, theirs.number, part, salt, mine.named)
        found += matching.tags(_of(mine.offers, part), _of(theirs.keys, part), *about)
    return tuple(found)


def _read(pair: Pair, mine: _Mine, theirs: Published | None, number: int) -> Read:
    """What a round brought. What the other lets go counts also when I was away and wrote nothing."""
    nothing = Read(number, False, frozenset(), (), frozenset(), b"", mine.named)
    if theirs is None or not theirs.wrote:
        return nothing
    agreed = {part: _matched(pair, mine, theirs, part) for part in PARTS}
    gone = frozenset(place for place in KEPT if mine.offers[place].secret and place not in agreed[KEPT])
    if not mine.wrote:
        return Read(number, False, frozenset(), (), gone, b"", mine.named)
    keys = [offer.public for offer in mine.offers]
    shown = matching.shown(mine.offers, theirs.keys, agreed[ITEMS])
    common = matching.common(keys, theirs.keys, pair.id, str(number))
    return Read(number, True, frozenset(agreed[GATES] + agreed[ITEMS]), tuple(shown), gone, common, mine.named)


def _matched(pair: Pair, mine: _Mine, theirs: Published, part: range) -> list[int]:
    about = _about(pair, theirs.number, part, theirs.salt, mine.named)
    found = matching.matched(_of(mine.offers, part), _of(theirs.keys, part), _of(theirs.tags, part), *about)
    return [part.start + at for at in found]


def _about(pair: Pair, number: int, part: range, salt: bytes, named: str) -> tuple[Part, ...]:
    return (pair.id, str(number), str(part.start), named if part == ITEMS else "", salt)


def _of(items: Sequence[Any], part: range) -> Sequence[Any]:
    return items[part.start : part.stop]


# My own page


def _opened(body: Mapping[str, Any]) -> dict[int, _Mine]:
    return {int(number): _mine(each) for number, each in body.get("rounds", {}).items()}


def _closed(mine: Mapping[int, _Mine]) -> dict[str, Any]:
    held = {"rounds": {str(number): each.body() for number, each in sorted(mine.items())}, "fill": ""}
    return held | {"fill": "." * (SEALED - len(json.dumps(held)))}


def _mine(body: Mapping[str, Any]) -> _Mine:
    keys, secrets, step = body["keys"], body["secrets"], 2 * SIZE
    offers = [
        Offer(
            bytes.fromhex(keys[at : at + step]),
            None if secrets[at] == "-" else bytes.fromhex(secrets[at : at + step]),
        )
        for at in range(0, SLOTS * step, step)
    ]
    return _Mine(tuple(offers), body["wrote"], body["named"])
