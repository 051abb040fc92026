"""The shape of a list of wishes: twelve items, a tier, and for whom it is. Nothing with touch is for a friend."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from holdfast.catalogue.loader import Document
from holdfast.catalogue.strict import Flag, Misfit, Slug, Strict, Text, Version, Whole, build
from holdfast.people.content import Status
from holdfast.safety import gates

ITEMS = 12
TOUCH = 2  # from this tier on


class Item(Strict):
    """One thing that two could talk about."""

    id: Slug
    words: Text


class Review(Strict):
    """Who read it, honestly (decision 27)."""

    status: Literal["none", "peer", "clinician"]
    by: Text | None = None
    on: Text | None = None

    @model_validator(mode="after")
    def _named(self) -> "Review":
        if self.status != "none" and not (self.by and self.on):
            raise ValueError("a review needs who read it and on which day")
        return self


class Sheet(Strict):
    """A list. `intimate` ones are there only where a clinician switched them on, and off until each opens them alone.

    The order of the items is part of a version: rounds compare places, under the name and version of the list.
    """

    id: Slug
    version: Version
    status: Status
    title: Text
    about: Text
    tier: Whole
    intimate: Flag
    roles: Annotated[list[Literal["romantic", "friend"]], Field(min_length=1)]
    gates: list[Slug]
    items: Annotated[list[Item], Field(min_length=ITEMS, max_length=ITEMS)]
    basis: Literal["practice"]  # nobody has tested such lists alone
    review: Review

    @model_validator(mode="after")
    def _careful(self) -> "Sheet":
        faults = [(("gates",), said) for said in gates.faults(self.gates, self.tier)]
        if len({item.id for item in self.items}) < len(self.items):
            faults.append((("items",), "two items have one id"))
        if self.tier >= TOUCH and self.roles != ["romantic"]:
            faults.append((("roles",), f"from tier {TOUCH} on a list is for partners in love alone: roles: [romantic]"))
        if self.intimate != (self.tier == 3):
            faults.append((("intimate",), "tier 3 is intimate, and nothing else is"))
        if faults:
            raise Misfit(faults)
        return self

    @property
    def name(self) -> str:
        """How rounds and answers name it."""
        return f"{self.id}@{self.version}"


def read(document: Document) -> Sheet:
    """A list from its file. Raises ContentError with file, line and how to mend it."""
    found: Sheet = build(Sheet, document)
    return found
