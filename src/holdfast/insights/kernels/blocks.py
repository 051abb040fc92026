"""Compiled draws of one pair's means, coefficients and scales; see the functions of the same name in `plain`."""

import math

from numba import njit

from holdfast.insights.kernels.plain import HIGHEST, LOWEST, NEWTON_STEPS, WIDEN
from holdfast.insights.kernels.small import backward, cholesky, forward


@njit(cache=True, nogil=True, error_model="numpy")
def _means_linear(star, z, drive, law, work):
    """Add the data's linear term to h (qK,)."""
    phi, inv_s, inv_p0, back, _, lam = law
    h, r = work
    days, k = star.shape
    q = z.shape[1]
    for i in range(k):
        s = 0.0
        for j in range(k):
            s += inv_p0[i, j] * star[0, j]
        for j in range(q):
            h[j * k + i] += z[0, j] * s
    for t in range(1, days):
        for i in range(k):
            s = star[t, i] - drive[t, i]
            for j in range(k):
                s -= phi[i, j] * star[t - 1, j]
            r[i] = lam[t] * s
        for i in range(k):
            s = 0.0
            s2 = 0.0
            for j in range(k):
                s += inv_s[i, j] * r[j]
                s2 += back[i, j] * r[j]
            for j in range(q):
                h[j * k + i] += z[t, j] * s - z[t - 1, j] * s2


@njit(cache=True, nogil=True, error_model="numpy")
def _column_sums(z, lam, zz):
    """Weighted sums z z', z z-', z- z-' over days 2..T into zz (3,q,q); z- is yesterday's."""
    days, q = z.shape
    zz[:] = 0.0
    for t in range(1, days):
        for j in range(q):
            now = lam[t] * z[t, j]
            before = lam[t] * z[t - 1, j]
            for o in range(q):
                zz[0, j, o] += now * z[t, o]
                zz[1, j, o] += now * z[t - 1, o]
                zz[2, j, o] += before * z[t - 1, o]


@njit(cache=True, nogil=True, error_model="numpy")
def _means_precision(z, law, prior, zz, a):
    """Precision of vec(B), lower blocks, into `a` (qK,qK)."""
    _, inv_s, inv_p0, back, forth, _ = law
    k, q = inv_s.shape[0], z.shape[1]
    for j in range(q):
        for o in range(j + 1):
            first = z[0, j] * z[0, o]
            for i in range(k):
                for c in range(k):
                    a[j * k + i, o * k + c] = (
                        prior[j * k + i, o * k + c]
                        + first * inv_p0[i, c]
                        + zz[0, j, o] * inv_s[i, c]
                        - zz[1, j, o] * back[c, i]
                        - zz[1, o, j] * back[i, c]
                        + zz[2, j, o] * forth[i, c]
                    )


@njit(cache=True, nogil=True, error_model="numpy")
def draw_means(series, law, prior, noise, work, b):
    """Draw vec(B) (qK,) in place; `series` is (y* (T,K), z (T,q), drive (T,K)). See `plain.means`.

    `law` is (Phi, S^-1, P0^-1, Phi'S^-1, Phi'S^-1 Phi, lam); `work` is (a, low, h, r, zz) with zz (3,q,q).
    """
    star, z, drive = series
    a, low, h, r, zz = work
    size = b.shape[0]
    for i in range(size):
        s = 0.0
        for j in range(size):
            s += prior[1][i, j] * prior[0][j]
        h[i] = s
    _means_linear(star, z, drive, law, (h, r))
    _column_sums(z, law[5], zz)
    _means_precision(z, law, prior[1], zz, a)
    _solve(a, low, h, noise)
    for i in range(size):
        b[i] = h[i]


@njit(cache=True, nogil=True, error_model="numpy")
def _solve(a, low, h, noise):
    """h becomes a draw from N(A^-1 h, A^-1)."""
    size = noise.shape[0]
    cholesky(a, low, size)
    forward(low, h, size)
    for i in range(size):
        h[i] += noise[i]
    backward(low, h, size)


@njit(cache=True, nogil=True, error_model="numpy")
def _mirror(a):
    for i in range(a.shape[0]):
        for j in range(i):
            a[j, i] = a[i, j]


@njit(cache=True, nogil=True, error_model="numpy")
def add_sums(eta, u, lam, xx, yx, yy):
    """Weighted sums over days 2..T of x x', eta x', eta eta' into (n,n), (K,n), (K,K), x_t = [eta_t-1, u_t]."""
    days, k = eta.shape
    p = u.shape[1]
    xx[:] = 0.0
    yx[:] = 0.0
    yy[:] = 0.0
    for t in range(1, days):
        for i in range(k):
            left = lam[t] * eta[t - 1, i]
            now = lam[t] * eta[t, i]
            for j in range(i + 1):
                xx[i, j] += left * eta[t - 1, j]
                yy[i, j] += now * eta[t, j]
            for j in range(k):
                yx[i, j] += now * eta[t - 1, j]
            for j in range(p):
                yx[i, k + j] += now * u[t, j]
        for i in range(p):
            left = lam[t] * u[t, i]
            for j in range(k):
                xx[k + i, j] += left * eta[t - 1, j]
            for j in range(i + 1):
                xx[k + i, k + j] += left * u[t, j]
    _mirror(xx)
    _mirror(yy)


@njit(cache=True, nogil=True, error_model="numpy")
def draw_coefficients(sums, inv_s, prior, noise, work, w):
    """Draw w (K,n) in place given the weighted sums (xx, yx); `prior` is (g, prec), `work` is (a, low, h)."""
    xx, yx = sums
    g, prec = prior
    a, low, h = work
    k, n = w.shape
    for i in range(k):
        for c in range(i + 1):
            s = inv_s[i, c]
            for j in range(n):
                for o in range(n):
                    a[i * n + j, c * n + o] = s * xx[j, o]
        for j in range(n):
            s = g[i, j] * prec[i, j]
            for c in range(k):
                s += inv_s[i, c] * yx[c, j]
            h[i * n + j] = s
            a[i * n + j, i * n + j] += prec[i, j]
    _solve(a, low, h, noise)
    for i in range(k):
        for j in range(n):
            w[i, j] = h[i * n + j]


@njit(cache=True, nogil=True, error_model="numpy")
def residual_sums(w, xx, yx, yy, half, out):
    """Sum of lam e e' (K,K) from the weighted sums; `half` (K,n) is scratch."""
    k, n = w.shape
    for i in range(k):
        for j in range(n):
            s = 0.0
            for o in range(n):
                s += w[i, o] * xx[o, j]
            half[i, j] = s
    for i in range(k):
        for j in range(k):
            s = yy[i, j]
            for o in range(n):
                s += half[i, o] * w[j, o] - w[i, o] * yx[j, o] - yx[i, o] * w[j, o]
            out[i, j] = s


@njit(cache=True, nogil=True, error_model="numpy")
def _density(x, days, c, prior):
    k = x.shape[0]
    total = 0.0
    for i in range(k):
        total -= days * x[i]
        for j in range(k):
            total -= 0.5 * c[i, j] * math.exp(-x[i] - x[j])
            total -= 0.5 * (x[i] - prior[0][i]) * prior[1][i, j] * (x[j] - prior[0][j])
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def _curvature(x, days, c, prior, work):
    """Gradient into h, factor of the positive part of the curvature into low."""
    a, low, h, s = work
    k = x.shape[0]
    for i in range(k):
        s[i] = math.exp(-x[i])
    for i in range(k):
        row = 0.0
        pull = 0.0
        for j in range(k):
            m = c[i, j] * s[i] * s[j]
            row += m
            pull += prior[1][i, j] * (x[j] - prior[0][j])
            a[i, j] = m + prior[1][i, j]
        a[i, i] += max(row, 0.0)
        h[i] = -days + row - pull
    cholesky(a, low, k)


@njit(cache=True, nogil=True, error_model="numpy")
def _scale_centre(days, c, prior, work):
    """Newton steps to the centre of the proposal, which never looks at the present value. See `plain`."""
    a, low, h, s, centre = work
    k = centre.shape[0]
    for i in range(k):
        start = 0.5 * math.log(max(c[i, i], 1e-12) / max(days, 1))
        weight = prior[1][i, i]
        value = (2 * days * start + weight * prior[0][i]) / (2 * days + weight)
        centre[i] = min(max(value, LOWEST), HIGHEST)
    for _ in range(NEWTON_STEPS):
        _curvature(centre, days, c, prior, (a, low, h, s))
        forward(low, h, k)
        backward(low, h, k)
        for i in range(k):
            step = min(max(h[i], -1.0), 1.0)
            centre[i] = min(max(centre[i] + step, LOWEST), HIGHEST)
    _curvature(centre, days, c, prior, (a, low, h, s))


@njit(cache=True, nogil=True, error_model="numpy")
def _back_length(x, centre, low):
    """Squared length of the noise that would have led to the present value: L'(x - centre)."""
    k = x.shape[0]
    total = 0.0
    for i in range(k):
        back = (x[i] - centre[i]) / low[i, i]
        for j in range(i + 1, k):
            back += low[j, i] * (x[j] - centre[j])
        total += (back / WIDEN) ** 2
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def draw_scales(x, days, c, prior, noise, work):
    """One independence step for the log residual SDs, in place; True where it moved. See `plain.scales`.

    `noise` is (normals (K,), uniform); `work` is (a, low, h, s, centre, new).
    """
    a, low, h, s, centre, new = work
    k = x.shape[0]
    _scale_centre(days, c, prior, (a, low, h, s, centre))
    ratio = 0.0
    for i in range(k):
        h[i] = noise[0][i]
        ratio += 0.5 * h[i] * h[i]
    backward(low, h, k)
    for i in range(k):
        new[i] = centre[i] + WIDEN * h[i]
        if new[i] < LOWEST or new[i] > HIGHEST:
            return False
    ratio -= 0.5 * _back_length(x, centre, low)
    ratio += _density(new, days, c, prior) - _density(x, days, c, prior)
    if math.log(noise[1]) >= ratio:
        return False
    for i in range(k):
        x[i] = new[i]
    return True
