"""Decisions about heavy writing: when it is offered, how long it lasts, when it rests (CR-17). Pure.

What a person did with it is kept as little as can be: the sitting under way, and of the last two whether they made it
worse. No number outlives the page it was given on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

NIGHT, MORNING = time(22), time(7)  # never offered in between, by the person's own clock
STRONG = 7  # from here on the page first offers to steady, and a person (storyboard N4)
ENOUGH = 2  # so many "worse" in a row, and it rests
REST = timedelta(days=14)

Closed = Literal["", "night", "rests"]


@dataclass(frozen=True)
class Sitting:
    """Heavy writing under way: for which entry, since when, and how strong it was before, if that was said."""

    entry: UUID
    at: datetime
    before: int | None = None


@dataclass(frozen=True)
class Ended:
    """A sitting after which something was said: when it ended, and whether it made things worse."""

    at: datetime
    worse: bool


@dataclass(frozen=True)
class Frame:
    """The sitting under way, and the last two that ended with a word or a number, the latest last."""

    sitting: Sitting | None = None
    past: tuple[Ended, ...] = ()

    @property
    def worse(self) -> int:
        """How many of the last in a row made it worse: 0, 1 or 2."""
        row = 0
        for ended in reversed(self.past):
            if not ended.worse:
                break
            row += 1
        return row

    def body(self) -> dict[str, Any]:
        """As it is sealed."""
        sitting = self.sitting
        held = (
            {"entry": str(sitting.entry), "at": sitting.at.isoformat(), "before": sitting.before} if sitting else None
        )
        return {"sitting": held, "past": [{"at": each.at.isoformat(), "worse": each.worse} for each in self.past]}


def read(body: Mapping[str, Any] | None) -> Frame:
    """What `body` wrote. What cannot be read is nothing."""
    held = body if isinstance(body, Mapping) else {}
    past = held.get("past")
    ended = [each for one in (past if isinstance(past, list) else []) if (each := _ended(one)) is not None]
    return Frame(_sitting(held.get("sitting")), tuple(ended[-ENOUGH:]))


def begun(frame: Frame, sitting: Sitting) -> Frame:
    """The frame with a sitting under way. The same form sent twice does not begin the twenty minutes anew."""
    if frame.sitting is not None and frame.sitting.entry == sitting.entry:
        return frame
    return replace(frame, sitting=sitting)


def ended(frame: Frame, now: datetime, after: int | None, how: str) -> Frame:
    """The frame after the questions at the end; where nothing was said, nothing is noted."""
    before = frame.sitting.before if frame.sitting else None
    rose = before is not None and after is not None and after > before
    if not how and (before is None or after is None):
        return replace(frame, sitting=None)
    return Frame(None, (*frame.past, Ended(now, how == "worse" or rose))[-ENOUGH:])


def over(sitting: Sitting, now: datetime, minutes: int) -> bool:
    """Whether the time for writing has passed; a beginning that lies ahead was written by another clock."""
    return not sitting.at <= now < sitting.at + timedelta(minutes=minutes)


def left(sitting: Sitting, now: datetime, minutes: int) -> int:
    """Whole minutes that are left for writing."""
    return max(minutes - int((now - sitting.at) / timedelta(minutes=1)), 0)


def night(local: datetime) -> bool:
    """Whether it is between 22 and 7 by the person's own clock."""
    return local.time() >= NIGHT or local.time() < MORNING


def closed(frame: Frame, local: datetime, *, crisis: bool) -> Closed:
    """Why heavy writing does not begin now; "" when it may.

    A crisis and two sittings that felt worse look alike: whoever reads along learns of neither.
    """
    last = frame.past[-1].at if frame.past else None
    resting = frame.worse >= ENOUGH and last is not None and local < last + REST
    if crisis or resting:
        return "rests"
    return "night" if night(local) else ""


def _sitting(held: Any) -> Sitting | None:
    try:
        return Sitting(UUID(held["entry"]), _moment(held["at"]), _rating(held.get("before")))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _ended(held: Any) -> Ended | None:
    try:
        return Ended(_moment(held["at"]), held["worse"] is True)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _moment(text: Any) -> datetime:
    """A moment far enough from the ends of the calendar to be reckoned with. Raises ValueError or TypeError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or not 1970 <= found.year <= 9000:
        raise ValueError("This is no moment.")
    return found


def _rating(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= 10 else None
