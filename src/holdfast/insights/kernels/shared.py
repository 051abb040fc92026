"""Compiled draws of what all pairs share and that has no closed form: residual correlations and the tails."""

import math

import numpy as np
from numba import njit, prange

from holdfast.insights.kernels.small import cholesky, forward

CHUNKS = 64


@njit(cache=True, nogil=True, error_model="numpy")
def correlation_density(r, v, n, work):
    """Log density of a correlation matrix given the scatter `v` of n standardised vectors, LKJ(2) prior.

    log p = -(n/2) log|R| - tr(R^-1 V)/2 + log|R| + constant; -inf where R is not positive definite.
    """
    low, b = work
    k = r.shape[0]
    cholesky(r, low, k)
    log_det = 0.0
    for i in range(k):
        if low[i, i] > 1e6:
            return -math.inf
        log_det -= 2.0 * math.log(low[i, i])
    trace = 0.0
    for c in range(k):  # tr(R^-1 V) = sum over columns of the solved factor, one right-hand side at a time
        for i in range(k):
            b[i] = v[i, c]
        forward(low, b, k)
        for i in range(k - 1, -1, -1):
            s = b[i]
            for j in range(i + 1, k):
                s -= low[j, i] * b[j]
            b[i] = s * low[i, i]
        trace += b[c]
    return (1.0 - 0.5 * n) * log_det - 0.5 * trace


@njit(cache=True, nogil=True, error_model="numpy")
def draw_correlation(r, v, n, moves, noise):
    """Random-walk Metropolis over the entries of `r` (K,K), in place.

    `moves` (M,4) holds (i, j, i2, j2): entries that change together, twice the same where they are free. `noise` is
    (normals (passes,M), uniforms (passes,M)), the normals already scaled to the step.
    """
    k = r.shape[0]
    work = (np.zeros((k, k)), np.zeros(k))
    current = correlation_density(r, v, n, work)
    for turn in range(noise[0].shape[0]):
        for e in range(moves.shape[0]):
            i, j, i2, j2 = moves[e]
            old = r[i, j]
            new = old + noise[0][turn, e]
            if abs(new) >= 0.999:
                continue
            r[i, j] = r[j, i] = r[i2, j2] = r[j2, i2] = new
            proposed = correlation_density(r, v, n, work)
            if math.log(noise[1][turn, e]) < proposed - current:
                current = proposed
            else:
                r[i, j] = r[j, i] = r[i2, j2] = r[j2, i2] = old


@njit(cache=True, nogil=True, error_model="numpy")
def draw_logs(theta, form, slope, prior, noise):
    """Random-walk Metropolis, one entry at a time, for exp(theta) under -w'Fw/2 + s'w with w = exp(theta), in place.

    `form` (f,f), `slope` (f,), `prior` (expected (f,), sd) normal on theta; `noise` is (steps (passes,f), uniforms).
    """
    expected, sd = prior
    f = theta.shape[0]
    w = np.exp(theta)
    product = form @ w
    for turn in range(noise[0].shape[0]):
        for j in range(f):
            new = theta[j] + noise[0][turn, j]
            change = math.exp(new) - w[j]
            gain = slope[j] * change - change * product[j] - 0.5 * change * change * form[j, j]
            gain += 0.5 * ((theta[j] - expected[j]) ** 2 - (new - expected[j]) ** 2) / (sd * sd)
            if math.log(noise[1][turn, j]) < gain:
                theta[j] = new
                w[j] += change
                for i in range(f):
                    product[i] += form[i, j] * change


@njit(cache=True, nogil=True, error_model="numpy")
def _logs(begin, end, distance, days, nu):
    s = 0.0
    for d in range(begin, end):
        product = 1.0
        for t in range(1, days[d]):
            product *= 1.0 + distance[d, t] / nu
            if product > 1e100:  # one logarithm for many days
                s += math.log(product)
                product = 1.0
        s += math.log(product)
    return s


@njit(cache=True, parallel=True, error_model="numpy")
def _log_sums(distance, days, nu, out):
    total = days.shape[0]
    for part in prange(CHUNKS):
        out[part] = _logs(part * total // CHUNKS, (part + 1) * total // CHUNKS, distance, days, nu)


def log_sum(distance, days, nu):
    """Sum over pairs and days 2..T of log(1 + q/nu), q = `distance` (D,T)."""
    if distance.size <= 8_000:
        return float(_logs(0, len(days), distance, days, nu))
    out = np.zeros(CHUNKS)
    _log_sums(distance, days, nu, out)
    return float(out.sum())
