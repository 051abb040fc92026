"""What a stretch of days looks like: level, spread, inertia, usual range, weekdays, and how many were answered.

Every function takes a `Series`, returns a `Result`, and says so when there is not enough. None compares two times:
that is `change`.
"""

import numpy as np

from holdfast.insights import serial
from holdfast.insights.result import NOTHING, Result, not_enough
from holdfast.insights.series import Days, Floats, Series, alike

LEAST = 7  # answered days, after the first three are dropped, before a level or a swing is shown
LEAST_PAIRS = 14  # neighbouring days before a carry-over is shown
LEAST_WEEK = 3  # answered days before a calendar week has a mean
LEAST_WEEKDAY = 4  # answers on one weekday before its mean is shown
WEEK = 7
HALF_95 = 1.959964  # the normal distribution's half-width of a 95 % interval


def _no_spread(value: float, n: int) -> Result:
    """All answers alike: the number is true, but nothing says how sure it is."""
    return Result(value, (NOTHING, NOTHING), n, enough=False, why="no-spread")


def level(series: Series) -> Result:
    """The mean of the answered days, in their units; its interval knows that days resemble their neighbours.

    m = weighted mean of x_t, with x_t - m an AR(1) with gaps (`serial.contrast`). Gate: 7 answered days.
    """
    if series.n < LEAST:
        return not_enough(series.n, LEAST)
    values = series.answered
    if alike(values):
        return _no_spread(float(values[0]), series.n)
    posterior, _ = serial.contrast(values, series.days, np.ones((series.n, 1)), np.ones(1))
    return Result(posterior.mean, posterior.interval, series.n)


def spread(series: Series) -> Result:
    """The standard deviation of the answered days (n - 1), in their own units: the swing around the level.

    Interval: log s +- 1.96 / sqrt(2 (m - 1)), m the number of independent days the answered ones are worth for a
    variance under AR(1), whose squares correlate as phi^2 (Bartlett 1946). A little narrow when days carry over
    strongly: in simulation it holds the truth in 95 % at phi .2 and 91 % at .45. Gate: 7 answered days.
    """
    if series.n < LEAST:
        return not_enough(series.n, LEAST)
    values = series.answered
    if alike(values):
        return _no_spread(0.0, series.n)
    worth = serial.independent_days(series.days, _carry_over(series), power=2)
    half = HALF_95 / np.sqrt(2 * max(worth - 1, 1))
    estimate = float(values.std(ddof=1))
    return Result(estimate, (estimate * float(np.exp(-half)), estimate * float(np.exp(half))), series.n)


def mssd(series: Series) -> Result:
    """The mean square of the step from one day to the next, in squared units: sum (x_{t+1} - x_t)^2 / pairs.

    Von Neumann, Kent, Bellinson & Hart 1941 (Annals of Mathematical Statistics 12:153). Only neighbouring days count:
    a gap makes no step. Interval on the log scale; under AR(1) steps k days apart correlate as
    -phi^(k-1) (1 - phi) / 2. Gate: 7 pairs of neighbouring days.
    """
    first = _pairs(series)
    if len(first) < LEAST:
        return not_enough(len(first), LEAST)
    steps = series.values[first + 1] - series.values[first]
    estimate = float(np.mean(steps**2))
    if alike(series.answered) or estimate == 0:
        return _no_spread(0.0, len(first))
    phi = _carry_over(series)
    apart = np.abs(first[:, None] - first[None, :])
    likeness = np.where(apart == 0, 1.0, phi ** np.maximum(apart - 1.0, 0.0) * (phi - 1) / 2)
    worth = len(first) ** 2 / np.square(likeness).sum()
    half = HALF_95 * np.sqrt(2 / worth)
    return Result(estimate, (estimate * float(np.exp(-half)), estimate * float(np.exp(half))), len(first))


def inertia(series: Series, prior: tuple[float, float] = serial.PRIOR) -> Result:
    """Carry-over phi from one day to the next, between -1 and 1: x_t - m = phi (x_{t-1} - m) + e_t.

    The posterior mean under a normal prior (mean, standard deviation) of phi, with the level integrated out and gaps
    honoured. `own_weight` = 1 - posterior variance / prior variance: the share that these days themselves decide.
    `n` counts pairs of neighbouring days. Gate: 14 of them.
    """
    pairs = len(_pairs(series))
    if pairs < LEAST_PAIRS:
        return not_enough(pairs, LEAST_PAIRS)
    if alike(series.answered):
        return _no_spread(NOTHING, pairs)
    _, weight = serial.contrast(series.answered, series.days, np.ones((series.n, 1)), np.ones(1), prior)
    mean = float(weight @ serial.GRID)
    variance = float(weight @ (serial.GRID - mean) ** 2)
    below = np.cumsum(weight) - weight / 2
    interval = (float(np.interp(0.025, below, serial.GRID)), float(np.interp(0.975, below, serial.GRID)))
    return Result(mean, interval, pairs, own_weight=max(0.0, 1 - variance / prior[1] ** 2))


def usual_range(series: Series) -> Result:
    """The middle eight in ten of the answered days: median, and the 10th to the 90th percentile as its range.

    Percentiles by linear interpolation (Hyndman & Fan 1996, American Statistician 50:361, type 7). It describes days
    that were, and is no forecast. Gate: 7 answered days.
    """
    if series.n < LEAST:
        return not_enough(series.n, LEAST)
    low, middle, high = (float(q) for q in np.percentile(series.answered, [10, 50, 90]))
    return Result(middle, (low, high), series.n)


def response_rate(series: Series, first: int, last: int) -> Result:
    """The share of the days from `first` to `last`, both included, that were answered. A fact: no spread."""
    open_days = last - first + 1
    if open_days < 1:
        return not_enough(0, 1)
    answered = int(((series.days >= first) & (series.days <= last)).sum())
    rate = answered / open_days
    return Result(rate, (rate, rate), answered)


def weekdays(series: Series) -> list[Result]:
    """The mean of each weekday, Monday first: seven results in the units of the answers.

    Answers of one weekday lie a week apart and are taken as independent (phi^7 is .004 at phi = .45); interval by
    Student's t. Gate: 4 answers on that weekday. Seven intervals are seven chances to be fooled: a difference between
    two of them proves nothing.
    """
    day_of_week = (series.days - 1) % WEEK  # day index 1 was a Monday in the proleptic calendar of `date.toordinal`
    return [_weekday(series.answered[day_of_week == day]) for day in range(WEEK)]


def weeks(series: Series) -> list[tuple[int, Result]]:
    """The mean of each calendar week that the series touches: (day index of its Monday, result), oldest first.

    A description of days that were, without an interval: a week is too short for one. Gate: 3 answered days.
    """
    monday = series.start - (series.start - 1) % WEEK
    before = series.start - monday
    after = -(before + len(series.values)) % WEEK
    grid = np.pad(series.values, (before, after), constant_values=np.nan).reshape(-1, WEEK)
    return [(monday + WEEK * index, _week(week[np.isfinite(week)])) for index, week in enumerate(grid)]


def _week(values: Floats) -> Result:
    n = len(values)
    if n < LEAST_WEEK:
        return not_enough(n, LEAST_WEEK)
    return Result(float(values.mean()), (NOTHING, NOTHING), n)


def _weekday(values: Floats) -> Result:
    n = len(values)
    if n < LEAST_WEEKDAY:
        return not_enough(n, LEAST_WEEKDAY)
    mean = float(values.mean())
    if alike(values):
        return _no_spread(mean, n)
    scale = values.std(ddof=1) / np.sqrt(n)
    posterior = serial.mixture(np.array([mean]), np.array([scale]), np.ones(1), n - 1)
    return Result(mean, posterior.interval, n)


def _pairs(series: Series) -> Days:
    """Positions in the grid whose next day was answered too."""
    there = np.isfinite(series.values)
    return np.flatnonzero(there[:-1] & there[1:])


def _carry_over(series: Series) -> float:
    """The carry-over used for the width of an interval: the posterior mean, the prior's where days say little."""
    _, weight = serial.contrast(series.answered, series.days, np.ones((series.n, 1)), np.ones(1))
    return float(weight @ serial.GRID)
