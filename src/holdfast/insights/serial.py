"""Means of days that resemble their neighbours: a normal AR(1) with gaps, summed exactly over a grid of carry-overs.

Holds the one piece of arithmetic that `describe` and `change` share. Never fills a gap: a missing day only
lengthens the step to the next answered one.
"""

from dataclasses import dataclass

import numpy as np

from holdfast.insights.series import Days, Floats

# Carry-over from day to day in diaries is about .2 to .4; people differ by about .2 (prior of the project's dynamic
# model, where the mean is N(.3, .2) and persons spread by .2: the standard deviations add in squares).
PRIOR = (0.3, 0.28)
GRID: Floats = np.arange(-0.48, 0.97, 0.04)
STEPS = np.sinh(np.linspace(-5.0, 5.0, 501))  # fine in the middle, far in the tails, in scales from the middle


@dataclass(frozen=True, slots=True)
class Posterior:
    """A distribution on a line: `points` shape (m,) ascending, `below_point` the probability below each of them."""

    points: Floats
    below_point: Floats
    mean: float

    def below(self, value: float) -> float:
        """Probability that the quantity lies below `value`."""
        return float(np.interp(value, self.points, self.below_point))

    def quantile(self, share: float) -> float:
        """The value below which `share` (0 to 1) of the probability lies."""
        return float(np.interp(share, self.below_point, self.points))

    @property
    def interval(self) -> tuple[float, float]:
        """The middle 95 %."""
        return self.quantile(0.025), self.quantile(0.975)


def whitened(columns: Floats, days: Days) -> tuple[Floats, Floats]:
    """Turn columns (n, c) observed on `days` (n,) into independent innovations for every carry-over of GRID.

    With x_t = phi x_{t-1} + e_t and k days between two answers, (x_i - phi^k x_{i-1}) / sqrt(1 - phi^{2k}) has the
    variance of x and no memory. Returns the innovations, shape (grid, n, c), and log|R| / 2, shape (grid,), where R
    is the correlation matrix phi^|i-j| of the answered days.
    """
    # Most steps are of one day: powers, roots and logs are worked out once for each length of step.
    lengths, which = np.unique(np.diff(days), return_inverse=True)
    powers = GRID[:, None] ** lengths[None, :]
    power, left = powers[:, which], 1 - powers**2
    root, logs = np.sqrt(left)[:, which], np.log(left)[:, which]
    moved = (columns[None, 1:] - power[:, :, None] * columns[None, :-1]) / root[:, :, None]
    head = np.broadcast_to(columns[:1], (len(GRID), 1, columns.shape[1]))
    return np.concatenate([head, moved], axis=1), logs.sum(axis=1) / 2


def weights(log_likelihood: Floats, prior: tuple[float, float] = PRIOR) -> Floats:
    """Posterior weights of the carry-overs in GRID under a normal prior (mean, standard deviation), summing to 1."""
    log = log_likelihood - ((GRID - prior[0]) / prior[1]) ** 2 / 2
    raw = np.exp(log - log.max())
    return raw / raw.sum()


def contrast(
    values: Floats, days: Days, design: Floats, wanted: Floats, prior: tuple[float, float] = PRIOR
) -> tuple[Posterior, Floats]:
    """Posterior of a linear combination of means, and the weights of GRID behind it.

    y = X b + e, e ~ N(0, s^2 R(phi)), flat priors on b and log s, `prior` on phi. Given phi, wanted'b is Student t
    with n - p degrees of freedom around the generalised least squares estimate; the answer is the mixture over phi
    (Zellner 1971, An Introduction to Bayesian Inference in Econometrics, ch. 4, with phi on a grid).
    `values` and `days` (n,), `design` X (n, p) whose rows each sum to 1, `wanted` (p,). The values must differ by more
    than the design explains, or there is no spread to learn from.
    """
    n, p = design.shape
    middle = values.mean()  # taken away for the arithmetic: large numbers with small differences lose digits
    moved, half_log = whitened(np.column_stack([design, values - middle]), days)
    x, y = moved[:, :, :p], moved[:, :, p]
    gram = np.einsum("gni,gnj->gij", x, x)
    inverse = np.linalg.inv(gram)
    fitted = np.einsum("gij,gnj,gn->gi", inverse, x, y)
    rss = np.square(y - np.einsum("gni,gi->gn", x, fitted)).sum(axis=1)
    log = -half_log - np.linalg.slogdet(gram)[1] / 2 - (n - p) / 2 * np.log(rss)
    weight = weights(log, prior)
    scale = np.sqrt(rss / (n - p) * np.einsum("i,gij,j->g", wanted, inverse, wanted))
    return mixture(fitted @ wanted + middle * wanted.sum(), scale, weight, n - p), weight


def mixture(centre: Floats, scale: Floats, weight: Floats, freedom: int) -> Posterior:
    """Mixture of Student t distributions: `centre`, `scale` and `weight` have shape (grid,)."""
    kept = weight > 1e-6  # the rest would cost time and show nowhere
    centre, scale, weight = centre[kept], scale[kept], weight[kept] / weight[kept].sum()
    middle = float(weight @ centre)
    width = float(np.sqrt(weight @ (scale**2 + (centre - middle) ** 2)))
    points = middle + width * STEPS
    z = (points[:, None] - centre) / scale
    density = np.exp(-(freedom + 1) / 2 * np.log1p(z**2 / freedom)) @ (weight / scale)
    mass = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2 * np.diff(points))])
    return Posterior(points, mass / mass[-1], middle)


def inflation(carry_over: float) -> float:
    """How many times the variance of a long window's mean exceeds that of independent days: (1 + phi) / (1 - phi).

    Bartlett 1946 (Supplement to the JRSS 8:27). At phi = .45 it is 2.6: a test that ignores it is 1.6 times too sure.
    """
    return (1 + carry_over) / (1 - carry_over)


def independent_days(days: Days, carry_over: float, power: int = 1) -> float:
    """How many independent days the answered days are worth: n^2 / sum over i, j of phi^(power |i - j|).

    `power` 1 is for a mean, 2 for a variance (whose terms correlate as phi^2). Exact for any pattern of gaps.
    """
    # What all earlier days weigh on the next one follows from what they weighed on the last: no square of days.
    earlier = both_ways = 0.0
    for step in np.diff(days).tolist():
        earlier = float(carry_over) ** (power * step) * (1 + earlier)
        both_ways += 2 * earlier
    return len(days) ** 2 / (len(days) + both_ways)
