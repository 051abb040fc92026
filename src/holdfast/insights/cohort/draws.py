"""What is kept of a chain: every draw of the shared part, running moments and some draws of each pair."""

from dataclasses import dataclass, field

import numpy as np

from holdfast.insights.cohort.state import State
from holdfast.insights.kernels.records import Floats

PAIR_DRAWS = 200  # draws kept of each pair and chain; moments use every sweep
SHARED = ("g", "omega", "b", "cov_b", "m", "cov_x", "r", "c0", "nu")


@dataclass(slots=True)
class Draws:
    """One chain after warm-up. `shared` maps the names in SHARED to (S, ...) arrays.

    `w`, `w2`, `b`, `b2` (D,.) are running sums of the pairs' coefficients and means and of their squares over
    `count` sweeps; `some_w` (kept,D,Kn), `some_b` (kept,D,qK) float32 are every `every`-th draw; `eta` (D,T,K) the
    running sum of the deviations; `moved` the share of scale proposals taken.
    """

    shared: dict[str, Floats]
    some_w: np.ndarray
    some_b: np.ndarray
    every: int
    w: Floats
    w2: Floats
    b: Floats
    b2: Floats
    count: int = 0
    kept: int = 0
    moved: float = 0.0
    seconds: float = field(default=0.0)

    def arrays(self) -> dict[str, np.ndarray]:
        """Everything as arrays, for a checkpoint."""
        out = {f"shared.{k}": v for k, v in self.shared.items()}
        for name in ("some_w", "some_b", "w", "w2", "b", "b2"):
            out[name] = getattr(self, name)
        out["counts"] = np.array([self.every, self.count, self.kept, self.moved, self.seconds], float)
        return out

    @classmethod
    def restore(cls, arrays: dict[str, np.ndarray]) -> "Draws":
        """The draws of a checkpoint."""
        every, count, kept, moved, seconds = (float(x) for x in arrays["counts"])
        shared = {name: np.array(arrays[f"shared.{name}"]) for name in SHARED}
        rest = {name: np.array(arrays[name]) for name in ("some_w", "some_b", "w", "w2", "b", "b2")}
        return cls(
            shared=shared, every=int(every), **rest, count=int(count), kept=int(kept), moved=moved, seconds=seconds
        )


def empty(state: State, keep: int, pair_draws: int = PAIR_DRAWS) -> Draws:
    """Room for `keep` sweeps of a chain that starts like `state`."""
    d, q = state.pairs.b.shape
    size = state.population.g.size
    every = max(1, -(-keep // max(pair_draws, 1)))
    some = -(-keep // every) if pair_draws else 0
    shared = {name: np.zeros((keep, *np.shape(getattr(state.population, name)))) for name in SHARED}
    return Draws(
        shared,
        np.zeros((some, d, size), np.float32),
        np.zeros((some, d, q), np.float32),
        every,
        np.zeros((d, size)),
        np.zeros((d, size)),
        np.zeros((d, q)),
        np.zeros((d, q)),
    )


def add(draws: Draws, state: State) -> None:
    """Add the state after a sweep."""
    for name in SHARED:
        draws.shared[name][draws.count] = getattr(state.population, name)
    w, b = state.pairs.w.reshape(len(state.pairs.w), -1), state.pairs.b
    draws.w += w
    draws.w2 += w**2
    draws.b += b
    draws.b2 += b**2
    if draws.count % draws.every == 0 and draws.kept < len(draws.some_w):
        draws.some_w[draws.kept], draws.some_b[draws.kept] = w, b
        draws.kept += 1
    draws.count += 1
    draws.moved += (float(state.pairs.moved.mean()) - draws.moved) / draws.count
