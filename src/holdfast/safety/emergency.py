"""Emergency numbers by country, from `content/safety/emergency.yaml`. Chosen by hand or by the host, never guessed."""

from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from holdfast.catalogue import loader, roots, strict

Dial = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9]{2,6}$")]  # as dialled inside the country
Code = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2}$")]  # ISO 3166-1, small letters


class Check(strict.Strict):
    """Who made sure, how and when. `recalled` means nobody did yet, and the page says so."""

    kind: Literal["recalled", "own-page", "dialled"]
    on: strict.Day
    by: strict.Text = ""


class Place(strict.Strict):
    """A country under its own code."""

    code: Code
    name: strict.Text


class Group(strict.Strict):
    """Countries where the same number calls for help."""

    call: Dial
    basis: strict.Text
    check: Check
    places: list[Place] = Field(min_length=1)

    @property
    def checked(self) -> bool:
        """Whether someone dialled it or read it on the service's own page."""
        return self.check.kind != "recalled"


class Numbers(strict.Strict):
    """The whole table."""

    groups: list[Group] = Field(min_length=1)

    def find(self, code: str) -> tuple[Group, Place] | None:
        """The number and name for a country code, or None where we have no number."""
        pairs = ((group, place) for group in self.groups for place in group.places)
        return next(((group, place) for group, place in pairs if place.code == code.lower()), None)


@lru_cache(maxsize=1)
def numbers() -> Numbers:
    """The table that came with this release. Raises ContentError when the file is broken."""
    return strict.build(Numbers, loader.read(roots.BASE / "safety" / "emergency.yaml"))


@lru_cache(maxsize=1)
def grounding() -> str:
    """The one thing to do right now, above everything else on the help page. Raises ContentError."""
    return loader.read_page(roots.BASE / "safety" / "help.md").body.strip()
