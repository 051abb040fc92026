"""The modules of one installation: in which order they come, under which number, and the exercises they pin.

Order is data, `programme/order.yaml` in a content folder. A module stays readable at every released version, because a
person who enrolled on one stays on it (decision 28). Knows no settings and no person: whoever asks says where the
content lies. A file that cannot be read is left out; `holdfast content check` names it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from holdfast.catalogue import loader, roots, versions
from holdfast.catalogue.problems import ContentError, Problem
from holdfast.catalogue.strict import Number as Figure
from holdfast.catalogue.strict import Slug, Strict, Text, Whole, build
from holdfast.programme import exercise, module
from holdfast.programme.exercise import Exercise
from holdfast.programme.module import Course

FOLDER, ORDER = "modules", Path("programme") / "order.yaml"
HOSTS = 500  # from here on the numbers of an installation's own modules

Folders = tuple[Path, ...]
Number = Annotated[Whole, Field(ge=1, le=9999)]
Barrier = Literal["trust", "words", "shame", "avoidance", "sleep", "isolation"]


class Sign(Strict):
    """A score of the baseline at which a barrier is suggested: at or above, or at or below, with its source."""

    form: Slug
    score: Slug
    at_least: Figure | None = None
    at_most: Figure | None = None
    source: Text


class Way(Strict):
    """What stands in somebody's way, in words to tick, and which modules then come sooner, with the reason said."""

    id: Barrier
    title: Text
    why: Text
    sooner: Annotated[list[Slug], Field(min_length=1)]
    sign: Sign | None = None


class Order(Strict):
    """One `programme/order.yaml`: a number for each module, and the order of the full and of the short path.

    Each place of a path is one module, or some that are done side by side. `before_two`: what each walks alone before
    any part for two above tier 0. `half_way`: after this one comes a look back, and a choice to go on, repeat or stop.
    """

    numbers: dict[Slug, Number]
    retired: list[Number]
    full: list[list[Slug]]
    short: list[list[Slug]] = []
    before_two: Slug | None = None
    half_way: Slug | None = None
    ways: list[Way] = []


@dataclass(frozen=True)
class Courses:
    """Every module and exercise that can be walked, by id and version, and the order of the paths."""

    modules: dict[str, Course]  # the newest active version of each
    numbers: dict[str, int]
    full: tuple[tuple[str, ...], ...]
    short: tuple[tuple[str, ...], ...]
    ways: tuple[Way, ...]
    before_two: str
    half_way: str
    kept: dict[str, Course]  # "id@version": every readable version that is active or retired
    exercises: dict[str, Exercise]  # "id@version"

    def by_number(self, number: int) -> Course | None:
        """The module under this number, or None."""
        return next((self.modules[id] for id, own in self.numbers.items() if own == number), None)


def at(folders: Folders) -> Courses:
    """The modules under these content folders."""
    found = [order for _, order in _orders(folders)]
    kept = _kept(folders)
    modules: dict[str, Course] = {}
    for course in sorted(kept.values(), key=lambda course: versions.key(course.head.version)):
        if course.head.status == "active":
            modules[course.head.id] = course
        else:
            modules.pop(course.head.id, None)  # how a host switches one off: a newer version that is retired (CR-24)
    numbers = {id: number for order in reversed(found) for id, number in order.numbers.items() if id in modules}
    modules = {id: modules[id] for id in numbers}
    full = [place for order in found for place in order.full]
    short = [place for order in found for place in order.short]
    ways = [way for order in found for way in order.ways]
    named = next((order.before_two for order in found if order.before_two in modules), None)
    paths = (_known(full, modules), _known(short, modules))
    half_way = next((order.half_way for order in found if order.half_way in modules), None)
    return Courses(modules, numbers, *paths, tuple(ways), named or "", half_way or "", kept, _pinned(folders))


def _known(places: list[list[str]], modules: dict[str, Course]) -> tuple[tuple[str, ...], ...]:
    kept = (tuple(id for id in place if id in modules) for place in places)
    return tuple(place for place in kept if place)


def _orders(folders: Folders) -> Iterator[tuple[Path, Order]]:
    for path in (folder / ORDER for folder in folders):
        if path.is_file():
            with suppress(ContentError):
                yield path, build(Order, loader.read(path))


def _kept(folders: Folders) -> dict[str, Course]:
    kept: dict[str, Course] = {}
    for file in roots.files(FOLDER, folders, "md"):
        with suppress(ContentError):
            course = module.read(loader.read_page(file.path))
            if course.head.status != "draft":
                kept[f"{file.id}@{file.version}"] = course
    return kept


def _pinned(folders: Folders) -> dict[str, Exercise]:
    found: dict[str, Exercise] = {}
    for file in roots.files("exercises", folders, "md"):
        with suppress(ContentError):
            found[f"{file.id}@{file.version}"] = exercise.read(loader.read_page(file.path))
    return found


def problems(folders: Folders) -> list[Problem]:
    """What is wrong with numbers, order and pins, with file and how to mend it."""
    found: list[Problem] = []
    courses = at(folders)
    taken: dict[int, Path] = {}
    numbered: set[str] = set()
    for path in (folder / ORDER for folder in folders if (folder / ORDER).is_file()):
        try:
            order = build(Order, loader.read(path))
        except ContentError as broken:
            return [*broken.problems]
        found += _numbers(path, order, taken, own=path == folders[0] / ORDER)
        found += _order(path, order, courses, numbered)
        numbered |= order.numbers.keys()
    for file in roots.files(FOLDER, folders, "md"):
        with suppress(ContentError):
            found += _module(file.path, module.read(loader.read_page(file.path)), courses, numbered)
    return found


def _numbers(path: Path, order: Order, taken: dict[int, Path], *, own: bool) -> Iterator[Problem]:
    for number in [*order.numbers.values(), *order.retired]:
        if number in taken:
            said = f"The number {number} was given before."
            yield Problem(path, 0, said, "A number stays with its module for ever: take the next one.")
        elif (number >= HOSTS) == own:
            yield Problem(path, 0, f"The number {number} is not one of this folder.", f"Ours end below {HOSTS}.")
        taken[number] = path


def _order(path: Path, order: Order, courses: Courses, before: set[str]) -> Iterator[Problem]:
    active = {course.head.id for course in courses.kept.values() if course.head.status == "active"}
    placed = [id for place in order.full for id in place]
    named = [id for id in (order.before_two, order.half_way) if id]
    for id in sorted(before & order.numbers.keys()):
        yield Problem(path, 0, f"{id} has its number already.", "Leave it out here.")
    for id in [
        *named,
        *placed,
        *(id for place in order.short for id in place),
        *(id for way in order.ways for id in way.sooner),
    ]:
        if id not in active:
            yield Problem(path, 0, f"{id} is no module in use.", "Check its spelling, or take it out.")
    for id in sorted(order.numbers.keys() - set(placed)):
        yield Problem(path, 0, f"{id} has a number and no place on the full path.", "Put it where it fits.")


def _module(path: Path, course: Course, courses: Courses, numbered: set[str]) -> Iterator[Problem]:
    head = course.head
    if head.status == "active" and head.id not in numbered:
        yield Problem(path, 0, f"{head.id} is in use and has no number.", "Add one in programme/order.yaml.")
    for pin in head.pins:
        if pin not in courses.exercises:
            yield Problem(path, 0, f"There is no exercise {pin}.", "Check its spelling and version.")
        elif head.status == "active" and courses.exercises[pin].head.status == "draft":
            yield Problem(path, 0, f"The exercise {pin} is still a draft.", "Set it to active, or pin another.")
    yield from _parts(path, course, courses)


def _parts(path: Path, course: Course, courses: Courses) -> Iterator[Problem]:
    """Each exercise in a part that it is made for."""
    head = course.head
    both = [head.together.side_by_side, head.together.face_to_face] if head.together else []
    for pin in both:
        made = courses.exercises.get(pin)
        if made and head.together and (made.head.for_ != "pair" or made.head.tier > head.together.tier):
            yield Problem(path, 0, f"{pin} is not for two at this tier.", "Set its `for` and `tier`.")
    for one in head.alone:
        made = courses.exercises.get(one.exercise)
        if made and set(one.who) - set(made.head.roles):
            yield Problem(path, 0, f"{one.exercise} is not made for everyone here.", "Set its `roles`, or `who`.")
        if made and made.head.for_ == "pair":
            yield Problem(path, 0, f"{one.exercise} is for two, and stands among what is done alone.", "Pin another.")
