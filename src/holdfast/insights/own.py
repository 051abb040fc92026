"""What one person's own days show without anybody else's: chart, level, swing, same-day link, reliable change.

The arithmetic is that of `describe` and `change`; here stand the gates (§9 of the design) and one shape of answer.
The first three days of a diary never count. Nothing here says why.
"""

from dataclasses import replace

import numpy as np
from scipy.special import ndtr

from holdfast.insights import change, describe, serial
from holdfast.insights.answers import GAP, Answer, Need, lacking, nothing
from holdfast.insights.result import Result
from holdfast.insights.series import Series, alike, settled

BOTH_DAYS = 20  # with both answers, before a same-day link is looked at
HALF_95 = 1.959964


def chart(series: Series) -> Answer:
    """The picture of the days that were, from the first one on. Never a verdict, so it holds no number."""
    return nothing("chart", "own", tuple(lacking(("days", series.n, 1))), series.n)


def usual(series: Series, origin: int | None = None) -> Answer:
    """The usual level, in the units of the answers, from 7 check-ins after the first three days of the diary."""
    return _of("level", describe.level(settled(series, origin)))


def swing(series: Series, origin: int | None = None) -> Answer:
    """The usual swing around it (a standard deviation), with the same gate."""
    return _of("swing", describe.spread(settled(series, origin)))


def same_day(one: Series, other: Series, origin: int | None = None) -> Answer:
    """Do two answers of one person go together on the same days? A correlation, with no direction in it.

    Fisher's z, with as many independent days as these are worth when both carry over (Bartlett 1946: likeness of
    products k days apart is (phi_1 phi_2)^k). Gate: 20 days with both, and an interval that excludes 0.
    """
    one, other = settled(one, origin), settled(other, origin)
    days, i, j = np.intersect1d(one.days, other.days, return_indices=True)
    x, y = one.answered[i], other.answered[j]
    missing = lacking(("days-with-both", len(days), BOTH_DAYS))
    if missing:
        return nothing("same-day", "own", tuple(missing), len(days))
    if alike(x) or alike(y):
        return nothing("same-day", "own", (Need("no-spread", 0, 1),), len(days))
    r = float(np.corrcoef(x, y)[0, 1])
    carry = _carry_over(x, days) * _carry_over(y, days)
    worth = min(serial.independent_days(days, carry), len(days))
    centre, half = np.arctanh(np.clip(r, -1 + 1e-9, 1 - 1e-9)), HALF_95 / np.sqrt(max(worth - 3, 1))
    low, high = float(np.tanh(centre - half)), float(np.tanh(centre + half))
    positive = 1 - float(ndtr(-centre * HALF_95 / half))
    sure = () if low > 0 or high < 0 else (Need("interval-excludes-0", 0, 1),)
    return Answer("same-day", "own", r, (low, high), positive, 1.0, len(days), sure)


def changed(series: Series, today: int, origin: int | None = None, least: float | None = None) -> Answer:
    """Has the level changed between days 4 to 17 and the latest two weeks? Better or worse by the same rule.

    Told from 10 check-ins in each window on, and P(change > least that matters, in its direction) >= .95
    (`change.shift`). `positive` is P(up by that much) where it went up, 1 - P(down by that much) where it went down.
    """
    found = change.shift(series, today, origin, least)
    result, p = found.result, found.probability
    missing = () if not result.enough else tuple(lacking(("sure", p, change.SURE)))
    answer = _of("change", result, p if result.estimate > 0 else 1 - p)
    return replace(answer, missing=missing) if missing else answer


def _carry_over(values: np.ndarray, days: np.ndarray) -> float:
    _, weight = serial.contrast(values, days, np.ones((len(days), 1)), np.ones(1))
    return float(weight @ serial.GRID)


def _of(question: str, result: Result, positive: float = GAP) -> Answer:
    """A Result as an Answer: withheld unless it says that there was enough."""
    if result.enough:
        return Answer(question, "own", result.estimate, result.interval, positive, result.own_weight, result.n)
    code = {"nothing": "days", "too-few": "days"}.get(result.why, result.why)
    return nothing(question, "own", (Need(code, result.n, max(result.need, 1)),), result.n)
