"""Which form of a part for two is on, and between whom it may be. Pure."""

from datetime import datetime, timedelta
from typing import Literal

from holdfast.kit import ticks
from holdfast.programme.module import Course, Together
from holdfast.safety.gates import FACE_TO_FACE, SIDE_BY_SIDE, Form

FORMS: tuple[Form, ...] = (SIDE_BY_SIDE, FACE_TO_FACE)
HALF = timedelta(days=3, hours=12)  # the app picks twice a week
ON_ONE_PHONE = 1  # the highest tier that may be handed over on one phone (decision 18)

Relation = Literal["romantic", "friend"]


def pick(now: datetime) -> int:
    """Which of the week's two picks holds: 0 from the tick on, 1 from the middle of the week; the same for everyone."""
    return int(now - ticks.tick(ticks.week(now)) >= HALF)


def by_turns(now: datetime) -> Form:
    """The form of what is never gated: one, then the other, by the calendar alone."""
    return FORMS[(ticks.week(now) + pick(now)) % len(FORMS)]


def pin(part: Together, form: Form) -> str:
    """The exercise of this form, "id@version"."""
    return part.face_to_face if form == FACE_TO_FACE else part.side_by_side


def fits(course: Course, relation: Relation, relations: dict[str, list[Relation]]) -> bool:
    """Whether both forms may be done between these two; else a module has no part for them."""
    part = course.head.together
    pins = [part.side_by_side, part.face_to_face] if part else []
    return bool(pins) and all(relation in relations.get(each, ()) for each in pins)
