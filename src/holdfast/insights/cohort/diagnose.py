"""Have the chains agreed, and how much do they say: rank-normalised split R-hat and effective sample size.

Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, Bayesian Analysis 16(2):667-718, doi:10.1214/20-BA1221.
"""

import numpy as np
from scipy.special import ndtri

from holdfast.insights.kernels.records import Floats

ENDS = (0.025, 0.975)


def central(x: np.ndarray, axis: int | None = None) -> np.ndarray:
    """Both ends of the central 95 % of draws, (2, ...).

    The truth is one more draw among them, so between the k-th smallest and the k-th largest of n it lies with
    probability (n + 1 - 2k) / (n + 1): the plotting position of Weibull. NumPy's own covers 93 % with 100 draws.
    Hyndman & Fan 1996, American Statistician 50(4):361-365, doi:10.1080/00031305.1996.10473566, definition 6.
    """
    return np.quantile(x, ENDS, axis=axis, method="weibull")


def _split(x: Floats) -> Floats:
    """(chains, draws) into twice as many half chains."""
    half = x.shape[1] // 2
    return np.concatenate([x[:, :half], x[:, x.shape[1] - half :]])


def _normal_scores(x: Floats) -> Floats:
    # average ranks of ties; scipy.stats has it too, but takes most of a second to import
    _, place, count = np.unique(x, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2.0)[place].reshape(x.shape)
    return ndtri((ranks - 0.375) / (x.size + 0.25))


def _classic(x: Floats) -> float:
    within = x.var(axis=1, ddof=1).mean()
    between = x.mean(axis=1).var(ddof=1)
    n = x.shape[1]
    return float(np.sqrt((within * (n - 1) / n + between) / within)) if within > 0 else 1.0


def r_hat(x: Floats) -> float:
    """R-hat of draws (chains, draws): the larger of the bulk and the folded one.

    NaN with fewer than 4 draws, or where a draw is no number.
    """
    if x.shape[1] < 4 or not np.isfinite(x).all():
        return float("nan")
    if np.ptp(x) == 0:
        return 1.0
    bulk = _classic(_normal_scores(_split(x)))
    folded = _classic(_normal_scores(_split(np.abs(x - np.median(x)))))
    return max(bulk, folded)


def _autocovariance(x: Floats) -> Floats:
    n = x.shape[1]
    centred = x - x.mean(axis=1, keepdims=True)
    f = np.fft.rfft(centred, 2 * n, axis=1)
    return np.fft.irfft(f * np.conj(f), axis=1)[:, :n] / n


def _raw_ess(x: Floats) -> float:
    chains, n = x.shape
    cov = _autocovariance(x)
    within = (cov[:, 0] * n / (n - 1)).mean()
    total = within * (n - 1) / n
    if chains > 1:
        total += x.mean(axis=1).var(ddof=1)
    if total <= 0:
        return float(chains * n)
    rho = 1.0 - (within - cov.mean(axis=0) * n / (n - 1)) / total
    rho[0] = 1.0
    even = rho[: n - n % 2].reshape(-1, 2).sum(axis=1)
    stop = np.flatnonzero(even < 0)
    even = even[: stop[0]] if len(stop) else even
    even = np.minimum.accumulate(even) if len(even) else even
    time = max(-1.0 + 2.0 * even.sum(), 1.0 / np.log10(max(chains * n, 10)))
    return float(chains * n / time)


def ess(x: Floats) -> float:
    """Bulk effective sample size of draws (chains, draws); NaN as for `r_hat`."""
    if x.shape[1] < 4 or not np.isfinite(x).all():
        return float("nan")
    if np.ptp(x) == 0:
        return float(x.size)
    return _raw_ess(_normal_scores(_split(x)))
