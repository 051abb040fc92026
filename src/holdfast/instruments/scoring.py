"""From answers to scores and rules, exactly: fractions inside, rounded half up to two decimals at the end.

No value rather than a guess: what a missing answer means is each score's own policy, from its file. Knows no framework,
no person and no clock; the same answers give the same result for ever.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

from holdfast.catalogue.strict import exact
from holdfast.instruments import logic
from holdfast.instruments.answers import Answer, BadAnswers, check, from_list, read, variant_of
from holdfast.instruments.schema import Gate, Instrument, Score

__all__ = ["BadAnswers", "Result", "ScoreValue", "check", "from_list", "score", "variant_of"]

Number = int | float


@dataclass(frozen=True)
class ScoreValue:
    """One score. `value` is None where none is made; `imputed` counts answers that the value does without.

    `meets` holds the score's published lines by their key ("gte:31"): true, false, or None without a value.
    """

    value: Number | None
    band: str | None
    n_answered: int
    imputed: int
    meets: dict[str, bool | None]


@dataclass(frozen=True)
class Result:
    """Every score and rule of one form."""

    scores: dict[str, ScoreValue]
    rules: dict[str, bool | None]

    def as_data(self) -> dict[str, Any]:
        """The same as plain tables, for JSON."""
        return asdict(self)


@dataclass
class Settled:
    """Answers with what the form itself says about them."""

    given: dict[str, Answer]
    ruled_out: set[str] = field(default_factory=set)  # items rightly not asked
    filled: set[str] = field(default_factory=set)  # answers that follow from another answer
    fixed: dict[str, Number] = field(default_factory=dict)  # scores that a gate gives


def score(instrument: Instrument, answers: Mapping[str, Any], variant: str | None = None) -> Result:
    """The scores and rules of these answers. Raises BadAnswers for answers that cannot be.

    `answers` maps item ids to an option's value or id, "na" for not applicable, None (or left out) for missing.
    """
    form = settle(instrument, read(instrument, answers, variant))
    scores = {rule.id: _scored(instrument, rule, form) for rule in instrument.scores_in(variant)}
    return Result(scores, logic.truths(instrument, form.given, form.ruled_out))


def total(instrument: Instrument, id: str, given: Mapping[str, Answer]) -> Number | None:
    """The value of one score of the whole form, from answers that were read; None where none is made."""
    rule = instrument.score(id)
    return None if rule is None else _scored(instrument, rule, Settled(dict(given))).value


def settle(instrument: Instrument, given: dict[str, Answer]) -> Settled:
    """Apply the gates, and leave out what was rightly not asked.

    An answer that a gate or another item rules out is set aside; one that waits for a rule counts whenever it is there,
    so that an answer about risk is never set aside.
    """
    form = Settled(dict(given))
    for gate in instrument.gates:
        if given.get(gate.item) == gate.equals:
            _close(form, gate)
    for item in instrument.items:
        when = item.show_if
        if item.id not in given or when is None:
            continue
        if when.item is not None and _below(form.given.get(when.item), when.gte):
            form.given[item.id] = None
            form.ruled_out.add(item.id)
        elif when.rule is not None and logic.truths(instrument, form.given, form.ruled_out).get(when.rule) is False:
            form.ruled_out.add(item.id)
    return form


def _below(answer: Answer, least: int | None) -> bool:
    return isinstance(answer, int) and least is not None and answer < least


def _close(form: Settled, gate: Gate) -> None:
    form.fixed.update(gate.scores)
    for id in gate.skip:
        form.given[id] = None
        form.ruled_out.add(id)
    for id, value in gate.values.items():
        if form.given.get(id) is None:
            form.given[id] = value
            form.filled.add(id)


def _scored(instrument: Instrument, rule: Score, form: Settled) -> ScoreValue:
    """One score of a form."""
    numbers = {id: number for id in rule.items if isinstance(number := form.given[id], int)}
    answered = len(numbers) - len(form.filled & set(numbers))
    if rule.id in form.fixed:
        return _placed(rule, exact(form.fixed[rule.id]), answered, 0)
    if not _enough(rule, numbers):
        return _placed(rule, None, answered, 0)
    turned = {id: Fraction(_turned(instrument, rule, id, number)) for id, number in numbers.items()}
    value = _value(rule, turned) * exact(rule.multiplier)
    fills = rule.missing.policy in ("prorate", "mean_of_answered")
    return _placed(rule, value, answered, len(rule.items) - len(numbers) if fills else 0)


def _enough(rule: Score, numbers: Mapping[str, int]) -> bool:
    """Whether the score's own policy makes a value of these answers."""
    if rule.missing.min_answered:
        return len(numbers) >= rule.missing.min_answered
    if len(numbers) == len(rule.items):
        return True
    return rule.missing.policy == "any_yes_is_positive" and any(numbers.values())


def _turned(instrument: Instrument, rule: Score, id: str, number: int) -> int:
    """The number an answer adds: turned round (top + bottom - answer) for reversed items, unless the score is raw."""
    item = instrument.item(id)
    if item is None or not item.reverse or rule.raw:
        return number
    values = [option.value for option in instrument.options(item) if option.value is not None]
    return min(values) + max(values) - number


def _value(rule: Score, numbers: Mapping[str, Fraction]) -> Fraction:
    """The score before its multiplier; there is at least one number."""
    total = sum(numbers.values(), Fraction(0))
    match rule.method:
        case "sum":
            return total
        case "mean":
            return total / len(numbers)
        case "prorated_sum":
            return total / len(numbers) * len(rule.items)
        case "percent_of_max":
            return 100 * total / (exact(rule.item_max or 0) * len(numbers))
        case "count_equal":
            return Fraction(sum(number == rule.equals for number in numbers.values()))
        case _:
            return sum((exact(rule.weights[id]) * number for id, number in numbers.items()), Fraction(0))


def _placed(rule: Score, value: Fraction | None, answered: int, imputed: int) -> ScoreValue:
    """The value rounded, with its band and its published lines."""
    if value is None:
        return ScoreValue(None, None, answered, imputed, dict.fromkeys((cut.key for cut in rule.cut_points), None))
    rounded = Fraction(floor(value * 100 + Fraction(1, 2)), 100)
    band = [band.label for band in rule.bands if exact(band.start) <= rounded]
    meets = {cut.key: _met(cut.direction, rounded, exact(cut.value)) for cut in rule.cut_points}
    plain = int(rounded) if rounded.denominator == 1 else float(rounded)
    return ScoreValue(plain, band[-1] if band else None, answered, imputed, meets)


def _met(direction: str, value: Fraction, line: Fraction) -> bool:
    match direction:
        case "gte":
            return value >= line
        case "gt":
            return value > line
        case "lte":
            return value <= line
        case _:
            return value < line
