"""What if the unanswered days were the bad ones: the same fit with their symptoms made worse by so many SDs.

Pattern mixture by multiple imputation (Little 1993, doi:10.1080/01621459.1993.10594302): days are filled in by the
model, shifted, and fitted as if they had been answered; draws of all completions together are the answer.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from holdfast.insights.cohort.model import Model
from holdfast.insights.cohort.state import Population
from holdfast.insights.dynamics.alone import Alone, fit
from holdfast.insights.kernels.records import Floats, offsets, rounded, stepped
from holdfast.insights.panel import Standard


def shifted(
    what: Standard, first: Alone, size: Floats, law: tuple[Model, Sequence[Population]], rng: np.random.Generator
) -> Floats:
    """Draws (S,D,K,n) of the coefficients with unanswered cells of variable k moved by `size[k]` SDs.

    `first` is the fit of the same data without any shift; `law` is (model, populations). `size` (K,) is 0 where a
    variable is left as it is.
    """
    model, levels = law
    data, out = what.data, []
    gap = np.isnan(data.y) & (np.arange(data.y.shape[1])[None, :, None] < data.days[:, None, None])
    for completed in first.filled:
        moved = completed + size
        y = np.where(gap, rounded(moved, data.steps) if stepped(data) else moved, data.y)
        whole = replace(what, data=data._replace(y=y, first=offsets(y, data.days, data.noise)))
        out.append(fit(whole, model, levels, max(len(first.w) // len(first.filled), 120), rng).w)
    return np.concatenate(out)
