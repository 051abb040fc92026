"""Reads of this room: the tools of this installation, and what a person kept of them."""

from functools import cache
from typing import Any

from django.conf import settings

from holdfast.catalogue import roots
from holdfast.programme import schema, shelf
from holdfast.programme.records import PRACTICE
from holdfast.programme.shelf import Shelf
from holdfast.vault import queries as vault


@cache
def _shelf(nc: bool, extra: str) -> Shelf:
    """The files are read once in the life of a process: a changed file needs a start."""
    return shelf.at(roots.content(nc=nc, extra=extra))


def tools() -> Shelf:
    """Every tool of this installation, with its number and its place in the list of each feeling."""
    return _shelf(settings.CONTENT_NC, str(settings.CONTENT_EXTRA or ""))


def practices(keyring: Any) -> list[schema.Practice]:
    """Every kept practice, oldest first. Rows that cannot be read are left out; `holdfast doctor` names them."""
    kept = [schema.read(row.body, row.id) for row in vault.rows(keyring, PRACTICE) if row.body is not None]
    return sorted(kept, key=lambda practice: (practice.local_date, practice.nth or 0))
