"""Days as an array: the only way into `insights`. A missing day is NaN and stays a gap; nothing is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Days = NDArray[np.int64]

LARGEST = 1e6  # no answer scale reaches it: a larger number is damage, and a gap
FINEST = 1e-6  # answers closer together than this are the same answer
LONGEST = 36_525  # a hundred years of days: beyond it a date is a slip of the keyboard, not a diary
FIRST_DAYS = 3  # new answers often start high and settle (initial elevation); the first days are kept but not counted


@dataclass(frozen=True, slots=True)
class Series:
    """One variable of one person on a daily grid.

    `start` is the day index of `values[0]` (`date.toordinal()`), `values` has shape (days,), float64, NaN where
    nothing was answered. Build it with `daily`, which also makes it read-only.
    """

    start: int
    values: Floats

    @property
    def days(self) -> Days:
        """Day indices of the answered days, shape (n,), ascending."""
        return np.flatnonzero(np.isfinite(self.values)) + self.start

    @property
    def answered(self) -> Floats:
        """The answered values, shape (n,), in the order of `days`."""
        return self.values[np.isfinite(self.values)]

    @property
    def n(self) -> int:
        """How many days were answered."""
        return int(np.isfinite(self.values).sum())


def daily(points: Mapping[int, float | None], first: int, last: int) -> Series:
    """A grid from day index `first` to `last`, both included, holding the points that lie inside it.

    None, NaN, infinities and numbers beyond a million are gaps. Raises ValueError when `last` is before `first` or
    the span is over a century.
    """
    if not 0 <= last - first < LONGEST:
        raise ValueError("A series runs from a first day to a last day, at most a hundred years.")
    values = np.full(last - first + 1, np.nan)
    for day, value in points.items():
        if first <= day <= last and value is not None and abs(value) <= LARGEST:
            values[day - first] = value
    values.flags.writeable = False
    return Series(first, values)


def alike(values: Floats) -> bool:
    """Whether answers, shape (n,) with n >= 1, show no spread at all."""
    return bool(np.ptp(values) <= FINEST)


def part(series: Series, first: int, last: int) -> Series:
    """The same series seen between two day indices, both included; days outside it are gaps."""
    return daily(dict(zip(series.days.tolist(), series.answered.tolist(), strict=True)), first, last)


def settled(series: Series, origin: int | None = None, drop: int = FIRST_DAYS) -> Series:
    """The series with its first `drop` calendar days turned into gaps.

    `origin` is day 1 of the whole diary, by default the first answered day here; so with three days dropped,
    counting starts on day 4 (Shrout et al. 2018, PNAS 115:E15: initial elevation of self-reports).
    """
    if series.n == 0:
        return series
    begin = (int(series.days[0]) if origin is None else origin) + drop
    kept = {int(day): float(value) for day, value in zip(series.days, series.answered, strict=True) if day >= begin}
    return daily(kept, series.start, series.start + len(series.values) - 1)
