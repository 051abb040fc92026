"""The shape of a way to write: a content file with its parts, its frame where the writing is heavy, and how sure it is.

A frame is what heavy writing never goes without (CR-17): a steadying step and a number before and after, and a limit.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from holdfast.catalogue.strict import Flag, Misfit, Slug, Strict, Text, Version, Whole
from holdfast.people.content import Review, Status

LONGEST = 20  # minutes of heavy writing (CR-17)

Lines = Annotated[list[Text], Field(min_length=1, max_length=4)]
Claim = Annotated[str, Field(strict=True, pattern=r"^C\d{2}$")]


class Part(Strict):
    """One thing to write: a title above its field, and words that help to begin."""

    id: Slug
    title: Text
    hint: Text


class Frame(Strict):
    """What stands round heavy writing. `tool`: the id of the steadying tool that both sides lead to."""

    tool: Slug
    before: Lines
    after: Lines


class Evidence(Strict):
    """How sure: tested alone, plausible from what the claims say, or only used in practice."""

    basis: Literal["tested", "plausible", "practice"]
    claims: list[Claim] = []


class Way(Strict):
    """One way to write. `number` is its address, for ever. `letter`: its words may be copied by hand into a letter."""

    id: Slug
    version: Version
    status: Status
    number: Annotated[Whole, Field(ge=1, le=999)]
    title: Text
    about: Lines
    minutes: Annotated[Whole, Field(ge=1, le=LONGEST)]
    parts: Annotated[list[Part], Field(min_length=1, max_length=6)]
    letter: Flag = False
    frame: Frame | None = None
    skip_if: Text
    stop: Text
    lighter: Text
    aftercare: Text
    evidence: Evidence
    review: Review

    @property
    def pinned(self) -> str:
        """How an entry names the version that it was written with."""
        return f"{self.id}@{self.version}"

    @model_validator(mode="after")
    def _together(self) -> "Way":
        faults = []
        ids = [part.id for part in self.parts]
        if len(ids) != len(set(ids)):
            faults.append((("parts",), "two parts have one id"))
        if (self.evidence.basis == "practice") != (not self.evidence.claims):
            said = "without a claim the basis is practice, and with one it is not (decision 29)"
            faults.append((("evidence", "basis"), said))
        if self.frame and self.letter:
            faults.append((("letter",), "heavy writing is never copied into a letter (CR-18)"))
        if faults:
            raise Misfit(faults)
        return self
