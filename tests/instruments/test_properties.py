"""What holds for every instrument that ships and any answers: ranges, reversal, missing answers, gates."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.instruments.answers import BadAnswers
from holdfast.instruments.scoring import score
from tests.instruments import forms

FORMS = forms.forms()
EXAMPLES = settings(max_examples=25)
every_form = pytest.mark.parametrize(("id", "variant"), FORMS, ids=["/".join(filter(None, form)) for form in FORMS])


def gates(instrument):
    """Items that decide whether others are asked or filled, and items that may rightly not be asked."""
    waited = {item.show_if.item for item in instrument.items if item.show_if and item.show_if.item}
    waiting = {item.id for item in instrument.items if item.show_if and item.show_if.rule}
    return {gate.item for gate in instrument.gates} | waited | waiting


@every_form
@EXAMPLES
@given(data=st.data())
def test_every_score_stays_in_its_range_and_says_what_it_is_made_of(id, variant, data):
    instrument = forms.get(id)
    result = score(instrument, data.draw(forms.answers(instrument, variant)), variant)
    assert list(result.scores) == [rule.id for rule in instrument.scores_in(variant)]
    for rule in instrument.scores_in(variant):
        made = result.scores[rule.id]
        assert 0 <= made.n_answered <= len(rule.items)
        assert list(made.meets) == [cut.key for cut in rule.cut_points]
        if made.value is None:
            assert made.band is None
            assert set(made.meets.values()) <= {None}
            assert made.imputed == 0
        else:
            low, high = rule.range
            assert low <= made.value <= high
            assert Fraction(str(made.value)) * 100 == int(Fraction(str(made.value)) * 100)
            assert (made.band in [band.label for band in rule.bands]) or not rule.bands
            assert None not in made.meets.values()


@every_form
@EXAMPLES
@given(data=st.data())
def test_complete_answers_give_every_score_and_decide_every_rule(id, variant, data):
    instrument = forms.get(id)
    result = score(instrument, data.draw(forms.answers(instrument, variant, missing=False)), variant)
    if id != "daily-checkin":  # no contact leaves its connection score without a value, rightly
        assert None not in [made.value for made in result.scores.values()]
    assert None not in result.rules.values()


@every_form
@EXAMPLES
@given(data=st.data())
def test_one_answer_less_never_makes_a_score_and_never_turns_a_rule_round(id, variant, data):
    instrument = forms.get(id)
    answers = data.draw(forms.answers(instrument, variant))
    gone = data.draw(st.sampled_from([item for item in answers if item not in gates(instrument)]))
    more, less = (score(instrument, each, variant) for each in (answers, answers | {gone: None}))
    for name, made in less.scores.items():
        assert more.scores[name].value is not None or made.value is None
        assert made.n_answered <= more.scores[name].n_answered
    for name, truth in less.rules.items():
        assert truth is None or truth is more.rules[name]


@every_form
@EXAMPLES
@given(data=st.data())
def test_missing_is_the_same_as_left_out(id, variant, data):
    instrument = forms.get(id)
    answers = data.draw(forms.answers(instrument, variant))
    given_ones = {item: answer for item, answer in answers.items() if answer is not None}
    assert score(instrument, answers, variant) == score(instrument, given_ones, variant)


def turned(instrument, item):
    """The same instrument with one item turned round, in its key and in its options."""
    values = [option.value for option in instrument.options(item) if option.value is not None]
    mirror = tuple(
        option.model_copy(update={"value": min(values) + max(values) - option.value})
        if option.value is not None
        else option
        for option in instrument.options(item)
    )
    items = tuple(
        each.model_copy(update={"reverse": not each.reverse, "responses": "mirror"}) if each.id == item.id else each
        for each in instrument.items
    )
    return instrument.model_copy(
        update={"items": items, "response_sets": dict(instrument.response_sets) | {"mirror": mirror}}
    )


@pytest.mark.parametrize("id", ["core-10", "rses", "scs-sf", "ecr-rs", "ders-16", "gad-7", "osss-3"])
@EXAMPLES
@given(data=st.data())
def test_turning_key_and_answer_round_together_changes_nothing(id, data):
    instrument = forms.get(id)
    answers = data.draw(forms.answers(instrument))
    item = data.draw(st.sampled_from(instrument.items))
    values = [option.value for option in instrument.options(item)]
    mirrored = answers | {item.id: None if answers[item.id] is None else min(values) + max(values) - answers[item.id]}
    before, after = score(instrument, answers), score(turned(instrument, item), mirrored)
    raw = {rule.id for rule in instrument.scores if rule.raw and item.id in rule.items}
    assert {name: made for name, made in before.scores.items() if name not in raw} == {
        name: made for name, made in after.scores.items() if name not in raw
    }


@given(forms.answers(forms.get("pc-ptsd-5")))
def test_a_closed_gate_completes_the_form_whatever_else_was_sent(answers):
    result = score(forms.get("pc-ptsd-5"), answers | {"gate": 0})
    assert (result.scores["total"].value, result.scores["total"].n_answered) == (0, 0)


@given(forms.answers(forms.get("pc-ptsd-5")), st.sampled_from([1, None]))
def test_an_open_or_unanswered_gate_changes_nothing(answers, gate):
    instrument = forms.get("pc-ptsd-5")
    without = {item: answer for item, answer in answers.items() if item != "gate"}
    assert score(instrument, without | {"gate": gate}) == score(instrument, without)


@given(forms.answers(forms.get("asq")))
def test_an_answer_about_suicide_is_never_set_aside(answers):
    rules = score(forms.get("asq"), answers).rules
    assert (rules["acute_positive"] is True) == (answers["q5"] == 1)
    assert (rules["positive"] is True) == any(answers[item] in (1, 9) for item in ("q1", "q2", "q3", "q4"))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("id", ["b-ipf", "lec-5", "phq-9", "daily-checkin"])
@given(data=st.data())
def test_ft_22_anything_at_all_gives_a_result_or_one_plain_sentence(id, data):
    instrument = forms.get(id)
    names = st.sampled_from([item.id for item in instrument.items]) | st.text(max_size=5)
    answers = data.draw(st.dictionaries(names, anything, max_size=4) | anything)
    try:
        score(instrument, answers)
    except BadAnswers as refused:
        assert str(refused).isprintable()
        assert str(refused).endswith((".", "none."))
        assert len(str(refused)) < 300
