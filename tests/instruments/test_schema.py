"""An instrument file that does not hang together is refused, with the line and a sentence."""

import pytest

from holdfast.catalogue.problems import ContentError
from holdfast.instruments.schema import Instrument
from tests.instruments import forms

SCORE = """
scores:
  - id: total
    title: Total
    method: sum
    items: [q1, q2]
    range: [2, 8]
    higher_is: worse
    status: own
    missing: {policy: require_complete, published_rule: false}
"""
WHOLE = forms.TWO + SCORE
ITEM_3 = "  - {id: q3, text: three, responses: often"


def with_item(more):
    return forms.TWO + ITEM_3 + more + "}\n" + SCORE


def with_rule(when):
    return WHOLE + f"\nrules:\n  - id: r\n    title: R\n    when: {when}\n"


def refusal(text, base=forms.BASE):
    """The sentences with which a file is refused."""
    with pytest.raises(ContentError) as refused:
        forms.made(text, base)
    return str(refused.value)


def test_the_smallest_file_is_taken():
    assert forms.made(WHOLE).score("total").range == (2, 8)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (WHOLE.replace("id: q2", "id: q1"), "Q1 stands here twice"),
        (WHOLE.replace("responses: often, rev", "responses: rarely, rev"), "The response set rarely is not defined"),
        (WHOLE.replace("yes}]}", "yes}], rest: [{value: 0}]}"), "The response set rest is not used"),
        (WHOLE.replace("value: 2", "value: 1"), "options that share a value each need an id"),
        (WHOLE.replace("{value: 2", "{id: x, value: 1"), "options that share a value each need an id"),
        (WHOLE.replace("text: one, ", ""), "The item q1 has no text"),
        (WHOLE.replace("items: [q1, q2]", "items: [q1, q3]"), "The item q3 is not defined"),
        (WHOLE.replace("items: [q1, q2]", "items: [q1, q1]"), "an item or a cut point stands here twice"),
        (WHOLE.replace("[2, 8]", "[0, 8]"), "This score can go from 2 to 8, which is not its range"),
        (WHOLE.replace("method: sum", "method: mean"), "This score can go from 1 to 4"),
        (WHOLE.replace("method: sum", "method: median"), "method: Input should be"),
        (WHOLE.replace("method: sum", "method: count_equal"), "equals belongs to the method count_equal"),
        (WHOLE.replace("title: Total", "title: Total\n    equals: 1"), "equals belongs to the method count_equal"),
        (WHOLE.replace("title: Total", "title: Total\n    weights: {q1: 1}"), "weights belongs to the method"),
        (
            WHOLE.replace("method: sum", "method: weighted-sum\n    weights: {q1: 1}"),
            "weights must name the same items",
        ),
        (WHOLE.replace("method: sum", "method: prorated_sum"), "prorated_sum and the missing policy prorate"),
        (WHOLE.replace("require_complete", "prorate"), "the policy prorate needs min_answered"),
        (WHOLE.replace("require_complete", "require_complete, min_answered: 1"), "takes no min_answered"),
        (WHOLE.replace("require_complete", "mean_of_answered, min_answered: 3"), "wants more answers than there are"),
        (WHOLE + "    bands: [{from: 3, label: x, status: own, source: here}]", "bands must begin at the low end"),
        (with_item(", multiple: true").replace("[q1, q2]", "[q1, q3]"), "The item q3 gives no number"),
        (with_item(", scored: false").replace("[q1, q2]", "[q1, q3]"), "The item q3 gives no number"),
        (with_item(", show_if: {item: q9, gte: 1}"), "The item q9 is not defined"),
        (with_item(", show_if: {rule: r}"), "The rule r is not defined, or looks at this very item"),
        (with_item(", show_if: {score: none, gte: 1}"), "The score none is not defined"),
        (with_item(", show_if: {score: total, gte: 1}").replace("[q1, q2]", "[q1, q3]"), "this item is counted"),
        (with_item(", show_if: {item: q1}"), "item and score also need gte"),
        (with_item(", show_if: {item: q1, rule: r, gte: 1}"), "name one of item, rule and score"),
        (with_rule("{op: ref, rule: r}"), "The rule r refers to itself"),
        (with_rule("{op: not, arg: {op: ref, rule: s}}"), "The rule s is used and not defined"),
        (with_rule("{op: count_gte, items: [q7], value: 1, min_count: 1}"), "The item q7 is not defined"),
        (with_rule("{op: sum_counts, parts: [{items: [q7], value: 1}], min_count: 1}"), "The item q7 is not defined"),
        (with_rule("{op: python, code: x}"), "does not match any of the expected tags"),
        (WHOLE + "gates:\n  - {item: q9, equals: 1, then: fill, values: {q1: 1}}", "The item q9 is not defined"),
        (WHOLE + "gates:\n  - {item: q1, equals: 1, then: fill, values: {q2: 3}}", "3 is not an answer to q2"),
        (WHOLE + "gates:\n  - {item: q1, equals: 1, then: complete_with_scores}", "Fill has values"),
        (
            WHOLE + "gates:\n  - {item: q1, equals: 1, then: complete_with_scores, scores: {x: 0}}",
            "The score x is not defined",
        ),
        (WHOLE + "variants:\n  - {id: s, items: [q1]}", "A variant with items of its own names its scores"),
        (WHOLE + "variants:\n  - {id: s, items: [q1, q9], scores: []}", "The item q9 is not defined"),
        (WHOLE + "variants:\n  - {id: s, items: [q1], scores: [total]}", "needs items that are not asked here"),
        (WHOLE + "variants:\n  - {id: s, scores: [x]}", "The score x is not defined"),
        (WHOLE + "variants:\n  - {id: s}\n  - {id: s}", "S stands here twice"),
        (WHOLE + "default_variant: week", "The variant week is not defined"),
        (WHOLE + "stems:\n  - {items: [q9], text: In the last week}", "The item q9 is not defined"),
        (WHOLE + "watch:\n  - {item: q9, at_least: 1, wakes: suicidality}", "The item q9 is not defined"),
        (
            WHOLE + "blocks: {shared: [q1], recovering: [q9], supporting: [], both: []}",
            "The item q9 is not defined",
        ),
        (WHOLE + "change:\n  - {score: x}", "The score x is not defined"),
        (WHOLE + "replaces: 0.9.0", "A version that replaces another says so"),
        (WHOLE + "item_level_only: true", "Item_level_only means that there are no scores"),
        (WHOLE + "colour: red", "The key 'colour' is not known here"),
        (WHOLE.replace("{value: 1, label: no}", "{label: no}"), "an option without a value needs an id"),
        (WHOLE.replace("{value: 1, label: no}", "{id: x, na: true}"), "means `not applicable` has the id na"),
        (WHOLE + "review: {status: clinician}", "stands here again"),
    ],
)
def test_a_file_that_does_not_hang_together_is_refused(text, words):
    assert words.lower() in refusal(text).lower()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("review: {status: none}", "review: {status: clinician}", "A review has a name"),
        ("review: {status: none}", "review: {status: none, by: Dr Example}", "A review has a name"),
        ("review: {status: none}", "review: {status: peer, by: A, on: soon}", "A day is wanted"),
        ("review: {status: none}\n", "", "The key 'review' is missing"),
        ("pack: core", "pack: scoring-only", "go together"),
        ("tier: A", "tier: C", "go together"),
        ("text: bundled", "text: link-only", "The item q1 has text, and the licence is link-only"),
        ("version: 1.0.0", "version: 1.0", "is not a version"),
        ("id: made-up", "id: Made Up", "id: String should match"),
    ],
)
def test_27_head_licence_and_review_are_held_to_the_rules(old, new, words):
    assert words in refusal(WHOLE, forms.BASE.replace(old, new))


def test_a_refusal_names_the_line_of_the_part():
    assert "made-up.yaml:19:" in refusal(WHOLE.replace("items: [q1, q2]", "items: [q1, q3]")).splitlines()[0] or (
        int(refusal(WHOLE.replace("items: [q1, q2]", "items: [q1, q3]")).split(":")[1]) > 19
    )


def test_nested_rules_may_share_parts_without_being_a_ring():
    text = (
        WHOLE
        + """
rules:
  - {id: a, title: A, when: {op: count_gte, items: [q1], value: 2, min_count: 1}}
  - {id: b, title: B, when: {op: or, args: [{op: ref, rule: a}, {op: not, arg: {op: ref, rule: a}}]}}
"""
    )
    assert forms.made(text).rules[1].id == "b"


def test_an_unknown_variant_is_no_variant():
    with pytest.raises(KeyError):
        forms.get("gad-7").items_in("gad-3")
    assert forms.get("gad-7").item("q9") is None


def test_the_words_of_link_only_instruments_are_not_here():
    without = [id for id in forms.IDS if not forms.get(id).has_words]
    assert without == ["ders-16", "peg", "pprs-18"]
    assert all(item.text is None for id in without for item in forms.get(id).items)


def test_items_about_someone_are_known():
    assert forms.get("ios").item("q1").asks_about_someone
    assert not forms.get("gad-7").item("q1").asks_about_someone


def test_a_json_schema_can_be_made_for_editors():
    schema = Instrument.model_json_schema()
    assert schema["additionalProperties"] is False
    assert {"items", "scores", "source", "review"} <= set(schema["required"]) | {"scores"}
