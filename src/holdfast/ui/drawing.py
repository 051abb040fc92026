"""From a `Chart` to coordinates. Pure arithmetic: no colour, no style, no words of its own."""

from datetime import date, timedelta
from itertools import pairwise

from holdfast.ui.charts import Chart, Point, number
from holdfast.ui.geometry import (
    CLEAR,
    DATE_WIDTH,
    EVENT_ROWS,
    FOOT,
    INSET,
    LABELLED,
    LEFT,
    LETTER,
    PLOT,
    RIGHT,
    ROW,
    WIDTH,
    Box,
    Dot,
    Drawing,
    Line,
    Scale,
    TableRow,
    Text,
    at,
    day_ticks,
    ticks,
)


def draw(chart: Chart) -> Drawing:
    """Lay out a chart. A chart without points draws its empty scale, honestly."""
    rows, placed = _event_rows(chart)
    top = 12.0 + rows * ROW
    scale = Scale(chart, top)
    out = Drawing(height=at(top + PLOT + FOOT), top=top)
    _axes(out, chart, scale)
    _weekends(out, chart, scale)
    _stretches(out, chart, scale)
    _events(out, scale, placed)
    _lines(out, chart, scale)
    out.table = table(chart)
    return out


def _axes(out: Drawing, chart: Chart, scale: Scale) -> None:
    for value in ticks(*chart.y_range):
        y = scale.y(value)
        out.grid.append(Line(at(LEFT + 2), at(y), at(RIGHT), at(y)))
        out.y_ticks.append(Text(at(LEFT - 6), at(y + 4.5), number(value), "end"))
    measured = [point[0] for line in chart.lines for point in line]
    if measured:
        out.spans_years = scale.first.year != scale.last.year
        for day in day_ticks(scale, measured):
            x, anchor = scale.x(day), "middle"
            if x + DATE_WIDTH / 2 > WIDTH:
                x, anchor = WIDTH - 2, "end"
            out.x_ticks.append(Text(at(x), at(scale.bottom + 21), anchor=anchor, day=day))


def _weekends(out: Drawing, chart: Chart, scale: Scale) -> None:
    whole = (scale.last - scale.first).days
    if not chart.weekdays or not whole:
        return
    width = (RIGHT - LEFT - 2 * INSET) / whole
    for n in range(whole + 1):
        day = scale.first + timedelta(days=n)
        if day.weekday() >= 5:
            left = max(LEFT + 2, scale.x(day) - width / 2)
            right = min(RIGHT, scale.x(day) + width / 2)
            out.weekends.append(Box(at(left), at(scale.top), at(right - left), at(PLOT)))


def _stretches(out: Drawing, chart: Chart, scale: Scale) -> None:
    """Bands and cuts with their labels; a label with no room is left to the key below."""
    taken: list[float] = []
    for n, band in enumerate(chart.bands):
        high, low = scale.y(band.high), scale.y(band.low)
        kind = "own" if band.own else ("span" if n % 2 else "")
        out.boxes.append(Box(at(LEFT + 2), at(high), at(RIGHT - LEFT - 2), at(low - high), kind))
        if low - high >= 15:
            _label(out, scale, taken, (band.label, high + 13))
    for cut in chart.cuts:
        high, low = scale.y(cut.high), scale.y(cut.low)
        if cut.low == cut.high:
            out.cut_lines.append(Line(at(LEFT + 2), at(low), at(RIGHT), at(low)))
        else:
            out.boxes.append(Box(at(LEFT + 2), at(high), at(RIGHT - LEFT - 2), at(low - high), "cut"))
        _label(out, scale, taken, (cut.label, low + 14 if low + 18 < scale.bottom else high - 5))
    _choose_sides(out, chart, scale)


def _label(out: Drawing, scale: Scale, taken: list[float], what: tuple[str, float]) -> None:
    words, y = what
    fits = len(words) * LETTER < RIGHT - LEFT - 8 and scale.top < y < scale.bottom
    if fits and all(abs(y - other) >= 14 for other in taken):
        taken.append(y)
        out.labels.append(Text(at(LEFT + 6), at(y), words))


def _choose_sides(out: Drawing, chart: Chart, scale: Scale) -> None:
    """Write each label at the end of the plot where the lines are further away; the key has those with no room."""
    places = [(scale.x(p[0]), scale.y(p[1])) for line in chart.lines for p in line if p[1] is not None]

    def room(label: Text, x_from: float, x_to: float) -> float:
        return min((abs(y - float(label.y) + 4) for x, y in places if x_from <= x <= x_to), default=PLOT)

    kept = []
    for label in out.labels:
        wide = len(label.words) * LETTER + 12
        left, right = room(label, LEFT, LEFT + wide), room(label, RIGHT - wide, RIGHT)
        if right > left + 6:
            kept.append(Text(at(RIGHT - 4), label.y, label.words, "end"))
        elif left >= CLEAR:
            kept.append(label)
    out.labels = kept


def _event_rows(chart: Chart) -> tuple[int, list[tuple[int | None, date, str, str]]]:
    """Give each event label a row above the plot where it does not run into another; None where none is free."""
    scale = Scale(chart, 0)
    ends: list[list[tuple[float, float]]] = [[] for _ in range(EVENT_ROWS)]
    placed = []
    for event in sorted(chart.events, key=lambda event: event.day):
        x, wide = scale.x(event.day), len(event.label) * LETTER + 5
        anchor = "start" if x + wide <= RIGHT or x < WIDTH / 2 else "end"
        here = (x, x + wide) if anchor == "start" else (x - wide, x)
        fits = here[1] <= WIDTH and here[0] >= 0
        free = (n for n, row in enumerate(ends) if fits and all(here[1] < a or b < here[0] for a, b in row))
        row = next(free, None)
        if row is not None:
            ends[row].append(here)
        placed.append((row, event.day, event.label, anchor))
    return sum(1 for row in ends if row), placed


def _events(out: Drawing, scale: Scale, placed: list[tuple[int | None, date, str, str]]) -> None:
    for row, day, label, anchor in placed:
        x, y = scale.x(day), 12 + (row or 0) * ROW
        start = y - 8 if row is not None else scale.top
        out.event_lines.append(Line(at(x), at(start), at(x), at(scale.bottom)))
        if row is not None:
            out.event_labels.append(Text(at(x + (5 if anchor == "start" else -5)), at(y + 2), label, anchor))


def runs(line: list[Point]) -> list[list[tuple[date, float]]]:
    """The stretches of a line without a gap."""
    found: list[list[tuple[date, float]]] = [[]]
    for day, value, *_words in line:
        if value is None:
            found.append([])
        else:
            found[-1].append((day, value))
    return [run for run in found if run]


def _lines(out: Drawing, chart: Chart, scale: Scale) -> None:
    known = sum(1 for line in chart.lines for point in line if point[1] is not None)
    out.radius = "4.5" if known <= 15 else "3.2" if known <= 45 else "2.2"
    for n, line in enumerate(chart.lines):
        for run in runs(line):
            if len(run) > 1:
                path = "M" + " L".join(f"{at(scale.x(day))} {at(scale.y(value))}" for day, value in run)
                out.paths.append((path, n == 1))
            out.dots += [Dot(at(scale.x(d)), at(scale.y(v)), d, _read_out(chart, n, v), n == 1) for d, v in run]
    if known <= LABELLED and not chart.series2:
        out.values = _values(chart, scale)


def _read_out(chart: Chart, line: int, value: float) -> str:
    name = (chart.name, chart.series2.name)[line] if chart.series2 else ""
    return " ".join(part for part in (name, number(value), chart.unit) if part)


def _values(chart: Chart, scale: Scale) -> list[Text]:
    """Numbers above their dots; below where the line comes down to a dot and goes up again."""
    known = [(day, value) for day, value, *_ in chart.lines[0] if value is not None]
    numbers = [value for _, value in known]
    before, after = [None, *numbers][: len(known)], [*numbers[1:], None][: len(known)]
    texts = []
    for (day, value), left, right in zip(known, before, after, strict=True):
        valley = all(other is not None and other > value for other in (left, right))
        y = scale.y(value) + 20 if valley and scale.y(value) + 24 < scale.bottom else scale.y(value) - 11
        texts.append(Text(at(scale.x(day)), at(y), number(value), "middle"))
    return [text for text, other in pairwise([*texts, None]) if not _touch(text, other)]


def _touch(text: Text, other: Text | None) -> bool:
    return other is not None and abs(float(text.x) - float(other.x)) < 20 and abs(float(text.y) - float(other.y)) < 12


def table(chart: Chart) -> list[TableRow]:
    """The same content by day, oldest first: every value, every gap, every mark."""
    rows: dict[date, list[TableRow]] = {}
    for n, line in enumerate(chart.lines):
        for day, value, *words in line:
            row = TableRow(day, ["" for _ in chart.lines], [word for word in words if word])
            row.values[n] = None if value is None else number(value)
            same = next((old for old in rows.get(day, []) if old.values[n] == ""), None)
            if same is None:
                rows.setdefault(day, []).append(row)
            else:
                same.values[n] = row.values[n]
                same.notes.extend(row.notes)
    for event in chart.events:
        old = rows.setdefault(event.day, [TableRow(event.day, ["" for _ in chart.lines], [])])
        old[0].notes.append(event.label)
    return [row for day in sorted(rows) for row in rows[day]]
