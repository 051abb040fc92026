"""Many people over many days as one block of numbers: the only way into the engine. Never fills a gap.

A day is an integer; only differences count, so no time zone can reach the numbers. A missing cell is NaN.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from holdfast.insights.kernels.records import Data, Floats, offsets, unstepped
from holdfast.insights.series import FINEST, LARGEST, LONGEST, Series

EARLY_DAYS = 3.0  # answers start high and settle; exp(-t/3) takes that up (Shrout et al. 2018)
TREND_DAYS = 30.0  # the trend is counted as change per 30 days
SURELY = 7  # as many answers all alike say that a series never moves; fewer may be chance
MOST_CELLS = 400_000_000  # a larger grid is a slip in the day column, not a study


class BadTable(ValueError):
    """A long table cannot be read. `row` counts from 1 without the header, 0 = the whole table; `column` is named."""

    def __init__(self, sentence: str, row: int = 0, column: str = "") -> None:
        super().__init__(sentence)
        self.row, self.column = row, column


@dataclass(frozen=True, slots=True)
class DyadSeries:
    """One pair on one daily grid: `values` (days, K), NaN = missing, K = measures of A, then measures of B.

    `measures` names them once; `start` is the day index of the first row.
    """

    start: int
    measures: tuple[str, ...]
    values: Floats


@dataclass(frozen=True, slots=True)
class Panel:
    """D pairs x T days x K variables, K = people x measures, ordered person by person.

    `y` (D,T,K) in the measures' own units, NaN = missing; `days` (D,) length of each pair's own grid, the rest is
    padding; `u` (D,T,p) inputs that act on that day (already moved a day on), 0 where unknown; `weekend` (D,T) 0/1
    or None. `same_day` (D,T,e) what goes with a day's answers without being one, finite; `traits` (D,c) what is fixed
    for a pair and moves its means. `pairs` (D,) labels; `people` one or two role names. `alike` says that the two
    people of a pair have no fixed roles. `left_out` lists (pair, variable, reason) of what was set aside. `ends` (K,2)
    lowest and highest answer of variables answered in whole numbers, NaN where answers are taken as they are, or None.
    """

    y: Floats
    days: NDArray[np.int64]
    u: Floats
    weekend: Floats | None
    pairs: tuple[str, ...]
    people: tuple[str, ...]
    measures: tuple[str, ...]
    inputs: tuple[str, ...] = ()
    alike: bool = False
    same_day: Floats | None = None
    same_day_names: tuple[str, ...] = ()
    traits: Floats | None = None
    trait_names: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str, str], ...] = ()
    ends: Floats | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the K variables: measure_person, or the measure alone for people on their own."""
        if len(self.people) == 1:
            return self.measures
        return tuple(f"{m}_{who}" for who in self.people for m in self.measures)

    @property
    def missing(self) -> float:
        """Share of cells inside the grids that hold no answer."""
        inside = (np.arange(self.y.shape[1]) < self.days[:, None]).sum() * self.y.shape[2]
        return float(1.0 - np.isfinite(self.y).sum() / max(inside, 1))


@dataclass(frozen=True, slots=True)
class Standard:
    """A panel in the engine's units. `scale`, `centre` (K,): y = centre + scale * standard. `columns` names z.

    `traits` (D,1+c) begins with a column of ones: what the pairs' means are expected from; `loads` (1+c,q) is 0
    where a trait is kept from moving a column.
    """

    data: Data
    scale: Floats
    centre: Floats
    columns: tuple[str, ...]
    traits: Floats
    loads: Floats


def from_series(pairs: Sequence[DyadSeries], people: tuple[str, ...] = ("A", "B")) -> Panel:
    """A panel from pairs on their own grids, each starting at its own first day.

    Raises ValueError when the pairs do not carry the same measures.
    """
    if not pairs or any(p.measures != pairs[0].measures for p in pairs):
        raise ValueError("Every pair needs the same measures in the same order, and there must be a pair.")
    days = np.array([len(p.values) for p in pairs], np.int64)
    y = np.full((len(pairs), int(days.max()), pairs[0].values.shape[1]), np.nan)
    for d, p in enumerate(pairs):
        y[d, : days[d]] = p.values
    names = tuple(str(d + 1) for d in range(len(pairs)))
    return _settled(Panel(y, days, np.zeros((*y.shape[:2], 0)), None, names, people, pairs[0].measures))


def pair_series(first: Sequence[Series], second: Sequence[Series], measures: tuple[str, ...]) -> DyadSeries:
    """Two people's series, measure by measure, on the days that either of them covers."""
    both = [*first, *second]
    if len(first) != len(measures) or len(second) != len(measures):
        raise ValueError("Each person needs one series for every measure.")
    start = min(s.start for s in both)
    end = max(s.start + len(s.values) for s in both)
    values = np.full((end - start, len(both)), np.nan)
    for k, s in enumerate(both):
        values[s.start - start : s.start - start + len(s.values), k] = s.values
    return DyadSeries(start, measures, values)


def _settled(panel: Panel) -> Panel:
    """The panel without series that never move: they hold no dynamics, and are reported instead of fitted."""
    with np.errstate(all="ignore"):
        y = panel.y
        low, high = np.fmin.reduce(y, axis=1), np.fmax.reduce(y, axis=1)
        answered = np.isfinite(y).sum(axis=1)
        constant = (answered >= SURELY) & (high - low <= FINEST)
        if panel.ends is not None:  # always the lowest answer still says where the process lay
            constant &= np.isnan(panel.ends[:, 0])
    left = [(panel.pairs[d], panel.variables[k], "never changes") for d, k in np.argwhere(constant)]
    if not left:
        return panel
    y = np.where(constant[:, None, :], np.nan, y)
    return replace(panel, y=y, left_out=(*panel.left_out, *left))


@dataclass(frozen=True, slots=True)
class Long:
    """A long table: one row a person and day. Label columns as strings, `day` whole numbers; all shape (rows,).

    `values` (rows, measures) and `inputs` (rows, inputs), NaN = empty; `weekend` (rows,) or None. `ends` (measures,2)
    as in `Panel`, for each measure, or None.
    """

    pair: NDArray[np.str_]
    day: NDArray[np.int64]
    values: Floats
    measures: tuple[str, ...]
    person: NDArray[np.str_] | None = None
    inputs: Floats | None = None
    input_names: tuple[str, ...] = ()
    weekend: Floats | None = None
    ends: Floats | None = None


def _whole(table: Long) -> None:
    """Refuse an answer that is not one of its scale."""
    if table.ends is None:
        return
    nearest = np.clip(np.rint(table.values), *table.ends.T)
    bad = np.argwhere((table.values != nearest) & ~np.isnan(table.values) & ~np.isnan(table.ends[:, 0]))
    if len(bad):
        row, col = bad[0]
        low, high = table.ends[col]
        raise BadTable(f"This is not a whole number from {low:g} to {high:g}.", int(row) + 1, table.measures[col])


def _numbers(table: Long) -> None:
    groups = ((table.values, table.measures),)
    if table.inputs is not None:
        groups += ((table.inputs, table.input_names),)
    for values, names in groups:
        bad = np.argwhere(np.isinf(values) | (np.abs(values) > LARGEST))
        if len(bad):
            row, col = bad[0]
            raise BadTable("This number is infinite or beyond a million.", int(row) + 1, names[col])


def _roles(table: Long, pair_of: NDArray[np.int64], names: NDArray[np.str_]) -> tuple[NDArray, tuple[str, ...], bool]:
    """Index of the person in the pair for each row, the role names, and whether roles are interchangeable."""
    if table.person is None:
        return np.zeros(len(table.day), np.int64), ("",), False
    labels, code = np.unique(table.person, return_inverse=True)
    if len(labels) <= 2:
        return code, tuple(str(x) for x in labels), False
    key = pair_of * len(labels) + code
    present = np.unique(key)
    owner = present // len(labels)
    first = np.searchsorted(owner, owner)
    rank = np.arange(len(present)) - first
    if rank.max() > 1:
        row = int(np.flatnonzero(rank[np.searchsorted(present, key)] > 1)[0])
        raise BadTable(f"Pair {names[pair_of[row]]} has more than two people.", row + 1, "person")
    return rank[np.searchsorted(present, key)], ("1", "2") if rank.max() else ("",), bool(rank.max())


def from_long(table: Long, alike: bool = False) -> Panel:
    """A panel from a long table, rows in any order.

    Raises BadTable, with row and column, for a repeated person-day, a third person in a pair, a number that is
    infinite, beyond a million or not on its scale, a span of more than a hundred years, or a table without rows.
    """
    if len(table.day) == 0:
        raise BadTable("The table has no rows.")
    _numbers(table)
    _whole(table)
    names, pair_of = np.unique(table.pair, return_inverse=True)
    who, people, free = _roles(table, pair_of, names)
    start = np.full(len(names), np.iinfo(np.int64).max)
    np.minimum.at(start, pair_of, table.day)
    t = table.day - start[pair_of]
    if t.max() >= LONGEST:
        row = int(np.argmax(t))
        raise BadTable("This day is more than a hundred years after the pair's first day.", row + 1, "day")
    days = np.zeros(len(names), np.int64)
    np.maximum.at(days, pair_of, t + 1)
    m, grid = len(table.measures), int(days.max())
    if len(names) * grid * m * len(people) > MOST_CELLS:
        raise BadTable("The grid of pairs and days is too large for this machine; check the day column.", 0, "day")
    key = (pair_of * grid + t) * len(people) + who
    order = np.argsort(key, kind="stable")
    twice = np.flatnonzero(np.diff(key[order]) == 0)
    if len(twice):
        row = int(np.min(order[twice + 1]))
        raise BadTable(f"Pair {table.pair[row]} has two rows for this person and day.", row + 1, "day")
    y = np.full((len(names), grid, len(people), m), np.nan)
    y[pair_of, t, who] = table.values
    u, input_names = _inputs(table, (pair_of, t, who), y.shape, people)
    weekend = None
    if table.weekend is not None:
        weekend = np.zeros(y.shape[:2])
        weekend[pair_of, t] = np.nan_to_num(table.weekend)
    flat = y.reshape(len(names), grid, -1)
    labels = tuple(str(x) for x in names)
    ends = None if table.ends is None else np.tile(table.ends, (len(people), 1))
    found = Panel(flat, days, u, weekend, labels, people, table.measures, input_names, alike or free, ends=ends)
    return _settled(found)


def _inputs(table: Long, where: tuple, shape: tuple, people: tuple[str, ...]) -> tuple[Floats, tuple[str, ...]]:
    """Inputs moved a day on, so that what was recorded on a day acts on the next; one column a person and input."""
    d, t, who = where
    if table.inputs is None:
        return np.zeros((*shape[:2], 0)), ()
    u = np.full((*shape[:3], table.inputs.shape[1]), np.nan)
    u[d, t, who] = table.inputs
    names = table.input_names
    if len(people) == 2:
        one, two = u[:, :, 0], u[:, :, 1]
        shared = np.all((one == two) | np.isnan(one) | np.isnan(two))
        if shared:
            u = np.where(np.isnan(one), two, one)
        else:
            names = tuple(f"{x}_{p}" for p in people for x in names)
    u = u.reshape(*shape[:2], -1)
    moved = np.zeros_like(u)
    moved[:, 1:] = np.nan_to_num(u[:, :-1])
    return moved, names


COLUMNS = ("level", "early", "trend", "weekend")


def columns(panel: Panel, wanted: tuple[str, ...] = COLUMNS) -> tuple[Floats, tuple[str, ...]]:
    """The columns of the mean, z (D,T,q): those of `wanted` that the panel has, then its same-day columns."""
    t = np.arange(panel.y.shape[1], dtype=float)
    middle = (panel.days[:, None] - 1) / 2.0
    shape = panel.y.shape[:2]
    have = {
        "level": np.ones(shape),
        "early": np.broadcast_to(np.exp(-t / EARLY_DAYS), shape),
        "trend": (t - middle) / TREND_DAYS,
        "weekend": panel.weekend,
    }
    names = tuple(x for x in wanted if have[x] is not None)
    z = np.stack([have[x] for x in names], axis=2)
    if panel.same_day is not None:
        z, names = np.concatenate([z, panel.same_day], axis=2), names + panel.same_day_names
    return np.ascontiguousarray(z), names


def within_sd(y: Floats) -> Floats:
    """Pooled within-person SD of each variable (K,); 1 where it cannot be told."""
    n = np.isfinite(y).sum(axis=1)
    total = np.nansum(y, axis=1)
    square = np.nansum((y - np.divide(total, n, out=np.zeros_like(total), where=n > 0)[:, None]) ** 2, axis=1)
    freedom = np.maximum(n - 1, 0).sum(axis=0)
    sd = np.sqrt(np.divide(square.sum(axis=0), freedom, out=np.ones(y.shape[2]), where=freedom > 0))
    return np.where(sd > FINEST, sd, 1.0)


@dataclass(frozen=True, slots=True)
class Units:
    """How a panel is put into the engine's units. `noise` (K,) known variance of measurement as a share of the
    within-person variance; `scale` (K,) fixed units, as shipped priors and one pair alone need; `columns` of z.
    """

    noise: Floats | None = None
    scale: Floats | None = None
    centre: Floats | None = None
    columns: tuple[str, ...] = COLUMNS


def _steps(panel: Panel, centre: Floats, scale: Floats) -> Floats:
    """(3,K): half a step, lowest and highest answer in the engine's units."""
    out = unstepped(len(scale))
    if panel.ends is not None:
        whole = ~np.isnan(panel.ends[:, 0])
        out[0, whole] = 0.5 / scale[whole]
        out[1:, whole] = ((panel.ends[whole] - centre[whole, None]) / scale[whole, None]).T
    return out


def standard(panel: Panel, units: Units | None = None) -> Standard:
    """The panel in units of the within-person SD, centred on the cohort; by default both are the panel's own.

    Raises ValueError when a variable answered in whole numbers is also said to be measured with known noise.
    """
    units = Units() if units is None else units
    k, m = panel.y.shape[2], len(panel.measures)
    scale = within_sd(panel.y) if units.scale is None else np.asarray(units.scale, float)
    n = np.isfinite(panel.y).sum(axis=(0, 1))
    centre = np.divide(np.nansum(panel.y, axis=(0, 1)), n, out=np.zeros(k), where=n > 0)
    if units.centre is not None:
        centre = np.asarray(units.centre, float)
    if panel.alike:
        scale = np.tile(np.sqrt((scale.reshape(-1, m) ** 2).mean(axis=0)), k // m)
        centre = np.tile(centre.reshape(-1, m).mean(axis=0), k // m)
    z, names = columns(panel, units.columns)
    y = np.ascontiguousarray((panel.y - centre) / scale)
    r = np.zeros(k) if units.noise is None else np.asarray(units.noise, float)
    steps = _steps(panel, centre, scale)
    if np.any((steps[0] > 0) & (r > 0)):
        raise ValueError("A measure is either on a scale of whole numbers or has a known error, not both.")
    data = Data(y, z, np.ascontiguousarray(panel.u), panel.days, r, offsets(y, panel.days, r), steps)
    ones = np.ones((len(panel.days), 1))
    traits = ones if panel.traits is None else np.hstack([ones, panel.traits])
    return Standard(data, scale, centre, names, traits, np.ones((traits.shape[1], len(names))))
