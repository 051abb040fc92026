"""Reads of this room, for the person alone."""

from typing import Any

from holdfast.programme import schema
from holdfast.programme.records import PRACTICE
from holdfast.vault import queries as vault


def practices(keyring: Any) -> list[schema.Practice]:
    """Every kept practice, oldest day first. Rows that cannot be read are left out; `holdfast doctor` names them."""
    kept = [schema.read(row.body, row.id) for row in vault.rows(keyring, PRACTICE) if row.body is not None]
    return sorted(kept, key=lambda practice: practice.local_date)
