"""Is fading found where it is, and not told where it is not: one simulated cohort, fitted."""

from dataclasses import dataclass

import numpy as np

from holdfast.insights import panel as panels
from holdfast.insights import simulate
from holdfast.insights.cohort import sampler
from holdfast.insights.cohort.diagnose import central
from holdfast.insights.cohort.model import build
from holdfast.insights.dynamics import fading
from holdfast.insights.kernels.records import Floats
from holdfast.insights.simulate import Design


@dataclass(frozen=True, slots=True)
class Faded:
    """One cohort fitted with products. Per person: posterior mean and both ends of the 95 % interval, (people,)."""

    mean: Floats
    low: Floats
    high: Floats


def fade(design: Design, plan: sampler.Plan, seed: int) -> Faded:
    """Simulate one cohort, fit one chain with the products of the second measure and the first as inputs.

    In the simulator's units: what one point more of the first measure adds to the carry-over of the second.
    """
    panel, _ = simulate.pairs(design, np.random.default_rng([seed, 29]))
    panel = fading.with_products(panel, panel.measures[1], panel.measures[0])
    what = panels.standard(panel)
    model = build(panel)
    k, n = model.priors.mean.shape
    m = len(panel.measures)
    draws = sampler.run(what, model, plan, seed)[0].shared["g"].reshape(-1, k, n)
    each = [draws[:, i * m + 1, k + i] / what.scale[i * m] for i in range(len(panel.people))]
    low, high = central(np.stack(each, axis=1), axis=0)
    return Faded(np.mean(each, axis=1), low, high)
