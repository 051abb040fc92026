"""Which items are asked after which answers."""

import pytest

from holdfast.instruments import rules
from tests.instruments import forms


@pytest.mark.parametrize(
    ("id", "variant", "answers", "asked"),
    [
        ("pc-ptsd-5", None, {}, "gate q1 q2 q3 q4 q5"),
        ("pc-ptsd-5", None, {"gate": 1}, "gate q1 q2 q3 q4 q5"),
        ("pc-ptsd-5", None, {"gate": 0}, "gate"),
        ("audit-c", None, {"q1": 0}, "q1"),
        ("audit-c", None, {"q1": 0, "q3": 2}, "q1 q3"),
        ("audit-c", None, {"q1": 2}, "q1 q2 q3"),
        ("asq", None, {}, "q1 q2 q3 q4"),
        ("asq", None, {"q1": 0, "q2": 0, "q3": 0, "q4": 0}, "q1 q2 q3 q4"),
        ("asq", None, {"q2": 9}, "q1 q2 q3 q4 q5"),
        ("phq-9", None, {}, "q1 q2 q3 q4 q5 q6 q7 q8 q9"),
        ("phq-9", None, {f"q{n}": 0 for n in range(1, 10)}, "q1 q2 q3 q4 q5 q6 q7 q8 q9"),
        ("phq-9", None, {f"q{n}": 1 for n in range(1, 10)}, "q1 q2 q3 q4 q5 q6 q7 q8 q9 q10"),
        ("phq-9", "phq-2", {}, "q1 q2"),
        ("daily-checkin", None, {"contact": 0}, "contact mood sleep close s1 s2 s3 s4 p1 p2 p3"),
        ("daily-checkin", None, {"contact": 2}, "contact mood sleep close felt gave s1 s2 s3 s4 p1 p2 p3"),
    ],
)
def test_items_come_when_they_are_due(id, variant, answers, asked):
    assert [item.id for item in rules.items_for(forms.get(id), variant, answers)] == asked.split()


def test_an_item_that_waits_for_a_score_of_a_form_without_it_is_not_asked():
    phq = forms.get("phq-9")
    assert rules.items_for(phq, "phq-8", {f"q{n}": 3 for n in range(1, 9)})[-1].id == "q8"


def test_never_kept_names_items_or_the_whole_form():
    assert rules.never_kept(forms.get("hark")) == {"humiliation", "afraid", "rape", "kick"}
    assert rules.never_kept(forms.get("daily-checkin")) == {"safe", "touch", "conflict"}
    assert rules.never_kept(forms.get("gad-7")) == frozenset()
