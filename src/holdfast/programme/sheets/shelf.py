"""The sheets of an installation: those that came with the program, and those of its own folder."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from holdfast.catalogue import roots
from holdfast.catalogue.loader import read as document
from holdfast.catalogue.problems import ContentError, Problem
from holdfast.programme.sheets.schema import Sheet, read

FOLDER = "sheets"


def every() -> tuple[Sheet, ...]:
    """The newest active version of each sheet, by number. Raises ContentError when a file is not right."""
    from django.conf import settings  # here, so that a command about files alone wakes no framework

    return _every(settings.CONTENT_NC, str(settings.CONTENT_EXTRA or ""))


def numbered(number: int) -> Sheet | None:
    """The sheet under this number."""
    return next((sheet for sheet in every() if sheet.number == number), None)


def named(id: str) -> Sheet | None:
    """The sheet of this id."""
    return next((sheet for sheet in every() if sheet.id == id), None)


@cache
def _every(nc: bool, extra: str) -> tuple[Sheet, ...]:
    """The files are read once in the life of a process: a changed file needs a start."""
    return at(roots.content(nc=nc, extra=extra))


def at(folders: tuple[Path, ...]) -> tuple[Sheet, ...]:
    """The sheets in use of these folders; where two have one number, the first by id stands."""
    newest: dict[str, Sheet] = {}
    for file in roots.files(FOLDER, folders):
        made = read(document(file.path))
        if made.status == "active":
            newest[made.id] = made
    taken: dict[int, Sheet] = {}
    for sheet in newest.values():
        taken.setdefault(sheet.number, sheet)
    return tuple(taken[number] for number in sorted(taken))


def problems(folders: tuple[Path, ...]) -> Iterator[Problem]:
    """Sheets that share a number, and a sheet whose versions have different ones. Shapes are checked elsewhere."""
    owners: dict[int, str] = {}
    numbers: dict[str, int] = {}
    for file in roots.files(FOLDER, folders):
        try:
            found = document(file.path)
            made = read(found)
        except ContentError:
            continue
        if owners.setdefault(made.number, made.id) != made.id:
            said = f"The number {made.number} is that of the sheet {owners[made.number]}."
            yield Problem(file.path, found.line_of(("number",)), said, "Take one that no sheet has.")
        if numbers.setdefault(made.id, made.number) != made.number:
            said = f"This sheet had the number {numbers[made.id]}, and keeps it for ever."
            yield Problem(file.path, found.line_of(("number",)), said)
