"""Rules of safety: which answers deserve company at once, and which items are never drawn. Pure; knows no framework.

A reaction leads to one page for the person alone. It never sends, never blocks, never sets anything for two (CR-09),
and no rule here reads a person's own words (CR-10).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Watch(Protocol):
    """A watched item, as an instrument's file declares it: at or above `at_least` it wakes `wakes`."""

    @property
    def item(self) -> str: ...
    @property
    def at_least(self) -> float: ...
    @property
    def wakes(self) -> str: ...


@dataclass(frozen=True)
class Reaction:
    """What a watched answer woke, for example "suicidality", and the item that did."""

    wakes: str
    item: str


def reaction(watch: Iterable[Watch], answers: Mapping[str, Any]) -> Reaction | None:
    """The first watched item whose answer reaches its mark, or None.

    `answers` maps item ids to a number, None for skipped or "na" for not applicable; anything but a number is no
    answer. None as a result reassures of nothing: a zero is only a zero.
    """
    for watched in watch:
        value = answers.get(watched.item)
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= watched.at_least:
            return Reaction(watched.wakes, watched.item)
    return None


def unplottable(instrument: Any) -> frozenset[str]:
    """Ids of an instrument's items that are never drawn, counted or compared over time (CR-11)."""
    return frozenset(watched.item for watched in instrument.watch)
