"""Entries of the journal on their page of a month. Pure: a body goes in, entries or a body come out.

Reading is tolerant, since an import may have brought a page from anywhere; what is no entry is left where it lies.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

LONGEST = 12_000  # letters of one entry, over all its parts
LONGEST_HEADING = 80
ROOM = 60_000  # letters of a page as it is exported; a fuller one takes no new entry
SHEETS = 40  # pages that one month can have
NAME = re.compile(r"[a-z0-9-]{1,60}")  # what a part can be called
MOST_PARTS = 12
AROUND = 60  # letters shown before and after what was looked for


class ChangedElsewhere(ValueError):
    """The entry was changed from another page meanwhile; `entry` is what is there now."""

    def __init__(self, entry: "Entry") -> None:
        super().__init__("This entry was changed elsewhere.")
        self.entry = entry


class Gone(LookupError):
    """There is no such entry, or no longer."""


@dataclass(frozen=True)
class Entry:
    """Something a person wrote. `way` names the file it was written with; `open`: begun, and not said to be done.

    `by` is the form that last wrote it, so that a page may save itself again and again.
    """

    id: UUID
    on: date
    way: str
    heading: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    open: bool = True

    @property
    def written(self) -> bool:
        """Whether there is anything in it."""
        return any(text.strip() for text in self.texts)

    @property
    def texts(self) -> tuple[str, ...]:
        """The heading and every part."""
        return (self.heading, *self.parts.values())


@dataclass(frozen=True)
class Sent:
    """What a page sends. `form`: the id that came with the page; `began`: the mark of what stood there."""

    heading: str
    parts: Mapping[str, str]
    form: str
    began: str


def read(body: Mapping[str, Any] | None) -> list[Entry]:
    """The entries on a page, in the order in which they were begun."""
    held = body.get("entries") if isinstance(body, Mapping) else None
    found = held.items() if isinstance(held, Mapping) else ()
    return [entry for id, kept in found if (entry := _entry(id, kept)) is not None]


def put(body: Mapping[str, Any], entry: Entry) -> dict[str, Any]:
    """The page with this entry on it, in place of one with the same id."""
    kept = {
        "on": entry.on.isoformat(),
        "way": entry.way,
        "heading": entry.heading,
        "parts": dict(entry.parts),
        "by": entry.by,
        "open": entry.open,
    }
    return {**body, "entries": {**_held(body), str(entry.id): kept}}


def begun(body: Mapping[str, Any], entry: Entry) -> dict[str, Any]:
    """The page with a new entry. Those of earlier days in which nothing was ever written go."""
    empty = {str(old.id) for old in read(body) if old.open and not old.written and old.on < entry.on}
    kept = {id: old for id, old in _held(body).items() if id not in empty}
    return put({**body, "entries": kept}, entry)


def without(body: Mapping[str, Any], id: UUID) -> dict[str, Any]:
    """The page without one entry."""
    return {**body, "entries": {key: kept for key, kept in _held(body).items() if key != str(id)}}


def written(entry: Entry, sent: Sent) -> Entry:
    """The entry with what a page sends. Raises ChangedElsewhere rather than write over words it has not shown."""
    after = replace(entry, heading=sent.heading, parts={**entry.parts, **sent.parts}, by=sent.form)
    strange = sent.form != entry.by and sent.began != mark(entry)
    if strange and entry.written and after.texts != entry.texts:
        raise ChangedElsewhere(entry)
    return after


def mark(entry: Entry) -> str:
    """A short number that stands for the words of an entry, so that a form can say from which it began."""
    told = json.dumps([entry.heading, dict(entry.parts)], sort_keys=True)
    return str(int.from_bytes(sha256(told.encode()).digest()[:6], "big"))


def full(body: Mapping[str, Any]) -> bool:
    """Whether a page should take no new entry."""
    return len(json.dumps(body)) > ROOM


def sheets(month: str) -> list[str]:
    """The names a month's pages can have, the first one first."""
    return [month, *(f"{month}.{number}" for number in range(2, SHEETS + 1))]


def found_in(entry: Entry, looked_for: str) -> str | None:
    """Where all the words one looks for are in an entry: the text around the first of them; None where they are not."""
    words = _plain(looked_for).split()
    text = " · ".join(text for text in entry.texts if text.strip())
    plain = _plain(text)
    if not words or not all(word in plain for word in words):
        return None
    # Letters can become two when their case is folded: then the place is near, and the words are still whole.
    at = min(plain.find(words[0]), max(len(text) - 1, 0))
    first, last = max(at - AROUND, 0), at + len(words[0]) + AROUND
    return f"{'…' if first else ''}{text[first:last].strip()}{'…' if last < len(text) else ''}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _held(body: Mapping[str, Any]) -> dict[str, Any]:
    held = body.get("entries")
    return dict(held) if isinstance(held, Mapping) else {}


def _entry(id: Any, kept: Any) -> Entry | None:
    try:
        parts = {key: str(text) for key, text in kept["parts"].items() if NAME.fullmatch(key)}
        on, words = date.fromisoformat(kept["on"]), (str(kept["way"]), str(kept.get("heading", "")))
        return Entry(UUID(id), on, *words, parts, str(kept.get("by", "")), kept.get("open") is True)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def months(entries: list[Entry]) -> Iterator[tuple[int, int]]:
    """The months in which something was written, newest first, each once."""
    yield from dict.fromkeys((entry.on.year, entry.on.month) for entry in entries)
