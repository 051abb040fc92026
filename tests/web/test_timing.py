"""`benchmarks/timing.py` asks every address that takes an id, and sees what differs."""

import random

import pytest

from benchmarks import timing
from holdfast.web.paths import TABLE

# An id that is checked by another way than looking it up in what somebody keeps.
BY_NAME = {"help-country", "day"}


@pytest.mark.django_db
def test_every_address_that_takes_an_id_is_timed_with_one_of_hers_and_one_that_never_was(settings):
    asked = timing.everything()
    take = {name for _number, rest, _view, name in TABLE if "<uuid:" in rest or "<str:" in rest} - BY_NAME
    by = {who: {one.name for one in asked if one.by.startswith(who)} for who in ("Ana", "Cleo", "Ben")}
    assert by["Cleo"] >= take | {f"{name}: {key}" for name, key, _which in timing.NAMED}
    only_sent = {"met", "form-draft", "journal-draft", "sheet-draft", "given-correct"}
    assert by["Ana"] >= take - only_sent
    assert by["Ben"] >= {"letter", "shared", "share", "result", "person", "letters: back"}
    assert all(set(one.ways) == ({"own", "never"} if one.by.startswith("Ana") else {"foreign", "never"})
               for one in asked)  # fmt: skip
    timing.rounds(asked[-3:], 2, random.Random(1), warm=1)
    assert all(len(taken) == 2 for one in asked[-3:] for taken in one.seconds.values())


def made(foreign, never):
    one = timing.Asked("Cleo", "letter", "GET", dict.fromkeys(("foreign", "never")))
    one.seconds, one.status = {"foreign": foreign, "never": never}, {"foreign": 404, "never": 404}
    return one.found()["p"]


def test_a_hundredth_of_difference_is_seen_and_none_is_not():
    chance = random.Random(5)
    alike, others = ([chance.gauss(1.25, 0.02) for _ in range(200)] for _ in range(2))
    assert made(alike, others) > timing.P
    assert made([taken + 0.0125 for taken in alike], others) < timing.P


def test_an_address_that_answers_now_so_and_now_so_stops_the_measurement():
    answers = iter([404, 404, 200])
    one = timing.Asked("Cleo", "letter", "GET", {"never": lambda: next(answers)})
    with pytest.raises(RuntimeError, match="answered 200 after 404"):
        timing.rounds([one], 3, random.Random(1), warm=0)
