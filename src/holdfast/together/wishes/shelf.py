"""Which lists a pair has, and which one a round compares: the same for both, from the pair and the week alone.

The closer lists come only in the rounds whose tick decides the gates, so that they tell no more than the gates do
(ADR 35); those of tier 0 in all the others.
"""

from holdfast.people.content import Shelf
from holdfast.people.schema import Pair
from holdfast.safety import decisions, gates
from holdfast.together.wishes.schema import Sheet

SHEETS: Shelf[Sheet] = Shelf("wishes", Sheet)


def sheets(pair: Pair) -> list[Sheet]:
    """The lists of a pair, the easiest first."""
    found = [each for each in SHEETS.every() if pair.role in each.roles]
    allowed = [each for each in found if not each.intimate or decisions.closest(pair)]
    return sorted(allowed, key=lambda each: (each.tier, each.id))


def sheet(name: str) -> Sheet | None:
    """The list of this id and version, whatever its state; None without one."""
    return SHEETS.pinned(name)


def compared(pair: Pair, number: int) -> Sheet | None:
    """The list that a round compares."""
    closer = gates.decides(number)
    turn = number // gates.RATES.every if closer else number
    found = [each for each in sheets(pair) if (each.tier > 0) == closer]
    return found[turn % len(found)] if found else None
