"""Writes of sheets: each changes the one page of a sheet and seals it anew. A damaged page is never written over.

All but `delete` raise CannotOpen for a damaged page, and then nothing was changed.
"""

from typing import Any
from uuid import UUID

from holdfast.programme.sheets import lines as written
from holdfast.programme.sheets.lines import Sent, Try
from holdfast.programme.sheets.records import SHEET
from holdfast.programme.sheets.schema import Sheet
from holdfast.vault import actions as vault
from holdfast.vault import queries


def keep(keyring: Any, sheet: Sheet, id: UUID, sent: Sent) -> None:
    """Write one line, new or changed. Raises ChangedElsewhere, Gone, Full; then nothing was changed."""
    vault.revise(keyring, SHEET, sheet.id, lambda body: written.kept(sheet, body, str(id), sent))


def remove(keyring: Any, sheet: Sheet, id: UUID, began: str) -> None:
    """Take one line off, with its tries. Raises ChangedElsewhere when it says something else than was shown."""
    vault.revise(keyring, SHEET, sheet.id, lambda body: written.without(sheet, body, str(id), began))


def keep_try(keyring: Any, sheet: Sheet, id: UUID, made: Try) -> None:
    """Note a try of a line, once for each form. Raises Gone, Full."""
    vault.revise(keyring, SHEET, sheet.id, lambda body: written.tried(sheet, body, str(id), made))


def remove_try(keyring: Any, sheet: Sheet, id: UUID, which: UUID) -> None:
    """Take one try off a line. Raises Gone."""
    vault.revise(keyring, SHEET, sheet.id, lambda body: written.untried(body, str(id), str(which)))


def delete(keyring: Any, sheet: Sheet) -> None:
    """Delete the whole page, readable or not."""
    for row in queries.rows(keyring, SHEET, [sheet.id]):
        vault.delete(keyring, SHEET, row.id, sheet.id)
