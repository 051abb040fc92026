"""Everything a build checks of the content folders: shape, places, references, reviews, worked cases, and the lock.

Instruments, exercises, schedules and helplines are read with their room's own schema; any other file must at least be
strict YAML.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from holdfast.catalogue import lock, roots, strict
from holdfast.catalogue.loader import Document, Place, read, read_page
from holdfast.catalogue.problems import ContentError, Problem
from holdfast.catalogue.roots import Found
from holdfast.checkins.schema import Daily, Schedule
from holdfast.cli import content_facts
from holdfast.instruments import checks as instruments
from holdfast.instruments import library
from holdfast.journal import schema as journal
from holdfast.journal import shelf as ways
from holdfast.library import checks as articles
from holdfast.library import content as shelves
from holdfast.people import content as people
from holdfast.programme import courses, exercise, module, shelf
from holdfast.programme.sheets import schema as sheet
from holdfast.programme.sheets import shelf as sheets
from holdfast.safety import gates
from holdfast.safety import schema as helplines
from holdfast.together import schema as together
from holdfast.together.wishes import schema as wishes

EXERCISES, MODULES = "exercises", "modules"
PAGES = {EXERCISES, MODULES, shelves.ARTICLES}
NAMES_A_MEASURE = {"form", "instrument", "measure", "measures"}
MEASURE = re.compile(r"[a-z][a-z0-9-]*(@[0-9.]+)?")
OPEN = {"README.md", "LICENSE.md"}
MANY = 3  # from more files on, what waits for a release is said once for their folder
# Where files of a kind name the gates that guard them (decision 13).
GATED = {MODULES: "before", "wishes": "gates"}

Folders = tuple[Path, ...]


def _schedule(document: Document) -> Any:
    """A schedule, or the daily questions, which lie in the same folder."""
    return strict.build(Daily if "items" in document.data else Schedule, document)


SHAPES: dict[str, Callable[[Document], Any]] = {
    EXERCISES: exercise.read,
    MODULES: module.read,
    "schedules": _schedule,
    helplines.FOLDER: helplines.read,
    **articles.SHAPES,
    "streams": lambda document: strict.build(people.Stream, document),
    "consents": lambda document: strict.build(people.Consent, document),
    "wishes": wishes.read,
    sheets.FOLDER: sheet.read,
    "together": lambda document: strict.build(together.Thing, document),
    "asks": lambda document: strict.build(together.Wanted, document),
    ways.FOLDER: lambda document: strict.build(journal.Way, document),
}


def every(folders: Folders) -> list[Found]:
    """Every versioned file of every kind."""
    return [file for kind in roots.kinds(folders) for file in roots.files(kind, folders, _suffix(kind))]


def lock_path(folders: Folders) -> Path:
    """Where the lock lies: in the folder that came with the program."""
    return folders[0] / lock.NAME


def problems(folders: Folders, today: date) -> list[Problem]:
    """What is wrong, and what is worth knowing, in these folders; sorted by file and line."""
    found = every(folders)
    wrong = instruments.problems(roots.files(library.FOLDER, folders), today)
    wrong += [problem for kind in roots.kinds(folders) for problem in roots.clashes(kind, folders, _suffix(kind))]
    wrong += [problem for kind in SHAPES for file in _files(kind, folders) for problem in _shaped(kind, file)]
    wrong += _aged(folders, today)
    wrong += shelf.problems(folders)
    wrong += sheets.problems(folders)
    wrong += [problem for folder in folders for path in _loose(folder) for problem in _readable(path)]
    wrong += content_facts.problems(folders, today)
    tools = {tool.id for tool in _files(EXERCISES, folders)}
    wrong += articles.problems(folders, today, tools)
    wrong += ways.problems(folders, tools)
    if not any(not problem.warning for problem in wrong):
        wrong += courses.problems(folders)
        wrong += _named(folders)
        wrong += _gated(folders)
        wrong += _locked(folders, found)
    return sorted(set(wrong))


def unreleased(folders: Folders) -> lock.Entries:
    """What a release would add to the lock: active files, and cases added to files that were released."""
    known = lock.read_lock(lock_path(folders))
    entries: lock.Entries = {}
    for file in every(folders):
        document = _document(file.path)
        if _ours(file, folders) and document.data.get("status") == "active":
            entries |= {name: digest for name, digest in lock.entries_of(file).items() if name not in known}
    return entries


def _suffix(kind: str) -> str:
    return "md" if kind in PAGES else "yaml"


def _files(kind: str, folders: Folders) -> list[Found]:
    return roots.files(kind, folders, _suffix(kind))


def _ours(file: Found, folders: Folders) -> bool:
    """Whether a file came with the program; an installation's own files are in no lock of ours."""
    return file.path.is_relative_to(folders[0])


def _document(path: Path) -> Document:
    return read_page(path) if path.suffix == ".md" else read(path)


def _shaped(kind: str, file: Found) -> Iterator[Problem]:
    """What is wrong with the shape of a file, or with where it lies."""
    try:
        document = _document(file.path)
        SHAPES[kind](document)
    except ContentError as broken:
        yield from broken.problems
        return
    for key, place in (("id", file.id), ("version", file.version)):
        if document.data.get(key) != place:
            said = f"The {key} says {document.data.get(key)!r} and the place of the file {place!r}."
            yield Problem(file.path, document.line_of((key,)), said)


def _aged(folders: Folders, today: date) -> Iterator[Problem]:
    """Helplines in use that nobody has checked for long (CR-06); a version that a newer one replaced is left alone."""
    newest: dict[str, Document] = {}
    for file in _files(helplines.FOLDER, folders):
        try:
            document = read(file.path)
        except ContentError:
            continue  # said already, as what is wrong with its shape
        if document.data.get("status") == "active":
            newest[file.id] = document
    for document in newest.values():
        yield from helplines.problems(document, today)


def _loose(folder: Path) -> list[Path]:
    """Files of any other kind."""
    known = tuple(f"{kind}/" for kind in (library.FOLDER, *SHAPES, roots.PACKS))
    paths = [path for path in folder.rglob("*") if path.suffix in (".yaml", ".md") and path.name not in OPEN]
    return [path for path in paths if not path.relative_to(folder).as_posix().startswith(known)]


def _readable(path: Path) -> Iterable[Problem]:
    try:
        _document(path)
    except ContentError as broken:
        return broken.problems
    return ()


def _named(folders: Folders) -> Iterator[Problem]:
    """Measures that other files name and that are not here. Where a pack is left out that is worth a note, no more."""
    here = library.at(folders)
    pack_in = any(folder.parent.name == roots.PACKS for folder in folders)
    for file in every(folders):
        if file.path.parent.parent.name == library.FOLDER:
            continue
        document = _document(file.path)
        for place, name in _measures(document.data, ()):
            id, _, version = name.partition("@")
            if not (here.version(id, version) if version else here.versions(id)):
                mend = "Check its spelling." if pack_in else "It belongs to a pack that is left out; it is skipped."
                said = f"The measure {name} is not here."
                yield Problem(file.path, document.line_of(place), said, mend, warning=not pack_in)


def _gated(folders: Folders) -> Iterator[Problem]:
    """Gates that nobody knows, and what is for two without naming the gates of its tier."""
    for kind, key in GATED.items():
        for file in _files(kind, folders):
            document = _document(file.path)
            names = document.data.get(key, [])
            for said in gates.faults(names if isinstance(names, list) else [names], _tier(document.data)):
                yield Problem(file.path, document.line_of((key,)), said)


def _tier(value: Any) -> int:
    """The highest tier that a file names anywhere in it; 0 when it names none."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = str(value.get("tier", "0")) if isinstance(value, dict) else "0"
    tiers = [int(own) if own in "0123456789" else -1, *map(_tier, inner)]
    return min(tiers) if min(tiers) < 0 else max(tiers)


def _measures(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Every measure that a file names, and where."""
    if isinstance(value, dict):
        for key, inner in value.items():
            names = inner if isinstance(inner, list) else [inner]
            if key in NAMES_A_MEASURE:
                named = (name for name in names if isinstance(name, str) and MEASURE.fullmatch(name))
                yield from (((*place, key), name) for name in named)
            yield from _measures(inner, (*place, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _measures(inner, (*place, at))


def _locked(folders: Folders, found: list[Found]) -> list[Problem]:
    """What differs from the lock, and what is active without being in it."""
    path = lock_path(folders)
    known = lock.read_lock(path)
    wrong = lock.changed(known, found) + lock.gone(known, found, path)
    names = {name.partition("#")[0] for name in unreleased(folders)}
    waiting = [file for file in found if file.name in names and _ours(file, folders)]
    return wrong + [problem for kind in roots.kinds(folders) for problem in _waits(kind, waiting)]


def _waits(kind: str, waiting: list[Found]) -> Iterator[Problem]:
    """What waits for its release, one by one, or as one note where they are many."""
    mend = "Run `holdfast content release` after its review."
    mine = [file for file in waiting if file.name.removeprefix(f"{roots.PACKS}/{file.pack}/").startswith(f"{kind}/")]
    if len(mine) > MANY:
        said = f"{len(mine)} files here are in use and not released."
        yield Problem(mine[0].path.parent.parent, 0, said, mend, warning=True)
        return
    for file in mine:
        yield Problem(file.path, 0, "This file, or a case in it, is in use and not released.", mend, warning=True)
