"""The shape of a sheet file: what each line holds, how lines are ordered, what is noted when a line was tried.

A sheet is always private. No line of it is ever filled in for anybody, and no field may ask how another person did.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from holdfast.catalogue.loader import Document, Place
from holdfast.catalogue.strict import Flag, Misfit, Slug, Strict, Text, Version, Whole, build
from holdfast.people.content import Status
from holdfast.programme.exercise import Review

MOST_LINES, LONGEST_TEXT, MOST_FIELDS, MOST_OPTIONS = 30, 500, 6, 12
LOW, HIGH = 0, 10  # every rating
TEXT, RATING, CHOICE, CHOICES = "text", "rating", "choice", "choices"


class Option(Strict):
    """One thing to pick."""

    id: Slug
    words: Text


class Ending(Option):
    """How a try can have ended. `worse`: it made things worse, so that the sheet says what helps now."""

    worse: Flag = False


class Asked(Strict):
    """One part of a line: own words, 0 to 10, one of a few, or some of them.

    `begins`: the first word that own words must have, with `wrong`, what the page says where they have another.
    """

    id: Slug
    kind: Literal["text", "rating", "choice", "choices"]
    label: Text
    hint: Text | None = None
    required: Flag = False
    longest: Annotated[Whole, Field(ge=1, le=LONGEST_TEXT)] = 300
    begins: Text | None = None
    wrong: Text | None = None
    low: Text | None = None
    high: Text | None = None
    options: Annotated[list[Option], Field(max_length=MOST_OPTIONS)] = []

    @model_validator(mode="after")
    def _whole(self) -> "Asked":
        faults: list[tuple[Place, str]] = []
        picks = self.kind in (CHOICE, CHOICES)
        if picks != (len(self.options) > 1) or _twice(self.options):
            faults.append((("options",), "a choice has two options or more, each once; nothing else has any"))
        if (self.kind == RATING) != bool(self.low and self.high):
            faults.append((("kind",), "a rating says what 0 and 10 mean, as low and high; nothing else does"))
        if bool(self.begins) != bool(self.wrong) or (self.begins and self.kind != TEXT):
            faults.append((("begins",), "begins is for own words, and goes together with wrong"))
        if self.required and self.kind != TEXT:
            faults.append((("required",), "a number or a choice is never needed to go on"))
        if faults:
            raise Misfit(faults)
        return self


class Rated(Strict):
    """One number of a try, 0 to 10."""

    id: Slug
    label: Text
    low: Text
    high: Text


class Tries(Strict):
    """What is noted when a line was tried. Each ending counts the same."""

    add: Text
    about: Text
    most: Annotated[Whole, Field(ge=1, le=40)] = 40
    ratings: Annotated[list[Rated], Field(min_length=1, max_length=3)]
    endings: Annotated[list[Ending], Field(min_length=2, max_length=5)]

    def ending(self, id: str) -> Ending | None:
        """The ending of this id."""
        return next((each for each in self.endings if each.id == id), None)


class Advice(Strict):
    """Words at a line whose number is above a bound while none at or below it was tried. Nothing is shut by it."""

    field: Slug
    above: Annotated[Whole, Field(ge=LOW, lt=HIGH)]
    words: Text


class Closed(Strict):
    """A part that is not open here, and what is said about it."""

    title: Text
    words: Text


class Sheet(Strict):
    """A sheet. `number` stands in its address, for ever. `never`: what does not belong on it, shown with a way to Help.

    `line` is what one line is called. `order`: the rating or choice by which lines are sorted; without it they stand
    as they were added. `ideas` are shown in grey beside the form and are never filled in.
    """

    id: Slug
    version: Version
    status: Status
    number: Annotated[Whole, Field(ge=1, le=99)]
    title: Text
    about: Annotated[list[Text], Field(min_length=1, max_length=4)]
    line: Text
    add: Text
    never: Text
    fields: Annotated[list[Asked], Field(min_length=1, max_length=MOST_FIELDS)]
    most: Annotated[Whole, Field(ge=1, le=MOST_LINES)] = 12
    order: Slug | None = None
    ideas: Annotated[list[Text], Field(min_length=2, max_length=8)]
    tries: Tries | None = None
    advice: Advice | None = None
    closed: Closed | None = None
    paper: Literal["list", "card"] = "list"
    supporter: Text
    private: Literal["true"]  # there is no other sheet; the file says so for whoever reads it
    basis: Literal["practice", "plausible"]
    review: Review

    @model_validator(mode="after")
    def _whole(self) -> "Sheet":
        if faults := list(self._faults()):
            raise Misfit(faults)
        return self

    def _faults(self) -> Iterator[tuple[Place, str]]:
        if _twice(self.fields):
            yield ("fields",), "two fields have one id"
        if self.fields[0].kind != TEXT or not self.fields[0].required:
            yield ("fields", 0), "the first field is own words and required: a line is called by it"
        sorts = self.field(self.order) if self.order else None
        if self.order and (sorts is None or sorts.kind not in (RATING, CHOICE)):
            yield ("order",), "order names a rating or a choice among the fields"
        warned = self.field(self.advice.field) if self.advice else None
        if self.advice and (self.tries is None or warned is None or warned.kind != RATING):
            yield ("advice",), "advice names a rating, on a sheet with tries"
        if self.tries and (_twice(self.tries.ratings) or _twice(self.tries.endings)):
            yield ("tries",), "two ratings or two endings have one id"
        if self.tries and not any(ending.worse for ending in self.tries.endings):
            yield ("tries",), "one of the endings is: it made things worse"

    def field(self, id: str) -> Asked | None:
        """The field of this id."""
        return next((each for each in self.fields if each.id == id), None)


def _twice(each: Sequence[Option | Asked | Rated]) -> bool:
    return len({one.id for one in each}) < len(each)


def read(document: Document) -> Sheet:
    """A sheet from its file. Raises ContentError with file, line and how to mend it."""
    found: Sheet = build(Sheet, document)
    return found
