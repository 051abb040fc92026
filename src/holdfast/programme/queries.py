"""Reads of this room: the tools and modules of this installation, and what a person did with them."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings

from holdfast.catalogue import roots, versions
from holdfast.instruments import care
from holdfast.programme import courses as content
from holdfast.programme import enrolment, schema, shelf
from holdfast.programme.courses import Courses
from holdfast.programme.enrolment import Enrolment, Kept, Open, Path
from holdfast.programme.exercise import Exercise
from holdfast.programme.module import Course
from holdfast.programme.records import ENROLMENT, OPEN, PATH, PRACTICE, SESSION
from holdfast.programme.schema import Practice
from holdfast.programme.shelf import Shelf
from holdfast.vault import queries as vault
from holdfast.vault.records import Kind


@cache
def _shelf(nc: bool, extra: str) -> Shelf:
    """The files are read once in the life of a process: a changed file needs a start."""
    return shelf.at(roots.content(nc=nc, extra=extra))


def tools() -> Shelf:
    """Every tool of this installation, with its number and its place in the list of each feeling."""
    return _shelf(settings.CONTENT_NC, str(settings.CONTENT_EXTRA or ""))


@cache
def _courses(nc: bool, extra: str) -> Courses:
    """Read once in the life of a process, as the tools are."""
    return content.at(roots.content(nc=nc, extra=extra))


def courses() -> Courses:
    """Every module of this installation, the order of the paths, and the exercises they pin."""
    return _courses(settings.CONTENT_NC, str(settings.CONTENT_EXTRA or ""))


def name_of(exercise: str) -> str:
    """What an exercise is called here; one that this installation has not, by the name of its file."""
    found = made(exercise)
    return found.head.title if found else exercise.replace("-", " ").capitalize()


def made(exercise: str) -> Exercise | None:
    """The newest version of an exercise by the name of its file, or None."""
    tool = tools().find(exercise)
    if tool is not None:
        return tool.exercise
    every = (each for each in courses().exercises.values() if each.head.id == exercise)
    return max(every, key=lambda each: versions.key(each.head.version), default=None)


def path(keyring: Any) -> Path:
    """Which path a person walks; the full one where nothing was chosen."""
    return enrolment.path(_page(keyring, PATH))


def harder(keyring: Any) -> date | None:
    """Since which day the rule of care holds (G7) and the person has not said to go on; None while it does not."""
    since = care.since(keyring)
    return since if since is not None and since.isoformat() > path(keyring).heard else None


def enrolments(keyring: Any) -> dict[str, Enrolment]:
    """Every module a person has begun, by its id."""
    return enrolment.enrolments(_page(keyring, ENROLMENT))


def course(mine: Enrolment) -> Course | None:
    """The module as it was when the person began (decision 28), or the newest where that version is not here."""
    here = courses()
    return here.kept.get(f"{mine.module}@{mine.version}") or here.modules.get(mine.module)


def kept(keyring: Any, module: str, what: str | None = None) -> list[Kept]:
    """What a person kept in a module, the newest first."""
    rows = (enrolment.kept(row.body, row.id) for row in vault.rows(keyring, SESSION) if row.body is not None)
    mine = [each for each in rows if each and each.module == module and what in (None, each.what)]
    return sorted(mine, key=lambda each: (each.on, str(each.id)), reverse=True)


def under_way(keyring: Any, module: str, exercise: str) -> Open | None:
    """An exercise that was begun and not ended, or None."""
    return next((held for _, held in rows_under_way(keyring, module, exercise)), None)


def rows_under_way(keyring: Any, module: str, exercise: str) -> list[tuple[UUID, Open]]:
    """The rows of an exercise under way: one, unless a file brought another in."""
    found = [(row.id, enrolment.under_way(row.body)) for row in vault.rows(keyring, OPEN) if row.body is not None]
    return [(id, held) for id, held in found if held and (held.module, held.exercise) == (module, exercise)]


def _page(keyring: Any, kind: Kind) -> dict[str, Any] | None:
    return next((row.body for row in vault.rows(keyring, kind) if row.body is not None), None)


def practices_of_tools(keyring: Any) -> list[Practice]:
    """Every kept use of a tool, oldest first; not what was done in a module."""
    of_modules = _of_modules()
    return [use for use in practices(keyring) if use.exercise not in of_modules]


def uses_of_tools(keyring: Any) -> Sequence[Practice]:
    """What tells whether somebody has found steadiness (G3): uses of tools, and whatever else made it worse."""
    of_modules = _of_modules()
    every = practices(keyring)
    return [use for use in every if use.how == "worse" or use.here == "far" or use.exercise not in of_modules]


def _of_modules() -> set[str]:
    return {each.head.id for each in courses().exercises.values() if each.head.kind != "relief"}


def practices(keyring: Any) -> list[schema.Practice]:
    """Every kept practice, oldest first. Rows that cannot be read are left out; `holdfast doctor` names them."""
    kept = [schema.read(row.body, row.id) for row in vault.rows(keyring, PRACTICE) if row.body is not None]
    return sorted(kept, key=lambda practice: (practice.local_date, practice.nth or 0))
