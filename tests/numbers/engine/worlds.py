"""Small random blocks of data for the kernels: every shape that can occur, on request."""

import numpy as np

from holdfast.insights.kernels.records import Data, Level, Noise, Pairs, latent, offsets, stepped


def block(seed: int, k: int = 4, p: int = 1, q: int = 2, noise: float = 0.0, pairs: int = 4, days: int = 9, steps=()):
    """Data, level, pairs and noise of one sweep, with gaps, unequal lengths and unequal weights."""
    rng = np.random.default_rng(seed)
    y = rng.standard_normal((pairs, days, k))
    y[rng.random(y.shape) < 0.35] = np.nan
    z = np.ones((pairs, days, q))
    z[:, :, 1:] = rng.standard_normal((pairs, days, q - 1))
    u = rng.standard_normal((pairs, days, p))
    lengths = rng.integers(1, days + 1, pairs)
    lengths[0] = days
    r = np.zeros(k)
    r[0] = noise
    first = offsets(y, lengths, r)
    wide = np.zeros((3, k))
    for i in steps:
        wide[:, i] = 0.25, -1.0, 1.5
        y[:, :, i] = np.clip(np.rint(2 * y[:, :, i]) / 2, -1.0, 1.5)
    data = Data(y, z, u, lengths, r, first, wide)
    n = k + p
    root = rng.standard_normal((k, 2 * k))
    corr = root @ root.T
    corr /= np.sqrt(np.outer(np.diag(corr), np.diag(corr)))
    level = Level(
        rng.normal(0, 0.2, (k, n)),
        rng.uniform(20, 80, (k, n)),
        rng.standard_normal((pairs, q * k)),
        np.eye(q * k) * 0.8 + 0.1,
        np.full(k, -0.1),
        np.eye(k) * 9.0,
        np.linalg.inv(corr),
        np.eye(k) * 0.7 + 0.05,
    )
    state = Pairs(
        np.zeros(y.shape),
        np.where(np.arange(days) == 0, 1.0, rng.gamma(4.0, 0.25, (pairs, days))),
        rng.normal(0, 0.2, (pairs, k, n)),
        rng.normal(0, 0.5, (pairs, q * k)),
        rng.normal(0, 0.2, (pairs, k)),
        np.zeros((pairs, n, n)),
        np.zeros((pairs, k, n)),
        np.zeros((pairs, k, k)),
        np.zeros(pairs),
        latent(data),
    )
    draws = Noise(
        rng.standard_normal(first[-1]),
        rng.standard_normal((pairs, q * k)),
        rng.standard_normal((pairs, k * n)),
        rng.standard_normal((pairs, k)),
        rng.random(pairs),
        rng.random(y.shape) if stepped(data) else np.zeros((0, 0, 0)),
    )
    return data, level, state, draws


def copy(pairs: Pairs) -> Pairs:
    """The same pairs in arrays of their own."""
    return Pairs(*[a.copy() for a in pairs])
