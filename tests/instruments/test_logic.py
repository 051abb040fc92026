"""Rules have three answers: true, false, and cannot be known yet."""

from itertools import product

import pytest

from holdfast.instruments import logic
from holdfast.instruments.scoring import score
from tests.instruments import forms

A = "{op: count_gte, items: [q1], value: 2, min_count: 1}"
B = "{op: count_gte, items: [q2], value: 2, min_count: 1}"


def truth(when, answers):
    instrument = forms.made(f"{forms.TWO}\nrules:\n  - id: r\n    title: R\n    when: {when}\n")
    return score(instrument, answers).rules["r"]


@pytest.mark.parametrize(
    ("op", "table"),
    [
        (
            "and",
            {(True, True): True, (True, None): None, (None, None): None, (False, None): False, (True, False): False},
        ),
        (
            "or",
            {(False, False): False, (False, None): None, (None, None): None, (True, None): True, (True, False): True},
        ),
    ],
)
def test_and_and_or_know_what_they_can(op, table):
    written = {True: 4, False: 1, None: None}
    for (a, b), expected in table.items():
        for x, y in ((a, b), (b, a)):
            answers = {"q1": written[x], "q2": written[y]}
            assert truth(f"{{op: {op}, args: [{A}, {B}]}}", answers) is expected


@pytest.mark.parametrize(("answer", "expected"), [(4, False), (1, True), (None, None)])
def test_not_turns_round_what_is_known(answer, expected):
    assert truth(f"{{op: not, arg: {A}}}", {"q1": answer}) is expected


def test_counts_are_known_as_soon_as_nothing_missing_could_change_them():
    both = "{op: count_gte, items: [q1, q2], value: 2, min_count: 2}"
    one = "{op: count_equal, items: [q1, q2], value: 2, min_count: 1}"
    for q1, q2 in product([None, 1, 2, 4], repeat=2):
        answers = {"q1": q1, "q2": q2}
        possible = [(x, y) for x in ([q1] if q1 else [1, 2, 4]) for y in ([q2] if q2 else [1, 2, 4])]
        for when, holds in (
            (both, lambda x, y: x >= 2 and y >= 2),
            (one, lambda x, y: 2 in (x, y)),
        ):
            outcomes = {holds(x, y) for x, y in possible}
            assert truth(when, answers) is (outcomes.pop() if len(outcomes) == 1 else None)


def test_an_answer_that_does_not_apply_counts_as_a_no():
    instrument = forms.get("b-ipf")
    assert score(instrument, {"q1": "na"}).rules == {}
    sets = "response_sets: {often: [{value: 1}, {value: 4}, {id: na, na: true}]}\n"
    text = forms.TWO.replace(forms.TWO.splitlines()[1], sets)
    made = forms.made(f"{text}\nrules:\n  - id: r\n    title: R\n    when: {A}\n")
    assert score(made, {"q1": "na"}).rules["r"] is False


def test_a_rule_that_needs_items_of_the_whole_form_is_left_out_of_a_variant():
    assert score(forms.get("phq-9"), {}, "phq-2").rules == {}
    assert set(score(forms.get("pcl-5"), {}, "week").rules) == {"provisional_dsm5"}
    assert set(score(forms.get("itq"), {}).rules) == {
        "ptsd_criteria",
        "dso_criteria",
        "probable_cptsd",
        "probable_ptsd",
    }


def test_what_was_rightly_not_asked_is_no_open_question():
    assert score(forms.get("asq"), {"q1": 0, "q2": 0, "q3": 0, "q4": 0}).rules == {
        "positive": False,
        "acute_positive": False,
    }
    assert logic.truths(forms.get("asq"), dict.fromkeys(["q1", "q2", "q3", "q4", "q5"]), {"q5"}) == {
        "positive": None,
        "acute_positive": False,
    }
