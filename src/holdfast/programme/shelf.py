"""The tools of one installation: which number each has, and which are offered for a feeling, in which order.

Numbers and order are data, `relief/order.yaml` in a content folder, so that a number can never be used twice. Knows no
settings and no person: whoever asks says where the content lies. A file that cannot be read is left out, because the
others are needed tonight; `holdfast content check` names it.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from holdfast.catalogue import loader, roots, versions
from holdfast.catalogue.problems import ContentError, Problem
from holdfast.catalogue.strict import Slug, Strict, Whole, build
from holdfast.programme import exercise
from holdfast.programme.exercise import Exercise, Feeling

FOLDER, ORDER = "exercises", Path("relief") / "order.yaml"
HOSTS = 500  # from here on the numbers of an installation's own tools
NOWHERE_ELSE = {"hurt-myself", "scared"}  # feelings that open Help

Folders = tuple[Path, ...]
Number = Annotated[Whole, Field(ge=1, le=9999)]


class Order(Strict):
    """One `relief/order.yaml`: a number for each tool, and the tools for each feeling, best first."""

    numbers: dict[Slug, Number]
    retired: list[Number]
    feelings: dict[Feeling, list[Slug]]


@dataclass(frozen=True)
class Tool:
    """One tool under its number."""

    number: int
    exercise: Exercise

    @property
    def id(self) -> str:
        """The name of its file."""
        return self.exercise.head.id


@dataclass(frozen=True)
class Shelf:
    """Every tool in use, by number, and the order for each feeling."""

    tools: dict[int, Tool]
    feelings: dict[str, tuple[Tool, ...]]

    def find(self, id: str) -> Tool | None:
        """A tool by the name of its file, or None."""
        return next((tool for tool in self.tools.values() if tool.id == id), None)

    @property
    def ids(self) -> frozenset[str]:
        """The names of all tools."""
        return frozenset(tool.id for tool in self.tools.values())

    def first(self, feeling: str, off: Iterable[str] = ()) -> Tool | None:
        """What a press on a feeling opens: the best that is not off the list for now, else the best of all."""
        offered = self.feelings.get(feeling, ())
        return next((tool for tool in offered if tool.id not in set(off)), offered[0] if offered else None)

    def others(self, tool: Tool, off: Iterable[str] = ()) -> list[Tool]:
        """Another kind of tool: what else is offered for the feeling this one stands for, without what is off."""
        hidden = {tool.id, *off}
        return [other for other in self.feelings.get(self.stands_for(tool), ()) if other.id not in hidden]

    def stands_for(self, tool: Tool) -> str:
        """The feeling that opens this tool first, else the first feeling it is offered for."""
        opens = (feeling for feeling, offered in self.feelings.items() if offered and offered[0].id == tool.id)
        ways = [feeling for feeling in opens if feeling not in NOWHERE_ELSE]
        # "I don't know" shares its tool with a feeling that has a longer list.
        return max(ways, key=lambda feeling: len(self.feelings[feeling]), default=tool.exercise.head.relief[0])


def at(folders: Folders) -> Shelf:
    """The tools under these content folders."""
    numbers: dict[str, int] = {}
    order: dict[str, list[str]] = {feeling: [] for feeling in exercise.FEELINGS}
    for _, found in _orders(folders):
        numbers = {**found.numbers, **numbers}
        for feeling, ids in found.feelings.items():
            order[feeling] += [id for id in ids if id not in order[feeling]]
    tools = {id: Tool(numbers[id], made) for id, made in _active(folders).items() if id in numbers}
    feelings = {feeling: tuple(tools[id] for id in ids if id in tools) for feeling, ids in order.items()}
    return Shelf({tool.number: tool for _, tool in sorted(tools.items())}, feelings)


def _orders(folders: Folders) -> Iterator[tuple[Path, Order]]:
    for path in (folder / ORDER for folder in folders):
        if path.is_file():
            with suppress(ContentError):
                yield path, build(Order, loader.read(path))


def _active(folders: Folders) -> dict[str, Exercise]:
    """The newest active version of each tool."""
    newest: dict[str, Exercise] = {}
    for file in sorted(roots.files(FOLDER, folders, "md"), key=lambda file: versions.key(file.version)):
        with suppress(ContentError):
            made = exercise.read(loader.read_page(file.path))
            if made.head.kind == "relief" and made.head.status == "active":
                newest[file.id] = made
    return newest


def problems(folders: Folders) -> list[Problem]:
    """What is wrong with numbers and order, with file and how to mend it."""
    found: list[Problem] = []
    taken: dict[int, Path] = {}
    numbered: set[str] = set()
    tools = _active(folders)
    for path in (folder / ORDER for folder in folders if (folder / ORDER).is_file()):
        try:
            order = build(Order, loader.read(path))
        except ContentError as broken:
            return [*broken.problems]
        twice = sorted(numbered & order.numbers.keys())
        found += [Problem(path, 0, f"{id} has its number already.", "Leave it out here.") for id in twice]
        numbered |= order.numbers.keys()
        found += _numbers(path, order, taken, own=path == folders[0] / ORDER)
        found += _feelings(path, order, tools)
    said = "It is in use and has no number, so no page shows it."
    lost = sorted(tools.keys() - numbered)
    return found + [Problem(folders[0] / ORDER, 0, f"{id}: {said}", "Add one under `numbers`.") for id in lost]


def _numbers(path: Path, order: Order, taken: dict[int, Path], *, own: bool) -> Iterator[Problem]:
    for number in [*order.numbers.values(), *order.retired]:
        if number in taken:
            said = f"The number {number} was given before."
            yield Problem(path, 0, said, "A number stays with its tool for ever: take the next one.")
        elif (number >= HOSTS) == own:
            yield Problem(path, 0, f"The number {number} is not one of this folder.", f"Ours end below {HOSTS}.")
        taken[number] = path


def _feelings(path: Path, order: Order, tools: dict[str, Exercise]) -> Iterator[Problem]:
    for feeling, ids in order.feelings.items():
        for id in ids:
            if id not in tools or feeling not in tools[id].head.relief:
                said = f"{id} is not in use, or is not offered for {feeling}."
                yield Problem(path, 0, said, "Name the feeling in its head, or take it out of this list.")
    listed = {(id, feeling) for feeling, ids in order.feelings.items() for id in ids}
    for id in order.numbers.keys() & tools.keys():
        for feeling in tools[id].head.relief:
            if (id, feeling) not in listed:
                yield Problem(path, 0, f"{id} is offered for {feeling} and not in its list.", "Put it where it fits.")
