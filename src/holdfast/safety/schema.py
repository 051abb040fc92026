"""The shape of a helpline file: one country, its emergency number, and the lines one can ring there (CR-05).

What is not known is written as `unknown`, so that leaving something out and not knowing it are never mixed up. A number
is written exactly as it is dialled inside the country. Pure; knows no framework.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from holdfast.catalogue.loader import Document, Place
from holdfast.catalogue.problems import ContentError, Problem
from holdfast.catalogue.strict import Day, Flag, Misfit, Slug, Strict, Text, Version, Whole, build

FOLDER = "helplines"
UNKNOWN = "unknown"
ALWAYS = "always"
OLD, TOO_OLD = 180, 365  # days since a check: then it is said, then nothing is released (CR-06)
SHORT = 6  # a number of up to so many digits has no country prefix

Purpose = Literal[
    "suicide", "partner-violence", "uses-violence", "sexual-assault", "child", "youth", "lgbtq", "men", "older",
    "disabled", "papers", "forced-marriage", "supporter", "general",
]  # fmt: skip
PURPOSES: tuple[Purpose, ...] = (
    "suicide", "partner-violence", "uses-violence", "sexual-assault", "child", "youth", "lgbtq", "men", "older",
    "disabled", "papers", "forced-marriage", "supporter", "general",
)  # fmt: skip
NEEDED: tuple[Purpose, ...] = ("suicide", "partner-violence")
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Code = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2}$")]  # ISO 3166-1, small letters
Emergency_ = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9]{2,6}$")]
Address = Annotated[str, StringConstraints(strict=True, pattern=r"^https?://[^\s\"'<>]+$", max_length=300)]
Clock = Annotated[str, StringConstraints(strict=True, pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]

_NUMBER = re.compile(r"\+?\d{2,15}")
_ADDRESS = re.compile(r"https://[^\s?\"'<>]+")


class Check(Strict):
    """Who made sure of it, how and on which day (decision 27).

    `own-page`: read on a page of the service itself, or of the government that answers for it (`whose`). `seen` says
    whether that was the page as it stood then or a stored copy of it, `page_from` which year the page itself names.
    `dialled`: somebody rang.
    """

    kind: Literal["own-page", "dialled"]
    by: Text
    on: Day
    whose: Literal["service", "government"] | None = None
    seen: Literal["page", "stored-copy"] | None = None
    page_from: Annotated[Whole, Field(ge=1990, le=2100)] | None = None

    @model_validator(mode="after")
    def _says_what_was_seen(self) -> "Check":
        if (self.kind == "own-page") != (self.seen is not None and self.whose is not None):
            raise ValueError("an own-page check says `whose` page was `seen` and how, and no other check does")
        return self


class Open(Strict):
    """A stretch of the week in which somebody answers, by the clock of the country."""

    days: Annotated[list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]], Field(min_length=1)]
    from_: Annotated[Clock, Field(alias="from")]
    to: Clock

    @model_validator(mode="after")
    def _runs_forward(self) -> "Open":
        if self.from_ >= self.to:
            raise ValueError("the end of the hours must lie after their beginning; write a night as two stretches")
        return self


class Way(Strict):
    """One way to reach a line. `dial`: digits for phone and text, an https address for chat and page."""

    kind: Literal["phone", "text", "chat", "page"]
    dial: Text
    shown: Text | None = None  # the same digits with spaces, as people read them
    say: Text | None = None  # the word to text
    hours: Text | None = None  # where they differ from those of the line

    @model_validator(mode="after")
    def _as_dialled(self) -> "Way":
        number = self.kind in ("phone", "text")
        if not (_NUMBER if number else _ADDRESS).fullmatch(self.dial):
            wanted = "digits alone, as dialled inside the country" if number else "an address that begins with https://"
            raise Misfit([(("dial",), f"a {self.kind} needs {wanted}")])
        if self.dial.startswith("+") and len(self.dial) - 1 <= SHORT:
            raise Misfit([(("dial",), "a short number never begins with +: it works inside its country alone")])
        if self.shown and (not number or re.sub(r"[^\d+]", "", self.shown) != self.dial):
            raise Misfit([(("shown",), "this must be the same digits as `dial`, only easier to read")])
        if self.say and self.kind != "text":
            raise Misfit([(("say",), "only a text number has a word to send")])
        return self


class Helpline(Strict):
    """One service. Every field is there; `unknown` says that nobody found out yet."""

    id: Slug
    service: Text
    purposes: Annotated[list[Purpose], Field(min_length=1)]
    for_whom: Text
    languages: list[Text] | Literal["unknown"]
    hours: Text  # "always", "unknown", or words
    cost: Text  # "free", "unknown", or words
    ways: Annotated[list[Way], Field(min_length=1)]
    sends_help: Literal["never", "may", "unknown"]  # to somebody who did not ask for it
    on_bill: Literal["shows", "hidden", "unknown"]
    answered_by: Text
    wait: Text
    name_needed: Literal["no", "asked", "yes", "unknown"]
    more: Text | None = None  # one thing worth knowing before one calls
    on_call: Flag = False  # a host's own service, answered by people of theirs
    open: Annotated[list[Open], Field(default_factory=list)]
    check: Check
    source: Address  # the page where it was read
    also: Annotated[list[Address], Field(default_factory=list)]  # further pages read for the other fields

    @model_validator(mode="after")
    def _on_call_says_when(self) -> "Helpline":
        if self.on_call and not self.open:
            raise Misfit([(("on_call",), "an on-call service needs `open`: the days and hours when somebody answers")])
        if self.on_call and self.hours != "as open":
            raise Misfit([(("hours",), "an on-call service writes `hours: as open`; its words are made from `open`")])
        return self


class Silent(Strict):
    """A way to call for help without speaking; only where it was read on a page of those who answer."""

    words: Text
    source: Address
    check: Check


class Emergency(Strict):
    """The number when life is in danger, and where to go."""

    call: Emergency_
    also: Annotated[list[Emergency_], Field(default_factory=list)]  # other numbers that reach the same help
    place: Text  # what people call the place with doctors at night: "A&E", "the emergency room"
    silent: Silent | None = None
    check: Check
    source: Address


class Helplines(Strict):
    """A file: a country as shipped (`local: false`), or a host's own lines in a country (`local: true`)."""

    id: Slug
    version: Version
    status: Literal["draft", "active", "retired"]
    replaces: Version | None = None
    reason: Text | None = None
    country: Code
    name: Text
    the: Flag = False  # whether a sentence says "the United States"
    local: Flag = False
    emergency: Emergency | None = None
    lines: Annotated[list[Helpline], Field(min_length=1)]

    @model_validator(mode="after")
    def _whole(self) -> "Helplines":
        if faults := [*self._one_of_each(), *(self._as_local() if self.local else self._as_country())]:
            raise Misfit(faults)
        return self

    def _one_of_each(self) -> Iterator[tuple[Place, str]]:
        ids = [line.id for line in self.lines]
        for at, id in enumerate(ids):
            if id in ids[:at]:
                yield ("lines", at, "id"), f"the line {id} stands here twice"

    def _as_local(self) -> Iterator[tuple[Place, str]]:
        if self.emergency is not None:
            yield ("emergency",), "a host's own lines bring no emergency number: the country's stands first"
        if self.id == self.country:
            yield ("id",), "a host's own lines need an id of their own, such as harbour-clinic"

    def _as_country(self) -> Iterator[tuple[Place, str]]:
        if self.id != self.country:
            yield ("id",), f"the file of a country is called as its code: {self.country}"
        if self.emergency is None:
            yield (), "a country needs its emergency number"
        offered = {purpose for line in self.lines for purpose in line.purposes}
        for purpose in NEEDED:
            if purpose not in offered:
                yield ("lines",), f"a country needs at least one line for {purpose}, or it is not shipped"
        for at, line in enumerate(self.lines):
            if line.on_call:
                yield ("lines", at, "on_call"), "only a host's own file (local: true) names an on-call service"

    def offers(self, purpose: str) -> list[Helpline]:
        """The lines for a purpose, in the order of the file."""
        return [line for line in self.lines if purpose in line.purposes]

    def checks(self) -> Iterator[tuple[Place, Check]]:
        """Every check in the file, and where it stands."""
        if self.emergency is not None:
            yield ("emergency", "check", "on"), self.emergency.check
            if self.emergency.silent is not None:
                yield ("emergency", "silent", "check", "on"), self.emergency.silent.check
        for at, line in enumerate(self.lines):
            yield ("lines", at, "check", "on"), line.check


def read(document: Document) -> Helplines:
    """A helpline file. Raises ContentError: file, line and what is wanted."""
    found: Helplines = build(Helplines, document)
    return found


def age(check: Check, today: date) -> Literal["fresh", "old", "too-old"]:
    """How old a check is: up to 180 days, up to 365, or more."""
    days = (today - check.on).days
    return "fresh" if days <= OLD else "old" if days <= TOO_OLD else "too-old"


def problems(document: Document, today: date) -> Iterator[Problem]:
    """What is wrong with a helpline file today: its shape, and checks that are old, too old or not yet made (CR-06)."""
    try:
        found = read(document)
    except ContentError as broken:
        yield from broken.problems
        return
    for place, check in found.checks():
        line = document.line_of(place)
        if check.on > today:
            yield Problem(document.path, line, f"This check was made on {check.on}, which is still to come.")
            continue
        how_old = age(check, today)
        if how_old != "fresh":
            said = f"This was checked {(today - check.on).days} days ago, on {check.on}."
            mend = "Read the service's own page again or dial it, and write a new version."
            yield Problem(document.path, line, said, mend, warning=how_old == "old")
