"""What every calculation hands back: a number, how sure it is, and whether there was enough to say it.

Holds no sentence: words belong to `progress`.
"""

from dataclasses import dataclass
from typing import Literal

NOTHING = float("nan")

Why = Literal["", "nothing", "too-few", "too-soon", "no-spread", "unclear"]
"""Why a result may not be shown: no answers, too few, too short a time, all alike, no clear direction."""


@dataclass(frozen=True, slots=True)
class Result:
    """An estimate with its 95 % interval, in the units of what was measured.

    `n` counts the answered days behind it and `need` how many are wanted in all. `own_weight` in [0, 1] is the
    share that comes from this person's own days (1 until something learned from others joins in).
    `enough` is False whenever the gate is not met; `why` then says what is missing. NaN stands for "no number".
    """

    estimate: float
    interval: tuple[float, float]
    n: int
    own_weight: float = 1.0
    enough: bool = True
    why: Why = ""
    need: int = 0


def not_enough(n: int, need: int, why: Why | None = None) -> Result:
    """A result that holds no number, and says what was there and what is wanted."""
    reason: Why = why if why is not None else ("too-few" if n else "nothing")
    return Result(NOTHING, (NOTHING, NOTHING), n, enough=False, why=reason, need=need)
