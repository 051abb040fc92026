"""The shape of a practice record: an exercise, a number before, a number after. All but the name may be absent."""

import re
from dataclasses import asdict, dataclass
from typing import Any, Literal
from uuid import UUID

Here = Literal["here", "partly", "far"]
How = Literal["helped", "same", "worse"]

RATING = range(11)
A_DAY = range(1, 10_000)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class NotAPractice(ValueError):
    """What was handed in cannot be a practice; the message is a plain sentence."""


@dataclass(frozen=True)
class Practice:
    """One use of an exercise. `before` and `after`: strength from 0 not at all to 10 as strong as it gets.

    `local_date` is the person's own calendar day (ISO); `here` and `how` are the answers of the page after a tool;
    `nth`: which one of that day, so that "twice in a row" can be told without an hour.
    """

    exercise: str
    local_date: str
    before: int | None = None
    after: int | None = None
    here: Here | None = None
    how: How | None = None
    nth: int | None = None
    id: UUID | None = None

    def body(self) -> dict[str, Any]:
        """The record as sealed: only what was answered, without the row's own id."""
        return {key: value for key, value in asdict(self).items() if value is not None and key != "id"}


def read(body: dict[str, Any], row: UUID | None = None) -> Practice:
    """A practice from its sealed body or from a form. Raises NotAPractice with a plain sentence."""
    exercise = body.get("exercise")
    if not isinstance(exercise, str) or not SLUG.fullmatch(exercise) or len(exercise) > 60:
        raise NotAPractice("This does not name an exercise.")
    for part in ("before", "after"):
        value = body.get(part)
        if value is not None and (type(value) is not int or value not in RATING):
            raise NotAPractice("A rating is a whole number from 0 to 10.")
    if body.get("here") not in (None, "here", "partly", "far") or body.get("how") not in (
        None,
        "helped",
        "same",
        "worse",
    ):
        raise NotAPractice("That answer is not one of those on the page.")
    nth = body.get("nth")
    if nth is not None and (type(nth) is not int or nth not in A_DAY):
        raise NotAPractice("Which one of the day it was is a whole number from 1.")
    known = {key: body[key] for key in ("before", "after", "here", "how", "nth") if key in body}
    return Practice(exercise=exercise, local_date=str(body["local_date"]), id=row, **known)
