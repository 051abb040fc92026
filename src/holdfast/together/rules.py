"""The decisions of this room. Pure: what was said, the moment and a time zone in; times and answers out."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from holdfast.together import schema
from holdfast.together.schema import Asked, Plan, Reply, Said, Signal, Suits, Told

TAKE_BACK = timedelta(seconds=10)
NEAR = timedelta(minutes=5)
MORE = timedelta(minutes=20)
# Said so late that nobody may look any more today, a plan or an ask stays through the next day.
LATE = time(21)
MORNING = time(9)
LINGERS = timedelta(hours=6)
SLOTS = ((5, time(16)), (6, time(11)))  # Saturday and Sunday
FURTHEST = timedelta(days=7)


def over(said: Mapping[UUID, Said], now: datetime) -> set[UUID]:
    """What is past its time: by itself, as a plan that nobody took up, or as an answer to what is no longer there."""
    answered = {each.plan for each in said.values() if isinstance(each, Suits) and each.until > now}

    def stands(id: UUID, each: Said) -> bool:
        late = isinstance(each, Plan) and each.open <= now and id not in answered
        return schema.over(each) > now and not late

    here = {id: each for id, each in said.items() if stands(id, each)}

    def speaks_of_nothing(each: Said) -> bool:
        if isinstance(each, Suits):
            return not isinstance(here.get(each.plan), Plan)
        return isinstance(each, Reply) and not isinstance(here.get(each.asked), Asked)

    return {id for id, each in said.items() if id not in here or speaks_of_nothing(each)}


# The signal


def signal(word: str, wish: str, hours: int, now: datetime) -> Signal:
    """A signal sent now: the other sees it after ten seconds, until it fades so many hours later, on a whole minute."""
    until = (now + timedelta(hours=hours)).replace(second=0, microsecond=0) + timedelta(minutes=1)
    return Signal(word, wish, now + TAKE_BACK, until)


def shows(signal: Signal, now: datetime) -> bool:
    """Whether the other sees it: the ten seconds in which it can be taken back are over."""
    return signal.starts <= now < signal.until


# The break


def break_until(length: str, now: datetime, zone: ZoneInfo) -> datetime:
    """When a break ends that begins now: after so many minutes, on a whole minute, or tomorrow at nine."""
    if length == schema.TOMORROW:
        tomorrow = now.astimezone(zone).date() + timedelta(days=1)
        return datetime.combine(tomorrow, MORNING, zone).astimezone(UTC)
    return (now + timedelta(minutes=int(length))).replace(second=0, microsecond=0)


def longer(until: datetime, now: datetime) -> datetime:
    """Twenty minutes more, from its end or, when that is past, from now."""
    return max(until, now.replace(second=0, microsecond=0)) + MORE


def break_gone(until: datetime, zone: ZoneInfo) -> datetime:
    """From when on nothing of a break is left: six hours after its end, and never later than the day of its end."""
    return min(until + LINGERS, end_of_day(until, zone))


def told(state: str, until: datetime, tomorrow: bool, zone: ZoneInfo) -> Told:
    """A break as the other is to see it."""
    return Told(state, until, tomorrow, break_gone(until, zone))


def is_near(until: datetime, now: datetime) -> bool:
    """Whether the last five minutes of a break have begun. It is never late: after its end this stays so."""
    return now >= until - NEAR


# This week for two


def end_of_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """The midnight with which the local day of a moment ends."""
    return datetime.combine(moment.astimezone(zone).date() + timedelta(days=1), time(), zone).astimezone(UTC)


def stays(now: datetime, zone: ZoneInfo) -> datetime:
    """Until when an offer made now stays without an answer: the end of the day, from 21:00 on the end of the next."""
    end = end_of_day(now, zone)
    late = now.astimezone(zone).time() >= LATE
    return end_of_day(end, zone) if late else end


def slots(now: datetime, zone: ZoneInfo) -> list[datetime]:
    """The two moments a plan offers first: the next Saturday 16:00 and Sunday 11:00, in their order."""
    local = now.astimezone(zone)
    found = []
    for weekday, at in SLOTS:
        day = local.date() + timedelta(days=(weekday - local.weekday()) % 7)
        slot = datetime.combine(day, at, zone)
        found.append(slot if slot > local else datetime.combine(day + timedelta(days=7), at, zone))
    return sorted(slot.astimezone(UTC) for slot in found)


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local day and time as a moment."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def may_plan(at: datetime, now: datetime) -> bool:
    """Whether a plan may be for this moment: ahead, and within a week."""
    return now < at <= now + FURTHEST + timedelta(days=1)


def plan(thing: str, at: datetime, now: datetime, zone: ZoneInfo) -> Plan:
    """A plan offered now, open to an answer until the end of the day, over with its own day."""
    until = end_of_day(at, zone)
    return Plan(thing, at, min(stays(now, zone), until), until)


def pick(things: Sequence[str], coin: bytes, first: str) -> str:
    """The thing that the app picks this week, the same for both: `first` before the two have done any."""
    return first if first in things else things[int.from_bytes(coin[:4], "big") % len(things)]


# Asks


def asked(kind: str, now: datetime, zone: ZoneInfo) -> Asked:
    """Something asked for now."""
    return Asked(kind, stays(now, zone))
