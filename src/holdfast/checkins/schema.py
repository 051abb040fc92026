"""The shape of this room's content: what is offered when (a schedule) and the daily questions (three taps)."""

from typing import Literal, Self

from pydantic import Field, model_validator

from holdfast.catalogue.strict import Day, Flag, Name, Slug, Strict, Text, Version, Whole

Who = Literal["recovering", "supporting", "anyone"]
Status = Literal["draft", "active", "retired"]


class Review(Strict):
    """Who of the clinic looked at this file. `none` is said on the page; `clinician` needs a name and a day."""

    status: Literal["none", "peer", "clinician"]
    by: Text | None = None
    on: Day | None = None

    @model_validator(mode="after")
    def a_name_stands_behind_it(self) -> Self:
        """Refuse a review that nobody signed."""
        if self.status != "none" and not (self.by and self.on):
            raise ValueError("a review needs a name and a day")
        return self


class Limits(Strict):
    """The question budget (decision 26b)."""

    beside_form: Whole = Field(ge=1)
    form: Whole = Field(ge=1)
    form_days: Whole = Field(ge=1, le=7)
    first_week: Whole = Field(ge=1)
    first_week_supporting: Whole = Field(ge=1)
    week: Whole = Field(ge=1)


class Turn(Strict):
    """One form's place in the schedule.

    `day`: its first day, counted from 1; `open`: for how many days it is offered; `every`: days until it comes round
    again, absent when it is asked once; `rest`: days that must lie between two answers; `asks`: how many questions.
    """

    id: Slug
    form: Slug
    variant: Slug | None = None
    asks: Whole = Field(ge=1)
    who: Who
    needs: Literal["partner-in-love"] | None = None
    day: Whole = Field(ge=2)
    open: Whole = Field(ge=1)
    rest: Whole = Field(ge=1)
    every: Whole | None = Field(default=None, ge=7)
    while_learning: Flag = False

    @model_validator(mode="after")
    def the_windows_do_not_overlap(self) -> Self:
        """Refuse a turn that would still be open when it comes round again."""
        if self.every is not None and self.open > self.every:
            raise ValueError(f"{self.id}: open for longer than it rests")
        return self


class Schedule(Strict):
    """What is offered when, and the limits it keeps to."""

    id: Slug
    version: Version
    status: Status
    title: Text
    review: Review
    why: Text
    limits: Limits
    daily: Whole = Field(ge=0)
    another_day: Whole = Field(ge=1)
    turns: tuple[Turn, ...]

    @model_validator(mode="after")
    def ids_are_single_and_forms_fit(self) -> Self:
        """Refuse two turns of one name, and a form above the limit."""
        ids = [turn.id for turn in self.turns]
        if len(set(ids)) != len(ids):
            raise ValueError("two turns share an id")
        if any(turn.asks > self.limits.form for turn in self.turns):
            raise ValueError("a form asks more than the limit")
        if self.daily > self.limits.beside_form:
            raise ValueError("the daily questions exceed the limit of a day")
        return self


class DailyItem(Strict):
    """A question rated 0 to 10, with its end words. `none` labels the answer "there was nothing to rate"."""

    id: Name
    who: Who
    text: Text
    low: Text
    high: Text
    why: Text
    none: Text | None = None
    needs: Literal["someone-to-support"] | None = None
    without: Literal["someone-to-support"] | None = None


class Daily(Strict):
    """The three taps, and what stands behind "a little more"."""

    id: Slug
    version: Version
    status: Status
    title: Text
    licence: Text
    review: Review
    items: tuple[DailyItem, ...]
    more: tuple[DailyItem, ...]

    @model_validator(mode="after")
    def ids_are_single(self) -> Self:
        """Refuse two items of one name."""
        ids = [item.id for item in (*self.items, *self.more)]
        if len(set(ids)) != len(ids):
            raise ValueError("two items share an id")
        return self
