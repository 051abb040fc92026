"""The coin: drawn from a seed and a probability that are written down before any outcome exists.

A record can be checked later by anybody: the same seed gives the same draw, and the probability stands beside it.
"""

from dataclasses import dataclass
from hashlib import sha256

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Toss:
    """One decision, as it is logged. `arms` and `chances` in the same order, "nothing" among them; `arm` was drawn.

    `available` False means that nothing was tossed (`arm` is "nothing", and the row has weight 0 in every estimate).
    """

    seed: str
    decision: str
    arms: tuple[str, ...]
    chances: tuple[float, ...]
    available: bool
    arm: str

    @property
    def probability(self) -> float:
        """The chance of being offered anything at all."""
        return sum(c for a, c in zip(self.arms, self.chances, strict=True) if a != NOTHING)


def even(practices: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Arms and chances: one half for a single practice, the same for each practice and for nothing with more."""
    arms = (NOTHING, *practices)
    return arms, (1.0 / len(arms),) * len(arms)


def uniform(seed: str, decision: str) -> float:
    """A number in [0, 1) that depends on seed and decision alone: the first 53 bits of their SHA-256."""
    digest = sha256(f"{len(seed)}:{seed}{decision}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / 2.0**53


def toss(seed: str, decision: str, arms: tuple[str, ...], chances: tuple[float, ...], available: bool) -> Toss:
    """Toss for one decision. `seed` is secret until the trial ends; `decision` names pair, day and purpose.

    Raises ValueError when chances are not a law over the arms, or leave one of them without a real chance.
    """
    if len(arms) != len(chances) or len(set(arms)) != len(arms) or NOTHING not in arms:
        raise ValueError("Each arm needs one chance, and nothing must be one of the arms.")
    if min(chances) < 0.05 or abs(sum(chances) - 1.0) > 1e-9:
        raise ValueError("Chances add up to 1 and none is below .05; otherwise nothing can be learned from them.")
    if not available:
        return Toss(seed, decision, arms, chances, False, NOTHING)
    u, total, arm = uniform(seed, decision), 0.0, arms[-1]
    for name, chance in zip(arms, chances, strict=True):
        total += chance
        if u < total:
            arm = name
            break
    return Toss(seed, decision, arms, chances, True, arm)


def honest(record: Toss) -> bool:
    """Whether a logged toss is what its seed and chances lead to."""
    again = toss(record.seed, record.decision, record.arms, record.chances, record.available)
    return again.arm == record.arm
