"""What content files say that no schema of one kind can hold: days, and claims that stand in other files.

Instruments, helplines and the library look after their own days.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from holdfast.catalogue import dates, loader, roots
from holdfast.catalogue.loader import Document, Place
from holdfast.catalogue.problems import ContentError, Problem
from holdfast.library.content import CLAIMS

OWN_DAYS = {"instruments", "helplines", "library"}
OPEN = {"README.md", "LICENSE.md"}

Folders = tuple[Path, ...]


def problems(folders: Folders, today: date) -> list[Problem]:
    """Days that cannot be, checks that are old, and claims that are not there; sorted."""
    claims = {file.id for file in roots.files(CLAIMS, folders)}
    found = []
    for where, document in _documents(folders):
        if where not in OWN_DAYS:
            found += dates.problems(document, today)
        if where != CLAIMS.partition("/")[0]:
            found += _claims(document, claims)
    return sorted(set(found))


def _documents(folders: Folders) -> Iterator[tuple[str, Document]]:
    """Every file that can be read, with the first part of its folder."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix not in (".yaml", ".md") or path.name in OPEN:
                continue
            try:
                document = loader.read_page(path) if path.suffix == ".md" else loader.read(path)
            except ContentError:
                continue  # named by the check of shapes
            parts = path.relative_to(folder).parts
            yield (parts[2] if parts[0] == roots.PACKS else parts[0]), document


def _claims(document: Document, known: set[str]) -> Iterator[Problem]:
    """Claims that a file rests on, and that are not in the library."""
    for place, name in _named(document.data, ()):
        if name not in known:
            yield Problem(document.path, document.line_of(place), f"There is no claim {name}.", "See library/claims.")


def _named(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "claims" and isinstance(inner, list):
                yield from (((*place, key, at), name) for at, name in enumerate(inner) if isinstance(name, str))
            yield from _named(inner, (*place, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _named(inner, (*place, at))
