"""Reads long tables, CSV or Parquet, into arrays. Strict: a cell that is not what its column holds is refused by place.

Rows are counted from 1 after the header. An empty cell, NA or NaN is missing.
"""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from holdfast.cli.common import Refusal
from holdfast.insights.panel import BadTable

if TYPE_CHECKING:
    import polars as pl

EMPTY = ("", "NA", "NaN", "nan", "null")
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
        return pl.read_csv(path, infer_schema=False, truncate_ragged_lines=False)
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as cause:
        first = str(cause).strip().splitlines()[0] if str(cause).strip() else "it is empty"
        raise Refusal(f"{name} cannot be read as a table: {first}") from None


def _column(table: "pl.DataFrame", name: str) -> "pl.Series":
    if name not in table.columns:
        raise Refusal(f"There is no column {name}. The table has: {', '.join(table.columns)}.")
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
    if np.isinf(values).any():
        raise BadTable("This number is infinite.", int(np.argmax(np.isinf(values))) + 1, name)
    return values


def _day(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return datetime.date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if value.is_integer() else None


def days(table: "pl.DataFrame", name: str) -> NDArray[np.int64]:
    """A column of days: whole numbers, or dates written 2026-11-21. Only differences between days count."""
    import polars as pl

    column = _column(table, name)
    if column.dtype in (pl.Date, pl.Datetime):
        column = column.cast(pl.Date).cast(pl.String)
    out = np.zeros(len(column), np.int64)
    known: dict[str, int | None] = {}
    for row, cell in enumerate(column.cast(pl.String).fill_null("").str.strip_chars()):
        if cell not in known:
            known[cell] = _day(cell)
        day = known[cell]
        if day is None or abs(day) > 10**9:
            what = f"“{cell[:40]}” is not a day" if cell else "This cell is empty"
            raise BadTable(f"{what}; a day is a whole number or a date such as 2026-11-21.", row + 1, name)
        out[row] = day
    return out


def names(given: str) -> tuple[str, ...]:
    """Column names from an option such as a,b,c."""
    out = tuple(x.strip() for x in given.split(",") if x.strip())
    if not out or len(set(out)) != len(out):
        raise Refusal(f"“{given}” should be column names with commas between them, each once.")
    return out
