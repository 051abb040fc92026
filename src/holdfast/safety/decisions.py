"""What the gates of a pair were last decided to be, kept by each of the two for themselves; and one's own bits for it.

Everything here runs in a person's own unlocked session, on their own record and what the rounds of `people` brought.
Nothing tells the other anything: what both see is worked out alike on both sides, from matched bits alone.
"""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings

from holdfast.kit import clock, random, ticks
from holdfast.people import queries as people
from holdfast.people.round_rows import GATES
from holdfast.people.rounds import Bits, Read
from holdfast.people.schema import Pair
from holdfast.safety import actions, gates, hooks, queries
from holdfast.safety.gate import TIERS, TooManyPairs
from holdfast.safety.gates import Decision, Form
from holdfast.safety.records import DECIDED
from holdfast.vault import actions as vault
from holdfast.vault import queries as rows

COINS = gates.RATES.open_for * gates.PICKS


def keep_up(keyring: Any) -> None:
    """At an unlock: a new pair gets its gates, shut as far as was chosen before. Without one, nothing is written.

    What an ended pair held goes over to whoever comes next, so that a new link is no way round a hold.
    """
    record = queries.gate(keyring)
    known = {each.pair for each in record.pairs} if record else set()
    here = {pair.id for pair in people.pairs(keyring) if pair.to == "pair"}
    if here <= known:
        return
    for id in sorted(known - here, key=str):
        actions.unlink(keyring, id)
        for row in rows.rows(keyring, DECIDED, [id.hex]):
            vault.delete(keyring, DECIDED, row.id, id.hex)
    for id in sorted(here - known, key=str):
        with suppress(TooManyPairs):  # then this pair stays unknown, and all of it is shut
            actions.link(keyring, id)


def bits(keyring: Any, pair: Pair, number: int) -> Bits:
    """One's own side of the three gates for a round; open only in a round whose tick decides."""
    open_ = [tier for tier in TIERS if own_side(keyring, pair, tier, number)]
    return Bits(frozenset(GATES[TIERS.index(tier)] for tier in open_))


def own_side(keyring: Any, pair: Pair, tier: int, number: int) -> bool:
    """Whether one's own side of a tier is open for a decision. Tiers 2 and 3 ask for steadiness as well (G3)."""
    coin = _coin(keyring, pair.id, number)
    if not gates.decides(number) or (tier == 3 and not closest(pair)) or (tier > 1 and not stable(keyring)):
        return False
    today = clock.today(people.profile(keyring).zone)
    return gates.own_side(tier, queries.gate(keyring), pair.id, (today, number), coin)


def stable(keyring: Any) -> bool:
    """Whether the person has found steadiness before; without anything to tell it by, not."""
    return any(gates.stable(uses(keyring)) for uses in hooks.uses)


def closest(pair: Pair) -> bool:
    """Whether tier 3 exists for this pair at all: a host's clinician has switched it on, and both said romantic."""
    return bool(settings.INTIMACY_BY) and pair.romantic


def matched(keyring: Any, pair: Pair, read: Read) -> None:
    """Keep what a tick decided. Where one of the two was away, it decided that all is shut."""
    if not gates.decides(read.number):
        return
    common, *coins = gates.numbers(read.common, 1 + COINS) if read.whole else (0,) * (1 + COINS)
    both = [place in read.matched for place in GATES]
    told = {"at": read.number, "both": both, "common": common, "coins": coins}
    vault.remake(keyring, DECIDED, pair.id.hex, lambda body: body | {"decision": told})


def decision(keyring: Any, pair: UUID) -> Decision | None:
    """What the last tick decided for a pair; None before any, and for whatever cannot be read."""
    try:
        (page,) = rows.rows(keyring, DECIDED, [pair.hex])
        told = page.body["decision"]
        first, second, third = told["both"]
        return Decision(told["at"], (first, second, third), told["common"], tuple(told["coins"]))
    except (ValueError, KeyError, TypeError):
        return None


def opens(keyring: Any, pair: Pair, tier: int) -> bool:
    """Whether something of this tier is open for the two now."""
    if tier == 3 and not closest(pair):
        return False
    return gates.opens(tier, ticks.week(clock.now()), decision(keyring, pair.id))


def form(keyring: Any, pair: Pair, pick: int) -> Form:
    """The form of tier 1 at this pick of this week (0 or 1)."""
    return gates.form(ticks.week(clock.now()), pick, decision(keyring, pair.id))


def _coin(keyring: Any, pair: UUID, number: int) -> int:
    """One's own chance for a decision: drawn once and kept sealed, so that no second unlock draws again."""
    last, drawn = gates.decided_at(number), random.below(gates.OF)

    def kept(body: dict[str, Any]) -> dict[str, Any]:
        coin = body.get("coin", {})
        return body | {"coin": coin if coin.get("for") == last else {"for": last, "is": drawn}}

    return vault.remake(keyring, DECIDED, pair.hex, kept)["coin"]["is"]
