"""Compiled draw of the missing days: only the unknown cells, by a block-banded Cholesky factor along time.

The precision of the unknown cells couples neighbouring days, so the factor is one small block a day and one between
days (Chan & Jeliazkov 2009, doi:10.1504/IJMMNO.2009.030090). Fully seen days cost nothing.
"""

import math

import numpy as np
from numba import njit

from holdfast.insights.kernels.small import TINY, backward


@njit(cache=True, nogil=True, error_model="numpy")
def residual(eta, drive, phi, t, e):
    """Write a day's innovation: e = eta_t - Phi eta_t-1 - drive_t, or eta_0 on the first day."""
    k = phi.shape[0]
    for i in range(k):
        s = eta[t, i]
        if t > 0:
            s -= drive[t, i]
            for j in range(k):
                s -= phi[i, j] * eta[t - 1, j]
        e[i] = s


@njit(cache=True, nogil=True, error_model="numpy")
def _linear(state, law, t, work):
    """Minus the gradient of the energy at the unknown cells of day t, with every unknown cell at zero."""
    eta, drive = state
    phi, inv_s, inv_p0, back, _, lam = law
    e, out = work
    k = phi.shape[0]
    residual(eta, drive, phi, t, e)
    for i in range(k):
        s = 0.0
        for j in range(k):
            s += (inv_p0[i, j] if t == 0 else lam[t] * inv_s[i, j]) * e[j]
        out[i] = -s
    if t + 1 < eta.shape[0]:
        residual(eta, drive, phi, t + 1, e)
        for i in range(k):
            s = 0.0
            for j in range(k):
                s += back[i, j] * e[j]
            out[i] += lam[t + 1] * s


@njit(cache=True, nogil=True, error_model="numpy")
def _block(law, t, last, index, m, a):
    """Precision of the m unknown cells of day t, lower triangle into `a`."""
    _, inv_s, inv_p0, _, forth, lam = law
    for i in range(m):
        for j in range(i + 1):
            r, c = index[i], index[j]
            s = inv_p0[r, c] if t == 0 else lam[t] * inv_s[r, c]
            if not last:
                s += lam[t + 1] * forth[r, c]
            a[i, j] = s


@njit(cache=True, nogil=True, error_model="numpy")
def _mark(y, mean, noise, index, count, eta):
    """List each day's unknown cells and put the known ones, less their mean, into eta."""
    days, k = mean.shape
    for t in range(days):
        m = 0
        for i in range(k):
            if math.isnan(y[t, i]) or noise[i] > 0.0:
                index[t, m] = i
                m += 1
                eta[t, i] = 0.0
            else:
                eta[t, i] = y[t, i] - mean[t, i]
        count[t] = m


@njit(cache=True, nogil=True, error_model="numpy")
def _yesterday(law, t, i, place, rows):
    """Row i of the block between yesterday and today, divided by yesterday's factor; returns its share of L^-1 h."""
    back, lam = law[3], law[5]
    index, count = place
    low, off, v = rows
    total = 0.0
    if t == 0:
        return total
    for j in range(count[t - 1]):
        q = -lam[t] * back[index[t - 1, j], index[t, i]]
        for o in range(j):
            q -= off[t, i, o] * low[t - 1, j, o]
        q *= low[t - 1, j, j]
        off[t, i, j] = q
        total += q * v[t - 1, j]
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def _today(t, i, before, a, rows):
    """Row i of today's block of the factor; the diagonal holds reciprocals."""
    low, off = rows[0], rows[1]
    for j in range(i + 1):
        q = a[i, j]
        for o in range(before):
            q -= off[t, i, o] * off[t, j, o]
        for o in range(j):
            q -= low[t, i, o] * low[t, j, o]
        low[t, i, j] = 1.0 / math.sqrt(max(q, TINY)) if i == j else q * low[t, j, j]


@njit(cache=True, nogil=True, error_model="numpy")
def _backward(z, place, rows, h, eta):
    """x = L^-T (L^-1 h + z), from the last day to the first, into the unknown cells of eta."""
    index, count = place
    low, off, v = rows
    days = eta.shape[0]
    used = z.shape[0]
    for t in range(days - 1, -1, -1):
        m = count[t]
        used -= m
        for i in range(m):
            h[i] = v[t, i] + z[used + i]
        if m > 0 and t + 1 < days:
            for j in range(count[t + 1]):
                value = eta[t + 1, index[t + 1, j]]
                for i in range(m):
                    h[i] -= off[t + 1, j, i] * value
        backward(low[t], h, m)
        for i in range(m):
            eta[t, index[t, i]] = h[i]


@njit(cache=True, nogil=True, error_model="numpy")
def draw_states(cells, noise, law, z, work):
    """Draw eta (T,K) in place; see `plain.states`. `cells` is (y, mean, drive, eta), `z` the pair's own normals.

    `law` is (Phi, S^-1, P0^-1, Phi'S^-1, Phi'S^-1 Phi, lam). `work` is scratch: low (T,K,K), off (T,K,K), v (T,K),
    index (T,K) int, count (T,) int, a (K,K), e (K,), h (K,).
    """
    y, mean, drive, eta = cells
    low, off, v, index, count, a, e, h = work
    rows, place = (low, off, v), (index, count)
    days = mean.shape[0]
    _mark(y, mean, noise, index, count, eta)
    for t in range(days):
        m = count[t]
        if m == 0:
            continue
        _linear((eta, drive), law, t, (e, h))
        _block(law, t, t == days - 1, index[t], m, a)
        before = count[t - 1] if t > 0 else 0
        for i in range(m):
            r = index[t, i]
            s = h[r]
            if noise[r] > 0.0 and not math.isnan(y[t, r]):
                a[i, i] += 1.0 / noise[r]
                s += (y[t, r] - mean[t, r]) / noise[r]
            s -= _yesterday(law, t, i, place, rows)
            _today(t, i, before, a, rows)
            for o in range(i):
                s -= low[t, i, o] * v[t, o]
            v[t, i] = s * low[t, i, i]
    _backward(z, place, rows, h, eta)


@njit(cache=True, nogil=True)
def scratch(days, k):
    """Room for `draw_states` on pairs of up to `days` days."""
    return (
        np.zeros((days, k, k)),
        np.zeros((days, k, k)),
        np.zeros((days, k)),
        np.zeros((days, k), np.int64),
        np.zeros(days, np.int64),
        np.zeros((k, k)),
        np.zeros(k),
        np.zeros(k),
    )
