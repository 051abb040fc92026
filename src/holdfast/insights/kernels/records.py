"""The arrays a sweep works on, as records with shapes. Named tuples, because compiled code takes them as they are.

Letters: D pairs, T days of the grid, K variables of a pair (measures of the first person, then of the second),
q columns of the mean, p inputs, n = K + p, U cells to be drawn in all.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Data(NamedTuple):
    """What was observed; never changed by a sweep. Measures are in within-person SD units, centred on the cohort.

    `y` (D,T,K), NaN where nothing was answered; `z` (D,T,q) columns of the mean, finite everywhere; `u` (D,T,p)
    inputs acting on that day, finite; `days` (D,) days used of each pair, the rest is padding; `noise` (K,) known
    variance of measurement, 0 where the score is taken as it is; `first` (D,) where each pair's drawn cells begin.
    `steps` (3,K): half a step, lowest and highest answer of a variable answered in steps; half a step of 0 = as it is.
    """

    y: Floats
    z: Floats
    u: Floats
    days: NDArray[np.int64]
    noise: Floats
    first: NDArray[np.int64]
    steps: Floats


class Level(NamedTuple):
    """What all pairs share, as a pair's update needs it.

    Coefficients w ~ N(g, 1/prec): `g`, `prec` (K,n). Means vec(B) ~ N(b, prec_b^-1): `b` (D,qK), `prec_b` (qK,qK).
    Log residual SDs x ~ N(m, prec_x^-1): `m` (K,), `prec_x` (K,K). `inv_r` (K,K) inverse residual correlation,
    `inv_c0` (K,K) inverse covariance of the first day in units of the residual SDs.
    """

    g: Floats
    prec: Floats
    b: Floats
    prec_b: Floats
    m: Floats
    prec_x: Floats
    inv_r: Floats
    inv_c0: Floats


class Pairs(NamedTuple):
    """What belongs to each pair; a sweep writes into these arrays.

    `eta` (D,T,K) deviation from the mean; `lam` (D,T) weight of a day, 1 = ordinary; `w` (D,K,n) coefficients
    [Phi, Gamma]; `b` (D,qK) means, row-major in (q,K); `x` (D,K) log residual SDs. Weighted sums over days 2..T:
    `xx` (D,n,n), `yx` (D,K,n), `yy` (D,K,K). `moved` (D,) 1.0 where the scale proposal was taken. `latent` (D,T,K) what
    answers in steps stand for, NaN where none was given; of shape (0,0,0) when no variable is answered in steps.
    """

    eta: Floats
    lam: Floats
    w: Floats
    b: Floats
    x: Floats
    xx: Floats
    yx: Floats
    yy: Floats
    moved: Floats
    latent: Floats


class Noise(NamedTuple):
    """The random input of one sweep, drawn beforehand so that the number of threads cannot change a result.

    Standard normals: `cells` (U,), `means` (D,qK), `coefs` (D,Kn), `scales` (D,K). Uniforms: `accept` (D,), `answers`
    like `Pairs.latent`.
    """

    cells: Floats
    means: Floats
    coefs: Floats
    scales: Floats
    accept: Floats
    answers: Floats


def unstepped(k: int) -> Floats:
    """The `steps` of variables all taken as they are."""
    return np.zeros((3, k))


def stepped(data: Data) -> bool:
    """Whether any variable is answered in steps."""
    return bool(data.steps[0].any())


def latent(data: Data) -> Floats:
    """A first `Pairs.latent`: the answers themselves."""
    return data.y.copy() if stepped(data) else np.zeros((0, 0, 0))


def rounded(y: Floats, steps: Floats) -> Floats:
    """Answers in steps: the nearest step, never beyond an end of the scale."""
    half, lowest, highest = steps
    wide = np.where(half > 0, 2 * half, 1.0)
    nearest = np.clip(lowest + wide * np.rint((y - lowest) / wide), lowest, highest)
    return np.where(half > 0, nearest, y)


def unknown(y: Floats, days: NDArray[np.int64], noise: Floats) -> NDArray[np.bool_]:
    """Which cells a sweep must draw, (D,T,K): the missing ones, and all of a variable measured with noise."""
    inside = np.arange(y.shape[1])[None, :, None] < days[:, None, None]
    return (np.isnan(y) | (noise > 0)) & inside


def offsets(y: Floats, days: NDArray[np.int64], noise: Floats) -> NDArray[np.int64]:
    """Where each pair's cells begin in `Noise.cells`; shape (D+1,), the last entry is U."""
    counts = unknown(y, days, noise).sum(axis=(1, 2))
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
