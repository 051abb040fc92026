"""Compiled loops over pairs, spread over threads. Same functions and numbers as `plain`.

Pairs are dealt into a fixed number of chunks and sums are added up chunk by chunk, so neither the draws nor the
rounding depends on how many threads there are.
"""

import math

import numpy as np
from numba import njit, prange

from holdfast.insights.kernels.blocks import (
    add_sums,
    draw_coefficients,
    draw_means,
    draw_scales,
    residual_sums,
)
from holdfast.insights.kernels.states import draw_states, scratch
from holdfast.insights.kernels.steps import draw_answers

CHUNKS = 64
FEW_DAYS, FEW_PAIRS = 8_000, 150  # so little work that waking threads, on a busy machine, costs more than it saves


@njit(cache=True, nogil=True, error_model="numpy")
def _law(phi, x, level, law):
    """Fill (S^-1, P0^-1, Phi'S^-1, Phi'S^-1 Phi) for one pair."""
    inv_s, inv_p0, back, forth = law
    k = phi.shape[0]
    for i in range(k):
        for j in range(k):
            ss = math.exp(-x[i] - x[j])
            inv_s[i, j] = level.inv_r[i, j] * ss
            inv_p0[i, j] = level.inv_c0[i, j] * ss
    for i in range(k):
        for j in range(k):
            s = 0.0
            for o in range(k):
                s += phi[o, i] * inv_s[o, j]
            back[i, j] = s
    for i in range(k):
        for j in range(k):
            s = 0.0
            for o in range(k):
                s += back[i, o] * phi[o, j]
            forth[i, j] = s


@njit(cache=True, nogil=True, error_model="numpy")
def _means(z, b, out):
    days, q = z.shape
    k = out.shape[1]
    for t in range(days):
        for i in range(k):
            s = 0.0
            for j in range(q):
                s += z[t, j] * b[j * k + i]
            out[t, i] = s


@njit(cache=True, nogil=True, error_model="numpy")
def _drive(u, w, out):
    days, p = u.shape
    k = out.shape[1]
    for t in range(days):
        for i in range(k):
            s = 0.0
            for j in range(p):
                s += w[i, k + j] * u[t, j]
            out[t, i] = s


@njit(cache=True, nogil=True, error_model="numpy")
def _chunk(begin, end, data, level, pairs, noise):
    """Update pairs begin..end-1."""
    grid, k = data.y.shape[1], data.y.shape[2]
    q, p = data.z.shape[2], data.u.shape[2]
    n = k + p
    size = max(q * k, k * n)
    cells = scratch(grid, k)
    mean, drive, phi = np.zeros((grid, k)), np.zeros((grid, k)), np.zeros((k, k))
    inv_s, inv_p0, back, forth = np.zeros((k, k)), np.zeros((k, k)), np.zeros((k, k)), np.zeros((k, k))
    a, low, h = np.zeros((size, size)), np.zeros((size, size)), np.zeros(size)
    r, zz, half = np.zeros(k), np.zeros((3, q, q)), np.zeros((k, n))
    c, s, centre, new = np.zeros((k, k)), np.zeros(k), np.zeros(k), np.zeros(k)
    in_steps = pairs.latent.shape[0] > 0
    for d in range(begin, end):
        days = data.days[d]
        y, z, u, lam = data.y[d, :days], data.z[d, :days], data.u[d, :days], pairs.lam[d, :days]
        eta, w, x = pairs.eta[d, :days], pairs.w[d], pairs.x[d]
        phi[:] = w[:, :k]
        _law(phi, x, level, (inv_s, inv_p0, back, forth))
        law = (phi, inv_s, inv_p0, back, forth, lam)
        m, f = mean[:days], drive[:days]
        _means(z, pairs.b[d], m)
        _drive(u, w, f)
        if in_steps:
            known = (y, m, f, eta, pairs.latent[d, :days])
            y = draw_answers(known, data.steps, law, noise.answers[d, :days], (s, centre))
        draw_states((y, m, f, eta), data.noise, law, noise.cells[data.first[d] : data.first[d + 1]], cells)
        for t in range(days):
            for i in range(k):
                m[t, i] += eta[t, i]
        draw_means((m, z, f), law, (level.b[d], level.prec_b), noise.means[d], (a, low, h, r, zz), pairs.b[d])
        _means(z, pairs.b[d], eta)
        for t in range(days):
            for i in range(k):
                eta[t, i] = m[t, i] - eta[t, i]
        add_sums(eta, u, lam, pairs.xx[d], pairs.yx[d], pairs.yy[d])
        sums = (pairs.xx[d], pairs.yx[d])
        draw_coefficients(sums, inv_s, (level.g, level.prec), noise.coefs[d], (a, low, h), w)
        residual_sums(w, pairs.xx[d], pairs.yx[d], pairs.yy[d], half, c)
        for i in range(k):
            for j in range(k):
                c[i, j] = level.inv_r[i, j] * c[i, j] + level.inv_c0[i, j] * eta[0, i] * eta[0, j]
        draws = (noise.scales[d], noise.accept[d])
        moved = draw_scales(x, days, c, (level.m, level.prec_x), draws, (a, low, h, s, centre, new))
        pairs.moved[d] = 1.0 if moved else 0.0


@njit(cache=True, parallel=True, error_model="numpy")
def sweep_many(data, level, pairs, noise):
    """Update every pair, in threads; writes into `pairs`."""
    total = data.days.shape[0]
    for part in prange(CHUNKS):
        _chunk(part * total // CHUNKS, (part + 1) * total // CHUNKS, data, level, pairs, noise)


@njit(cache=True, nogil=True, error_model="numpy")
def sweep_one(data, level, pairs, noise):
    """The same without threads."""
    _chunk(0, data.days.shape[0], data, level, pairs, noise)


def sweep(data, level, pairs, noise):
    """Update every pair; writes into `pairs`."""
    (sweep_one if pairs.lam.size <= FEW_DAYS else sweep_many)(data, level, pairs, noise)


@njit(cache=True, nogil=True, error_model="numpy")
def _ancillary(begin, end, pairs, level, delta, matrix, vector):
    k, n = pairs.w.shape[1], pairs.w.shape[2]
    size = k * n
    for d in range(begin, end):
        for i in range(k):
            for c in range(k):
                s = level.inv_r[i, c] * math.exp(-pairs.x[d, i] - pairs.x[d, c])
                for j in range(n):
                    row = i * n + j
                    value = s * pairs.yx[d, c, j]
                    vector[row] += value
                    vector[size + row] += value * delta[d, row]
                    for o in range(n):
                        col = c * n + o
                        value = s * pairs.xx[d, j, o]
                        matrix[row, col] += value
                        value *= delta[d, col]
                        matrix[row, size + col] += value
                        matrix[size + row, size + col] += value * delta[d, row]


@njit(cache=True, parallel=True, error_model="numpy")
def _ancillary_chunks(pairs, level, delta, matrices, vectors):
    total = delta.shape[0]
    for part in prange(CHUNKS):
        begin, end = part * total // CHUNKS, (part + 1) * total // CHUNKS
        _ancillary(begin, end, pairs, level, delta, matrices[part], vectors[part])


def ancillary(pairs, level, delta):
    """Normal equations (2Kn,2Kn), (2Kn,) of (g, omega) given delta (D,Kn), where w = g + omega * delta."""
    count, size = delta.shape
    few = count <= FEW_PAIRS
    chunks = 1 if few else CHUNKS
    matrices, vectors = np.zeros((chunks, 2 * size, 2 * size)), np.zeros((chunks, 2 * size))
    if few:
        _ancillary(0, count, pairs, level, delta, matrices[0], vectors[0])
    else:
        _ancillary_chunks(pairs, level, delta, matrices, vectors)
    matrix, vector = matrices.sum(axis=0), vectors.sum(axis=0)
    matrix[size:, :size] = matrix[:size, size:].T
    return matrix, vector


@njit(cache=True, nogil=True, error_model="numpy")
def scatter(pairs):
    """Sum over pairs and days of lam (e/s)(e/s)' (K,K)."""
    k, n = pairs.w.shape[1], pairs.w.shape[2]
    total, one, half = np.zeros((k, k)), np.zeros((k, k)), np.zeros((k, n))
    for d in range(pairs.w.shape[0]):
        residual_sums(pairs.w[d], pairs.xx[d], pairs.yx[d], pairs.yy[d], half, one)
        for i in range(k):
            for j in range(k):
                total[i, j] += one[i, j] * math.exp(-pairs.x[d, i] - pairs.x[d, j])
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def _distances(begin, end, data, level, pairs, out):
    k, n = pairs.w.shape[1], pairs.w.shape[2]
    e, s = np.zeros(k), np.zeros(k)
    for d in range(begin, end):
        for i in range(k):
            s[i] = math.exp(-pairs.x[d, i])
        for t in range(1, data.days[d]):
            for i in range(k):
                value = pairs.eta[d, t, i]
                for j in range(k):
                    value -= pairs.w[d, i, j] * pairs.eta[d, t - 1, j]
                for j in range(k, n):
                    value -= pairs.w[d, i, j] * data.u[d, t, j - k]
                e[i] = value * s[i]
            total = 0.0
            for i in range(k):
                for j in range(k):
                    total += e[i] * level.inv_r[i, j] * e[j]
            out[d, t] = total


@njit(cache=True, parallel=True, error_model="numpy")
def _distances_chunks(data, level, pairs, out):
    total = data.days.shape[0]
    for part in prange(CHUNKS):
        _distances(part * total // CHUNKS, (part + 1) * total // CHUNKS, data, level, pairs, out)


def distances(data, level, pairs):
    """Mahalanobis length e' S^-1 e of each day's innovation, (D,T); 0 on the first day and on padding."""
    out = np.zeros(pairs.lam.shape)
    if out.size <= FEW_DAYS:
        _distances(0, len(data.days), data, level, pairs, out)
    else:
        _distances_chunks(data, level, pairs, out)
    return out
