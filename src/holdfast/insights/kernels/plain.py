"""One pair's updates in dense algebra, written to be read. The compiled kernels must give the same numbers.

The model of a pair, with mean B'z, deviations eta and known measurement variance r (0 where none):

    y_t   = B'z_t + eta_t + eps_t,                 eps_t  ~ N(0, diag(r))
    eta_t = Phi eta_t-1 + Gamma u_t + zeta_t,      zeta_t ~ N(0, S / lam_t),   S = diag(s) R diag(s)
    eta_0 ~ N(0, diag(s) C0 diag(s))

Every function takes standard normals and returns the draw they lead to.
"""

import numpy as np
from scipy.special import ndtr, ndtri

from holdfast.insights.kernels.records import Data, Floats, Level, Noise, Pairs, unknown

NEWTON_STEPS = 4
WIDEN = 1.15  # the scale proposal is a little wider than the curvature says, so that no tail is out of reach
LOWEST, HIGHEST = -7.0, 4.0  # log residual SDs in within-person SD units never leave this range
NEAR = 1e-9  # an answer this close to an end of its scale is that end
NOTHING, ALL = 1e-300, 1.0 - 2.0**-53  # a share of the law outside these is rounded to them
OUTERMOST = -37.0  # the normal below which NOTHING lies


def innovations(eta: Floats, drive: Floats, phi: Floats) -> Floats:
    """e_t = eta_t - Phi eta_t-1 - Gamma u_t for t >= 1, and eta_0 itself for t = 0. Shapes (T,K)."""
    e = eta.copy()
    e[1:] -= eta[:-1] @ phi.T + drive[1:]
    return e


def states(y: Floats, mean: Floats, drive: Floats, law: tuple[Floats, ...], z: Floats) -> Floats:
    """Draw eta (T,K) given the answers and everything else of the pair.

    `law` holds Phi (K,K), the inverse of S (K,K), the inverse covariance of the first day (K,K), lam (T,) and r (K,).
    The cells to draw have a Gaussian law whose precision couples neighbouring days only; here it is built whole.
    `z` (number of drawn cells,) in order of day, then variable.
    """
    phi, inv_s, inv_p0, lam, r = law
    days, k = y.shape
    free = unknown(y[None], np.array([days]), r)[0]
    # e = M eta - drive with M unit block bidiagonal; the prior precision of eta is M' Q M.
    m = np.eye(days * k)
    q = np.zeros((days * k, days * k))
    for t in range(days):
        block = slice(t * k, t * k + k)
        q[block, block] = inv_p0 if t == 0 else lam[t] * inv_s
        if t > 0:
            m[block, (t - 1) * k : t * k] = -phi
    shift = drive.copy()
    shift[0] = 0.0
    precision = m.T @ q @ m
    linear = m.T @ q @ shift.ravel()
    answered = ~np.isnan(y) & (r > 0)
    information = np.where(answered, 1.0 / np.where(r > 0, r, 1.0), 0.0)
    precision += np.diag(information.ravel())
    linear += (information * np.where(answered, y - mean, 0.0)).ravel()
    eta = np.where(free, 0.0, y - mean).ravel()
    f = free.ravel()
    if f.any():
        rest = linear[f] - precision[np.ix_(f, ~f)] @ eta[~f]
        eta[f] = draw(precision[np.ix_(f, f)], rest, z)
    return eta.reshape(days, k)


def between(low: float, high: float, u: float) -> float:
    """The standard normal between two bounds at uniform `u`: by inversion, always on the side where it is exact."""
    if low > 0:
        return -between(-high, -low, 1.0 - u)
    p = min(ndtr(low) + u * (ndtr(high) - ndtr(low)), ALL)
    return float(np.clip(ndtri(p) if p > NOTHING else OUTERMOST, low, high))


def answers(cells: tuple[Floats, ...], steps: Floats, law: tuple[Floats, ...], uniform: Floats) -> None:
    """Draw what answers in steps stand for, in place, each cell given all others; by differences of the whole energy.

    `law` holds Phi, the inverse of S, the inverse covariance of the first day, and lam (T,).
    """
    y, mean, drive, eta, latent = cells
    phi, inv_s, inv_p0, lam = law
    weights = np.concatenate([inv_p0[None], lam[1:, None, None] * inv_s])
    given = (steps[0] > 0) & ~np.isnan(y)
    eta[given] = (latent - mean)[given]

    def energy(value: float, t: int, i: int) -> float:
        tried = eta.copy()
        tried[t, i] = value
        e = innovations(tried, drive, phi)
        return 0.5 * float(np.einsum("ti,tij,tj->", e, weights, e))

    for t, i in np.argwhere(given):
        under, at, over = (energy(eta[t, i] + step, t, i) for step in (-1.0, 0.0, 1.0))  # a parabola: exact
        precision = under - 2 * at + over
        root, centre = np.sqrt(precision), eta[t, i] - (over - under) / (2 * precision)
        bounds = np.array([y[t, i] - steps[0, i], y[t, i] + steps[0, i]]) - mean[t, i]
        low, high = (bounds - centre) * root
        low = -np.inf if y[t, i] <= steps[1, i] + NEAR else low
        high = np.inf if y[t, i] >= steps[2, i] - NEAR else high
        eta[t, i] = centre + between(low, high, uniform[t, i]) / root
        latent[t, i] = eta[t, i] + mean[t, i]


def draw(precision: Floats, linear: Floats, z: Floats) -> Floats:
    """A draw from N(A^-1 h, A^-1) with A = `precision`, h = `linear`: L'x = L^-1 h + z, where A = LL'."""
    low = np.linalg.cholesky(precision)
    return np.linalg.solve(low.T, np.linalg.solve(low, linear) + z)


def means(level_y: Floats, z: Floats, drive: Floats, law: tuple[Floats, ...], prior: tuple[Floats, Floats]) -> tuple:
    """Precision and linear term of vec(B) (q,K) row-major given y* = eta + mean (T,K): regression on z and its lag.

    `law` holds Phi, inverse S, inverse first-day covariance, lam; `prior` holds b (qK,) and its precision (qK,qK).
    """
    phi, inv_s, inv_p0, lam = law
    k = phi.shape[0]
    precision = prior[1].copy()
    linear = prior[1] @ prior[0]
    for t in range(len(level_y)):
        if t == 0:
            design = np.kron(z[0][None, :], np.eye(k))
            target, weight = level_y[0], inv_p0
        else:
            design = np.kron(z[t][None, :], np.eye(k)) - np.kron(z[t - 1][None, :], phi)
            target, weight = level_y[t] - phi @ level_y[t - 1] - drive[t], lam[t] * inv_s
        precision += design.T @ weight @ design
        linear += design.T @ weight @ target
    return precision, linear


def sums(eta: Floats, u: Floats, lam: Floats) -> tuple[Floats, Floats, Floats]:
    """Weighted sums over days 2..T of x x', eta x', eta eta', where x_t = [eta_t-1, u_t]."""
    x = np.hstack([eta[:-1], u[1:]])
    weight = lam[1:, None]
    return x.T @ (weight * x), eta[1:].T @ (weight * x), eta[1:].T @ (weight * eta[1:])


def coefficients(xx: Floats, yx: Floats, inv_s: Floats, prior: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Precision and linear term of vec(w), row-major in (K,n), under the independent normal prior (g, prec)."""
    g, prec = prior
    precision = np.kron(inv_s, xx) + np.diag(prec.ravel())
    return precision, (prec * g + inv_s @ yx).ravel()


def residual_sums(w: Floats, xx: Floats, yx: Floats, yy: Floats) -> Floats:
    """Sum of lam e e' (K,K) from the weighted sums alone."""
    return yy - w @ yx.T - yx @ w.T + w @ xx @ w.T


def scale_density(x: Floats, n: int, c: Floats, prior: tuple[Floats, Floats]) -> float:
    """Log density of the log residual SDs up to a constant; `c` (K,K) with quadratic form sum c_ij exp(-x_i-x_j)."""
    m, prec = prior
    s = np.exp(-x)
    return float(-n * x.sum() - 0.5 * s @ c @ s - 0.5 * (x - m) @ prec @ (x - m))


def scale_proposal(n: int, c: Floats, prior: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Centre and lower Cholesky factor of the precision of a normal proposal that does not look at the current x."""
    m, prec = prior
    start = 0.5 * np.log(np.maximum(np.diag(c), 1e-12) / max(n, 1))
    x = np.clip((2 * n * start + np.diag(prec) * m) / (2 * n + np.diag(prec)), LOWEST, HIGHEST)
    for _ in range(NEWTON_STEPS):
        low, gradient = _curvature(x, n, c, prior)
        step = np.linalg.solve(low.T, np.linalg.solve(low, gradient))
        x = np.clip(x + np.clip(step, -1.0, 1.0), LOWEST, HIGHEST)
    return x, _curvature(x, n, c, prior)[0]


def _curvature(x: Floats, n: int, c: Floats, prior: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    m, prec = prior
    s = np.exp(-x)
    pull = c * np.outer(s, s)
    rows = pull.sum(axis=1)
    gradient = -n + rows - prec @ (x - m)
    return np.linalg.cholesky(pull + np.diag(np.maximum(rows, 0.0)) + prec), gradient


def scales(x: Floats, n: int, c: Floats, prior: tuple[Floats, Floats], noise: tuple[Floats, float]) -> Floats:
    """One independence Metropolis-Hastings step for the log residual SDs; returns the new (or the old) x."""
    z, uniform = noise
    centre, low = scale_proposal(n, c, prior)
    new = centre + WIDEN * np.linalg.solve(low.T, z)
    if np.any(new < LOWEST) or np.any(new > HIGHEST):
        return x
    back = low.T @ (x - centre) / WIDEN
    log_ratio = scale_density(new, n, c, prior) - scale_density(x, n, c, prior) + 0.5 * (z @ z - back @ back)
    return new if np.log(uniform) < log_ratio else x


def pair(d: int, data: Data, level: Level, pairs: Pairs, noise: Noise) -> None:
    """The whole update of pair `d`: states, means, coefficients, scales. Writes into `pairs`."""
    days, k = int(data.days[d]), data.y.shape[2]
    y, z, u = data.y[d, :days], data.z[d, :days], data.u[d, :days]
    lam, w = pairs.lam[d, :days], pairs.w[d]
    phi = w[:, :k].copy()
    s = np.exp(pairs.x[d])
    inv_s, inv_p0 = level.inv_r / np.outer(s, s), level.inv_c0 / np.outer(s, s)
    mean, drive = z @ pairs.b[d].reshape(-1, k), u @ w[:, k:].T
    cells = noise.cells[data.first[d] : data.first[d + 1]]
    if len(pairs.latent):
        known = (y, mean, drive, pairs.eta[d, :days], pairs.latent[d, :days])
        answers(known, data.steps, (phi, inv_s, inv_p0, lam), noise.answers[d, :days])
        y = pairs.latent[d, :days]
    eta = states(y, mean, drive, (phi, inv_s, inv_p0, lam, data.noise), cells)
    level_y = eta + mean
    pairs.b[d] = draw(*means(level_y, z, drive, (phi, inv_s, inv_p0, lam), (level.b[d], level.prec_b)), noise.means[d])
    eta = level_y - z @ pairs.b[d].reshape(-1, k)
    pairs.eta[d, :days] = eta
    xx, yx, yy = sums(eta, u, lam)
    pairs.xx[d], pairs.yx[d], pairs.yy[d] = xx, yx, yy
    w = draw(*coefficients(xx, yx, inv_s, (level.g, level.prec)), noise.coefs[d]).reshape(k, -1)
    pairs.w[d] = w
    c = level.inv_r * residual_sums(w, xx, yx, yy) + level.inv_c0 * np.outer(eta[0], eta[0])
    x = scales(pairs.x[d], days, c, (level.m, level.prec_x), (noise.scales[d], noise.accept[d]))
    pairs.moved[d] = float(np.any(x != pairs.x[d]))
    pairs.x[d] = x


def sweep(data: Data, level: Level, pairs: Pairs, noise: Noise) -> None:
    """Update every pair in turn."""
    for d in range(len(data.days)):
        pair(d, data, level, pairs, noise)


def ancillary(pairs: Pairs, level: Level, delta: Floats) -> tuple[Floats, Floats]:
    """Normal equations (2Kn,2Kn), (2Kn,) of (g, omega) given delta (D,Kn), where w = g + omega * delta."""
    size = delta.shape[1]
    matrix, vector = np.zeros((2 * size, 2 * size)), np.zeros(2 * size)
    for d in range(len(delta)):
        s = np.exp(pairs.x[d])
        inv_s = level.inv_r / np.outer(s, s)
        design = np.hstack([np.eye(size), np.diag(delta[d])])
        matrix += design.T @ np.kron(inv_s, pairs.xx[d]) @ design
        vector += design.T @ (inv_s @ pairs.yx[d]).ravel()
    return matrix, vector


def scatter(pairs: Pairs) -> Floats:
    """Sum over pairs and days of lam (e/s)(e/s)' (K,K): what the residual correlation is drawn from."""
    total = np.zeros(pairs.yy.shape[1:])
    for d in range(len(pairs.x)):
        s = np.exp(-pairs.x[d])
        total += residual_sums(pairs.w[d], pairs.xx[d], pairs.yx[d], pairs.yy[d]) * np.outer(s, s)
    return total


def distances(data: Data, level: Level, pairs: Pairs) -> Floats:
    """Mahalanobis length e' S^-1 e of each day's innovation, (D,T); 0 on the first day and on padding."""
    out = np.zeros(pairs.lam.shape)
    k = data.y.shape[2]
    for d, days in enumerate(data.days):
        e = innovations(pairs.eta[d, :days], data.u[d, :days] @ pairs.w[d][:, k:].T, pairs.w[d][:, :k])
        e = e * np.exp(-pairs.x[d])
        out[d, 1:days] = np.einsum("ti,ij,tj->t", e, level.inv_r, e)[1:]
    return out
