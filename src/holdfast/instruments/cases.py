"""Runs the worked cases that an instrument's file carries: the file is its own test."""

from collections.abc import Iterator
from typing import Any

from holdfast.instruments.answers import BadAnswers, from_list
from holdfast.instruments.parts import Case, ExpectedScore
from holdfast.instruments.schema import Instrument
from holdfast.instruments.scoring import Result, ScoreValue, score

MISSING = "missing"
TRUTHS = {"true": True, "false": False, "unknown": None}


def answers_of(instrument: Instrument, case: Case) -> dict[str, Any]:
    """The answers of a case as `scoring` takes them. Raises BadAnswers for a list of the wrong length."""
    if isinstance(case.answers, dict):
        return {item: _answer(answer) for item, answer in case.answers.items()}
    return from_list(instrument, [_answer(answer) for answer in case.answers], case.variant)


def failures(instrument: Instrument) -> list[tuple[int, str]]:
    """What the worked cases find wrong: the position of the case, and a sentence without its full stop."""
    return [(number, said) for number, case in enumerate(instrument.cases) for said in _run(instrument, case)]


def _answer(written: str | tuple[str, ...]) -> Any:
    """An answer as content files write it: a number, `missing`, the id of an option, or several."""
    if isinstance(written, tuple):
        return list(written)
    if written == MISSING:
        return None
    return int(written) if written.removeprefix("-").isdecimal() else written


def _run(instrument: Instrument, case: Case) -> Iterator[str]:
    try:
        result = score(instrument, answers_of(instrument, case), case.variant)
    except BadAnswers as wrong:
        yield f"the answers of this case cannot be: {str(wrong).rstrip('.')}"
        return
    yield from _scores(case, result)
    for id, truth in case.expect.rules.items():
        if id not in result.rules or result.rules[id] is not TRUTHS[truth]:
            yield f"the rule {id} should be {truth} and is {result.rules.get(id, 'not asked here')}"


def _scores(case: Case, result: Result) -> Iterator[str]:
    for id, expected in case.expect.scores.items():
        made = result.scores.get(id)
        if made is None:
            yield f"the score {id} is not made here"
        else:
            yield from _differences(id, expected, made)


def _differences(id: str, expected: ExpectedScore, made: ScoreValue) -> Iterator[str]:
    for part in {"value"} | expected.model_fields_set - {"meets"}:
        if getattr(expected, part) != getattr(made, part):
            yield f"{part} of {id} should be {getattr(expected, part)} and is {getattr(made, part)}"
    for key, met in expected.meets.items():
        if made.meets.get(key) is not met:
            yield f"{key} of {id} should be {met} and is {made.meets.get(key, 'no line of this score')}"
