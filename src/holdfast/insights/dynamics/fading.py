"""Do bad days fade faster when closeness was there: does C change how much of S carries over to the next day.

    S_t = phi S_t-1 + ... + theta (S_t-1 x C_t-1) + zeta_t,      theta < 0: more C, less of S carries over

Moderated inertia (Speyer, Murray & Kievit 2024, Multivariate Behavioral Research,
doi:10.1080/00273171.2023.2288575). It foretells the next day; it does not say that C makes S fade.

The product enters the sampler as an input (a column of u with its own random coefficient), so that latent means,
random paths, t tails, unequal scales, missing days and all diagnostics hold for it as for any path, for both people
at once. It is computed from days on which S and C were really answered, and never from filled-in ones. Filling in by
a model without the product pulls theta to zero (Seaman, Bartlett & White 2012, BMC Medical Research Methodology
12:46, doi:10.1186/1471-2288-12-46), and with it missing days are no longer normal, which the exact sampler needs. Given
the answers before it, a known product is a number like any other input. On other days it stands at the person's mean
product, that is at 0 after centring: what theta does there is left to the innovations.

Where answers are centred does not matter: (S - a)(C - b) differs from S C by lines in S and C and a constant, and
those the pair's own paths and level take up. What is centred on is each person's own mean and drift (all columns of
the mean), because a common decline would otherwise make large products early and late. With symmetric innovations a
cohort without moderation stays without: turning all signs around leaves products as they are and turns their
coefficient.

There is no personal version: it cannot be learned. In 60 simulated cohorts of 50 pairs and 60 days a pair's own days
had 8 % of the weight on its own theta, against 26 % on a next-day path, and 25 % is the least that may be told.

Where the moderation is not a straight line, theta is the straight line through it, as with any regression. Products
are of answers as given: error of measurement and whole numbers make theta smaller, whatever the panel tells of them.
"""

from dataclasses import replace

import numpy as np

from holdfast.insights.kernels.records import Floats
from holdfast.insights.panel import Panel, Standard, columns, within_sd

FEWEST = 14  # days with both answers before a person's products count


def name(of: str, by: str, who: str, other: bool = False) -> str:
    """What the product of one person is called among the inputs."""
    return f"{of} x {'other ' if other else ''}{by}" + (f"_{who}" if who else "")


def with_products(panel: Panel, of: str, by: str, other: bool = False) -> Panel:
    """The panel with one more input a person: yesterday's S (`of`) times yesterday's C (`by`), both really answered.

    `of` and `by` name measures; `other` takes C from the other person. Products are in units of within-person SDs
    (pooled), so a coefficient in standard units says how much of one SD of S more is left tomorrow when C was one
    SD higher. Where one of the two is missing, or a person has fewer than FEWEST such days, it is 0.
    Raises KeyError for an unknown measure, ValueError where there is no other person or `of` is `by`.
    """
    for measure in (of, by):
        if measure not in panel.measures:
            raise KeyError(f"no measure {measure}")
    if of == by and not other:
        raise ValueError("Moderation needs two different measures.")
    if other and len(panel.people) < 2:
        raise ValueError("People on their own have nobody at their side.")
    m, away = len(panel.measures), deviations(panel)
    s, c = panel.measures.index(of), panel.measures.index(by)
    found, names = [], []
    for i, who in enumerate(panel.people):
        j = 1 - i if other else i
        found.append(_next_day(away[:, :, i * m + s] * away[:, :, j * m + c]))
        names.append(name(of, by, who, other))
    u = np.concatenate([panel.u, np.stack(found, axis=2)], axis=2)
    return replace(panel, u=u, inputs=(*panel.inputs, *names))


def deviations(panel: Panel) -> Floats:
    """(D,T,K): answers in within-person SDs, less each person's own level, early days, trend and weekend; NaN = none.

    Least squares per person and variable; with fewer than FEWEST answers only the level is taken away.
    """
    z = columns(panel)[0]
    y = panel.y / within_sd(panel.y)
    out = np.full(y.shape, np.nan)
    for d in range(len(y)):
        for k in range(y.shape[2]):
            seen = np.isfinite(y[d, :, k])
            if seen.any():
                x = z[d, seen] if seen.sum() >= FEWEST else z[d, seen, :1]
                out[d, seen, k] = y[d, seen, k] - x @ np.linalg.lstsq(x, y[d, seen, k], rcond=None)[0]
    return out


def _next_day(product: Floats) -> Floats:
    """Products (D,T) less each person's mean product, a day on; 0 where unknown or where there are too few."""
    known = np.isfinite(product)
    count = known.sum(axis=1, keepdims=True)
    mean = np.where(known, product, 0.0).sum(axis=1, keepdims=True) / np.maximum(count, 1)
    today = np.where(known & (count >= FEWEST), product - mean, 0.0)
    out = np.zeros_like(today)
    out[:, 1:] = today[:, :-1]
    return out


def known_days(panel: Panel, of: str, by: str, other: bool = False) -> Floats:
    """(D,people): on how many days of each person the product is known and the next day was answered."""
    m = len(panel.measures)
    s, c = panel.measures.index(of), panel.measures.index(by)
    seen = np.isfinite(panel.y)
    out = np.zeros((len(panel.y), len(panel.people)))
    for i in range(len(panel.people)):
        j = 1 - i if other else i
        today = seen[:, :-1, i * m + s] & seen[:, :-1, j * m + c]
        out[:, i] = (today & seen[:, 1:, i * m + s]).sum(axis=1)
    return out


def in_measures(theta: Floats, what: Standard, by: int) -> Floats:
    """Standard coefficients in the measures' own units: change of the carry-over of S per point of variable `by`."""
    return theta / what.scale[by]
