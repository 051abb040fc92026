"""Each method, policy and rounding by hand on small forms, and the tricky published rules told again."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.instruments.scoring import ScoreValue, score, total
from tests.instruments import forms


def value(instrument, answers, name="total", variant=None):
    return score(instrument, answers, variant).scores[name].value


# The methods, on two items with the values 1, 2 and 4; the second item is turned round (1 + 4 - answer).


@pytest.mark.parametrize(
    ("method", "range_", "more", "expected"),
    [
        ("sum", "[2, 8]", "", 2 + 1),
        ("mean", "[1, 4]", "", 1.5),
        ("sum", "[2, 8]", "    raw: true", 2 + 4),
        ("sum", "[1, 4]", "    multiplier: 0.5", 1.5),
        ("weighted-sum", "[2.5, 10]", "    weights: {q1: 0.5, q2: 2}", 0.5 * 2 + 2 * 1),
        ("count_equal", "[0, 2]", "    equals: 1", 1),
        ("percent_of_max", "[25, 100]", "    item_max: 4", 37.5),
    ],
)
def test_each_method(method, range_, more, expected):
    assert value(forms.scored(method, range_, more=more), {"q1": 2, "q2": 4}) == expected


def test_a_prorated_sum_stands_for_all_items():
    instrument = forms.scored("prorated_sum", policy="prorate, min_answered: 1")
    assert score(instrument, {"q1": 4}).scores["total"] == ScoreValue(8, None, 1, 1, {})
    assert value(instrument, {}) is None


def test_a_mean_of_what_was_answered_says_what_it_does_without():
    instrument = forms.scored("mean", "[1, 4]", "mean_of_answered, min_answered: 1")
    assert score(instrument, {"q2": 4}).scores["total"] == ScoreValue(1, None, 1, 1, {})


def test_a_percentage_of_what_was_answered_imputes_nothing():
    instrument = forms.scored(
        "percent_of_max", "[25, 100]", "percent_of_answered_max, min_answered: 1", "    item_max: 4"
    )
    assert score(instrument, {"q1": 2}).scores["total"] == ScoreValue(50, None, 1, 0, {})


def test_scores_are_whole_numbers_where_they_can_be():
    assert type(value(forms.scored(), {"q1": 1, "q2": 1})) is int
    assert type(value(forms.scored("mean", "[1, 4]"), {"q1": 1, "q2": 1})) is float


@given(st.lists(st.integers(0, 4), min_size=9, max_size=9))
def test_rounding_is_half_up_to_two_decimals_once_at_the_end(answers):
    given_ones = {f"q{number}": answer for number, answer in enumerate(answers, start=2)}
    made = score(forms.get("core-10"), given_ones).scores["clinical"]
    scored = [4 - answer if number in (0, 1) else answer for number, answer in enumerate(answers)]
    exact = Decimal(10 * sum(scored)) / Decimal(9)
    assert Decimal(str(made.value)) == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_halves_go_up():
    instrument = forms.scored(range_="[0.25, 1]", more="    multiplier: 0.125")
    assert value(instrument, {"q1": 1, "q2": 4}) == 0.25
    assert value(instrument, {"q1": 2, "q2": 4}) == 0.38  # 0.375
    assert value(instrument, {"q1": 1, "q2": 1}) == 0.63  # 0.625, which binary rounding to even makes 0.62


SCORE = """
scores:
  - id: total
    title: Total
    method: mean
    items: [q1, q2]
    range: [1, 5]
    higher_is: worse
    status: own
    missing: {policy: require_complete, published_rule: false}
"""
LINES = """    bands:
      - {from: 1, label: low, status: own, source: here}
      - {from: 2.5, label: high, status: own, source: here}
    cut_points:
      - {value: 2.5, direction: gte, label: a, status: own, source: here}
      - {value: 2.5, direction: gt, label: b, status: own, source: here}
      - {value: 2.5, direction: lte, label: c, status: own, source: here}
      - {value: 2.5, direction: lt, label: d, status: own, source: here}"""


@pytest.mark.parametrize(("q1", "band", "met"), [(2, "low", "lte lt"), (4, "high", "gte lte"), (5, "high", "gte gt")])
def test_bands_begin_at_their_lower_bound_and_lines_mean_what_they_say(q1, band, met):
    sets = "response_sets: {often: [{value: 1}, {value: 2}, {value: 4}, {value: 5}]}\n"
    text = forms.TWO.replace(forms.TWO.splitlines()[1], sets).replace(", reverse: true", "")
    instrument = forms.made(f"{text}{SCORE}{LINES}")
    made = score(instrument, {"q1": q1, "q2": 1}).scores["total"]
    assert made.band == band
    assert {key.partition(":")[0] for key, yes in made.meets.items() if yes} == set(met.split())
    assert set(score(instrument, {"q1": 1}).scores["total"].meets.values()) == {None}


def test_total_of_a_score_that_is_not_there_is_none():
    assert total(forms.get("gad-7"), "nothing", {}) is None


# Published rules, told again without our machinery.

levels = st.integers(0, 4)


@given(st.lists(levels, min_size=20, max_size=20))
def test_pcl_5_provisional_rule(x):
    high = [answer >= 2 for answer in x]
    b, c, d, e = high[0:5], high[5:7], high[7:14], high[14:20]
    expected = sum(b) >= 1 and sum(c) >= 1 and sum(d) >= 2 and sum(e) >= 2
    result = score(forms.get("pcl-5"), {f"q{n}": answer for n, answer in enumerate(x, start=1)})
    assert result.rules["provisional_dsm5"] is expected
    assert result.scores["total"].value == sum(x)
    assert result.scores["total"].meets == {"gte:31": sum(x) >= 31, "gte:33": sum(x) >= 33}
    parts = ("cluster_b", "cluster_c", "cluster_d", "cluster_e")
    assert sum(result.scores[part].value for part in parts) == sum(x)


@given(st.lists(levels, min_size=20, max_size=20))
def test_pcl_5_estimate_from_eight_items(x):
    weights = {1: 215, 4: 178, 6: 179, 7: 135, 9: 303, 12: 296, 18: 288, 19: 253}
    expected = sum(weight * x[item - 1] for item, weight in weights.items()) / 100
    assert value(forms.get("pcl-5"), {f"q{n}": a for n, a in enumerate(x, start=1)}, "short8_to_total") == expected


ITQ = [*(f"p{n}" for n in range(1, 10)), *(f"c{n}" for n in range(1, 10))]


@given(st.lists(levels, min_size=18, max_size=18))
def test_itq_gives_ptsd_or_complex_ptsd_and_never_both(x):
    a = dict(zip(ITQ, x, strict=True))

    def block(letter):
        pairs = [(1, 2), (3, 4), (5, 6), (7, 8, 9)]
        return all(max(a[f"{letter}{n}"] for n in pair) >= 2 for pair in pairs)

    rules = score(forms.get("itq"), a).rules
    assert rules["ptsd_criteria"] is block("p")
    assert rules["dso_criteria"] is block("c")
    assert rules["probable_cptsd"] is (block("p") and block("c"))
    assert rules["probable_ptsd"] is (block("p") and not block("c"))
    assert not (rules["probable_ptsd"] and rules["probable_cptsd"])


@given(st.lists(levels, min_size=18, max_size=18))
def test_itq_total_leaves_the_impairment_items_out(x):
    a = dict(zip(ITQ, x, strict=True))
    other = a | dict.fromkeys(("p7", "p8", "p9", "c7", "c8", "c9"), 0)
    assert score(forms.get("itq"), a).scores == score(forms.get("itq"), other).scores
    assert value(forms.get("itq"), a) == sum(a[f"{letter}{n}"] for letter in "pc" for n in range(1, 7))


@given(st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_phq_9_syndrome_algorithm(x):
    symptoms = sum(answer >= 2 for answer in x[:8]) + (x[8] >= 1)
    expected = symptoms >= 5 and (x[0] >= 2 or x[1] >= 2)
    result = score(forms.get("phq-9"), {f"q{n}": answer for n, answer in enumerate(x, start=1)})
    assert result.rules == {"self_harm_item": x[8] >= 1, "major_depressive_syndrome": expected}


@given(st.lists(st.sampled_from([*range(7), "na", None]), min_size=7, max_size=7))
def test_b_ipf_percent_of_what_applies(x):
    numbers = [answer for answer in x if isinstance(answer, int)]
    made = score(forms.get("b-ipf"), {f"q{n}": answer for n, answer in enumerate(x, start=1)}).scores["impairment"]
    assert made.n_answered == len(numbers)
    if numbers:
        exact = Decimal(100 * sum(numbers)) / Decimal(6 * len(numbers))
        assert Decimal(str(made.value)) == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    else:
        assert made.value is None


def test_audit_c_every_combination():
    instrument = forms.get("audit-c")
    for q1, q2, q3 in product([None, 0, 1, 4], repeat=3):
        made = score(instrument, {"q1": q1, "q2": q2, "q3": q3}).scores["total"]
        filled = [0 if q1 == 0 and answer is None else answer for answer in (q1, q2, q3)]
        assert made.value == (None if None in filled else sum(filled))
        assert made.n_answered == sum(answer is not None for answer in (q1, q2, q3))


def test_hark_every_combination():
    for answers in product([None, 0, 1], repeat=4):
        items = ("humiliation", "afraid", "rape", "kick")
        made = score(forms.get("hark"), dict(zip(items, answers, strict=True))).scores["total"]
        yes = answers.count(1)
        assert made.value == (yes if yes or None not in answers else None)
        assert made.meets["gte:1"] == (True if yes else None if None in answers else False)


@given(st.lists(st.integers(1, 5), min_size=12, max_size=12))
def test_scs_sf_turns_six_items_round_for_the_total_and_none_for_raw_parts(x):
    a = {f"q{n}": answer for n, answer in enumerate(x, start=1)}
    turned = [6 - answer if n in (1, 4, 8, 9, 11, 12) else answer for n, answer in enumerate(x, start=1)]
    exact = (Decimal(sum(turned)) / 12).quantize(Decimal("0.01"), ROUND_HALF_UP)
    result = score(forms.get("scs-sf"), a)
    assert Decimal(str(result.scores["total"].value)) == exact
    assert result.scores["self_judgment"].value == (a["q11"] + a["q12"]) / 2
    assert result.scores["isolation"].value == (a["q4"] + a["q8"]) / 2
    assert result.scores["over_identification"].value == (a["q1"] + a["q9"]) / 2


def test_no_contact_is_structurally_missing_and_never_zero():
    instrument = forms.get("daily-checkin")
    assert value(instrument, {"contact": 0, "close": 2}, "connection") is None
    assert value(instrument, {"contact": 0, "close": 2, "felt": 8}, "connection") is None
    assert value(instrument, {"contact": 1, "close": 2, "felt": 8}, "connection") == 5
    assert value(instrument, {"close": 2, "felt": 8}, "connection") == 5
