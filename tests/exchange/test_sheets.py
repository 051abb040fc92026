"""Tables that a spreadsheet opens without running anything."""

import csv
import io
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.exchange import sheets
from holdfast.exchange.schema import Record

ID = UUID("11111111-1111-4111-8111-111111111111")


def table(*records: Record) -> list[list[str]]:
    text = sheets.sheet(records).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "hostile",
    [
        '=cmd|"/c calc"!A1',
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "＝1",
        "％0"[:0] + "%0",
    ],
)
def test_ft_22_text_that_looks_like_a_formula_stays_text(hostile):
    assert sheets.cell(hostile) == "'" + hostile


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "true"),
        (-3, "-3"),
        (2.5, "2.5"),
        ("fine", "fine"),
        ("a=b", "a=b"),
        (["a", 1], '["a", 1]'),
        ({}, "{}"),
    ],
)
def test_a_value_becomes_one_plain_cell(value, shown):
    assert sheets.cell(value) == shown


def test_nested_answers_become_columns():
    record = Record(ID, "administrations", "", {"instrument": "pcl-5", "answers": {"q1": 3, "q2": None}, "flags": []})
    assert table(record) == [
        ["id", "instrument", "answers.q1", "answers.q2", "flags"],
        [str(ID), "pcl-5", "3", "", "[]"],
    ]


def test_each_entry_of_a_month_page_has_its_own_line():
    page = {
        "entries": {"a": {"on": "2026-11-02", "values": {"mood": 4}}, "b": {"on": "2026-11-03", "values": {"mood": 5}}}
    }
    assert table(Record(ID, "checkins", "2026-11", page)) == [
        ["id", "part", "on", "values.mood"],
        ["a", "2026-11", "2026-11-02", "4"],
        ["b", "2026-11", "2026-11-03", "5"],
    ]


def test_a_page_with_a_strange_entry_is_still_a_table():
    assert table(Record(ID, "checkins", "", {"entries": {"a": 7}}))[1] == ["a", "7"]
    assert table(Record(ID, "checkins", "", {"entries": 7}))[1] == [str(ID), "7"]


def test_a_kind_without_records_is_an_empty_table():
    assert table() == [[]]


@given(st.dictionaries(st.text(min_size=1), st.text() | st.integers() | st.none(), max_size=6))
def test_ft_22_any_text_gives_cells_that_begin_harmlessly(body):
    data = sheets.sheet([Record(ID, "notes", "", body)])
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1
    for row in rows:
        for text in row:
            bare = text.lstrip(" \u00a0\ufeff")
            assert not bare.startswith(sheets.FORMULA) or bare.lstrip("-").replace(".", "").isdecimal()
