"""Has it changed? For a scale asked now and then: reliable change. For daily answers: two windows of days.

Thresholds are content and arrive as arguments. A verdict here is a code; its sentence is written in `progress`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Literal

import numpy as np

from holdfast.insights import serial
from holdfast.insights.result import NOTHING, Result, not_enough
from holdfast.insights.series import FIRST_DAYS, Series, alike, part

Z_95 = 1.96  # as printed by Jacobson & Truax, so that published thresholds come out
WINDOW = 14  # days in each of the two windows compared
LEAST_IN_WINDOW = 10
SURE = 0.95
HALF = 0.5


def reliable_change_index(before: float, after: float, sd: float, reliability: float) -> float:
    """RCI = (x2 - x1) / (SD sqrt(2 (1 - r))), in standard errors of a difference; beyond +-1.96 is reliable.

    `sd` is the spread between people before treatment, `reliability` the scale's in [0, 1). Raises ValueError for an
    `sd` that is not above 0 or a reliability outside [0, 1). Jacobson & Truax 1991 (J Consult Clin Psychol 59:12).
    """
    return (after - before) / _error_of_difference(sd, reliability)


def computed_threshold(sd: float, reliability: float) -> float:
    """The smallest reliable difference in scale points: 1.96 SD sqrt(2 (1 - r)). Raises as `reliable_change_index`."""
    return Z_95 * _error_of_difference(sd, reliability)


def _error_of_difference(sd: float, reliability: float) -> float:
    if not (sd > 0 and isfinite(sd)) or not 0 <= reliability < 1:
        raise ValueError("Reliable change needs a spread above 0 and a reliability from 0 to below 1.")
    return sd * sqrt(2 * (1 - reliability))


@dataclass(frozen=True, slots=True)
class Threshold:
    """How many points of difference are reliable on one scale.

    `noise`: up to this many points is no clear change and between the two is "perhaps"; None where nothing was
    published between. `computed`: not published but worked out from spread and reliability, often optimistic, hence
    two readings in a row are wanted.
    """

    points: float
    computed: bool = False
    noise: float | None = None


Kind = Literal["not-enough", "no-rule", "none", "perhaps", "once", "reliable"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said of the way from the first reading to the latest, both in scale points.

    "once": beyond a computed threshold at the latest reading only. "no-rule": the scale has no threshold.
    """

    kind: Kind
    first: float
    latest: float
    n: int

    @property
    def difference(self) -> float:
        """Latest minus first."""
        return self.latest - self.first


def verdict(readings: Sequence[float], threshold: Threshold | None) -> Verdict:
    """Compare the latest reading with the first, oldest first; readings that are no number are left out.

    Published threshold: reliable at |difference| >= points, perhaps above `noise`, else none. Computed threshold:
    reliable only when the reading before the latest was beyond it too, on the same side. All readings must come from
    the same scale, variant and language: that is the caller's duty.
    """
    given = [float(x) for x in readings if isfinite(x)]
    if len(given) < 2:
        only = given[0] if given else NOTHING
        return Verdict("not-enough", only, only, len(given))
    return Verdict(_kind(given, threshold), given[0], given[-1], len(given))


def _kind(given: list[float], threshold: Threshold | None) -> Kind:
    if threshold is None:
        return "no-rule"
    difference = given[-1] - given[0]
    if abs(difference) < threshold.points:
        return "perhaps" if threshold.noise is not None and abs(difference) > threshold.noise else "none"
    if not threshold.computed:
        return "reliable"
    before = given[-2] - given[0]
    return "reliable" if before * difference > 0 and abs(before) >= threshold.points else "once"


def worse_twice(readings: Sequence[float], points: float, higher_is_better: bool = False) -> bool:
    """A rule of care, no verdict: the last two readings both lie `points` or more on the worse side of a start.

    The start is the mean of the first two readings; so four readings are needed before it can speak.
    """
    given = [float(x) for x in readings if isfinite(x)]
    if len(given) < 4:
        return False
    start = (given[0] + given[1]) / 2
    sign = -1 if higher_is_better else 1
    return all(sign * (x - start) >= points for x in given[-2:])


@dataclass(frozen=True, slots=True)
class Shift:
    """The later window's mean minus the earlier one's, in the units of the answers.

    `result` knows that days resemble their neighbours; `naive` is the interval that would come of pretending they do
    not, kept to show the difference. `probability` in [0, 1]: that the change is larger than the least one that
    matters, in the direction of the estimate. `clear`: enough days, and at least .95 of it.
    """

    result: Result
    naive: tuple[float, float] = (NOTHING, NOTHING)
    probability: float = NOTHING
    earlier: float = NOTHING
    later: float = NOTHING

    @property
    def clear(self) -> bool:
        """Whether anything may be said beyond "can't tell yet"."""
        return self.result.enough and self.probability >= SURE


def shift(series: Series, today: int, origin: int | None = None, least: float | None = None) -> Shift:
    """Compare the first two settled weeks with the latest two.

    The first window is days 4 to 17 of the diary (`origin` is day 1, by default the first answered day), the second
    the 14 days that end with day index `today`; they never overlap. Both means have one AR(1) around them with one
    spread (`serial.contrast`); the posterior of their difference gives P(|change| > least in its direction).
    `least` is the smallest change that matters, by default half the spread of days inside the two windows.
    Gate: 10 answered days in each window.
    """
    if series.n == 0:
        return Shift(not_enough(0, 2 * LEAST_IN_WINDOW))
    start = (int(series.days[0]) if origin is None else origin) + FIRST_DAYS
    if today - WINDOW < start + WINDOW - 1:
        return Shift(not_enough(series.n, 2 * LEAST_IN_WINDOW, "too-soon"))
    windows = part(series, start, start + WINDOW - 1), part(series, today - WINDOW + 1, today)
    if min(window.n for window in windows) < LEAST_IN_WINDOW:
        return Shift(not_enough(sum(window.n for window in windows), 2 * LEAST_IN_WINDOW))
    return between(windows[0], windows[1], least)


def between(earlier: Series, later: Series, least: float | None = None) -> Shift:
    """The change from one stretch of days to a later one that does not overlap it; see `shift`.

    Half a spread as the smallest change that matters follows Norman, Sloan & Wyrwich 2003 (Medical Care 41:582), who
    found it between persons; within one person's days it is our own rule. Looking every day at a moving window is
    looking often: without such a margin every second diary would once be told of a step that is not there.
    Naive interval: Student's t with pooled variance, (n1 + n2 - 2) degrees of freedom. Each stretch needs an answer,
    and the two together three; without any spread inside them the change is reported without an interval.
    """
    if min(earlier.n, later.n) == 0 or earlier.n + later.n < 3:
        return Shift(not_enough(earlier.n + later.n, 3))
    values = np.concatenate([earlier.answered, later.answered])
    days = np.concatenate([earlier.days, later.days])
    n = len(values)
    means = (float(earlier.answered.mean()), float(later.answered.mean()))
    if alike(earlier.answered) and alike(later.answered):
        flat = Result(means[1] - means[0], (NOTHING, NOTHING), n, enough=False, why="no-spread")
        return Shift(flat, earlier=means[0], later=means[1])
    design = np.zeros((n, 2))
    design[: earlier.n, 0] = design[earlier.n :, 1] = 1
    posterior, _ = serial.contrast(values, days, design, np.array([-1.0, 1.0]))
    matters = HALF * _spread(earlier, later) if least is None else least
    beyond = 1 - posterior.below(matters) if posterior.mean > 0 else posterior.below(-matters)
    result = Result(posterior.mean, posterior.interval, n, why="" if beyond >= SURE else "unclear")
    return Shift(result, _naive(earlier, later), beyond, *means)


def _spread(earlier: Series, later: Series) -> float:
    """The pooled standard deviation of days around the mean of their own stretch."""
    squares = sum(float(((each.answered - each.answered.mean()) ** 2).sum()) for each in (earlier, later))
    return sqrt(squares / (earlier.n + later.n - 2))


def _naive(earlier: Series, later: Series) -> tuple[float, float]:
    """Student's interval for a difference of means that takes every day as new."""
    n1, n2 = earlier.n, later.n
    scale = _spread(earlier, later) * sqrt(1 / n1 + 1 / n2)
    difference = float(later.answered.mean() - earlier.answered.mean())
    one = np.ones(1)
    return serial.mixture(difference * one, scale * one, one, n1 + n2 - 2).interval
