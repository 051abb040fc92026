"""Answers given in steps: draws what each of them stands for, cell by cell.

An answer on a scale of whole numbers says between which two values the process lay; the lowest and the highest say
only that it was at least as low, or as high (Tobin 1958, doi:10.2307/1907382; data augmentation: Albert & Chib 1993,
doi:10.1080/01621459.1993.10476321). Steps are equally wide: with free thresholds the units would be lost.
"""

import math

import numpy as np
from numba import njit

from holdfast.insights.kernels.plain import ALL, NEAR, NOTHING, OUTERMOST
from holdfast.insights.kernels.states import residual

# Wichura 1988, algorithm AS 241 (PPND16), doi:10.2307/2347330; coefficients from the highest power down.
# fmt: off
MIDDLE = np.array(
    [
        2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
        13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
        5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
        5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0,
    ]
).reshape(2, 8)
OUTER = np.array(
    [
        7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
        3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
        1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
        0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0,
    ]
).reshape(2, 8)
FAR = np.array(
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
        0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
        2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
        0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0,
    ]
).reshape(2, 8)
# fmt: on


@njit(cache=True, nogil=True, error_model="numpy")
def _ratio(table, r):
    top, under = 0.0, 0.0
    for i in range(8):
        top = top * r + table[0, i]
        under = under * r + table[1, i]
    return top / under


@njit(cache=True, nogil=True, error_model="numpy")
def quantile(p):
    """The standard normal value below which a share `p` lies, 0 < p < 1, to 16 digits."""
    q = p - 0.5
    if abs(q) <= 0.425:
        return q * _ratio(MIDDLE, 0.180625 - q * q)
    r = math.sqrt(-math.log(min(p, 1.0 - p)))
    value = _ratio(OUTER, r - 1.6) if r <= 5.0 else _ratio(FAR, r - 5.0)
    return -value if q < 0.0 else value


@njit(cache=True, nogil=True, error_model="numpy")
def between(low, high, u):
    """The standard normal between two bounds at uniform `u`; see `plain.between`."""
    turned = low > 0.0
    if turned:
        low, high, u = -high, -low, 1.0 - u
    left = 0.5 * math.erfc(-low / math.sqrt(2.0))
    right = 0.5 * math.erfc(-high / math.sqrt(2.0))
    p = min(left + u * (right - left), ALL)
    value = min(max(quantile(p) if p > NOTHING else OUTERMOST, low), high)
    return -value if turned else value


@njit(cache=True, nogil=True, error_model="numpy")
def _pull(law, t, last, i, missed):
    """(precision, minus the gradient) of the energy at cell (t, i), from the innovations of today and tomorrow."""
    _, inv_s, inv_p0, back, forth, lam = law
    today, tomorrow = missed
    precision = inv_p0[i, i] if t == 0 else lam[t] * inv_s[i, i]
    pull = 0.0
    for j in range(today.shape[0]):
        pull -= (inv_p0[i, j] if t == 0 else lam[t] * inv_s[i, j]) * today[j]
        if not last:
            pull += lam[t + 1] * back[i, j] * tomorrow[j]
    if not last:
        precision += lam[t + 1] * forth[i, i]
    return precision, pull


@njit(cache=True, nogil=True, error_model="numpy")
def _known(cells, steps):
    """Put the deviations behind the answers in steps into eta, as the present means have them."""
    y, mean, _, eta, latent = cells
    for t in range(y.shape[0]):
        for i in range(y.shape[1]):
            if steps[0, i] > 0.0 and not math.isnan(y[t, i]):
                eta[t, i] = latent[t, i] - mean[t, i]


@njit(cache=True, nogil=True, error_model="numpy")
def _bounds(answer, step, centre, root):
    """Between which standard normals the process lay; an end of the scale is open."""
    low = -math.inf if answer <= step[1] + NEAR else (answer - step[0] - centre) * root
    high = math.inf if answer >= step[2] - NEAR else (answer + step[0] - centre) * root
    return low, high


@njit(cache=True, nogil=True, error_model="numpy")
def draw_answers(cells, steps, law, uniform, work):
    """One pass over one pair's answers in steps, cell by cell, in place; see `plain.answers`.

    `cells` is (y, mean, drive, eta, latent), each (T,K); `law` as in `draw_states`; `work` is two vectors (K,).
    Returns latent, what the answers stand for.
    """
    y, mean, drive, eta, latent = cells
    phi = law[0]
    today, tomorrow = work
    days, k = mean.shape
    _known(cells, steps)
    residual(eta, drive, phi, 0, today)
    for t in range(days):
        last = t == days - 1
        if not last:
            residual(eta, drive, phi, t + 1, tomorrow)
        for i in range(k):
            if steps[0, i] <= 0.0 or math.isnan(y[t, i]):
                continue
            precision, pull = _pull(law, t, last, i, (today, tomorrow))
            root = math.sqrt(precision)
            centre = eta[t, i] + pull / precision
            low, high = _bounds(y[t, i], steps[:, i], mean[t, i] + centre, root)
            moved = centre + between(low, high, uniform[t, i]) / root - eta[t, i]
            eta[t, i] += moved
            latent[t, i] = eta[t, i] + mean[t, i]
            today[i] += moved
            if not last:
                for j in range(k):
                    tomorrow[j] -= phi[j, i] * moved
        today[:] = tomorrow
    return latent
