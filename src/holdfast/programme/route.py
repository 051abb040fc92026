"""In which order the modules come for one person, why, and what is the one next thing. Pure; nothing here is owed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from holdfast.programme.courses import Courses, Way
from holdfast.programme.enrolment import Enrolment, Path
from holdfast.programme.module import Course

FIRST = 0  # the phase that comes before every way of one's own: getting safe, and saying no


@dataclass(frozen=True)
class Stop:
    """A module on somebody's path: its number, and the way that brought it forward, or None."""

    number: int
    course: Course
    way: Way | None = None

    @property
    def id(self) -> str:
        """The name of its file."""
        return self.course.head.id


def order(courses: Courses, page: Path, roles: Collection[str], walked: Collection[str] = ()) -> list[Stop]:
    """The person's own path: what everyone begins with, then what their own ways bring forward, then the rest.

    `walked`: the modules they have begun, which stay on it whichever path they chose since.
    """
    places = courses.short if page.path == "short" and courses.short else courses.full
    ids = [id for place in places for id in place]
    brought = dict(_brought(courses, page))
    first = [id for id in ids if courses.modules[id].head.phase == FIRST]
    own = [id for id in brought if id not in first]
    begun = [id for id in courses.modules if id in walked]
    listed = dict.fromkeys([*first, *own, *ids, *begun])
    mine = (id for id in listed if id in begun or set(roles) & set(courses.modules[id].head.roles))
    return [Stop(courses.numbers[id], courses.modules[id], brought.get(id) if id in own else None) for id in mine]


def _brought(courses: Courses, page: Path) -> Iterator[tuple[str, Way]]:
    """The modules that ticked ways bring forward, in the order of the full path, each with the first way that does."""
    ticked = [way for way in courses.ways if way.id in page.ways]
    for id in (id for place in courses.full for id in place):
        way = next((way for way in ticked if id in way.sooner), None)
        if way is not None:
            yield id, way


def next_stop(stops: list[Stop], enrolments: Mapping[str, Enrolment]) -> Stop | None:
    """The one next thing: what is under way and was touched last, else the first that has not begun; None at the end.

    What was put aside waits for the person's own word; it is never the next thing by itself.
    """
    under_way = [stop for stop in stops if stop.id in enrolments and _goes_on(enrolments[stop.id])]
    if under_way:
        return max(under_way, key=lambda stop: enrolments[stop.id].on)
    return next((stop for stop in stops if stop.id not in enrolments), None)


def _goes_on(enrolment: Enrolment) -> bool:
    return enrolment.state not in ("paused", "done")
