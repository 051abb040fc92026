"""Pairs with known truth: what tests, calibration, the demonstration and the benchmarks are made of."""

from dataclasses import dataclass, field

import numpy as np

from holdfast.insights.kernels.records import Floats
from holdfast.insights.panel import Panel

WARM = 40  # days thrown away so that the process is settled when the diary begins
STABLE = 0.97  # largest modulus of an eigenvalue a pair may have
# Beyond so many points of the first measure fading does not grow, or a few pairs would explode. A straight line through
# it is a little flatter: in 3,000 pairs of the usual design -.093 for a fading of -.1.
FURTHEST = 3.0

# Closeness and symptoms of the recovering person (A) and of the one at their side (B), row = tomorrow, column = today.
FOUR = np.array(
    [[0.35, -0.06, 0.10, -0.02], [-0.10, 0.45, -0.06, 0.04], [0.10, -0.05, 0.35, -0.05], [-0.03, 0.05, -0.06, 0.35]]
)
CENTRES = np.array([5.0, 4.0, 5.0, 3.0])
BETWEEN = np.array([1.2, 1.5, 1.2, 1.0])
MEAN_R = np.array([[1, -0.3, 0.5, -0.1], [-0.3, 1, -0.2, 0.3], [0.5, -0.2, 1, -0.3], [-0.1, 0.3, -0.3, 1]])
DAY_R = np.array([[1, -0.3, 0.35, -0.1], [-0.3, 1, -0.1, 0.2], [0.35, -0.1, 1, -0.3], [-0.1, 0.2, -0.3, 1]])


@dataclass(frozen=True, slots=True)
class Design:
    """What to simulate. `phi` (K,K) population paths, `spread` (K,K) person-to-person SDs of the paths.

    `missing` share of person-days lost at random, likelier after a bad day (`after_bad` log-odds per SD); `gaps` share
    of pairs away for 3 to 7 days; `volatility` SD of log residual SDs; `tails` degrees of freedom of the innovations
    (0 = normal); `decline` common change per 30 days; `early` common initial elevation; `input_effect` (K,) effect of
    a coin tossed the day before, `input_spread` its person-to-person SD; `floor` turns answers into whole numbers
    from 0 to this many, and `told` says whether the panel tells the engine so; `fading` what a point more of a
    person's first measure adds to the carry-over of their second (-.1: .35 instead of .45), `fading_spread` its
    person-to-person SD.
    """

    pairs: int
    days: int
    phi: Floats = field(default_factory=lambda: FOUR)
    spread: Floats | None = None
    people: int = 2
    names: tuple[str, ...] = ("closeness", "symptoms")
    missing: float = 0.20
    after_bad: float = 0.35
    gaps: float = 0.30
    volatility: float = 0.25
    tails: float = 0.0
    decline: float = 0.0
    early: float = 0.0
    input_effect: Floats | None = None
    input_spread: float = 0.0
    floor: int = 0
    told: bool = False
    fading: float = 0.0
    fading_spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Truth:
    """What was true. `phi` (D,K,K), `mean` (D,K), `sd` (D,K) residual SDs, `gamma` (D,K) effect of the input.

    `g`, `spread` (K,K) and `gamma_mean` (K,) are the population's; `full` (D,T,K) the answers before any was lost;
    `fading` (D,people) is each person's moderation of the second measure's carry-over by the first.
    """

    g: Floats
    spread: Floats
    phi: Floats
    mean: Floats
    sd: Floats
    gamma: Floats
    gamma_mean: Floats
    full: Floats
    fading: Floats


def paths(measures: int, people: int = 2) -> Floats:
    """Population paths for any number of measures: `FOUR` where it fits, small effects on top of .3 elsewhere."""
    k = measures * people
    phi = np.eye(k) * 0.3
    if people == 2 and measures >= 2:
        four = [0, 1, measures, measures + 1]
        phi[np.ix_(four, four)] = FOUR
        for j in [x for x in range(k) if x not in four]:
            phi[1, j], phi[j, 1] = -0.04, -0.05
    elif measures >= 2:
        phi[:2, :2] = FOUR[:2, :2]
    return phi


def _borders(k: int, measures: int, people: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Centres, between SDs, correlation of means and of innovations, the first four as in the design."""
    centre, between, mean_r, day_r = np.full(k, 5.0), np.ones(k), np.eye(k), np.eye(k)
    four = [0, 1, measures, measures + 1] if people == 2 else [0, 1]
    if measures >= 2:
        n = len(four)
        centre[four], between[four] = CENTRES[:n], BETWEEN[:n]
        mean_r[np.ix_(four, four)], day_r[np.ix_(four, four)] = MEAN_R[:n, :n], DAY_R[:n, :n]
    return centre, between, mean_r, day_r


def _stable(g: Floats, spread: Floats, fading: Floats, rng: np.random.Generator) -> Floats:
    """A pair's paths, stable also where `fading` (K,K diagonal) leaves most of a bad day."""
    while True:
        phi = g + spread * rng.standard_normal(g.shape)
        if np.abs(np.linalg.eigvals(phi)).max() >= STABLE:
            continue
        if not fading.any() or np.abs(np.linalg.eigvals(phi + FURTHEST * np.abs(fading))).max() < STABLE:
            return phi


def _innovations(design: Design, size: tuple[int, int], root: Floats, rng: np.random.Generator) -> Floats:
    e = rng.standard_normal(size) @ root.T
    if design.tails:
        e *= np.sqrt(design.tails / (2.0 * rng.standard_gamma(design.tails / 2.0, size[0])))[:, None]
    return e


def _fading(design: Design, rng: np.random.Generator) -> Floats:
    """(D,people): each person's moderation, 0 without any."""
    size = (design.pairs, design.people)
    if not (design.fading or design.fading_spread):
        return np.zeros(size)
    if len(design.phi) < 2 * design.people:
        raise ValueError("Fading needs two measures.")
    return design.fading + design.fading_spread * rng.standard_normal(size)


def pairs(design: Design, rng: np.random.Generator) -> tuple[Panel, Truth]:
    """Simulate a panel and the truth behind it."""
    k, count = len(design.phi), design.pairs
    m = k // design.people
    centre, between, mean_r, day_r = _borders(k, m, design.people)
    spread = design.spread
    if spread is None:
        spread = np.where(np.eye(k, dtype=bool), 0.12, 0.08)
    mean = centre + rng.standard_normal((count, k)) @ np.linalg.cholesky(mean_r * np.outer(between, between)).T
    fading, first = _fading(design, rng), m * np.arange(design.people)
    extra = np.zeros((count, k, k))
    extra[:, first + (m > 1), first + (m > 1)] = fading
    phi = np.stack([_stable(design.phi, spread, extra[d], rng) for d in range(count)])
    sd = np.exp(design.volatility * rng.standard_normal((count, k)))
    effect = np.zeros(k) if design.input_effect is None else np.asarray(design.input_effect, float)
    gamma = effect + design.input_spread * rng.standard_normal((count, k))
    coin = (rng.random((count, design.days)) < 0.5) - 0.5
    root, eta = np.linalg.cholesky(day_r), np.zeros((count, k))
    full = np.empty((count, design.days, k))
    for t in range(-WARM, design.days):
        product = np.clip(eta[:, first], -FURTHEST, FURTHEST) * eta[:, first + 1] if fading.any() else None
        eta = np.einsum("dij,dj->di", phi, eta) + _innovations(design, (count, k), root, rng) * sd
        if product is not None:
            eta[:, first + 1] += fading * product
        if t > 0 and design.input_effect is not None:
            eta = eta + gamma * coin[:, t - 1, None]
        if t >= 0:
            drift = design.decline * t / 30.0 + design.early * np.exp(-t / 3.0)
            full[:, t] = mean + eta + drift
    if design.floor:
        full = np.clip(np.rint(full - centre + 1.0), 0, design.floor)
    y = _lose(full, mean, design, rng)
    u = np.zeros((count, design.days, 0))
    if design.input_effect is not None:
        u = np.zeros((count, design.days, 1))
        u[:, 1:, 0] = coin[:, :-1]
    ends = np.tile([0.0, float(design.floor)], (k, 1)) if design.floor and design.told else None
    panel = Panel(
        y,
        np.full(count, design.days, np.int64),
        u,
        None,
        tuple(str(d + 1) for d in range(count)),
        ("A", "B")[: design.people] if design.people == 2 else ("",),
        design.names,
        ("coin",) if design.input_effect is not None else (),
        ends=ends,
    )
    truth = Truth(design.phi, spread, phi, mean, sd, gamma, effect, full, fading)
    return panel, truth


def _lose(full: Floats, mean: Floats, design: Design, rng: np.random.Generator) -> Floats:
    """Take answers away: person-days, likelier after a bad day that was seen, and runs of days for both."""
    y = full.copy()
    count, days, k = y.shape
    m = k // design.people
    for who in range(design.people):
        worst = who * m + min(1, m - 1)
        seen = np.zeros(count)
        for t in range(days):
            if design.missing <= 0:
                break
            odds = np.log(design.missing / (1.0 - design.missing)) - 0.05 + design.after_bad * np.clip(seen, -2.5, 2.5)
            lost = rng.random(count) < 1.0 / (1.0 + np.exp(-odds))
            y[lost, t, who * m : who * m + m] = np.nan
            seen = np.where(lost, 0.0, (full[:, t, worst] - mean[:, worst]) / 1.2)
    if days > 10:
        for d in np.flatnonzero(rng.random(count) < design.gaps):
            length = int(rng.integers(3, 8))
            begin = int(rng.integers(1, days - length))
            y[d, begin : begin + length] = np.nan
    return y
