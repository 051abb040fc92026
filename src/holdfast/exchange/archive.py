"""An export as a zip file, written as a stream and read with suspicion. No file on the disk, not for a moment.

Layout, meaning of each field and limits: docs/reference/export.md.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.exchange import schema, sheets
from holdfast.exchange.schema import NotAnExport, Parcel, Record, Unreadable

DATA = "export.json"
README = "README.txt"
TABLES = "tables"


class _Pipe(io.RawIOBase):
    """A place zipfile can write to that hands on what it got; not seekable, so the zip is truly streamed."""

    def __init__(self) -> None:
        self.held: list[bytes] = []

    def write(self, data: Any) -> int:
        self.held.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        held, self.held = self.held, []
        return b"".join(held)


@dataclass(frozen=True)
class Contents:
    """What goes into an archive: the parcel, rows that could not be opened, the person's own day, README.txt.

    `shared` names what goes to and fro in pairs at this moment: by whom, with whom, title and last day, nothing else.
    """

    parcel: Parcel
    lost: Sequence[Unreadable]
    made_on: date
    about: str
    shared: Sequence[dict[str, str]] = ()


def stream(contents: Contents) -> Iterator[bytes]:
    """The archive in pieces."""
    made_on, pipe = contents.made_on, _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in _members(contents):
            entry = zipfile.ZipInfo(name, (max(made_on.year, 1980), made_on.month, made_on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as member:
                for piece in pieces:
                    member.write(piece)
                    yield pipe.take()
            yield pipe.take()
    yield pipe.take()


def _members(contents: Contents) -> Iterator[tuple[str, Iterable[bytes]]]:
    yield README, [contents.about.encode()]
    yield DATA, _json(contents)
    by_kind = sorted(contents.parcel.records, key=lambda record: record.kind)
    for kind, group in groupby(by_kind, key=lambda record: record.kind):
        yield f"{TABLES}/{kind}.csv", [sheets.sheet(group)]


def _json(contents: Contents) -> Iterator[bytes]:
    """The data: a head, then one record a line, so that two exports can be compared line by line."""
    head = {
        "format": schema.FORMAT,
        "version": schema.VERSION,
        "made_on": contents.made_on.isoformat(),
        "kinds": contents.parcel.versions,
        "shared": list(contents.shared),
        "unreadable": [{"id": str(row.id), "kind": row.kind, "part": row.part} for row in contents.lost],
    }
    yield f'{json.dumps(head)[:-1]}, "rows": ['.encode()
    for index, record in enumerate(contents.parcel.records):
        row = {"id": str(record.id), "kind": record.kind, "part": record.part, "body": record.body}
        yield f"{',' if index else ''}\n{json.dumps(row, allow_nan=False)}".encode()
    yield b"\n]}\n"


def read(data: bytes) -> Parcel:
    """The records of an archive. Raises NotAnExport for anything broken, foreign, newer, too large or too deep.

    Only `export.json` is opened, and it is read in memory: a path inside the archive is never a path on this machine.
    """
    text = _unpacked(data)
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NotAnExport(_("This file is broken or not complete. Nothing was changed.")) from None
    if not isinstance(found, dict) or found.get("format") != schema.FORMAT:
        raise _foreign()
    if type(found.get("version")) is not int or found["version"] > schema.VERSION:
        raise NotAnExport(_("This file was made by a newer version. Nothing was changed."))
    rows = found.get("rows")
    if not isinstance(rows, list) or len(rows) > schema.MOST_RECORDS:
        raise _foreign()
    return Parcel(tuple(_record(row) for row in rows), _versions(found.get("kinds")))


def _versions(kinds: Any) -> dict[str, int]:
    """The version of each kind's bodies, or NotAnExport."""
    if not isinstance(kinds, dict) or any(type(v) is not int or v < 1 for v in kinds.values()):
        raise _foreign()
    return kinds


def _foreign() -> NotAnExport:
    return NotAnExport(_("This isn't a file that was made here. Nothing was changed."))


def _no_number(name: str) -> None:
    raise ValueError(name)


def _unpacked(data: bytes) -> bytes:
    """The bytes of `export.json`, never more than the limit however much the archive promises or hides."""
    if len(data) > schema.LARGEST_FILE:
        raise NotAnExport(_("This file is too large. Nothing was changed."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if any(_unsafe(name) for name in names) or names.count(DATA) != 1:
                raise _foreign()
            with archive.open(DATA) as member:
                text = member.read(schema.LARGEST_DATA + 1)
    except NotAnExport:
        raise
    except Exception:  # a hostile file makes zipfile raise a dozen kinds, zlib's and struct's among them
        raise _foreign() from None
    if len(text) > schema.LARGEST_DATA:
        raise NotAnExport(_("This file is too large. Nothing was changed."))
    return text


def _unsafe(name: str) -> bool:
    """Whether a name in the archive reaches outside it. Nothing is unpacked; a file with such a name is hostile."""
    return name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/")


def _record(row: Any) -> Record:
    """One record, or NotAnExport."""
    if not isinstance(row, dict) or row.keys() != {"id", "kind", "part", "body"}:
        raise _foreign()
    id, kind, part, body = row["id"], row["kind"], row["part"], row["body"]
    if not (isinstance(id, str) and isinstance(kind, str) and isinstance(part, str) and isinstance(body, dict)):
        raise _foreign()
    try:
        known, size = UUID(id), len(json.dumps(body, allow_nan=False))
    except ValueError:  # no id, or a number like 1e999
        raise _foreign() from None
    if str(known) != id or len(part) > 40 or _deeper(body, schema.DEEPEST):
        raise _foreign()
    if size > schema.LARGEST_BODY:
        raise NotAnExport(_("One entry in this file is too large. Nothing was changed."))
    return Record(known, kind, part, body)


def _deeper(value: Any, left: int) -> bool:
    """Whether tables and lists lie more than `left` inside one another."""
    if isinstance(value, dict):
        inner: Iterable[Any] = value.values()
    elif isinstance(value, list):
        inner = value
    else:
        return False
    return left == 0 or any(_deeper(each, left - 1) for each in inner)
