"""What the tests of this room share: the instruments themselves, small made-up ones, and answers drawn at random."""

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from holdfast.catalogue import loader, roots, strict
from holdfast.instruments import library
from holdfast.instruments.schema import Instrument

LIBRARY = library.at(roots.content())
IDS = LIBRARY.ids()


@cache
def get(id: str) -> Instrument:
    """The newest version of an instrument that ships."""
    return LIBRARY.newest(id).made


def forms() -> list[tuple[str, str | None]]:
    """Every instrument alone, and with each of its variants."""
    return [(id, variant) for id in IDS for variant in (None, *(each.id for each in get(id).variants))]


def possible(instrument: Instrument, item: Any) -> list[Any]:
    """Every answer to an item, missing included."""
    answers = [option.id if option.id is not None else option.value for option in instrument.options(item)]
    return [None, *([[one] for one in answers] if item.multiple else answers)]


def answers(instrument: Instrument, variant: str | None = None, missing: bool = True) -> st.SearchStrategy:
    """Answers to a form; with `missing` false every item is answered with a number where it has one."""
    drawn = {}
    for item in instrument.items_in(variant):
        among = possible(instrument, item)
        drawn[item.id] = st.sampled_from(among if missing else [one for one in among[1:] if one != "na"])
    return st.fixed_dictionaries(drawn)


BASE = """
id: made-up
version: 1.0.0
status: draft
title: A made-up instrument
short_title: MADE-UP
measures: [nothing]
roles: [recovering]
respondent: self
recall: now
cadence: never
review: {status: none}
source:
  citation: nobody
  status: own
  detail: made up for a test
  licence: {name: none, seen: here, tier: A, pack: core, confidence: low, text: bundled}
"""
TWO = """
response_sets: {often: [{value: 1, label: no}, {value: 2, label: so so}, {value: 4, label: yes}]}
items:
  - {id: q1, text: one, responses: often}
  - {id: q2, text: two, responses: often, reverse: true}
"""


def made(text: str, base: str = BASE) -> Instrument:
    """An instrument from YAML: the part that matters to a test, with a plain head before it."""
    return strict.build(Instrument, loader.parse(base + text, Path("made-up.yaml")))


def scored(method: str = "sum", range_: str = "[2, 8]", policy: str = "require_complete", more: str = "") -> Instrument:
    """A made-up instrument of two items (the second turned round) with one score."""
    return made(
        f"{TWO}\nscores:\n  - id: total\n    title: Total\n    method: {method}\n    items: [q1, q2]\n"
        f"    range: {range_}\n    higher_is: worse\n    status: own\n"
        f"    missing: {{policy: {policy}, published_rule: false}}\n{more}"
    )
