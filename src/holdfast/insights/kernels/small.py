"""Compiled linear algebra on matrices of a few rows, written out because a library call costs more than the sum."""

import math

from numba import njit

TINY = 1e-300


@njit(cache=True, nogil=True, error_model="numpy")
def cholesky(a, low, n):
    """Lower Cholesky factor of the leading n x n block of `a` (lower triangle read) into `low`.

    The diagonal of `low` holds the reciprocals of the pivots, which every later step divides by.
    """
    for i in range(n):
        for j in range(i):
            s = a[i, j]
            for k in range(j):
                s -= low[i, k] * low[j, k]
            low[i, j] = s * low[j, j]
        s = a[i, i]
        for k in range(i):
            s -= low[i, k] * low[i, k]
        low[i, i] = 1.0 / math.sqrt(max(s, TINY))


@njit(cache=True, nogil=True, error_model="numpy")
def forward(low, b, n):
    """Solve L x = b in place, L as `cholesky` leaves it."""
    for i in range(n):
        s = b[i]
        for k in range(i):
            s -= low[i, k] * b[k]
        b[i] = s * low[i, i]


@njit(cache=True, nogil=True, error_model="numpy")
def backward(low, b, n):
    """Solve L'x = b in place, L as `cholesky` leaves it."""
    for i in range(n - 1, -1, -1):
        s = b[i]
        for k in range(i + 1, n):
            s -= low[k, i] * b[k]
        b[i] = s * low[i, i]
