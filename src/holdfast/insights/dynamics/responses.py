"""What one point more today does over the days to come, if nothing else happens: Phi^h and its sum over a week."""

import numpy as np

from holdfast.insights.kernels.records import Floats

WEEK = 7


def responses(phi: Floats, days: int = WEEK) -> Floats:
    """Phi^1 ... Phi^days for draws of Phi (..., K, K); shape (days, ..., K, K)."""
    out, power = [], np.broadcast_to(np.eye(phi.shape[-1]), phi.shape)
    for _ in range(days):
        power = phi @ power
        out.append(power)
    return np.stack(out)


def week(phi: Floats, days: int = WEEK) -> Floats:
    """The sum of the responses over `days` days, same shape as `phi`."""
    return responses(phi, days).sum(axis=0)


def largest_root(phi: Floats) -> Floats:
    """Largest modulus of an eigenvalue of each Phi: below 1 a disturbance dies out."""
    return np.abs(np.linalg.eigvals(phi)).max(axis=-1)
