"""Which answers wake the support page: pure rules, held to every watched item of every form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.checkins import questions
from holdfast.instruments import queries as instruments
from holdfast.instruments.parts import Watch
from holdfast.safety import rules

WATCHING = [form for form in instruments.all_().values() if form.watch]
NINE = Watch(item="q9", at_least=1, wakes="suicidality")


def test_cr_08_the_watched_items_are_the_three_forms_that_ask_about_it():
    watched = {form.id: [watch.item for watch in form.watch] for form in WATCHING}
    assert watched == {"asq": ["q1", "q2", "q3", "q4", "q5"], "core-10": ["q6"], "phq-9": ["q9"]}


@pytest.mark.parametrize("value", [1, 2, 3])
def test_cr_08_any_answer_above_nothing_wakes_whatever_else_was_said(value):
    assert rules.reaction([NINE], {"q9": value, "q1": 0}) == rules.Reaction("suicidality", "q9")


@pytest.mark.parametrize("value", [0, None, "na", "3", True, []])
def test_only_a_number_from_its_mark_on_wakes(value):
    assert rules.reaction([NINE], {"q9": value}) is None
    assert rules.reaction([NINE], {}) is None


@pytest.mark.parametrize("form", WATCHING, ids=lambda form: form.id)
def test_cr_08_every_option_of_every_watched_item_of_every_form(form):
    for watch in form.watch:
        for option in form.options(form.item(watch.item)):
            woke = rules.reaction(form.watch, questions.numbers(form, {watch.item: option.id or option.value}))
            assert (woke is not None) == (option.value > 0), (form.id, watch.item, option)


@given(st.dictionaries(st.sampled_from(["q1", "q2", "q9"]), st.integers(-5, 9) | st.none()))
def test_no_other_answer_can_hide_a_watched_one(answers):
    assert (rules.reaction([NINE], answers) is not None) == ((answers.get("q9") or 0) >= 1)


def test_cr_11_watched_items_are_never_drawn():
    assert rules.unplottable(instruments.definition("phq-9")) == {"q9"}
    assert rules.unplottable(instruments.definition("core-10")) == {"q6"}
    assert rules.unplottable(instruments.definition("gad-7")) == frozenset()
