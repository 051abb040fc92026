"""Lines and series as charts. Gaps stay gaps, the whole range is always shown, and the table says the same.

Draws what others computed; no number is made here.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.insights import describe
from holdfast.insights.result import Result
from holdfast.insights.series import Series
from holdfast.progress import questions, schema
from holdfast.progress.schema import Item, Line, Reading, Scale
from holdfast.progress.wording import number
from holdfast.ui.charts import Band, Chart, Cut, Point

APART = 3  # a line stops when more than this many retest times went by without a number
FITS = 46  # letters on one line of the picture
LEAST_APART = 70  # days; forms asked every two weeks are not broken by one that was skipped


def measure(line: Line) -> Chart:
    """A scale's line with its published cut points. Its question is the page's own heading."""
    scale = line.scale
    return Chart(
        question=scale.question,
        sentence="",
        y_range=(scale.low, scale.high),
        points=list(points(line)),
        cuts=cuts(scale),
        bands=[Band(band.low, band.high, band.label) for band in scale.bands],
        unit=_("of %(high)s") % {"high": number(scale.high)},
        heading=0,
    )


def points(line: Line) -> Iterable[Point]:
    """Each reading on its day, and a gap in the middle of a time so long that a line across it would be a guess."""
    before: date | None = None
    longest = timedelta(days=max(APART * line.scale.retest_days, LEAST_APART))
    for reading in line.readings:
        if before and reading.on - before > longest:
            away = (reading.on - before).days
            yield (before + (reading.on - before) / 2, None, _("%(days)s days without a number") % {"days": away})
        yield (reading.on, reading.value, "; ".join(notes(reading)))
        before = reading.on


def notes(reading: Reading) -> list[str]:
    """What else stands beside a reading."""
    said = []
    if reading.value is None:
        said.append(_("not all answered, so no number"))
    if reading.imputed:
        said.append(
            ngettext("%(n)s answer was missing", "%(n)s answers were missing", reading.imputed) % {"n": reading.imputed}
        )
    if reading.soft:
        said.append(_("a soft week"))
    return said


def cuts(scale: Scale) -> list[Cut]:
    """Published cut points as lines; where the authors give a range, one stretch instead of its two edges."""
    stretch = questions.STRETCHES.get((scale.instrument, scale.score))
    if stretch is not None:
        low, high, words = stretch
        return [Cut(low, high, str(words))]
    return [Cut(point.value, point.value, _label(point)) for point in scale.cuts]


def _label(point: schema.Cut) -> str:
    """Words that fit on the picture: the published label where it is short, else the value; both stand below."""
    label = f"{number(point.value)}: {point.label}"
    return label if len(label) <= FITS else number(point.value)


def days(series: Series, item: Item, usual: Result) -> Chart:
    """A daily series: every day of the stretch, answered or not, with weekends marked and the usual range behind."""
    first, last = series.start, series.start + len(series.values) - 1
    given = _given(series)
    bands = []
    if usual.enough and usual.interval[0] < usual.interval[1]:
        bands = [Band(*usual.interval, _("most of your days"), own=True)]
    return Chart(
        question=item.question,
        sentence="",
        y_range=(item.low, item.high),
        points=[(date.fromordinal(day), given.get(day)) for day in range(first, last + 1)],
        bands=bands,
        unit=_("of %(high)s") % {"high": number(item.high)},
        weekdays=True,
        heading=0,
    )


def weeks(series: Series, item: Item) -> Chart:
    """A long series by the week, Monday to Sunday: the average where three days or more have a number, else a gap."""
    return Chart(
        question=item.question,
        sentence="",
        y_range=(item.low, item.high),
        points=[
            (date.fromordinal(monday), found.estimate if found.enough else None, _("days: %(n)s") % {"n": found.n})
            for monday, found in describe.weeks(series)
        ],
        unit=_("of %(high)s") % {"high": number(item.high)},
        heading=0,
    )


def sketch(series: Series, item: Item) -> list[str]:
    """A small line without axes for a list: one SVG path for each run of days, in a box of 340 by 44.

    It only hints; the words beside it and the chart behind it say what it shows.
    """
    runs: list[list[str]] = []
    before = None
    for day, value in _given(series).items():
        if before is None or day != before + 1:
            runs.append([])
        x = 4 + (day - series.start) * 332 / max(len(series.values) - 1, 1)
        y = 40 - (value - item.low) / (item.high - item.low) * 36
        runs[-1].append(f"{x:.1f} {y:.1f}")
        before = day
    return [f"M{' L'.join(run)}" if len(run) > 1 else f"M{run[0]} h.1" for run in runs]


def _given(series: Series) -> dict[int, float]:
    """The answered days by day index, in order."""
    return dict(zip(series.days.tolist(), series.answered.tolist(), strict=True))
