"""Writes of this room: keeping a practice, and removing one."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from holdfast.programme import queries, schema
from holdfast.programme.records import PRACTICE
from holdfast.vault import actions as vault


def keep(keyring: Any, practice: schema.Practice, *, id: UUID) -> bool:
    """Seal a practice under the form's record id; False when that form was kept before. Raises NotAPractice."""
    schema.read(practice.body())
    day = [kept.nth or 0 for kept in queries.practices(keyring) if kept.local_date == practice.local_date]
    numbered = replace(practice, nth=practice.nth or max(day, default=0) + 1)
    return vault.put_new(keyring, PRACTICE, numbered.body(), id=id)


def remove(keyring: Any, id: UUID) -> bool:
    """Delete one practice of one's own; False when there is none."""
    return vault.delete(keyring, PRACTICE, id)
