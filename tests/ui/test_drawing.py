"""Charts: everything stands where its number says, gaps stay gaps, and the table holds the same content."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ui import examples
from holdfast.ui.charts import Band, Chart, Cut, Event, Series, number
from holdfast.ui.drawing import draw, runs, table
from holdfast.ui.geometry import LEFT, LETTER, PLOT, RIGHT, ticks

START = date(2026, 1, 1)
values = st.one_of(st.none(), st.integers(0, 80).map(float))
lines = st.lists(values, max_size=40)


def line(numbers: list[float | None], step: int = 1) -> list[tuple[date, float | None]]:
    """One value a day from the first of January."""
    return [(START + timedelta(days=n * step), value) for n, value in enumerate(numbers)]


def chart(numbers: list[float | None], **more: object) -> Chart:
    """A chart of one line from 0 to 80."""
    return Chart("How was it?", "So and so.", (0, 80), line(numbers), **more)


@given(lines)
def test_each_value_stands_at_its_height_and_inside_the_plot(numbers: list[float | None]) -> None:
    drawing = draw(chart(numbers))
    known = [value for value in numbers if value is not None]
    assert len(drawing.dots) == len(known)
    for dot, value in zip(drawing.dots, known, strict=True):
        assert float(dot.y) == pytest.approx(drawing.top + PLOT * (1 - value / 80), abs=0.06)
        assert LEFT <= float(dot.x) <= RIGHT


@given(lines)
def test_a_gap_is_never_bridged(numbers: list[float | None]) -> None:
    """The pieces drawn are exactly the stretches between gaps: no path spans a day without an answer."""
    expected, run = [], 0
    for value in [*numbers, None]:
        if value is None:
            expected += [run] if run else []
            run = 0
        else:
            run += 1
    found = runs(line(numbers))
    assert [len(piece) for piece in found] == expected
    assert len(draw(chart(numbers)).paths) == sum(1 for length in expected if length > 1)


@given(lines, lines)
def test_the_table_holds_every_value_and_every_gap(first: list[float | None], second: list[float | None]) -> None:
    both = Chart("Q?", "", (0, 80), line(first), name="one", series2=Series("two", line(second)))
    rows = table(both)
    assert [row.day for row in rows] == sorted(row.day for row in rows)
    for n, numbers in enumerate((first, second)):
        shown = [row.values[n] for row in rows if row.values[n] != ""]
        assert shown == [None if value is None else number(value) for value in numbers]


def test_two_measurements_on_one_day_both_stay() -> None:
    twice = Chart("Q?", "", (0, 10), [(START, 3.0), (START, 5.0, "second try")])
    assert [(row.values, row.notes) for row in table(twice)] == [(["3"], []), (["5"], ["second try"])]
    assert len(draw(twice).dots) == 2


def test_points_are_drawn_in_time_whatever_order_they_came_in() -> None:
    mixed = Chart("Q?", "", (0, 10), [(START + timedelta(days=9), 2.0), (START, 8.0)])
    assert [dot.words for dot in draw(mixed).dots] == ["8", "2"]


@pytest.mark.parametrize(
    ("low", "high"), [(0, 80), (0, 27), (0, 21), (0, 10), (0, 63), (1, 7), (0, 23), (0, 1), (1, 5), (0, 100)]
)
def test_the_axis_shows_both_ends_in_a_few_equal_steps(low: int, high: int) -> None:
    found = ticks(low, high)
    assert (found[0], found[-1]) == (low, high)
    assert 3 <= len(found) <= 7
    steps = {round(b - a, 6) for a, b in pairwise(found)}
    assert len(steps) == 1


@pytest.mark.parametrize("bad", [-1.0, 81.0])
def test_a_value_outside_the_scale_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="outside the range"):
        chart([bad])


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(ValueError, match="from low to high"):
        Chart("Q?", "", (5, 5), [])


def test_a_cut_range_is_a_band_and_a_cut_point_a_line() -> None:
    drawing = draw(chart([10.0, 40.0], cuts=[Cut(31, 33, "a range"), Cut(20, 20, "a point")]))
    band = next(box for box in drawing.boxes if box.kind == "cut")
    assert float(band.height) == pytest.approx(PLOT * 2 / 80, abs=0.1)
    assert [float(cut.y1) for cut in drawing.cut_lines] == [pytest.approx(drawing.top + PLOT * 0.75, abs=0.1)]
    assert {label.words for label in drawing.labels} == {"a range", "a point"}


def test_a_label_without_room_is_left_to_the_key() -> None:
    close = [Cut(30, 30, "one"), Cut(31, 31, "two, right beside it")]
    assert [label.words for label in draw(chart([1.0], cuts=close)).labels] == ["one"]


def test_own_range_and_published_bands_are_drawn_apart() -> None:
    bands = [Band(0, 20, "low"), Band(20, 40, "middle"), Band(10, 30, "yours", own=True)]
    assert [box.kind for box in draw(chart([5.0], bands=bands)).boxes] == ["", "span", "own"]


def test_event_labels_never_run_into_each_other_or_over_the_edge() -> None:
    events = [Event(START + timedelta(days=n), f"something {n}") for n in range(0, 30, 2)]
    drawing = draw(chart([5.0] * 30, events=events))
    assert len(drawing.event_lines) == len(events)
    rows: dict[str, list[tuple[float, float]]] = {}
    for label in drawing.event_labels:
        wide, x = len(label.words) * LETTER, float(label.x)
        span = (x, x + wide) if label.anchor == "start" else (x - wide, x)
        assert span[0] >= -1 and span[1] <= 381
        assert all(span[1] <= a or b <= span[0] for a, b in rows.get(label.y, []))
        rows.setdefault(label.y, []).append(span)
    notes = [note for row in drawing.table for note in row.notes]
    assert notes == [event.label for event in events], "what the picture has no room for stands in the table"


def test_weekends_are_marked_only_for_daily_series() -> None:
    month = chart([1.0] * 30, weekdays=True)
    assert len(draw(month).weekends) == sum(1 for n in range(30) if (START + timedelta(days=n)).weekday() >= 5)
    assert draw(chart([1.0] * 30)).weekends == []


def test_a_chart_over_new_year_names_the_years() -> None:
    long = Chart("Q?", "", (0, 10), [(date(2025, 12, 1), 1.0), (date(2026, 8, 1), 2.0)])
    assert draw(long).spans_years
    assert not draw(chart([1.0] * 30)).spans_years


def test_numbers_stand_beside_few_points_and_leave_many_alone() -> None:
    assert [text.words for text in draw(chart([52.0, 47.0, 49.5])).values] == ["52", "47", "49.5"]
    assert draw(chart([5.0] * 9)).values == []


def html(given: Chart) -> str:
    """The component as drawn."""
    return engines["django"].from_string("{% chart given %}").render({"given": given})


@pytest.mark.parametrize(
    "make", [examples.checklist, examples.days, examples.first_day, examples.empty, examples.severity]
)
def test_the_picture_says_the_same_as_the_table(make: object) -> None:
    shown = make()
    text = html(shown)
    assert shown.question in text and shown.sentence in text
    assert text.count("<circle") == sum(1 for row in shown.lines for point in row if point[1] is not None)
    assert text.count(">no answer<") == sum(1 for row in shown.lines for point in row if point[1] is None)
    assert "style=" not in text


def test_words_of_a_person_are_escaped_in_the_picture() -> None:
    hostile = '"><script>alert(1)</script>'
    text = html(chart([1.0], events=[Event(START, hostile)]))
    assert "<script" not in text


def test_coordinates_are_numbers_in_every_language(settings) -> None:
    from django.utils.translation import override

    with override("de"):
        text = html(examples.checklist())
    places = re.findall(r' (?:x|y|cx|cy|x1|y1|x2|y2|width|height|r)="([^"]*)"', text)
    assert places
    assert all(re.fullmatch(r"-?\d+(\.\d)?", place) for place in places)


def test_a_label_is_never_written_over_a_point() -> None:
    busy = chart([40.0, 38.0, 41.0] * 10, cuts=[Cut(41, 41, "right where the line is")])
    assert draw(busy).labels == []
    free_right = chart([40.0] * 5 + [5.0] * 25, cuts=[Cut(41, 41, "a label")])
    assert [label.anchor for label in draw(free_right).labels] == ["end"]
