"""An article: a question, its answer with how sure it is, and what is known, not known and to be done."""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, model_validator

from holdfast.catalogue.loader import Document
from holdfast.catalogue.strict import Misfit, Slug, Strict, Text, Version, build
from holdfast.library import body
from holdfast.library.body import Section
from holdfast.library.schema import Certainty, ClaimId, Question, Review, Status


class Head(Strict):
    """The facts of an article, before its body."""

    id: Slug
    version: Version
    status: Status
    title: Question
    answer: Text
    certainty: Certainty
    claims: list[ClaimId]
    tags: Annotated[list[Slug], Field(min_length=1)]
    related: list[Slug] = []
    for_: Annotated[list[Literal["recovering", "supporting"]], Field(alias="for", min_length=1)]
    heavy: Text | None = None
    review: Review
    source: Text
    replaces: Version | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _agree(self) -> "Head":
        faults = []
        if bool(self.claims) == (self.certainty == "practice"):
            faults.append((("certainty",), "without a claim the certainty is practice, and with one it is another"))
        for key in ("claims", "tags", "related"):
            named = getattr(self, key)
            if len(set(named)) != len(named):
                faults.append(((key,), f"something stands twice in {key}"))
        if self.id in self.related:
            faults.append((("related",), "an article is not related to itself"))
        if bool(self.replaces) != bool(self.reason):
            faults.append((("version",), "`replaces` and `reason` belong together"))
        if faults:
            raise Misfit(faults)
        return self


@dataclass(frozen=True)
class Article:
    """A whole article as read from its file."""

    head: Head
    sections: tuple[Section, ...]

    @property
    def number(self) -> int:
        """What stands in its address: made from its name, so that it never changes and says nothing."""
        return number_of(self.head.id)


def number_of(id: str) -> int:
    """The number of an article's name: 32 bits of its hash. The check refuses two names with one number."""
    return int.from_bytes(hashlib.blake2b(id.encode(), digest_size=4).digest(), "big")


def read(document: Document) -> Article:
    """An article from its page file. Raises ContentError with file, line and how to mend it."""
    return Article(build(Head, document), body.read(document))
