"""The shapes a chart is made of, and where a day and a value stand. Pure arithmetic; `drawing` puts them together.

The picture is 380 units wide, so that its text is about as large as small print on a phone. Coordinates leave here as
text, because a template would write a number with a comma in some languages.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from holdfast.ui.charts import Chart

WIDTH, LEFT, RIGHT = 380.0, 34.0, 372.0
PLOT, FOOT, ROW = 200.0, 28.0, 18.0  # heights: the plot, the dates under it, a row of event labels above it
INSET = 10.0  # first and last point stand this far inside the plot
LETTER = 7.0  # a letter's width at 14 units, on the generous side
DATE_WIDTH = 62.0  # room for "22 Oct" or "Dec 2025"
LABELLED = 8  # more points than this carry no number of their own
CLEAR = 10.0  # a label nearer to a point than this would be written over it
EVENT_ROWS = 3


@dataclass(frozen=True)
class Text:
    """Words at a place; `anchor` as in SVG. `day` stands instead of words where a date is to be written."""

    x: str
    y: str
    words: str = ""
    anchor: str = "start"
    day: date | None = None


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: str
    y: str
    width: str
    height: str
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Dot:
    """A value on its day, with what is read out for it."""

    x: str
    y: str
    day: date
    words: str
    second: bool


@dataclass(frozen=True)
class TableRow:
    """One day of the table: a text for each line ("" = nothing asked, None = a gap), and what else stood there."""

    day: date
    values: list[str | None]
    notes: list[str]


@dataclass
class Drawing:
    """Everything the template needs, in drawing order."""

    height: str
    top: float
    y_ticks: list[Text] = field(default_factory=list)
    grid: list[Line] = field(default_factory=list)
    x_ticks: list[Text] = field(default_factory=list)
    spans_years: bool = False
    weekends: list[Box] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    cut_lines: list[Line] = field(default_factory=list)
    labels: list[Text] = field(default_factory=list)
    event_lines: list[Line] = field(default_factory=list)
    event_labels: list[Text] = field(default_factory=list)
    paths: list[tuple[str, bool]] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    values: list[Text] = field(default_factory=list)
    radius: str = "4.5"
    table: list[TableRow] = field(default_factory=list)


class Scale:
    """Where a day and a value stand on the picture."""

    def __init__(self, chart: Chart, top: float) -> None:
        days = [point[0] for line in chart.lines for point in line] + [event.day for event in chart.events]
        self.first, self.last = (min(days), max(days)) if days else (date.min, date.min)
        self.low, self.high = chart.y_range
        self.top, self.bottom = top, top + PLOT

    def x(self, day: date) -> float:
        """Units from the left; a single day stands in the middle."""
        whole = (self.last - self.first).days
        share = (day - self.first).days / whole if whole else 0.5
        return LEFT + INSET + share * (RIGHT - LEFT - 2 * INSET)

    def y(self, value: float) -> float:
        """Units from the top."""
        return self.bottom - (value - self.low) / (self.high - self.low) * PLOT


def at(place: float) -> str:
    """A coordinate as text, one decimal."""
    return f"{place:.1f}"


def ticks(low: float, high: float) -> list[float]:
    """Values for the axis: both ends always, in three to six equal steps where whole numbers allow it."""
    span = high - low
    for steps in (4, 5, 3, 6):
        step = span / steps
        if step == int(step) and (step in (1, 2, 5) or step % 5 == 0):
            return [low + step * n for n in range(steps + 1)]
    for steps in (3, 4, 5, 6, 2):
        if (span / steps) == int(span / steps):
            return [low + span / steps * n for n in range(steps + 1)]
    return [low, low + span / 2, high]


def day_ticks(scale: Scale, days: list[date]) -> list[date]:
    """Days to write below: the measured ones while they are few and apart, else five evenly spread."""
    wanted = sorted(set(days))
    if len(wanted) > 5:
        whole = (scale.last - scale.first).days
        wanted = sorted({scale.first + timedelta(days=round(whole * n / 4)) for n in range(5)})
    kept: list[date] = []
    for day in wanted:
        if not kept or scale.x(day) - scale.x(kept[-1]) >= DATE_WIDTH:
            kept.append(day)
    return kept
