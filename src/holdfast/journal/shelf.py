"""The ways to write that are in use, by number; and what is wrong with their numbers and tools, for the check."""

from collections.abc import Collection, Iterator

from holdfast.catalogue import loader, roots
from holdfast.catalogue.problems import ContentError, Problem
from holdfast.journal.schema import Way
from holdfast.people.content import Shelf

FOLDER = "journal"
FREE = "free-writing"  # what the first button opens; also stands in where an entry names a way that is not here
WAYS: Shelf[Way] = Shelf(FOLDER, Way)


def ways() -> list[Way]:
    """Every way to write in use, by number."""
    return sorted(WAYS.every(), key=lambda way: way.number)


def numbered(number: int) -> Way | None:
    """A way to write by its number; None for any other."""
    return next((way for way in ways() if way.number == number), None)


def of(pinned: str) -> Way:
    """The way an entry was written with: its own version, else the newest, else free writing."""
    id, _, _version = pinned.partition("@")
    found = WAYS.pinned(pinned) or WAYS.newest(id) or WAYS.newest(FREE)
    if found is None:
        raise KeyError(FREE)
    return found


def problems(folders: tuple, tools: Collection[str]) -> Iterator[Problem]:
    """Numbers given twice, and frames that lead to a tool that is not here."""
    taken: dict[str, str] = {}
    for file in roots.files(FOLDER, folders):
        try:
            document = loader.read(file.path)
        except ContentError:
            continue  # said already, as what is wrong with its shape
        number = str(document.data.get("number", ""))
        line = document.line_of(("number",))
        if taken.setdefault(number, file.id) != file.id:
            yield Problem(file.path, line, f"The number {number} belongs to {taken[number]}.", "Take the next one.")
        frame = document.data.get("frame")
        tool = frame.get("tool") if isinstance(frame, dict) else None
        if tool and tool not in tools:
            yield Problem(file.path, document.line_of(("frame", "tool")), f"There is no tool {tool}.")
