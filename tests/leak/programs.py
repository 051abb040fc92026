"""A program: who the author is, how things stand when it begins, and what happens then, step by step."""

import json
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.leak.steps import STEPS, Kind
from tests.leak.steps.registry import one_of

ROLES = {  # who is who: the roles are swapped from program to program
    "ana": {"author": "ana", "partner": "ben", "stranger": "cleo"},
    "ben": {"author": "ben", "partner": "ana", "stranger": "cleo"},
}
SHORTEST, LONGEST = 4, 12


@dataclass(frozen=True)
class Step:
    """One step: its name in the registry, who does it, and what it was given."""

    name: str
    by: str
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Program:
    """Everything a run needs, besides the code it runs."""

    author: str
    beginning: str
    seed: int
    steps: tuple[Step, ...]

    def line(self) -> str:
        """As one line of JSON: what a test prints, and what is kept in found/."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read(text: str) -> Program:
    """A program from its line."""
    told = json.loads(text)
    steps = tuple(Step(**each) for each in told.pop("steps"))
    return Program(**told, steps=steps)


SHARE = {"author": 1.0, "partner": 0.7, "stranger": 0.3}  # of the turns


@cache
def _turns(by: tuple[str, ...] = ()) -> list[tuple[Kind, str]]:
    """Each kind of step with each who may do it, as often as it is to be drawn."""
    found = []
    for kind in STEPS.values():
        for role in kind.by:
            if not by or role in by:
                found += [(kind, role)] * max(1, round(10 * kind.often * SHARE.get(role, 1)))
    return found


@st.composite
def steps(draw: st.DrawFn, by: tuple[str, ...] = ()) -> Step:
    """One step, of anybody's or of these."""
    kind, role = draw(one_of(_turns(by)))
    return Step(kind.name, role, {name: draw(values) for name, values in kind.given.items()})


def programs(beginning: str, author: str) -> st.SearchStrategy[Program]:
    """Any program. The author begins: before that there is nothing to find out."""
    return st.builds(
        lambda seed, first, rest: Program(author, beginning, seed, (first, *rest)),
        one_of(range(10_000)),
        steps(("author",)),
        st.lists(steps(), min_size=SHORTEST - 1, max_size=LONGEST - 1),
    )
