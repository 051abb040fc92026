"""What stands on the pages of one's numbers: charts, sentences and tables, put together from results.

The gates are those of `insights`; a page that may say nothing says what it waits for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.insights import change, describe
from holdfast.insights.change import Verdict
from holdfast.insights.result import Result
from holdfast.insights.series import settled
from holdfast.instruments import care
from holdfast.kit import clock
from holdfast.people import schema as people
from holdfast.people.schema import Profile
from holdfast.programme import queries as programme
from holdfast.progress import pictures, queries, wording
from holdfast.progress.queries import Diary, FirstWeek
from holdfast.progress.schema import Item, Line
from holdfast.ui.charts import Chart

FIRST_WEEKS = 56  # days
MONTH, QUARTER = 30, 90  # days; weekdays are compared over a quarter at least


@dataclass(frozen=True)
class Tile:
    """A line in a list: where it leads, its name, and one short sentence."""

    key: str
    title: str
    note: str
    strokes: Sequence[str] = ()


@dataclass(frozen=True)
class Overview:
    """My numbers: each daily question over the last month, and each measure's latest number."""

    items: Sequence[Tile]
    measures: Sequence[Tile]


def overview(keyring: Any, profile: Profile) -> Overview:
    """The list of everything. A page that is opened often: small sketches stand here, whole charts behind them."""
    diary = queries.diary(keyring, profile, MONTH)
    return Overview(
        items=[_glimpse(diary, item, key) for item, key in queries.items(diary, keyring)],
        measures=[_tile(line, profile, diary.last) for line in queries.lines(keyring, whole=True)],
    )


def _glimpse(diary: Diary, item: Item, key: str) -> Tile:
    """A daily question in the list: a sketch of its last thirty days, and where most of them lay."""
    series = diary.series(item)
    usual = describe.usual_range(settled(series, diary.origin))
    note = wording.usual(usual, item) if usual.enough else wording.days_seen(series.n, len(series.values))
    return Tile(key, item.question, note, pictures.sketch(series, item))


def _tile(line: Line, profile: Profile, today: date) -> Tile:
    """A measure in the list: its latest number with its range and its day."""
    shown = [title(line, profile), _("no number yet")]
    if line.numbers:
        last = line.numbers[-1]
        shown[1:] = [wording.of(last.value or 0, line.scale.high), wording.day(last.on, today)]
    return Tile(line.key, line.scale.question, " · ".join(shown))


def title(line: Line, profile: Profile) -> str:
    """The name of a line: the measure, and the person it asks about where there is one."""
    who = next((someone.name for someone in profile.people if someone.id == line.about), "")
    return f"{line.scale.title} · {who}" if who else line.scale.title


@dataclass(frozen=True)
class Row:
    """One administration in a table: a number for the main score and for each part, and what else is known."""

    administration: UUID
    day: str
    cells: Sequence[str]
    notes: str


@dataclass(frozen=True)
class MeasurePage:
    """A measure's page. `heavier`: words of support for a rise that is likely real, or the rule of care.

    `early`: the person is in the first weeks, which can be the harder ones.
    """

    line: Line
    title: str
    chart: Chart
    said: Sequence[str]
    span: str
    rule: str
    rule_source: str
    cuts: Sequence[tuple[str, str]]
    bands: str
    heavier: str
    early: bool
    parts: Sequence[Line]
    rows: Sequence[Row]


def measure(line: Line, parts: Sequence[Line], profile: Profile) -> MeasurePage:
    """Everything a measure's page says."""
    today = clock.today(profile.zone)
    found = judged(line)
    return MeasurePage(
        line=line,
        title=title(line, profile),
        chart=pictures.measure(line),
        said=said(line, found, today),
        span=wording.span(line.scale),
        rule=wording.rule(line.scale.rule),
        rule_source=wording.rule_source(line.scale.rule),
        cuts=[(wording.cut(cut), wording.source(cut.source, cut.status)) for cut in line.scale.cuts],
        bands=_bands(line),
        heavier=wording.heavier() if worse(line, found) else "",
        early=_early(profile, today),
        parts=parts,
        rows=[_row([line, *parts], index) for index in range(len(line.readings))],
    )


def _row(shown: Sequence[Line], index: int) -> Row:
    """One administration: its numbers, and what else is known of it. Every line of a form has the same readings."""
    reading = shown[0].readings[index]
    values = [each.readings[index].value for each in shown]
    cells = [wording.number(value) if value is not None else "–" for value in values]
    return Row(reading.administration, wording.short_day(reading.on), cells, "; ".join(pictures.notes(reading)))


def _early(profile: Profile, today: date) -> bool:
    started = people.day(profile.started)
    return started is not None and (today - started).days < FIRST_WEEKS


def judged(line: Line) -> Verdict:
    """The verdict on the way from a line's first number to its latest."""
    rule = line.scale.rule
    return change.verdict([number.value or 0.0 for number in line.numbers], rule.threshold if rule else None)


def said(line: Line, found: Verdict, today: date) -> list[str]:
    """The verdict in words; where the two numbers lie too close together, only that."""
    numbers = line.numbers
    since = numbers[0].on if numbers else today
    too_soon = len(numbers) > 1 and (numbers[-1].on - since).days < max(line.scale.retest_days, 1)
    return wording.verdict(found, since, today, too_soon)


def worse(line: Line, found: Verdict) -> bool:
    """Whether support belongs on the page: a rise for the worse that is likely real, or the rule of care."""
    better = line.scale.higher_is_better
    points = care.RISES.get((line.scale.instrument, line.scale.score))
    values = [number.value or 0.0 for number in line.numbers]
    if points is not None and change.worse_twice(values, points, better):
        return True
    return found.kind == "reliable" and (found.difference < 0) == better and found.difference != 0


def _bands(line: Line) -> str:
    """Where a scale's named ranges come from; empty where its authors named none."""
    if not line.scale.bands:
        return ""
    first = line.scale.bands[0]
    return wording.source(first.source, first.status)


@dataclass(frozen=True)
class Weekday:
    """One weekday's average, or that it is too early for one."""

    name: str
    mean: str
    range: str
    n: int


@dataclass(frozen=True)
class DaysPage:
    """A daily question over a stretch."""

    item: Item
    chart: Chart
    weekly: bool
    said: Sequence[str]
    change: Sequence[str]
    weekdays: Sequence[Weekday]
    weekday_days: int
    weekday_note: str
    span: int


def days(diary: Diary, item: Item, span: int) -> DaysPage:
    """What a daily page says about the last `span` days; the change of windows looks at the whole diary."""
    shown, whole = diary.series(item, span), diary.series(item)
    weekly = span > QUARTER
    counted = settled(shown, diary.origin)
    by_weekday = describe.weekdays(settled(diary.series(item, max(span, QUARTER)), diary.origin))
    usual = describe.usual_range(counted)
    sentences = [wording.days_seen(shown.n, len(shown.values)), wording.usual(usual, item)]
    sentences += [wording.level(describe.level(counted), item), wording.swing(describe.spread(counted))]
    return DaysPage(
        item=item,
        chart=pictures.weeks(shown, item) if weekly else pictures.days(shown, item, usual),
        weekly=weekly,
        said=[sentence for sentence in sentences if sentence],
        change=wording.shift(change.shift(whole, diary.last.toordinal(), diary.origin)),
        weekdays=[_weekday(index, found, item) for index, found in enumerate(by_weekday)],
        weekday_days=max(span, QUARTER),
        weekday_note=wording.weekday_note(),
        span=span,
    )


def _weekday(index: int, found: Result, item: Item) -> Weekday:
    name = wording.weekday(index)
    if found.why in ("nothing", "too-few"):
        return Weekday(name, "", "", found.n)
    mean = wording.rounded(found.estimate)
    if not found.enough:
        return Weekday(name, mean, "", found.n)
    low, high = max(found.interval[0], item.low), min(found.interval[1], item.high)
    return Weekday(name, mean, wording.between(low, high), found.n)


@dataclass(frozen=True)
class Use:
    """One kept use of a tool. The numbers are empty where nobody tapped one."""

    id: UUID | None
    tool: str
    day: str
    numbers: str


def tools(keyring: Any) -> list[Use]:
    """Every kept use, the newest first, under the tool's name in words."""
    return [_use(kept) for kept in reversed(programme.practices(keyring))]


def _use(kept: Any) -> Use:
    day = wording.short_day(date.fromisoformat(kept.local_date))
    return Use(kept.id, tool_name(kept.exercise), day, _numbers(kept))


def tool_name(exercise: str) -> str:
    """What a tool is called; one that this installation has not, such as an imported one, by the name of its file."""
    return programme.name_of(exercise)


def _numbers(use: Any) -> str:
    shown = [str(number) if number is not None else "–" for number in (use.before, use.after)]
    return "" if use.before is None and use.after is None else " → ".join(shown)


def first_week(week: FirstWeek) -> list[str]:
    """What a person did in the first week, and nothing they did not."""
    sentences = []
    if week.uses:
        sentences.append(f"{wording.tools_used(week.uses)} {wording.before_and_after(week.pairs)}".strip())
    if week.days:
        sentences.append(wording.days_noted(week.days))
    if week.forms:
        sentences.append(wording.forms_answered(week.forms))
    return [*sentences, *week.for_two]
