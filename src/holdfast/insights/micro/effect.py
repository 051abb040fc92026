"""Effect of a randomised suggestion on what comes next: weighted and centred least squares.

Boruvka, Almirall, Witkiewitz & Murphy 2018, JASA 113:1112-1121, doi:10.1080/01621459.2017.1305274. Intervals from a
cluster-robust variance with the correction of Mancl & DeRouen 2001 (doi:10.1111/j.0006-341X.2001.00126.x) and
t(clusters - coefficients), as for few people. Whatever the controls leave out, the effect stays unbiased.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from holdfast.insights.kernels.records import Floats

LEAST_CHANCE = 1e-3
LEAST_SPREAD = 1e-10  # of an outcome's size: what is smaller is rounding, not spread
MOST_LEVER = 1e-8  # how far a person's rows may be from deciding a coefficient alone


class Impossible(ValueError):
    """A row that no trial can have: `row` from 1, `part` the field of Trial it is in."""

    def __init__(self, sentence: str, row: int, part: str) -> None:
        super().__init__(sentence)
        self.row, self.part = row, part


@dataclass(frozen=True, slots=True)
class Trial:
    """One row a person and decision, all (rows,) unless said; rows with missing values are left out.

    `person` any labels; `outcome` what was measured next; `treatment` 0/1; `probability` its chance then, between 0
    and 1; `available` 0/1 or None; `controls` (rows,c) what helps to foresee the outcome, without intercept, or None;
    `moderators` (rows,q) what the effect may depend on, without intercept, or None.
    """

    person: NDArray
    outcome: Floats
    treatment: Floats
    probability: Floats
    available: Floats | None = None
    controls: Floats | None = None
    moderators: Floats | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """`estimate`, `se`, `low`, `high`, `p` (q+1,), the average effect first; `n` rows used, `people`, `freedom`.

    `enough` is False when there are too few people for any interval; `why` says so.
    """

    estimate: Floats
    se: Floats
    low: Floats
    high: Floats
    p: Floats
    n: int
    people: int
    freedom: int
    enough: bool = True
    why: str = ""


def _nothing(n: int, people: int, size: int, why: str) -> Effect:
    gap = np.full(size, np.nan)
    return Effect(gap, gap, gap, gap, gap, n, people, 0, False, why)


def check(trial: Trial) -> None:
    """Raises Impossible when availability, treatment or probability cannot be what they should be."""
    can = np.ones(len(trial.outcome)) if trial.available is None else trial.available
    _refuse(np.isfinite(can) & ~np.isin(can, (0.0, 1.0)), can, "available", "Availability is {:g}, not 0 or 1.")
    on = np.nan_to_num(can) > 0
    a, p = trial.treatment, trial.probability
    _refuse(on & np.isfinite(a) & ~np.isin(a, (0.0, 1.0)), a, "treatment", "The treatment is {:g}, not 0 or 1.")
    wrong = on & np.isfinite(p) & ((p < LEAST_CHANCE) | (p > 1 - LEAST_CHANCE))
    _refuse(wrong, p, "probability", "The probability is {:g}; a coin's lies between 0 and 1.")


def _refuse(wrong: NDArray, values: Floats, part: str, sentence: str) -> None:
    if wrong.any():
        raise Impossible(sentence.format(values[wrong][0]), int(np.argmax(wrong)) + 1, part)


def _block(part: Floats | None, n: int) -> Floats:
    return np.zeros((n, 0)) if part is None else np.asarray(part, float).reshape(n, -1)


def excursion(trial: Trial) -> Effect:
    """The effect of being offered the suggestion, averaged over the moments it could be offered.

    The numerator of the weights is the constant share of offers, so that with a constant probability all weights are
    1 and the effect is a plain average over moments. Raises ValueError for impossible rows.
    """
    check(trial)
    n = len(trial.outcome)
    controls, moderators = _block(trial.controls, n), _block(trial.moderators, n)
    can = np.ones(n) if trial.available is None else np.asarray(trial.available, float)
    used = np.isfinite(np.column_stack([can, trial.outcome, controls, moderators])).all(axis=1)
    used &= (can == 0) | (np.isfinite(trial.treatment) & np.isfinite(trial.probability))
    can, person = np.where(can[used] > 0, 1.0, 0.0), np.unique(trial.person[used], return_inverse=True)[1]
    y, size = np.asarray(trial.outcome, float)[used], moderators.shape[1] + 1
    a = np.where(can > 0, np.nan_to_num(trial.treatment[used]), 0.0)
    p = np.where(can > 0, np.nan_to_num(trial.probability[used], nan=0.5), 0.5)
    people = int(person.max()) + 1 if len(person) else 0
    width = 1 + controls.shape[1] + size
    why = _lacking(people, width, can, a, y)
    if why:
        return _nothing(int(used.sum()), people, size, why)
    share = float(p[can > 0].mean())
    if np.ptp(p[can > 0]) < 1e-12:
        share = float(p[can > 0][0])
    weight = can * np.where(a == 1, share / p, (1 - share) / (1 - p))
    ones = np.ones((len(y), 1))
    effect = np.hstack([ones, moderators[used]]) * (a - share)[:, None]
    return _fit(y, np.hstack([ones, controls[used], effect]), weight, (person, people, size))


def _lacking(people: int, width: int, can: Floats, a: Floats, y: Floats) -> str:
    """Why nothing can be estimated, or an empty string."""
    if people <= width:
        return f"{people} people; more than {width} are needed"
    if can.sum() <= width:
        return f"{int(can.sum())} moments at which it could be offered; more than {width} are needed"
    if np.ptp(a[can > 0]) == 0:
        return "it was offered always or never, so there is nothing to compare"
    seen = y[can > 0]
    if np.ptp(seen) <= LEAST_SPREAD * max(np.abs(seen).max(), 1e-300):
        return "the outcome never changes"
    return ""


def _fit(y: Floats, x: Floats, weight: Floats, shape: tuple) -> Effect:
    """Weighted least squares with a corrected cluster-robust variance; the last `size` coefficients are the effect."""
    person, people, size = shape
    bread = x.T @ (weight[:, None] * x)
    if np.linalg.matrix_rank(bread) < x.shape[1]:
        return _nothing(len(y), people, size, "the controls say the same twice")
    inverse = np.linalg.inv(bread)
    theta = inverse @ (x.T @ (weight * y))
    error = y - x @ theta
    meat = np.zeros_like(bread)
    order = np.argsort(person, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(person[order])) + 1):
        xi, wi = x[rows], weight[rows]
        lever = xi @ inverse @ (xi * wi[:, None]).T
        left = np.eye(len(rows)) - lever
        if np.abs(np.linalg.det(left)) < MOST_LEVER:
            return _nothing(len(y), people, size, "one person alone decides a control")
        score = xi.T @ (wi * np.linalg.solve(left, error[rows]))
        meat += np.outer(score, score)
    se = np.sqrt(np.diag(inverse @ meat @ inverse))[-size:]
    b, freedom = theta[-size:], people - x.shape[1]
    if not (se > LEAST_SPREAD * np.abs(y).max()).all():
        return _nothing(len(y), people, size, "the controls foretell the outcome without any error")
    half = stdtrit(freedom, 0.975) * se
    p = 2 * stdtr(freedom, -np.abs(b) / se)
    return Effect(b, se, b - half, b + half, p, len(y), people, freedom)
