"""Reads of this room, for the person alone. Nothing here is offered to a room that shares."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from holdfast.journal import entries, rules
from holdfast.journal.entries import Entry
from holdfast.journal.records import FRAME, JOURNAL
from holdfast.journal.rules import Closed, Frame
from holdfast.kit import clock, windows
from holdfast.people import queries as people
from holdfast.people.rules import zone
from holdfast.people.schema import Profile, day
from holdfast.safety import queries as safety
from holdfast.safety.rules import in_crisis
from holdfast.vault import queries as vault
from holdfast.vault.rows import Row

MOST = timedelta(days=10 * 366)  # how far back a damaged page is looked for


@dataclass(frozen=True)
class Book:
    """Everything somebody wrote, newest day first. `damaged`: a page lies there that cannot be read any more."""

    entries: list[Entry]
    damaged: bool = False

    @property
    def unfinished(self) -> list[Entry]:
        """What was begun, has words in it, and was not said to be done."""
        return [entry for entry in self.entries if entry.open and entry.written]

    @property
    def finished(self) -> list[Entry]:
        """Everything else with words in it."""
        return [entry for entry in self.entries if entry.written and not entry.open]


def book(keyring: Any) -> Book:
    """All entries of a person."""
    rows = vault.rows(keyring, JOURNAL)
    found = [entry for row in rows for entry in entries.read(row.body)]
    found.sort(key=lambda entry: entry.on)
    return Book(found[::-1], _damaged(keyring))


def found(keyring: Any, id: UUID) -> tuple[str, Entry] | None:
    """One entry with the page it stands on; None for an id that is none of one's own.

    Looks on the pages of these days first: a page that keeps itself while somebody writes asks every few seconds.
    """
    today = clock.now().date()
    near = {windows.month(today), windows.month(today + timedelta(days=1)), windows.month(today - timedelta(days=1))}
    parts = [name for month in sorted(near) for name in entries.sheets(month)[:3]]
    return _among(vault.rows(keyring, JOURNAL, parts), id) or _among(vault.rows(keyring, JOURNAL), id)


def looked_for(keyring: Any, words: str) -> list[tuple[Entry, str]]:
    """Entries with all of these words, each with the text around the first. In memory, over opened rows, once."""
    told = ((entry, entries.found_in(entry, words)) for entry in book(keyring).entries)
    return [(entry, around) for entry, around in told if around is not None]


def frame(keyring: Any) -> Frame:
    """The sitting under way and how the last two ended."""
    return rules.read(next((row.body for row in vault.rows(keyring, FRAME)), None))


def closed(keyring: Any, profile: Profile, now: datetime) -> Closed:
    """Why heavy writing does not begin now; "" when it may."""
    local = now.astimezone(zone(profile))
    return rules.closed(frame(keyring), local, crisis=in_crisis(safety.gate(keyring), local.date()))


def _damaged(keyring: Any) -> bool:
    """Whether a page of the months since somebody's first day cannot be read: it can only be asked for by its name."""
    today = clock.now().date() + timedelta(days=1)
    first = day(people.profile(keyring).started) or today
    months = windows.months(max(first, today - MOST) - timedelta(days=31), today)
    parts = [name for month in months for name in entries.sheets(month)[:2]]
    return any(row.body is None for row in vault.rows(keyring, JOURNAL, parts))


def _among(rows: list[Row], id: UUID) -> tuple[str, Entry] | None:
    for row in rows:
        for entry in entries.read(row.body):
            if entry.id == id:
                return row.part, entry
    return None
