"""This week for two: one easy thing, a moment, an answer. Who picks nothing and who picks "not this week" look alike.

A plan is a row of whoever offers it, open until the end of the day; the other's yes is a row of theirs, and then both
stay until the plan's own day is over. Whoever steps back lets their own row end with today, no sooner: until midnight
the other's page is the same, and after it the plan is simply gone.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.people.schema import Pair
from holdfast.together import passing, rules, schema, shelf, side
from holdfast.together.passing import Passing
from holdfast.together.records import FOR_TWO
from holdfast.together.schema import Plan, Suits, Thing
from holdfast.vault import actions as vault
from holdfast.vault import queries
from holdfast.vault.writing import once_more

HOW = ("good", "okay", "hard", "worse", "didnt")
HERE = ("here", "partly", "far")


class NoPlan(ValueError):
    """This cannot be planned; the message is a plain sentence. Nothing was changed."""


@dataclass(frozen=True)
class Planned:
    """A plan as one of the two sees it: the row, the thing, when, whether I offered it, whether both want it."""

    id: UUID
    thing: Thing
    at: datetime
    mine: bool
    agreed: bool

    def is_today(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether its day is today, by one's own calendar."""
        return self.agreed and self.at.astimezone(zone).date() == now.astimezone(zone).date()


def planned(pair: Pair, found: list[Passing], mine: side.Side) -> Planned | None:
    """The plan there is between two: one that both want, else what the other offers, else what I offer."""
    if "plans" in pair.mutes:
        found = [each for each in found if each.mine or not isinstance(each.said, Plan)]
    yes = {each.said.plan: each.mine for each in found if isinstance(each.said, Suits)}
    replaced = {each.said.instead for each in found if isinstance(each.said, Plan)}
    plans = []
    for each in found:
        thing = shelf.thing(each.said.thing) if isinstance(each.said, Plan) else None
        if thing is None or mine.put_away(each.id):
            continue
        agreed = yes.get(each.id) == (not each.mine)
        if agreed or each.id not in replaced:
            plans.append(Planned(each.id, thing, each.said.at, each.mine, agreed))
    plans.sort(key=lambda plan: (not plan.agreed, plan.mine, plan.at, plan.id))
    return plans[0] if plans else None


@once_more
@transaction.atomic
def offer(pair: Pair, plan: Plan, now: datetime, *, id: UUID) -> None:
    """Offer a thing and a moment, in place of whatever I offered or said yes to; the same form twice is one offer.

    Raises NoPlan with a sentence, and SpaceClosed.
    """
    if shelf.thing(plan.thing) is None:
        raise NoPlan(_("This is none of the things for two."))
    if not rules.may_plan(plan.at, now):
        raise NoPlan(_("Please pick a time within the next seven days."))
    found = passing.live(pair, now)
    if any(each.id == id for each in found):
        return
    theirs = passing.of(found, Plan, mine=False)
    _withdraw(pair)
    passing.put(pair, replace(plan, instead=theirs[0].id if theirs else None), id=id)


@once_more
@transaction.atomic
def suits(pair: Pair, id: UUID, now: datetime) -> bool:
    """Say yes to what the other offers; False when it is not there any more. Raises SpaceClosed."""
    plans = [each for each in passing.of(passing.live(pair, now), Plan, mine=False) if each.id == id]
    if not plans:
        return False
    _withdraw(pair)
    passing.put(pair, Suits(id, plans[0].said.until))
    return True


@once_more
@transaction.atomic
def not_this_week(keyring: Any, pair: Pair, now: datetime, zone: ZoneInfo) -> None:
    """Step back from what there is, offered or agreed. I see it no more; for the other it is gone when the day ends."""
    found = passing.live(pair, now)
    tonight = rules.end_of_day(now, zone)
    for each in found:
        if each.mine and isinstance(each.said, Plan | Suits):
            _end_with(pair, each, tonight)
        if isinstance(each.said, Plan):
            side.put_away(keyring, now, each.id, each.said.until)


def suggestion(keyring: Any, pair: Pair, now: datetime, zone: ZoneInfo) -> Thing | None:
    """The thing for two that is offered this week: the same for both, and a warm drink before I have done any.

    The coin comes from what stays as long as the two are linked. From the key of the space it would fall anew when one
    of them makes new keys, and the other would see that happen (PS-09).
    """
    ids = [thing.id for thing in shelf.things()]
    if not ids:
        return None
    year, number, _day = now.astimezone(zone).isocalendar()
    coin = blake2b(f"week/{year}/{number}".encode(), key=pair.id.bytes, digest_size=8).digest()
    return shelf.thing(rules.pick(ids, coin, "" if notes(keyring, pair.id) else shelf.FIRST))


# Afterwards, for oneself


@dataclass(frozen=True)
class Note:
    """How a thing for two was, for me: everything but the thing and the day may be empty."""

    pair: str
    thing: str
    on: str
    how: str = ""
    here: str = ""
    close: int | None = None

    @property
    def was_done(self) -> bool:
        """Whether it took place, as far as I said."""
        return self.how != "didnt"


def keep(keyring: Any, note: Note, *, id: UUID) -> None:
    """Keep a note, sealed, for me alone; the same form sent twice keeps one. Raises NoPlan for what no page offers."""
    fits = note.how in ("", *HOW) and note.here in ("", *HERE) and (note.close is None or note.close in range(11))
    if not fits or shelf.thing(note.thing) is None:
        raise NoPlan(_("Please pick from the answers on the page."))
    vault.put_new(keyring, FOR_TWO, dict(vars(note)), id=id)


def notes(keyring: Any, pair: UUID | None = None) -> list[Note]:
    """My notes, of one pair or all, by day."""
    found = [_note(row.body) for row in queries.rows(keyring, FOR_TWO) if row.body is not None]
    return sorted((each for each in found if each and pair in (None, UUID(each.pair))), key=lambda each: each.on)


def _note(body: dict[str, Any]) -> Note | None:
    try:
        UUID(body["pair"])
        return Note(**body)
    except (KeyError, TypeError, ValueError):
        return None


def _withdraw(pair: Pair) -> None:
    passing.take(pair, Plan)
    passing.take(pair, Suits)


def _end_with(pair: Pair, each: Passing, moment: datetime) -> None:
    """Let a row of mine end with this moment, if it would have stayed longer."""
    if schema.over(each.said) <= moment:
        return
    ends = {"until": moment}
    if isinstance(each.said, Plan):
        ends["open"] = min(each.said.open, moment)
    passing.put(pair, replace(each.said, **ends), id=each.id)
