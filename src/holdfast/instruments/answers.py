"""Reads answers to an instrument: what each means as a number, and a plain sentence for what cannot be.

An answer is the value of an option (a whole number), the id of an option that has one, "na" where the form offers
"does not apply", a list of ids where several may be ticked, or None for missing. Nothing is guessed: "3", 3.0 and true
are not 3.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from holdfast.instruments.schema import NA, Instrument, Item, Variant

Answer = int | str | tuple[str, ...] | None
"""A number, "na", the id of an option without a number, ids of ticked options, or None for missing."""


class BadAnswers(ValueError):
    """Answers that cannot be. The message is one plain sentence."""


def read(instrument: Instrument, answers: Mapping[str, Any], variant: str | None = None) -> dict[str, Answer]:
    """Every item of the form with what its answer means; not answered is None. Raises BadAnswers."""
    items = items_of(instrument, variant)
    if not isinstance(answers, Mapping):
        raise BadAnswers("Answers are a table of item and value, such as {'q1': 2}.")
    asked = {item.id for item in items}
    for id in answers:
        if id not in asked:
            raise BadAnswers(_not_asked(instrument, variant, id))
    return {item.id: _meaning(instrument, item, answers.get(item.id)) for item in items}


def check(instrument: Instrument, answers: Mapping[str, Any], variant: str | None = None) -> None:
    """Do nothing when these answers can be, all or some of them. Raises BadAnswers with a plain sentence."""
    read(instrument, answers, variant)


def variant_of(instrument: Instrument, variant: str | None) -> Variant | None:
    """The variant of that id, the default one for None; None is the whole form. Raises BadAnswers."""
    try:
        return instrument.variant(variant)
    except KeyError:
        forms = ", ".join(known.id for known in instrument.variants) or "no variants"
        raise BadAnswers(f"{instrument.short_title} has {forms}, and not {_shown(variant)}.") from None


def items_of(instrument: Instrument, variant: str | None) -> tuple[Item, ...]:
    """The items of a form. Raises BadAnswers for a variant it does not have."""
    variant_of(instrument, variant)
    return instrument.items_in(variant)


def takes_lists(instrument: Instrument) -> bool:
    """Whether answers may come as a plain list: not where items depend on each other or on who answers."""
    depends = (item.multiple or item.rotating or (item.show_if and item.scored) for item in instrument.items)
    return instrument.blocks is None and not any(depends)


def from_list(instrument: Instrument, values: Sequence[Any], variant: str | None = None) -> dict[str, Any]:
    """Answers in file order, gates and unscored items left out, as a table. Raises BadAnswers.

    With a variant the list holds its items, or those of the whole form, of which the variant's are taken.
    """
    if not takes_lists(instrument):
        raise BadAnswers(f"{instrument.short_title} takes its answers by name, such as {_example(instrument)}.")
    asked = [item.id for item in items_of(instrument, variant) if item.listed]
    whole = [item.id for item in instrument.items if item.listed]
    if len(values) == len(asked):
        return dict(zip(asked, values, strict=True))
    if len(values) == len(whole):
        return {id: value for id, value in zip(whole, values, strict=True) if id in asked}
    raise BadAnswers(
        f"{variant or instrument.short_title} has {len(asked)} answers in a list, from {asked[0]} to {asked[-1]}, "
        f"and this list has {len(values)}. Write null for one that is missing."
    )


def _meaning(instrument: Instrument, item: Item, answer: Any) -> Answer:
    """What one answer means. Raises BadAnswers."""
    if answer is None:
        return None
    if not item.multiple:
        return _one(instrument, item, answer)
    ticked = [answer] if isinstance(answer, str) else answer
    if not isinstance(ticked, list | tuple) or not all(isinstance(one, str) for one in ticked):
        raise BadAnswers(_not_an_answer(instrument, item, answer))
    found = tuple(str(_one(instrument, item, one)) for one in ticked)
    if len(set(found)) < len(found):
        raise BadAnswers(f"An answer to {item.id} stands there twice.")
    return found or None


def _one(instrument: Instrument, item: Item, answer: Any) -> int | str:
    for option in instrument.options(item):
        by_value = type(answer) is int and option.value == answer
        by_id = isinstance(answer, str) and option.id == answer
        if by_value or by_id:
            return NA if option.na else option.key if option.value is None else option.value
    raise BadAnswers(_not_an_answer(instrument, item, answer))


def _not_asked(instrument: Instrument, variant: str | None, id: Any) -> str:
    if isinstance(id, str) and instrument.item(id) is not None:
        return f"{id} is not asked in {variant}. Leave it out, or score the whole form."
    items = items_of(instrument, variant)
    return f"{instrument.short_title} has no item {_shown(id)}. Its items go from {items[0].id} to {items[-1].id}."


def _not_an_answer(instrument: Instrument, item: Item, answer: Any) -> str:
    options = [str(option.value) if option.id is None else f'"{option.id}"' for option in instrument.options(item)]
    return f"{_shown(answer)} is not an answer to {item.id}. Its answers are {', '.join(options)}, or null for none."


def _shown(answer: Any) -> str:
    """What was handed in, short enough for a sentence and without signs that a terminal would obey."""
    written = ascii(answer) if not isinstance(answer, int) or abs(answer) < 10**12 else "this number"
    return written if len(written) <= 40 else f"{written[:37]}..."


def _example(instrument: Instrument) -> str:
    item = instrument.items[0]
    option = instrument.options(item)[0]
    value = f'["{option.id}"]' if item.multiple else option.value
    return f'{{"{item.id}": {value}}}'
