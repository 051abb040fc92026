"""Keeps what was made of a file until the file changes on disk, so that a page need not read it again."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from holdfast.catalogue import hashes
from holdfast.catalogue.loader import Document, read

Made = TypeVar("Made")
Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class Held(Generic[Made]):
    """What was made of a file, with the file's hash and the stamp it had then."""

    made: Made
    hash: str
    stamp: Stamp


class Cache(Generic[Made]):
    """One cache for one kind of file. Safe between threads: at worst a file is read twice."""

    def __init__(self, make: Callable[[Document], Made]) -> None:
        self._make = make
        self._held: dict[Path, Held[Made]] = {}

    def get(self, path: Path) -> Held[Made]:
        """What `make` made of the file as it is now. Raises ContentError."""
        held = self._held.get(path)
        stamp = _stamp(path)
        if held is None or held.stamp != stamp:
            document = read(path)
            held = self._held[path] = Held(self._make(document), hashes.of_document(document), stamp)
        return held


def _stamp(path: Path) -> Stamp:
    """What changes when a file is written: time, size and inode; zeros for a file that is not there."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0, 0
    return found.st_mtime_ns, found.st_size, found.st_ino
