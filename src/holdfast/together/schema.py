"""The shape of this room's content files, and of what fades: read strictly, for the other's program writes it too.

A thing for two is always tier 0 here: no touch, nothing heavy (decision 13). What two say to each other for a while is
one kind of record with one of a few words in `what`; anything that is not well formed is nothing at all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from holdfast.catalogue.strict import Slug, Strict, Text, Version, Whole
from holdfast.people.content import Review, Status

Zero = Annotated[Whole, Field(ge=0, le=0)]
Lines = Annotated[list[Text], Field(min_length=1, max_length=4)]
Named = Annotated[Text, Field(pattern=r"\{name\}")]

NAME = re.compile(r"[a-z0-9-]{1,60}")
WORDS = ("steady", "shaky", "too-much")
WISHES = ("", "near", "room")
FADES = (1, 3, 6)  # hours
MINUTES = (20, 40, 60)
TOMORROW = "tomorrow"
TOLD = ("away", "longer", "enough")


class Part(Strict):
    """One line of what to do; `lead` is who or what it begins with."""

    lead: Text | None = None
    text: Text


class Practice(Strict):
    """How sure: used in practice, with no test of it alone that we know of."""

    basis: Literal["practice"]


class Thing(Strict):
    """One easy thing for two. `about` invites, `steps` are read just before it, `looked_back` says that it was done."""

    id: Slug
    version: Version
    status: Status
    tier: Zero
    minutes: Annotated[Whole, Field(ge=1, le=15)]
    title: Text
    about: Lines
    heading: Text
    steps: Annotated[list[Part], Field(min_length=1, max_length=6)]
    not_today: Text
    stop: Text
    lighter: Text
    skip_if: Text
    looked_back: Named
    evidence: Practice
    review: Review


class Wanted(Strict):
    """Something small one may ask for. `asks` follows "Ana asks:", `could` follows "Ben can" and "Not this evening"."""

    id: Slug
    version: Version
    status: Status
    title: Text
    asks: Annotated[Text, Field(pattern=r"^could you ")]
    could: Text
    review: Review


@dataclass(frozen=True)
class Signal:
    """How somebody is, for one chosen person: a word, and one wish or none."""

    word: str
    wish: str
    starts: datetime
    until: datetime


@dataclass(frozen=True)
class Told:
    """A break as the other sees it. `tomorrow`: its end is named by the day. `gone`: from then on nothing is left."""

    state: str
    until: datetime
    tomorrow: bool
    gone: datetime


@dataclass(frozen=True)
class Plan:
    """A thing and a moment that would suit its author, open to an answer until `open`; over with its day."""

    thing: str
    at: datetime
    open: datetime
    until: datetime
    instead: UUID | None = None


@dataclass(frozen=True)
class Suits:
    """A yes to one plan of the other's."""

    plan: UUID
    until: datetime


@dataclass(frozen=True)
class Asked:
    """One thing asked for, until the end of the day."""

    kind: str
    until: datetime


@dataclass(frozen=True)
class Reply:
    """A yes or a no to one thing asked for."""

    asked: UUID
    yes: bool
    until: datetime


Said = Signal | Told | Plan | Suits | Asked | Reply


def body(said: Said) -> dict[str, Any]:
    """As it is sealed. Short words and whole numbers: every one of them has to fit the same bucket."""
    match said:
        case Signal():
            told = {"w": said.word, "h": said.wish, "s": _stamp(said.starts), "u": _stamp(said.until)}
        case Told():
            told = {"s": said.state, "e": _stamp(said.until), "t": said.tomorrow, "u": _stamp(said.gone)}
        case Plan():
            instead = said.instead.hex if said.instead else ""
            told = {"k": said.thing, "a": _stamp(said.at), "o": _stamp(said.open), "i": instead}
            told["u"] = _stamp(said.until)
        case Suits():
            told = {"p": said.plan.hex, "u": _stamp(said.until)}
        case Asked():
            told = {"k": said.kind, "u": _stamp(said.until)}
        case Reply():
            told = {"p": said.asked.hex, "y": said.yes, "u": _stamp(said.until)}
    return {"what": type(said).__name__.lower(), **told}


def read(held: Mapping[str, Any]) -> Said | None:
    """What `body` wrote; None for anything else."""
    try:
        return _READERS[held["what"]](held)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError):
        return None


def over(said: Said) -> datetime:
    """From when on nothing of it is left."""
    return said.gone if isinstance(said, Told) else said.until


def _signal(held: Mapping[str, Any]) -> Signal:
    return Signal(_one_of(held["w"], WORDS), _one_of(held["h"], WISHES), _moment(held["s"]), _moment(held["u"]))


def _told(held: Mapping[str, Any]) -> Told:
    return Told(_one_of(held["s"], TOLD), _moment(held["e"]), _flag(held["t"]), _moment(held["u"]))


def _plan(held: Mapping[str, Any]) -> Plan:
    instead = UUID(held["i"]) if held["i"] != "" else None
    return Plan(_slug(held["k"]), _moment(held["a"]), _moment(held["o"]), _moment(held["u"]), instead)


def _suits(held: Mapping[str, Any]) -> Suits:
    return Suits(UUID(held["p"]), _moment(held["u"]))


def _asked(held: Mapping[str, Any]) -> Asked:
    return Asked(_slug(held["k"]), _moment(held["u"]))


def _reply(held: Mapping[str, Any]) -> Reply:
    return Reply(UUID(held["p"]), _flag(held["y"]), _moment(held["u"]))


_READERS = {"signal": _signal, "told": _told, "plan": _plan, "suits": _suits, "asked": _asked, "reply": _reply}


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(value: Any) -> datetime:
    if type(value) is not int:
        raise TypeError("A moment is a whole number of seconds.")
    return datetime.fromtimestamp(value, UTC)


def _one_of(value: Any, words: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in words:
        raise ValueError("This is none of the words.")
    return value


def _slug(value: Any) -> str:
    if not NAME.fullmatch(value):
        raise ValueError("This is no name of a file.")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("A flag is true or false.")
    return value
