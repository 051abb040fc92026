"""Rules of an instrument: true, false, or None where a missing answer could still decide it (three-valued logic)."""

from collections.abc import Collection, Mapping
from typing import Any

from holdfast.instruments.answers import Answer
from holdfast.instruments.schema import Instrument

Truth = bool | None


def truths(instrument: Instrument, given: Mapping[str, Answer], ruled_out: Collection[str]) -> dict[str, Truth]:
    """Every rule whose items are all in `given`. Items in `ruled_out` were rightly not asked: they count as a no."""
    known = {rule.id: rule.when for rule in instrument.rules}
    view = _View(known, given, ruled_out)
    return {rule.id: view.truth(rule.when) for rule in instrument.rules if view.asked(rule.when)}


class _View:
    """One person's answers, as conditions see them."""

    def __init__(self, rules: Mapping[str, Any], given: Mapping[str, Answer], ruled_out: Collection[str]) -> None:
        self.rules, self.given, self.ruled_out = rules, given, ruled_out

    def asked(self, condition: Any) -> bool:
        """Whether this form asks every item of a condition."""
        match condition.op:
            case "count_gte" | "count_equal":
                return all(item in self.given for item in condition.items)
            case "sum_counts":
                return all(item in self.given for part in condition.parts for item in part.items)
            case "ref":
                return self.asked(self.rules[condition.rule])
            case "not":
                return self.asked(condition.arg)
            case _:
                return all(self.asked(part) for part in condition.args)

    def truth(self, condition: Any) -> Truth:
        """True, false, or None when a missing answer could make it either."""
        match condition.op:
            case "count_gte" | "count_equal":
                return self._enough([(condition.items, condition.value)], condition)
            case "sum_counts":
                return self._enough([(part.items, part.value) for part in condition.parts], condition)
            case "ref":
                return self.truth(self.rules[condition.rule])
            case "not":
                inner = self.truth(condition.arg)
                return None if inner is None else not inner
            case _:
                return self._joined([self.truth(part) for part in condition.args], condition.op == "and")

    def _joined(self, parts: list[Truth], all_of_them: bool) -> Truth:
        """`and` is false as soon as one part is, `or` true as soon as one is; else an unknown part leaves it open."""
        decides = not all_of_them
        if decides in parts:
            return decides
        return None if None in parts else all_of_them

    def _enough(self, parts: list[tuple[tuple[str, ...], int]], condition: Any) -> Truth:
        """Whether at least `min_count` items count, with what is missing counted neither way."""
        hits = unknown = 0
        for items, value in parts:
            for item in items:
                answer = self.given[item]
                if answer is None:
                    unknown += item not in self.ruled_out
                elif isinstance(answer, int):
                    hits += answer == value if condition.op == "count_equal" else answer >= value
        if hits >= condition.min_count:
            return True
        return None if hits + unknown >= condition.min_count else False
