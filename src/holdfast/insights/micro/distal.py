"""Effect of the suggestions on something weeks later, such as the slope of symptoms over a month.

Qian 2025 (distal causal excursion effect): each decision's signed inverse-probability weight times what remains of
the person's later outcome, averaged within people, then over them. People are the units, so intervals are honest with
few of them.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from holdfast.insights.kernels.records import Floats
from holdfast.insights.micro.effect import Effect, Trial, _nothing, check


def distal(trial: Trial, later: dict, covariates: NDArray | None = None) -> Effect:
    """The average effect of one offer on the later outcome `later[person]`; `trial.outcome` is not looked at.

    `covariates` (rows,c) foresee the later outcome at each decision and only sharpen the answer. Raises ValueError
    for impossible rows.
    """
    check(trial)
    can = np.ones(len(trial.treatment)) if trial.available is None else np.nan_to_num(trial.available)
    goal = np.array([later.get(who, np.nan) for who in trial.person], float)
    used = np.isfinite(goal) & ((can == 0) | (np.isfinite(trial.treatment) & np.isfinite(trial.probability)))
    person = np.unique(trial.person[used], return_inverse=True)[1]
    people = int(person.max()) + 1 if len(person) else 0
    width = 1 + (0 if covariates is None else covariates.shape[1])
    if people <= width + 1:
        return _nothing(int(used.sum()), people, 1, f"{people} people; more than {width + 1} are needed")
    can, goal = np.where(can[used] > 0, 1.0, 0.0), goal[used]
    a, p = np.nan_to_num(trial.treatment[used]), np.nan_to_num(trial.probability[used], nan=0.5)
    x = np.ones((len(goal), 1)) if covariates is None else np.hstack([np.ones((len(goal), 1)), covariates[used]])
    rest = goal - x @ np.linalg.lstsq(x, goal, rcond=None)[0]
    sign = can * (np.where(a == 1, 1.0 / np.where(can > 0, p, 0.5), 0.0) - np.where(a == 1, 0.0, 1.0 / (1.0 - p)))
    total = np.bincount(person, weights=sign * rest, minlength=people)
    chances = np.maximum(np.bincount(person, weights=can, minlength=people), 1.0)
    return _mean(total / chances, int(used.sum()), people - width)


def _mean(each: Floats, n: int, freedom: int) -> Effect:
    b = float(each.mean())
    se = float(each.std(ddof=1) / np.sqrt(len(each)))
    half = float(stdtrit(freedom, 0.975)) * se
    p = float(2 * stdtr(freedom, -abs(b) / se)) if se > 0 else float("nan")
    one = np.array
    return Effect(one([b]), one([se]), one([b - half]), one([b + half]), one([p]), n, len(each), freedom)
