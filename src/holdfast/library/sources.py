"""A source of a claim, and what of it nobody has checked yet: such parts carry a mark on the page, or are left out.

The note of a citation is read by a small grammar. A note that it does not know is refused, so that no part from memory
can reach a page without its mark (decision 29).
"""

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator

from holdfast.catalogue.strict import Strict, Text

Part = Literal["authors", "co-authors", "title", "year", "journal", "DOI"]
PART = r"(?:authors|co-authors|title|year|journal|DOI)"
RECALLED = re.compile(rf"(?P<parts>{PART}(?: and {PART})*) recalled")
NOT_SHOWN = re.compile(rf"(?P<parts>{PART}(?: and {PART})*) not shown(?: in public page)?")
ONLY_LISTED = "reference-list entry only"
ONLY_REPORTED = "only through a later review that reports it"
Doi = Annotated[str, Field(strict=True, pattern=r"^10\.\d{4,9}/\S+$", max_length=200)]


class Citation(Strict):
    """One work. `verified`: seen on a public page, mostly its abstract. `recalled`: from memory, nobody looked yet."""

    text: Text
    doi: Doi | None = None
    status: Literal["verified", "recalled"]
    note: Text | None = None

    @field_validator("note")
    @classmethod
    def _known(cls, note: str | None) -> str | None:
        strange = [part for part in (note or "").split("; ") if part and not _is_known(part)]
        if strange:
            raise ValueError(f"the note {strange[0]!r} is not one the pages can say; see library/sources.py")
        return note

    @property
    def from_memory(self) -> bool:
        """Whether the whole citation is from memory."""
        return self.status == "recalled"

    @property
    def recalled(self) -> tuple[str, ...]:
        """The parts that are from memory."""
        return self._parts(RECALLED)

    @property
    def not_shown(self) -> tuple[str, ...]:
        """The parts that the page where it was seen did not show."""
        return self._parts(NOT_SHOWN)

    @property
    def only_listed(self) -> bool:
        """Whether it was seen as an entry in a list of references and no more."""
        return ONLY_LISTED in self._notes

    @property
    def only_reported(self) -> bool:
        """Whether it is known only through a later review."""
        return ONLY_REPORTED in self._notes

    @property
    def checked_doi(self) -> str:
        """The DOI, or "" where there is none or where it is from memory."""
        return "" if self.from_memory or "DOI" in self.recalled else self.doi or ""

    @property
    def _notes(self) -> list[str]:
        return (self.note or "").split("; ")

    def _parts(self, pattern: re.Pattern[str]) -> tuple[str, ...]:
        found = (pattern.fullmatch(note) for note in self._notes)
        return tuple(part for match in found if match for part in match["parts"].split(" and "))


def _is_known(part: str) -> bool:
    return bool(RECALLED.fullmatch(part) or NOT_SHOWN.fullmatch(part) or part in (ONLY_LISTED, ONLY_REPORTED))
