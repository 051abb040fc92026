"""Does an instrument file hang together? Every id used is defined, every range is what the items can give.

A fault is a place in the file and a sentence without its full stop. Works on the parts by their names, so that
`schema` can call it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from holdfast.catalogue.loader import Place
from holdfast.catalogue.strict import exact

Fault = tuple[Place, str]
Faults = Iterator[Fault]


def faults(instrument: Any) -> list[Fault]:
    """What does not hang together in an instrument; an empty list when all does."""
    checks = (_ids, _sets, _words, _scores, _ranges, _conditions, _gates, _variants, _groups, _the_rest)
    return [fault for check in checks for fault in check(instrument)]


def items_of(condition: Any, rules: Mapping[str, Any], seen: tuple[str, ...] = ()) -> set[str]:
    """Every item a condition looks at, also through other rules. Raises ValueError for a ring or an unknown rule."""
    if condition.op in ("count_gte", "count_equal"):
        return set(condition.items)
    if condition.op == "sum_counts":
        return {item for part in condition.parts for item in part.items}
    if condition.op == "ref":
        if condition.rule in seen or condition.rule not in rules:
            why = "refers to itself" if condition.rule in seen else "is used and not defined"
            raise ValueError(f"the rule {condition.rule} {why}")
        return items_of(rules[condition.rule].when, rules, (*seen, condition.rule))
    parts = (condition.arg,) if condition.op == "not" else condition.args
    return {item for part in parts for item in items_of(part, rules, seen)}


def _ids(instrument: Any) -> Faults:
    for key in ("items", "scores", "rules", "variants"):
        yield from _twice(key, [part.id for part in getattr(instrument, key)])
    yield from _twice("cases", [case.uuid for case in instrument.cases])


def _twice(key: str, ids: list[str]) -> Faults:
    for number, id in enumerate(ids):
        if id in ids[:number]:
            yield (key, number), f"{id} stands here twice"


def _sets(instrument: Any) -> Faults:
    for name, options in instrument.response_sets.items():
        place = ("response_sets", name)
        keys = [option.key for option in options]
        if len(set(keys)) < len(keys):
            yield place, "options that share a value each need an id of their own"
        values = [option.value for option in options if option.value is not None]
        if any(values.count(option.value) > 1 for option in options if option.id is None):
            yield place, "options that share a value each need an id of their own"
    for number, item in enumerate(instrument.items):
        if item.responses not in instrument.response_sets:
            yield ("items", number, "responses"), f"the response set {item.responses} is not defined"
    for name in sorted(set(instrument.response_sets) - {item.responses for item in instrument.items}):
        yield ("response_sets", name), f"the response set {name} is not used"


def _words(instrument: Any) -> Faults:
    bundled = instrument.source.licence.text == "bundled"
    for number, item in enumerate(instrument.items):
        if bundled != (item.text is not None):
            said = "has no text" if bundled else "has text, and the licence is link-only"
            yield ("items", number), f"the item {item.id} {said}"
    licence = instrument.source.licence
    if bundled == (licence.tier == "C") or bundled == (licence.pack == "scoring-only"):
        yield ("source", "licence"), "tier C, the pack scoring-only and `text: link-only` go together"


def _numbers(instrument: Any, item: Any) -> list[int]:
    return [option.value for option in instrument.response_sets.get(item.responses, ()) if option.value is not None]


def _scores(instrument: Any) -> Faults:
    items = {item.id: item for item in instrument.items}
    for number, score in enumerate(instrument.scores):
        for id in score.items:
            if id not in items:
                yield ("scores", number, "items"), f"the item {id} is not defined"
            elif items[id].multiple or not items[id].scored or not _numbers(instrument, items[id]):
                yield ("scores", number, "items"), f"the item {id} gives no number"
        if score.missing.min_answered > len(score.items):
            yield ("scores", number, "missing"), "this wants more answers than there are items"
    if instrument.item_level_only and instrument.scores:
        yield ("item_level_only",), "item_level_only means that there are no scores"


def _ranges(instrument: Any) -> Faults:
    items = {item.id: item for item in instrument.items}
    for number, score in enumerate(instrument.scores):
        sets = [_numbers(instrument, items[id]) for id in score.items if id in items]
        if len(sets) == len(score.items) and all(sets):
            low, high = _extremes(score, sets)
            if (low, high) != tuple(exact(end) for end in score.range):
                said = f"this score can go from {float(low):g} to {float(high):g}, which is not its range"
                yield ("scores", number, "range"), said


def _extremes(score: Any, sets: list[list[int]]) -> tuple[Any, Any]:
    """The lowest and highest value of a score; reversing an item turns its values round and moves neither end."""
    if score.method == "count_equal":
        return 0, len(sets)
    weights = [exact(score.weights.get(id, 1)) for id in score.items]
    ends = [sum(weight * choose(values) for weight, values in zip(weights, sets, strict=True)) for choose in (min, max)]
    if score.method == "mean":
        ends = [end / len(sets) for end in ends]
    if score.method == "percent_of_max":
        ends = [100 * end / (score.item_max * len(sets)) for end in ends]
    low, high = (end * exact(score.multiplier) for end in ends)
    return low, high


def _conditions(instrument: Any) -> Faults:
    rules = {rule.id: rule for rule in instrument.rules}
    known = {item.id for item in instrument.items}
    used: dict[str, set[str]] = {}
    for number, rule in enumerate(instrument.rules):
        try:
            used[rule.id] = items_of(rule.when, rules, (rule.id,))
        except ValueError as wrong:
            yield ("rules", number), str(wrong)
            return
        for id in sorted(used[rule.id] - known):
            yield ("rules", number), f"the item {id} is not defined"
    for number, item in enumerate(instrument.items):
        if item.show_if is not None and (said := _shown(instrument, item, used)):
            yield ("items", number, "show_if"), said


def _shown(instrument: Any, item: Any, used: dict[str, set[str]]) -> str:
    """What is wrong with the condition under which an item is asked; nothing is an empty text."""
    when = item.show_if
    if when.item is not None and instrument.item(when.item) is None:
        return f"the item {when.item} is not defined"
    if when.rule is not None and (when.rule not in used or item.id in used[when.rule]):
        return f"the rule {when.rule} is not defined, or looks at this very item"
    counted = any(item.id in score.items for score in instrument.scores)
    counted = counted or any(item.id in items for items in used.values())
    if when.score is not None and (instrument.score(when.score) is None or counted):
        return f"the score {when.score} is not defined, or this item is counted in a score or a rule"
    return ""


def _gates(instrument: Any) -> Faults:
    items = {item.id: item for item in instrument.items}
    for number, gate in enumerate(instrument.gates):
        place = ("gates", number)
        for id in sorted({gate.item, *gate.skip, *gate.values} - set(items)):
            yield place, f"the item {id} is not defined"
        for id in sorted(set(gate.scores) - {score.id for score in instrument.scores}):
            yield place, f"the score {id} is not defined"
        for id, value in gate.values.items():
            if id in items and value not in _numbers(instrument, items[id]):
                yield place, f"{value} is not an answer to {id}"
        if (gate.then == "fill") != bool(gate.values) or (gate.then == "fill") == bool(gate.scores):
            yield place, "fill has values, and complete_with_scores has scores"


def _variants(instrument: Any) -> Faults:
    items = {item.id for item in instrument.items}
    for number, variant in enumerate(instrument.variants):
        place = ("variants", number)
        for id in sorted(set(variant.items) - items):
            yield place, f"the item {id} is not defined"
        for id in variant.scores:
            score = instrument.score(id)
            if score is None or (variant.items and not set(score.items) <= set(variant.items)):
                yield place, f"the score {id} is not defined, or needs items that are not asked here"
        if variant.items and not variant.scores and instrument.scores:
            yield place, "a variant with items of its own names its scores"
    if instrument.default_variant not in (None, *(variant.id for variant in instrument.variants)):
        yield ("default_variant",), f"the variant {instrument.default_variant} is not defined"


def _groups(instrument: Any) -> Faults:
    items = {item.id for item in instrument.items}
    groups = [(("stems", number), stem.items) for number, stem in enumerate(instrument.stems)]
    groups += [(("watch", number), (watch.item,)) for number, watch in enumerate(instrument.watch)]
    if instrument.blocks is not None:
        groups += [(("blocks", name), ids) for name, ids in instrument.blocks]
    for place, ids in groups:
        for id in sorted(set(ids) - items):
            yield place, f"the item {id} is not defined"


def _the_rest(instrument: Any) -> Faults:
    for number, change in enumerate(instrument.change):
        if instrument.score(change.score) is None:
            yield ("change", number), f"the score {change.score} is not defined"
    if (instrument.replaces is None) != (instrument.reason is None):
        yield ("replaces",), "a version that replaces another says so in `replaces` and why in `reason`"
