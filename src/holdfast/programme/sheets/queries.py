"""Reads that other pages may use: where a sheet lies, and what a person wrote on it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from holdfast.programme.sheets import lines as written
from holdfast.programme.sheets import shelf
from holdfast.programme.sheets.lines import Line
from holdfast.programme.sheets.records import SHEET
from holdfast.programme.sheets.schema import Sheet
from holdfast.vault import queries as vault


@dataclass(frozen=True)
class Page:
    """What a person wrote on a sheet, in its order. `readable` is False for a damaged one: it can only be deleted."""

    lines: tuple[Line, ...]
    readable: bool = True

    def line(self, id: str) -> Line | None:
        """The line of this id."""
        return next((line for line in self.lines if line.id == id), None)


def address(id: str) -> str:
    """Where a link to a sheet leads; "" for one that this installation has not."""
    sheet = shelf.named(id)
    return reverse("sheet", args=[sheet.number]) if sheet else ""


def lines(keyring: Any, id: str) -> tuple[Line, ...]:
    """A person's own lines of a sheet, in its order; none for a sheet that is not here or cannot be read."""
    sheet = shelf.named(id)
    return page(keyring, sheet).lines if sheet else ()


def page(keyring: Any, sheet: Sheet) -> Page:
    """A person's own page of a sheet; an empty one where nothing was written."""
    found = vault.rows(keyring, SHEET, [sheet.id])
    if found and all(row.body is None for row in found):
        return Page((), readable=False)
    bodies = [row.body for row in found if row.body is not None]
    return Page(written.read(sheet, bodies[0] if bodies else None))
