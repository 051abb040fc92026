"""The state-space model of one pair with everything known: filter, smoother, log likelihood. NumPy only.

    eta_0 ~ N(0, P0),  eta_t = Phi eta_t-1 + d_t + zeta_t,  zeta_t ~ N(0, Q_t),  y_t = mean_t + eta_t + eps_t

The sampler draws missing days by another route (a banded factor along time); this one is Kalman's, kept because it
is what most readers know, and as a check of the other.
"""

from dataclasses import dataclass

import numpy as np

from holdfast.insights.kernels.records import Floats


@dataclass(frozen=True, slots=True)
class Law:
    """`phi` (K,K), `drive` (T,K), `q` (T,K,K) innovation covariances, `p0` (K,K), `mean` (T,K), `r` (K,) error."""

    phi: Floats
    drive: Floats
    q: Floats
    p0: Floats
    mean: Floats
    r: Floats


@dataclass(frozen=True, slots=True)
class Smoothed:
    """`eta` (T,K) and `cov` (T,K,K) of the deviations given all answers; `log_likelihood` of the answers."""

    eta: Floats
    cov: Floats
    log_likelihood: float


def smooth(y: Floats, law: Law) -> Smoothed:
    """Filter forward, cells one at a time (missing ones skipped), then smooth back (Rauch, Tung & Striebel 1965)."""
    days, k = y.shape
    ahead, ahead_cov = np.zeros((days, k)), np.zeros((days, k, k))
    now, now_cov = np.zeros((days, k)), np.zeros((days, k, k))
    total = 0.0
    a, p = np.zeros(k), law.p0
    for t in range(days):
        if t > 0:
            a, p = law.phi @ now[t - 1] + law.drive[t], law.phi @ now_cov[t - 1] @ law.phi.T + law.q[t]
        ahead[t], ahead_cov[t] = a, p
        a, p, gain = _seen(a, p, y[t] - law.mean[t], law.r)
        total += gain
        now[t], now_cov[t] = a, p
    eta, cov = now.copy(), now_cov.copy()
    for t in range(days - 2, -1, -1):
        g = np.linalg.solve(ahead_cov[t + 1], law.phi @ now_cov[t]).T
        eta[t] = now[t] + g @ (eta[t + 1] - ahead[t + 1])
        cov[t] = now_cov[t] + g @ (cov[t + 1] - ahead_cov[t + 1]) @ g.T
    return Smoothed(eta, cov, total)


def _seen(a: Floats, p: Floats, y: Floats, r: Floats) -> tuple[Floats, Floats, float]:
    """Take in the answered cells of one day, one after the other."""
    total = 0.0
    for k in np.flatnonzero(np.isfinite(y)):
        spread = p[k, k] + r[k]
        if spread <= 0:
            continue
        gain = p[:, k] / spread
        miss = y[k] - a[k]
        total -= 0.5 * (np.log(2 * np.pi * spread) + miss**2 / spread)
        a, p = a + gain * miss, p - np.outer(gain, p[k])
    return a, p, total
