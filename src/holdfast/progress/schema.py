"""What a page of this room draws from: a scale with its published numbers, readings on it, and a daily item."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from holdfast.insights.change import Threshold

Status = Literal["verified", "second-hand", "recalled", "computed", "own"]
"""How a value is known; the words of the instrument files."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut point its authors published, in scale points; drawn as a line with its source, never as a verdict."""

    value: float
    direction: Literal["gte", "gt", "lte", "lt"]
    label: str
    source: str
    status: Status = "verified"


@dataclass(frozen=True, slots=True)
class Band:
    """A range of scores that its authors named; `label` in their words. `low` is inside, `high` is the next one's."""

    low: float
    high: float
    label: str
    source: str
    status: Status = "verified"


@dataclass(frozen=True, slots=True)
class Rule:
    """From how many points on a difference may be real, and where that comes from.

    `rests_on_recalled`: worked out from a spread or a reliability that nobody has checked yet.
    """

    threshold: Threshold
    source: str = ""
    status: Status = "verified"
    rests_on_recalled: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """One score of one instrument in one variant and language: what may stand on one line together."""

    instrument: str
    variant: str
    language: str
    score: str
    score_title: str
    title: str
    question: str
    low: float
    high: float
    higher_is_better: bool
    period: str = ""
    retest_days: int = 14
    rule: Rule | None = None
    cuts: tuple[Cut, ...] = ()
    bands: tuple[Band, ...] = ()
    credit: tuple[str, ...] = ()
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One score at one administration. `value` None: the form was left incomplete, so there is no number."""

    administration: UUID
    on: date
    value: float | None
    n_answered: int = 0
    imputed: int = 0
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Readings that belong on one line, oldest first. `about` names the person a relationship measure asks about."""

    key: str
    scale: Scale
    readings: tuple[Reading, ...] = ()
    about: str = ""

    @property
    def numbers(self) -> tuple[Reading, ...]:
        """The readings that have a number."""
        return tuple(reading for reading in self.readings if reading.value is not None)


@dataclass(frozen=True, slots=True)
class Item:
    """A daily question rated from `low` to `high`; `question` is the page's title, `short` its name in a list."""

    id: str
    question: str
    short: str
    low: float = 0
    high: float = 10
