"""Writes of this room: begin, write, put away, delete. Each one transaction, sealed before it reaches the table."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from holdfast.journal import entries, queries, rules
from holdfast.journal.entries import Entry, Gone, Sent
from holdfast.journal.records import FRAME, JOURNAL
from holdfast.journal.rules import Frame, Sitting
from holdfast.journal.schema import Way
from holdfast.kit import clock, windows
from holdfast.vault import actions as vault
from holdfast.vault import queries as rows


def begin(keyring: Any, way: Way, on: date, *, id: UUID) -> UUID:
    """A new entry with nothing in it yet, under this id; the same form sent twice begins one."""
    with transaction.atomic():
        if queries.found(keyring, id) is None:
            entry = Entry(id, on, way.pinned)
            vault.revise(keyring, JOURNAL, _sheet(keyring, on), lambda page: entries.begun(page, entry))
    return id


def write(keyring: Any, id: UUID, sent: Sent, *, done: bool = False) -> Entry:
    """Keep the words of an entry. Raises ChangedElsewhere, Gone."""

    def change(entry: Entry) -> Entry:
        written = entries.written(entry, sent)
        return replace(written, open=written.open and not done)

    return _changed(keyring, id, change)


def put_away(keyring: Any, id: UUID) -> None:
    """An entry is done, as it stands. Nothing happens when there is none any more."""
    with suppress(Gone):
        _changed(keyring, id, lambda entry: replace(entry, open=False))


def delete(keyring: Any, id: UUID) -> None:
    """Remove an entry; the page goes with its last one. Nothing happens when there is none."""
    with transaction.atomic():
        known = queries.found(keyring, id)
        if known is None:
            return
        part, _entry = known
        left = vault.revise(keyring, JOURNAL, part, lambda page: entries.without(page, id))
        if not left.get("entries"):
            for row in rows.rows(keyring, JOURNAL, [part]):
                vault.delete(keyring, JOURNAL, row.id, part)


def sit_down(keyring: Any, id: UUID, before: int | None) -> None:
    """Heavy writing begins: its minutes run from here."""
    sitting = Sitting(id, clock.now(), before)
    vault.remake(keyring, FRAME, "", lambda body: rules.begun(rules.read(body), sitting).body())


def stand_up(keyring: Any, after: int | None, how: str) -> Frame:
    """Heavy writing has ended, with what was said of it."""
    now = clock.now()
    return rules.read(
        vault.remake(keyring, FRAME, "", lambda body: rules.ended(rules.read(body), now, after, how).body())
    )


def _changed(keyring: Any, id: UUID, change: Any) -> Entry:
    known = queries.found(keyring, id)
    if known is None:
        raise Gone

    def revised(page: dict[str, Any]) -> dict[str, Any]:
        entry = next((each for each in entries.read(page) if each.id == id), None)
        if entry is None:
            raise Gone
        return entries.put(page, change(entry))

    page = vault.revise(keyring, JOURNAL, known[0], revised)
    return next(each for each in entries.read(page) if each.id == id)


def _sheet(keyring: Any, on: date) -> str:
    """The first page of a month that can be read and has room."""
    names = entries.sheets(windows.month(on))
    held = {row.part: row for row in rows.rows(keyring, JOURNAL, names)}
    for name in names:
        if name not in held:
            return name
        body = held[name].body
        if body is not None and not entries.full(body):
            return name
    return names[-1]
