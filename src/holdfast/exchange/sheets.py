"""Records as tables: one CSV for each kind, which a spreadsheet opens without running anything.

For reading with other programs only. The JSON beside them is what comes back in.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from holdfast.exchange.schema import Record

# A spreadsheet takes a cell that begins like this for a formula (OWASP, "CSV injection"); full-width twins count too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
# Kinds that keep many entries on one page: each entry gets a line of its own.
ENTRIES = {"checkins": "entries", "enrolment": "modules", "journal": "entries"}


def cell(value: Any) -> str:
    """A value as one harmless cell: numbers bare, text that looks like a formula behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(FORMULA) else text


def flat(body: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Columns and values of a record: tables inside it become "answers.q1", lists stay one cell."""
    for key, value in body.items():
        if isinstance(value, dict) and value:
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def lines(record: Record) -> Iterator[dict[str, Any]]:
    """The line or lines of one record, each with its id."""
    head = {"id": str(record.id)} | ({"part": record.part} if record.part else {})
    entries = record.body.get(ENTRIES.get(record.kind, ""))
    if not isinstance(entries, dict):
        yield head | {name: value for name, value in flat(record.body) if name != "id"}
        return
    for id, entry in entries.items():
        yield head | {"id": id} | dict(flat(entry if isinstance(entry, dict) else {"value": entry}))


def sheet(records: Iterable[Record]) -> bytes:
    """All records of one kind as CSV: UTF-8 with a mark that spreadsheets know, columns in the order they came up."""
    rows = [line for record in records for line in lines(record)]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(cell(name) for name in columns)
    writer.writerows([cell(row.get(name)) for name in columns] for row in rows)
    return ("\ufeff" + out.getvalue()).encode("utf-8", errors="replace")
