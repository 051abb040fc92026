"""Which parts of a module wait for now (G2, G3). In doubt they wait: what is not known is not open.

Never says which gate it was, and never touches what is gentle: tools, and reading, stay. Only a module that asks for
steadiness keeps its reading for later too while a crisis hold stands.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from holdfast.programme.exercise import HEAVY, Exercise
from holdfast.programme.module import Course
from holdfast.safety import decisions, gates, queries, rules
from holdfast.safety.gates import Facts

OF_A_PAIR = {"no-hold", "both-ready", "romantic-pair"}
STABLE, NOT_IN_CRISIS = "stable", "not-in-crisis"
GENTLE = {"relief"}


@dataclass(frozen=True)
class Doors:
    """What of one module is open for one person today."""

    names: frozenset[str]
    facts: Facts
    steady: bool = False  # two in a row made it worse, and the person has not said to go on (CR-17)

    @property
    def reads(self) -> bool:
        """Whether there is reading now."""
        return not self._asks_steadiness or gates.passes([NOT_IN_CRISIS], self.facts)

    def opens(self, exercise: Exercise) -> bool:
        """Whether this exercise is open now."""
        if not self.heavy(exercise):
            return True
        return not self.steady and gates.passes(self.names | {NOT_IN_CRISIS}, self.facts)

    def heavy(self, exercise: Exercise) -> bool:
        """Whether this exercise belongs to the heavier parts."""
        kind = exercise.head.kind
        return kind not in GENTLE and (self._asks_steadiness or kind in HEAVY)

    @property
    def _asks_steadiness(self) -> bool:
        """Whether all it has to do is heavy; so is whatever names a gate that nobody knows."""
        return bool(self.names - {NOT_IN_CRISIS})


def of(keyring: Any, course: Course, today: date, *, steady: bool = False) -> Doors:
    """The doors of a module: the gates it names that are the person's own."""
    return Doors(frozenset(course.head.before) - OF_A_PAIR, facts(keyring, today), steady)


def facts(keyring: Any, today: date) -> Facts:
    """What is known of the person's own gates."""
    record = queries.gate(keyring)
    calm = record is not None and not rules.in_crisis(record, today)
    return Facts(not_in_crisis=calm, stable=decisions.stable(keyring))
