"""A month page and its days. Pure: bodies in, bodies out.

A page is {"entries": {id: entry}}; an entry is one check-in for one local day. Entries merge by id, so a form sent
twice changes nothing; several entries of one day count as one day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

BACKFILLED = "backfilled"
CORRECTED = "corrected"
SOFT = "soft"  # answered in a week the person marked as hard
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Entry:
    """One check-in as given. `on` is the local day it is about; `at` when it was last saved (UTC, ISO).

    `values` maps item ids to a number or "na" (there was nothing to rate); a skipped item is absent.
    """

    id: str
    on: date
    form: str
    at: str
    zone: str
    values: Mapping[str, Any]
    target: str | None = None
    note: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Day:
    """One local day as answered: None stands for "there was nothing to rate"; a skipped item is absent."""

    date: date
    values: dict[str, float | None]
    flags: tuple[str, ...] = ()
    note: str = ""
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """What one screen says about a day: `values` to set, None for an item to clear; a note of None leaves the note."""

    on: date
    form: str
    zone: str
    now: datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    target: str | None = None
    note: str | None = None
    flags: tuple[str, ...] = ()


def merge(page: dict[str, Any], id: str, change: Change) -> dict[str, Any]:
    """The page with one screen's answers in it. Applying the same change twice gives the same page.

    An entry that ends without an answer or a note is no entry.
    """
    entries = dict(page.get("entries", {}))
    entry = dict(entries.get(id, {}))
    values = dict(entry.get("values", {}))
    for item, value in change.values.items():
        if value is None:
            values.pop(item, None)
        else:
            values[item] = value
    entry |= {
        "on": change.on.isoformat(),
        "form": change.form,
        "at": change.now.isoformat(),
        "zone": change.zone,
        "values": values,
        "flags": sorted({*entry.get("flags", []), *change.flags}),
    }
    if change.target is not None:
        entry["target"] = change.target
    if change.note is not None:
        entry["note"] = change.note
    entries[id] = entry
    if not values and not entry.get("note"):
        del entries[id]
    return page | {"entries": entries}


def without(page: dict[str, Any], ids: Iterable[str]) -> dict[str, Any]:
    """The page without some entries."""
    gone = set(ids)
    return page | {"entries": {id: entry for id, entry in page.get("entries", {}).items() if id not in gone}}


def entries(page: dict[str, Any]) -> list[Entry]:
    """The entries of a page, oldest day first, and within a day in the order in which they were saved."""
    read = [
        Entry(
            id=id,
            on=date.fromisoformat(body["on"]),
            form=body["form"],
            at=body["at"],
            zone=body["zone"],
            values=body["values"],
            target=body.get("target"),
            note=body.get("note", ""),
            flags=tuple(body.get("flags", [])),
        )
        for id, body in page.get("entries", {}).items()
    ]
    return sorted(read, key=lambda entry: (entry.on, entry.at))


def days(given: Iterable[Entry]) -> list[Day]:
    """One Day for each local day with an entry, oldest first. Where entries disagree the one saved last counts."""
    found: dict[date, Day] = {}
    for entry in sorted(given, key=lambda entry: (entry.on, entry.at)):
        values = {item: None if value == "na" else value for item, value in entry.values.items()}
        before = found.get(entry.on)
        if before is None:
            found[entry.on] = Day(entry.on, values, tuple(sorted(set(entry.flags))), entry.note, (entry.form,))
            continue
        found[entry.on] = Day(
            date=entry.on,
            values=before.values | values,
            flags=tuple(sorted({*before.flags, *entry.flags})),
            note=entry.note or before.note,
            forms=tuple(dict.fromkeys((*before.forms, entry.form))),
        )
    return list(found.values())
