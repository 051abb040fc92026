"""What a chart shows, as plain records. A chart answers the question in its title and never has two axes.

Rooms build a `Chart` from their own data; `drawing` turns it into coordinates; {% chart %} draws it as SVG with the
same content as a table. Nothing here computes a verdict: numbers and sentences come from the caller.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

# (day, value or None for a gap, words beside the value in the table; the last may be left out)
Point = tuple[date, float | None] | tuple[date, float | None, str]


@dataclass(frozen=True)
class Cut:
    """A published cut point, or a range of them when authors differ. Equal ends draw a line, others a band."""

    low: float
    high: float
    label: str
    source: str = ""


@dataclass(frozen=True)
class Band:
    """A stretch of the scale with a name: a published severity band, or with own=True a person's usual range."""

    low: float
    high: float
    label: str
    own: bool = False


@dataclass(frozen=True)
class Event:
    """Something that happened, marked on its day. Never a cause, only a mark."""

    day: date
    label: str


@dataclass(frozen=True)
class Series:
    """A second line on the same axis, with the name that tells it from the first."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Chart:
    """One question and the picture that answers it.

    question  the title, as a question ("Are the trauma symptoms easing?")
    sentence  the answer in words, read first by everyone
    y_range   lowest and highest possible value of the scale, both always shown
    points    (day, value, words); value None is a gap and is drawn as one: the line stops and starts again
    cuts, bands, events   see their records; each is also named in the key and in the table
    unit      what the numbers are ("points", "of 10"), for the table's heading
    name      the name of the first line; shown only beside a second one
    series2   a second line on the same scale, dashed
    weekdays  mark Saturdays and Sundays; for daily series
    heading   2 or 3 for a title of that rank, 0 when the page's own heading asks the question

    Raises ValueError for an empty range or a value outside it: a score without its range is never shown.
    """

    question: str
    sentence: str
    y_range: tuple[float, float]
    points: Sequence[Point]
    cuts: Sequence[Cut] = ()
    bands: Sequence[Band] = ()
    events: Sequence[Event] = ()
    unit: str = ""
    name: str = ""
    series2: Series | None = None
    weekdays: bool = False
    heading: Literal[0, 2, 3] = 2
    lines: list[list[Point]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        low, high = self.y_range
        if not low < high:
            raise ValueError(f"A chart needs a range from low to high, not {low} to {high}.")
        lines = [sorted(series, key=lambda point: point[0]) for series in self._series()]
        for _day, value, *_words in (point for line in lines for point in line):
            if value is not None and not low <= value <= high:
                raise ValueError(f"The value {value} lies outside the range {low} to {high}.")
        object.__setattr__(self, "lines", lines)

    def _series(self) -> list[Sequence[Point]]:
        return [self.points] + ([self.series2.points] if self.series2 else [])


def number(value: float) -> str:
    """A value as shown: at most one decimal, none when it is whole."""
    return f"{round(value, 1):g}"
