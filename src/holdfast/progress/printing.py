"""All numbers on one clean page, for paper or for a doctor: each measure with its table, the days by the week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from holdfast.insights import describe
from holdfast.insights.series import Series, part, settled
from holdfast.kit import clock
from holdfast.people.schema import Profile
from holdfast.progress import pages, panel, queries, wording
from holdfast.progress.pages import MeasurePage
from holdfast.progress.queries import Diary
from holdfast.progress.schema import Item, Line

WEEKS = 13


@dataclass(frozen=True)
class MeasureSheet:
    """One form: what its page says, and the table of all its numbers, its parts beside the main one."""

    page: MeasurePage
    heads: Sequence[str]
    noted: bool


@dataclass(frozen=True)
class DaysSheet:
    """The daily questions by the week: each cell holds lowest, highest and how many days had a number."""

    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    said: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class PrintPage:
    """The whole page."""

    made: date
    measures: Sequence[MeasureSheet]
    days: DaysSheet | None


def page(keyring: Any, profile: Profile) -> PrintPage:
    """Everything the print view shows."""
    found = queries.lines(keyring)
    diary = queries.diary(keyring, profile, WEEKS * queries.WEEK + queries.WEEK)
    items = panel.answered(diary.days)
    return PrintPage(
        made=clock.today(profile.zone),
        measures=[_measure(line, panel.parts(found, line), profile) for line in panel.main(found)],
        days=_days(diary, items) if items else None,
    )


def _measure(line: Line, parts: Sequence[Line], profile: Profile) -> MeasureSheet:
    page = pages.measure(line, parts, profile)
    heads = [each.scale.score_title for each in (line, *parts)]
    return MeasureSheet(page, heads, noted=any(row.notes for row in page.rows))


def _days(diary: Diary, items: Sequence[Item]) -> DaysSheet:
    """The last thirteen weeks, Monday to Sunday, the newest first."""
    series = [diary.series(item) for item in items]
    monday = diary.last - timedelta(days=diary.last.weekday())
    mondays = [monday - timedelta(weeks=back) for back in range(WEEKS)]
    rows = [(wording.short_day(start), [_week(each, start) for each in series]) for start in mondays]
    return DaysSheet(
        heads=[item.short for item in items],
        rows=[row for row in rows if any(row[1])],
        said=[(item.question, _usual(diary, item)) for item in items],
    )


def _week(series: Series, monday: date) -> str:
    """A week in a cell: "3 – 6 (days: 5)"; empty when no day has a number."""
    week = part(series, monday.toordinal(), monday.toordinal() + 6)
    if week.n == 0:
        return ""
    shown = wording.between(float(week.answered.min()), float(week.answered.max()))
    return _("%(range)s (days: %(n)s)") % {"range": shown, "n": week.n}


def _usual(diary: Diary, item: Item) -> str:
    """The usual range of the last thirty days."""
    return wording.usual(describe.usual_range(settled(diary.series(item, pages.MONTH), diary.origin)), item)
