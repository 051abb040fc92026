"""This room's content files: which schedule and which daily questions are in use. Found once, read when they change."""

from functools import cache
from pathlib import Path
from typing import TypeVar

from holdfast.catalogue import roots, strict, versions
from holdfast.catalogue.cache import Cache
from holdfast.checkins.schema import Daily, Schedule

FOLDER = "schedules"

Shape = TypeVar("Shape", Schedule, Daily)

_schedules: Cache[Schedule] = Cache(lambda document: strict.build(Schedule, document))
_dailies: Cache[Daily] = Cache(lambda document: strict.build(Daily, document))


def baseline() -> Schedule:
    """What is offered when. Raises ContentError when the file is not right."""
    return _schedules.get(_newest(_schedules, "baseline")).made


def three_taps() -> Daily:
    """The daily questions. Raises ContentError when the file is not right."""
    return _dailies.get(_newest(_dailies, "three-taps")).made


@cache
def _newest(held: Cache[Shape], id: str) -> Path:
    """Where the newest active version lies among the files that came with this program."""
    found = [file for file in roots.files(FOLDER, roots.content()) if file.id == id]
    found.sort(key=lambda file: versions.key(file.version))
    return [file.path for file in found if held.get(file.path).made.status == "active"][-1]
