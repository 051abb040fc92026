"""Reads long tables, CSV or Parquet, into arrays. Strict: a cell that is not what its column holds is refused by place.

Rows are counted from 1 after the header. An empty cell, NA or NaN is missing.
"""

import csv
import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from holdfast.cli.common import Refusal
from holdfast.insights.panel import BadTable
from holdfast.insights.series import LARGEST

if TYPE_CHECKING:
    import polars as pl

EMPTY = ("", "NA", "NaN", "nan", "null")
WHOLE = re.compile(r"[+-]?[0-9]{1,18}(\.0*)?")
DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([T ][0-9:.+Z-]+)?")
NAMED = 12  # columns listed to somebody who asked for another one
Floats = NDArray[np.float64]


def read(name: str) -> "pl.DataFrame":
    """The whole table, CSV cells as text. Raises Refusal when the file cannot be read as a table."""
    import polars as pl

    path = Path(name)
    if not path.is_file():
        raise Refusal(f"There is no file {name}.")
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            return pl.read_parquet(path)
        _text(path)
        table = pl.read_csv(path, infer_schema=False, truncate_ragged_lines=False)
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as cause:
        _same_length(path)
        first = str(cause).strip().splitlines()[0] if str(cause).strip() else "it is empty"
        raise Refusal(f"{name} cannot be read as a table: {first}.") from None
    if len(table) and table[:, -1].null_count():  # only then can a row have ended early
        _same_length(path)
    return _without_empty_end(table)


def _text(path: Path) -> None:
    """Refuses what is no text in UTF-8, and a header that names two columns alike."""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            if b"\0" in piece:
                raise Refusal(f"{path} is not a text table: there are zero bytes in it. Save it as CSV (UTF-8).")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), [])
            for _ in file:
                pass
    except UnicodeDecodeError:
        raise Refusal(f"{path} is not written in UTF-8. Save it as CSV (UTF-8).") from None
    except csv.Error as cause:
        raise Refusal(f"{path} cannot be read as a table: {cause}.") from None
    twice = sorted({x for x in header if header.count(x) > 1})
    if twice:
        raise Refusal(f"{path} has two columns named {twice[0] or 'nothing at all'}; every column needs its own name.")
    for mark, said in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and mark in header[0]:
            raise Refusal(f"{path} has {said} between its cells; save it with commas.")


def _same_length(path: Path) -> None:
    """Refuses the first row with more or fewer cells than the header; empty lines are let pass."""
    if path.suffix.lower() in (".parquet", ".pq"):
        return
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        rows = csv.reader(file)
        wanted = len(next(rows, []))
        try:
            for at, row in enumerate(rows, 1):
                if row and len(row) != wanted:
                    raise BadTable(f"There are {len(row)} cells where the header has {wanted}.", at)
        except csv.Error:
            return


def _without_empty_end(table: "pl.DataFrame") -> "pl.DataFrame":
    """Empty lines at the end are no rows."""
    import polars as pl

    blank = table.select(pl.all_horizontal(pl.all().is_null()))[:, 0].to_numpy() if table.width else np.zeros(0, bool)
    kept = np.flatnonzero(~blank)
    return table.head(int(kept[-1]) + 1 if len(kept) else 0)


def _column(table: "pl.DataFrame", name: str) -> "pl.Series":
    if name not in table.columns:
        more = ", …" if table.width > NAMED else ""
        raise Refusal(f"There is no column {name}. The table has: {', '.join(table.columns[:NAMED])}{more}.")
    return table[name]


def labels(table: "pl.DataFrame", name: str) -> NDArray[np.str_]:
    """A column of names; an empty one is refused."""
    import polars as pl

    column = _column(table, name).cast(pl.String).fill_null("").str.strip_chars()
    empty = (column == "").arg_max()
    if len(column) and column[empty] == "":
        raise BadTable("This cell is empty; every row needs one.", int(empty) + 1, name)
    return column.to_numpy().astype(str)


def numbers(table: "pl.DataFrame", name: str) -> Floats:
    """A column of numbers, NaN where empty. Raises BadTable at the first cell that is not a finite number."""
    import polars as pl

    column = _column(table, name)
    if column.dtype == pl.String:
        text = column.str.strip_chars()
        missing = text.is_null() | text.is_in(list(EMPTY))
        parsed = text.cast(pl.Float64, strict=False)
        wrong = parsed.is_null() & ~missing
        if wrong.any():
            row = int(wrong.arg_max())
            raise BadTable(f"“{str(text[row])[:40]}” is not a number.", row + 1, name)
        column = parsed.set(missing, None)
    elif column.dtype == pl.Boolean:
        column = column.cast(pl.Int8)
    elif not column.dtype.is_numeric():
        raise BadTable(f"This column holds {column.dtype}, not numbers.", 0, name)
    values = column.cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(float)
    for wrong, said in ((np.isinf(values), "infinite"), (np.abs(values) > LARGEST, "beyond a million")):
        if wrong.any():
            raise BadTable(f"This number is {said}.", int(np.argmax(wrong)) + 1, name)
    return values


def _day(text: str) -> tuple[int, bool] | None:
    """The day and whether it was written as a date; None where it is neither."""
    if WHOLE.fullmatch(text):
        return int(text.split(".")[0]), False
    date = DATE.fullmatch(text)
    try:
        return (datetime.date.fromisoformat(date[1]).toordinal(), True) if date else None
    except ValueError:
        return None


def days(table: "pl.DataFrame", name: str) -> NDArray[np.int64]:
    """A column of days: whole numbers, or dates written 2026-11-21, not both. Only differences between days count."""
    import polars as pl

    column = _column(table, name)
    if column.dtype in (pl.Date, pl.Datetime):
        column = column.cast(pl.Date).cast(pl.String)
    out = np.zeros(len(column), np.int64)
    known: dict[str, tuple[int, bool] | None] = {}
    dates = None
    for row, cell in enumerate(column.cast(pl.String).fill_null("").str.strip_chars()):
        if cell not in known:
            known[cell] = _day(cell)
        day = known[cell]
        if day is None or abs(day[0]) > 10**9:
            what = f"“{cell[:40]}” is not a day" if cell else "This cell is empty"
            raise BadTable(f"{what}; a day is a whole number or a date such as 2026-11-21.", row + 1, name)
        dates = day[1] if dates is None else dates
        if day[1] != dates:
            raise BadTable("Dates and whole numbers are mixed in this column.", row + 1, name)
        out[row] = day[0]
    return out


def names(given: str) -> tuple[str, ...]:
    """Column names from an option such as a,b,c."""
    out = tuple(x.strip() for x in given.split(",") if x.strip())
    if not out or len(set(out)) != len(out):
        raise Refusal(f"“{given}” should be column names with commas between them, each once.")
    return out
