"""The shape of an export: a record as it travels, and what is said when a file is not one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

FORMAT = "holdfast-export"
VERSION = 1

LARGEST_FILE = 20_000_000  # bytes of the file as it arrives; what a form may carry
LARGEST_DATA = 40_000_000  # bytes of export.json once unpacked
LARGEST_BODY = 400_000  # bytes of one record as JSON
MOST_RECORDS = 20_000
DEEPEST = 12  # tables and lists inside one another


class NotAnExport(ValueError):
    """This file cannot be taken in; the message is a plain sentence. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Record:
    """One sealed row in clear, on its way out or in. `part` is the month of a page, or empty."""

    id: UUID
    kind: str
    part: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a file held: its records, and for each kind the version of the bodies."""

    records: tuple[Record, ...]
    versions: dict[str, int]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that is there and could not be opened: named in the export, so that nothing is missing in silence."""

    id: UUID
    kind: str
    part: str
