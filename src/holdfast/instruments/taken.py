"""Which forms were answered when, without opening each of them: one sealed page beside the administrations.

The page is believed only while it names exactly the rows that are there; else the rows themselves are read. So a page
that is missing, damaged or behind costs time and never a wrong answer.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from holdfast.instruments.records import ADMINISTRATIONS, TAKEN
from holdfast.vault import actions
from holdfast.vault import queries as vault
from holdfast.vault.errors import CannotOpen

# Instrument, variant, local day, number of answers.
Taken = tuple[str, str | None, date, int]
Page = dict[str, list[Any]]


def all_(keyring: Any) -> list[Taken]:
    """One for each administration that can be read, in no order."""
    return [found for entry in _page(keyring).values() if (found := _read(entry))]


def note(keyring: Any, id: UUID, body: Mapping[str, Any] | None) -> None:
    """After a write: add what was kept under this id, or take it off for None. Inside the transaction of the write."""
    page = _page(keyring, but=id) | ({str(id): _entry(body)} if body else {})
    try:
        actions.revise(keyring, TAKEN, "", lambda _: {"taken": page})
    except CannotOpen:
        # A damaged page must not stand in the way of an answer, and holds nothing that the rows do not.
        for damaged in vault.ids(keyring, TAKEN):
            actions.delete(keyring, TAKEN, damaged)
        actions.put(keyring, TAKEN, {"taken": page})


def _page(keyring: Any, but: UUID | None = None) -> Page:
    """The page if it names the rows there are, else one made from them; without the row `but`."""
    there = {str(id) for id in vault.ids(keyring, ADMINISTRATIONS)} - {str(but)}
    kept = next((row.body["taken"] for row in vault.rows(keyring, TAKEN) if row.body is not None), {})
    page = {id: entry for id, entry in kept.items() if id != str(but)}
    if set(page) == there:
        return page
    rows = vault.rows(keyring, ADMINISTRATIONS)
    return {str(row.id): _entry(row.body or {}) for row in rows if row.id != but}


def _entry(body: Mapping[str, Any]) -> list[Any]:
    answers = body.get("answers")
    asked = len(answers) if isinstance(answers, dict) else 0
    return [body.get("instrument"), body.get("variant"), body.get("local_date"), asked]


def _read(entry: list[Any]) -> Taken | None:
    try:
        instrument, variant, on, asked = entry
        return str(instrument), variant, date.fromisoformat(on), int(asked)
    except (TypeError, ValueError):
        return None
