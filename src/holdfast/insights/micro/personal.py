"""One person's own effect, drawn towards everybody's. The naive "significant for me" is three to five times too large.

Normal-normal shrinkage with the population's mean and spread, both estimated (restricted likelihood on a grid, so
that their doubt is carried), or given by a cohort fit.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from holdfast.insights.kernels.records import Floats

GRID = np.exp(np.linspace(np.log(0.01), np.log(1.0), 201))  # spread between people, in day-to-day SDs
USUAL, WIDTH = 0.15, 0.5  # its prior: log-normal around .15, 95 % from .06 to .40; never zero (ADR 0020)


@dataclass(frozen=True, slots=True)
class Personal:
    """Per person (D,): shrunk `estimate`, its `sd`, P(below 0) `helps` (less is better), `own_weight` of own days.

    `mean`, `spread` are the population's, with the doubt of the mean in `mean_sd`.
    """

    estimate: Floats
    sd: Floats
    helps: Floats
    own_weight: Floats
    mean: float
    mean_sd: float
    spread: float


def own(outcome: Floats, treatment: Floats, probability: Floats, controls: Floats) -> tuple[float, float]:
    """One person's raw effect and its standard error by least squares on the centred offer; NaN when not to be had."""
    x = np.column_stack([np.ones(len(outcome)), controls, treatment - probability])
    fine = np.isfinite(np.column_stack([x, outcome])).all(axis=1)
    x, y = x[fine], outcome[fine]
    free = len(y) - x.shape[1]
    if free < 3 or np.linalg.matrix_rank(x) < x.shape[1]:
        return float("nan"), float("nan")
    inverse = np.linalg.inv(x.T @ x)
    b = inverse @ x.T @ y
    rest = y - x @ b
    return float(b[-1]), float(np.sqrt(rest @ rest / free * inverse[-1, -1]))


def shrink(estimate: Floats, se: Floats, scale: float = 1.0) -> Personal:
    """Shrink raw effects (D,) with standard errors (D,), NaN where a person has none; `scale` is one day-to-day SD.

    The spread has a log-normal prior and is integrated over a grid. Raises ValueError without any effect.
    """
    fine = np.isfinite(estimate) & np.isfinite(se) & (se > 0)
    if not fine.any():
        raise ValueError("Nobody has an effect of their own to shrink.")
    y, v = estimate[fine], se[fine] ** 2
    tau = GRID * scale
    total = v[None, :] + tau[:, None] ** 2
    weight = (1.0 / total).sum(axis=1)
    mean = (y / total).sum(axis=1) / weight
    log = -0.5 * (np.log(total) + (y - mean[:, None]) ** 2 / total).sum(axis=1) - 0.5 * np.log(weight)
    log -= 0.5 * (np.log(GRID / USUAL) / WIDTH) ** 2  # the grid is even in logarithms
    prob = np.exp(log - log.max())
    prob /= prob.sum()
    all_y, all_v = np.where(fine, estimate, 0.0), np.where(fine, se, np.inf) ** 2
    share = tau[:, None] ** 2 / (tau[:, None] ** 2 + all_v)
    centre = mean[:, None] + share * (all_y - mean[:, None])
    variance = share * np.where(np.isfinite(all_v), all_v, 0.0) + (1 - share) ** 2 / weight[:, None]
    variance = np.where(np.isfinite(all_v), variance, tau[:, None] ** 2 + 1.0 / weight[:, None])
    middle = prob @ centre
    spread = prob @ (variance + (centre - middle) ** 2)
    helps = prob @ ndtr(-centre / np.sqrt(np.maximum(variance, 1e-18)))
    overall = float(prob @ mean)
    mean_sd = float(np.sqrt(prob @ (1.0 / weight + (mean - overall) ** 2)))
    return Personal(middle, np.sqrt(spread), helps, prob @ share, overall, mean_sd, float(prob @ tau))
