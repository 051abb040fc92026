"""Decisions of this room: which item comes next, whose answers may be kept. Pure: file and answers in, answer out."""

from collections.abc import Mapping
from typing import Any

from holdfast.instruments import logic, scoring
from holdfast.instruments.answers import read
from holdfast.instruments.schema import Instrument, Item


def items_for(instrument: Instrument, variant: str | None, answers: Mapping[str, Any]) -> tuple[Item, ...]:
    """The items to ask after these answers, in file order; items that change from day to day are left out.

    A gate that closed leaves itself; an item that waits for a rule or score comes once that is met. Raises BadAnswers.
    """
    form = scoring.settle(instrument, read(instrument, answers, variant))
    truths = logic.truths(instrument, form.given, form.ruled_out)
    asked = instrument.items_in(variant)
    return tuple(
        item
        for item in asked
        if not item.rotating
        and item.id not in form.ruled_out | form.filled
        and _wanted(instrument, item, truths, dict(form.given))
    )


def _wanted(instrument: Instrument, item: Item, truths: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether an item that waits for a rule or a score has what it waits for."""
    when = item.show_if
    if when is None or when.item is not None:
        return True
    if when.rule is not None:
        return truths.get(when.rule) is True
    value = scoring.total(instrument, when.score or "", given)
    return value is not None and value >= (when.gte or 0)


def never_kept(instrument: Instrument) -> frozenset[str]:
    """Ids of the items whose answers are shown and used, and never stored."""
    return frozenset(item.id for item in instrument.items if instrument.never_persist or item.never_persist)
