"""What an answer may be, what is refused and how, and answers that come as a list."""

import pytest

from holdfast.instruments.answers import BadAnswers, check, from_list, read, takes_lists, variant_of
from tests.instruments import forms


@pytest.mark.parametrize(
    ("id", "answers", "variant", "words"),
    [
        ("gad-7", {"q8": 1}, None, "GAD-7 has no item 'q8'. Its items go from q1 to q7."),
        ("gad-7", {"total": 1}, None, "no item 'total'"),
        ("gad-7", {3: 1}, None, "no item 3"),
        ("gad-7", {"q1": 4}, None, "4 is not an answer to q1. Its answers are 0, 1, 2, 3, or null for none."),
        ("gad-7", {"q1": -1}, None, "-1 is not an answer"),
        ("gad-7", {"q1": "3"}, None, "'3' is not an answer"),
        ("gad-7", {"q1": 3.0}, None, "3.0 is not an answer"),
        ("gad-7", {"q1": 1.5}, None, "1.5 is not an answer"),
        ("gad-7", {"q1": True}, None, "True is not an answer"),
        ("gad-7", {"q1": [1]}, None, "[1] is not an answer"),
        ("gad-7", {"q1": {}}, None, "{} is not an answer"),
        ("gad-7", {"q1": "na"}, None, "'na' is not an answer"),
        ("gad-7", {"q1": 10**4000}, None, "this number is not an answer"),
        ("gad-7", {"q1": "x" * 1000}, None, "... is not an answer"),
        ("gad-7", {"q1": "\x1b[2J\u202e"}, None, "'\\x1b[2J\\u202e' is not an answer"),
        ("gad-7", {"q3": 1}, "gad-2", "q3 is not asked in gad-2."),
        ("gad-7", {}, "gad-3", "GAD-7 has gad-2, and not 'gad-3'."),
        ("peg", {}, "month", "PEG has no variants, and not 'month'."),
        ("gad-7", [1, 2], None, "a table of item and value"),
        ("gad-7", None, None, "a table of item and value"),
        ("b-ipf", {"q1": "no"}, None, 'Its answers are 0, 1, 2, 3, 4, 5, 6, "na", or null for none.'),
        ("lec-5", {"q1": 1}, None, "1 is not an answer to q1"),
        ("lec-5", {"q1": ["happened", 3]}, None, "is not an answer to q1"),
        ("lec-5", {"q1": ["happened", "happened"]}, None, "stands there twice"),
        ("lec-5", {"q1": ["elsewhere"]}, None, "'elsewhere' is not an answer"),
        ("daily-checkin", {"touch": 1}, None, "1 is not an answer to touch"),
        ("asq", {"q1": 2}, None, "Its answers are 0, 1, 9"),
    ],
)
def test_answers_that_cannot_be_are_refused_in_one_plain_sentence(id, answers, variant, words):
    with pytest.raises(BadAnswers) as refused:
        check(forms.get(id), answers, variant)
    assert words in str(refused.value)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("id", "answer", "meaning"),
    [
        ("gad-7", 3, 3),
        ("gad-7", None, None),
        ("b-ipf", "na", "na"),
        ("lec-5", ["happened", "job"], ("happened", "job")),
        ("lec-5", ("na",), ("na",)),
        ("lec-5", "witnessed", ("witnessed",)),
        ("lec-5", [], None),
    ],
)
def test_answers_mean_what_their_option_says(id, answer, meaning):
    assert read(forms.get(id), {"q1": answer})["q1"] == meaning


def test_an_option_may_be_named_by_its_id():
    assert read(forms.get("daily-checkin"), {"touch": "welcome"})["touch"] == "welcome"
    sets = "response_sets: {often: [{id: never, value: 0}, {id: hardly, value: 0}, {id: often, value: 1}]}\n"
    instrument = forms.made(forms.TWO.replace(forms.TWO.splitlines()[1], sets))
    assert read(instrument, {"q1": "hardly", "q2": 0}) == {"q1": 0, "q2": 0}


def test_every_item_of_the_form_is_there():
    assert list(read(forms.get("csi-16"), {"q10": 2}, "csi-4")) == ["q1", "q5", "q7", "q10"]
    assert len(read(forms.get("pcl-5"), {}, "week")) == 20


def test_a_list_leaves_out_the_gate_and_what_is_not_scored():
    assert list(from_list(forms.get("pc-ptsd-5"), [1] * 5)) == ["q1", "q2", "q3", "q4", "q5"]
    assert "q10" not in from_list(forms.get("phq-9"), [1] * 9)


def test_a_list_for_a_variant_holds_its_items_or_all():
    csi = forms.get("csi-16")
    assert from_list(csi, [1, 2, 3, 4], "csi-4") == {"q1": 1, "q5": 2, "q7": 3, "q10": 4}
    assert from_list(csi, list(range(16)), "csi-4") == {"q1": 0, "q5": 4, "q7": 6, "q10": 9}


@pytest.mark.parametrize(
    ("id", "variant", "size"), [("gad-7", None, 8), ("gad-7", None, 6), ("gad-7", "gad-2", 3), ("gad-7", None, 0)]
)
def test_a_list_of_another_length_is_refused(id, variant, size):
    with pytest.raises(BadAnswers, match=f"this list has {size}. Write null"):
        from_list(forms.get(id), [1] * size, variant)


def test_24_forms_whose_questions_depend_on_each_other_take_no_list():
    named = {id for id in forms.IDS if not takes_lists(forms.get(id))}
    assert named == {"daily-checkin", "lec-5", "asq"}
    for id in named:
        with pytest.raises(BadAnswers, match="takes its answers by name, such as"):
            from_list(forms.get(id), [1])


def test_a_form_asked_in_two_periods_is_never_without_one():
    assert variant_of(forms.get("pcl-5"), None).id == "month"
    assert variant_of(forms.get("gad-7"), None) is None
