"""The shapes of the library's files: claims of the ledger, the closed list of tags, people's own words for things.

Articles, which have a body, are read in `article`.
"""

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from holdfast.catalogue.strict import Day, Slug, Strict, Text, Version, Whole
from holdfast.library.sources import Citation

ClaimId = Annotated[str, StringConstraints(strict=True, pattern=r"^C\d\d$")]
Status = Literal["draft", "active", "retired"]
Verdict = Literal[
    "supported", "partly supported", "mixed", "weak or indirect", "unsupported", "misleading-or-unsafe"
]  # fmt: skip
Certainty = Literal[
    "well-supported", "partly-supported", "mixed", "weak", "not-supported", "unsafe-as-told", "practice"
]  # fmt: skip
Question = Annotated[Text, StringConstraints(pattern=r"\?$", max_length=140)]
Words = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9' -]*$", max_length=60)]


class Review(Strict):
    """Who read it, honestly: nobody, a peer, or a clinician by name."""

    status: Literal["none", "peer", "clinician"]
    by: Text | None = None
    on: Day | None = None

    @model_validator(mode="after")
    def _named(self) -> "Review":
        if self.status != "none" and not (self.by and self.on):
            raise ValueError("a review needs who read it and on which day")
        return self


class Claim(Strict):
    """One claim of the ledger, word for word, and the question a page asks in its place.

    `claim` and `summary` are for reviewers and writers: no page prints them, since some must never be repeated.
    `read_as` says in our words what one may have read, for the claims that are unsafe as they are told.
    """

    id: ClaimId
    version: Version
    status: Status
    question: Question
    read_as: Text | None = None
    claim: Text
    verdict: Verdict
    summary: Text
    tell_user: Text
    drives: Text
    must_not: Text
    citations: Annotated[list[Citation], Field(min_length=1)]
    source_articles: Annotated[list[Annotated[str, StringConstraints(pattern=r"^\d{3}$")]], Field(min_length=1)]
    review: Review
    source: Text

    @model_validator(mode="after")
    def _unsafe_is_answered(self) -> "Claim":
        if (self.verdict == "misleading-or-unsafe") != bool(self.read_as):
            raise ValueError("`read_as` belongs to the claims that are unsafe as told, and to no other")
        return self

    @property
    def number(self) -> int:
        """What stands in its address: 1 for C01."""
        return int(self.id[1:])


class Tag(Strict):
    """A word to find articles by. Its number stands in addresses and is never used for another tag."""

    id: Slug
    number: Whole
    label: Text
    words: list[Words] = []


class Tags(Strict):
    """The closed list of tags, in the order pages show them."""

    tags: Annotated[list[Tag], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> "Tags":
        for what in ("id", "number", "label"):
            twice = [value for value, times in Counter(getattr(tag, what) for tag in self.tags).items() if times > 1]
            if twice:
                raise ValueError(f"the {what} {twice[0]!r} stands here twice")
        return self


class SearchWords(Strict):
    """For the search alone, and printed by no page: words that say nothing, and groups of words for one thing."""

    skip: list[Words] = []
    same: list[Annotated[list[Words], Field(min_length=2)]] = []
