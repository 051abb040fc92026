"""Each sentence at its place: a table of results and the words they become. No praise, no alarm, no cause."""

import re
from datetime import date
from math import nan

import pytest

from holdfast.insights.change import Shift, Threshold, Verdict
from holdfast.insights.result import Result, not_enough
from holdfast.progress import wording
from holdfast.progress.schema import Cut, Item, Rule, Scale

JULY, OCTOBER = date(2026, 7, 2), date(2026, 10, 22)
MOOD = Item("mood", "How have your days felt?", "Mood")
EARLY = "It's too early to say what is changing. That's normal."
DIARY = "Changes like this also happen when people simply start keeping a diary."
CAUSE = "We can't say what caused it."


def scale(**changes) -> Scale:
    plain = {"instrument": "pcl-5", "variant": "month", "language": "en", "score": "total", "score_title": "Total"}
    plain |= {"title": "PCL-5", "question": "?", "low": 0, "high": 80, "higher_is_better": False}
    return Scale(**(plain | changes))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(33, "33"), (33.0, "33"), (2.5, "2.5"), (3.17, "3.17"), (3.10, "3.1"), (-0.001, "0"), (9.333, "9.33"), (0, "0")],
)
def test_numbers_are_short(value, shown):
    assert wording.number(value) == shown


def test_a_calculated_value_has_one_decimal_at_most():
    assert wording.rounded(4.449) == "4.4"
    assert wording.rounded(4.96) == "5"


VERDICTS = [
    (Verdict("not-enough", nan, nan, 0), ["No number here yet."]),
    (Verdict("not-enough", 40, 40, 1), ["One number so far. The next one will stand beside it."]),
    (
        Verdict("reliable", 52, 33, 5),
        ["Since 2 July your number went from 52 to 33.", "A step of 19 is likely real.", CAUSE],
    ),
    (
        Verdict("reliable", 33, 52, 2),
        ["Since 2 July your number went from 33 to 52.", "A step of 19 is likely real.", CAUSE],
    ),
    (
        Verdict("perhaps", 40, 31, 2),
        ["Since 2 July your number went from 40 to 31.", "A step of 9 may be real, or chance.", CAUSE],
    ),
    (Verdict("none", 40, 38, 2), ["Since 2 July your number went from 40 to 38.", "That's no clear change."]),
    (Verdict("none", 40, 40, 3), ["On 2 July your number was 40. It's 40 again.", "That's no clear change."]),
    (
        Verdict("once", 20, 26, 2),
        [
            "Since 2 July your number went from 20 to 26.",
            "A step of 6 may be real. We wait for the next number before we say more.",
            CAUSE,
        ],
    ),
    (
        Verdict("no-rule", 3, 2.5, 2),
        ["Since 2 July your number went from 3 to 2.5.", "We can't say if that's more than chance."],
    ),
]


@pytest.mark.parametrize(("found", "sentences"), VERDICTS)
def test_each_verdict_has_its_words(found, sentences):
    assert wording.verdict(found, JULY, OCTOBER) == sentences


@pytest.mark.parametrize("found", [found for found, _said in VERDICTS if found.n > 1])
def test_two_numbers_too_close_together_are_only_named(found):
    assert wording.verdict(found, JULY, OCTOBER, too_soon=True)[1:] == [EARLY, DIARY]


def test_the_year_is_named_where_it_is_another():
    assert wording.day(JULY, date(2027, 1, 4)) == "2 July 2026"
    assert wording.day(JULY) == "2 July 2026"


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Rule(Threshold(15, noise=5)), "Up or down by 5 is mostly chance. 15 or more is likely real."),
        (Rule(Threshold(6)), "6 points or more, up or down, is likely real. Less is mostly chance."),
        (
            Rule(Threshold(4.82, computed=True)),
            "We worked out that about 4.8 points or more may be real. That may be too few. "
            "So we wait for two in a row.",
        ),
        (None, "Nobody has shown yet how big a real change is on this scale. So we only show the numbers."),
    ],
)
def test_each_rule_of_change_has_its_words(rule, sentence):
    assert wording.rule(rule) == sentence


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (None, ""),
        (Rule(Threshold(6)), ""),
        (Rule(Threshold(6), "NHS manual."), "Source: NHS manual."),
        (
            Rule(Threshold(6), "Barkham 2013", "recalled"),
            "Source: Barkham 2013. This value is recalled, not yet checked.",
        ),
        (
            Rule(Threshold(5, computed=True), "", "computed", True),
            "We worked this value out ourselves. It rests on values that are recalled, not yet checked.",
        ),
    ],
)
def test_the_source_of_a_rule_and_how_sure_it_is(rule, sentence):
    assert wording.rule_source(rule) == sentence


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        ("verified", ""),
        ("second-hand", "We saw this value quoted, not in the source itself."),
        ("recalled", "This value is recalled, not yet checked."),
        ("computed", "We worked this value out ourselves."),
        ("own", "This is our own value."),
    ],
)
def test_every_status_of_a_value_has_its_mark(status, mark):
    assert wording.known(status) == mark


@pytest.mark.parametrize(
    ("direction", "sentence"),
    [
        ("gte", "10 and above: screening threshold."),
        ("gt", "Above 10: screening threshold."),
        ("lte", "10 and below: screening threshold."),
        ("lt", "Below 10: screening threshold."),
    ],
)
def test_a_cut_point_says_which_side_is_meant(direction, sentence):
    assert wording.cut(Cut(10, direction, "screening threshold.", "Kroenke 2010")) == sentence


def test_the_range_says_which_end_is_lighter():
    assert wording.span(scale()) == "0 to 80. Lower is lighter."
    assert wording.span(scale(low=0, high=100, higher_is_better=True)) == "0 to 100. Higher is better."
    assert wording.of(43, 80) == "43 of 80"


def found(**changes) -> Result:
    return Result(**({"estimate": 5.0, "interval": (4.0, 6.0), "n": 20} | changes))


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (found(interval=(3, 6.5)), "On most of these days it lay between 3 and 6.5, out of 10."),
        (found(interval=(5, 5)), "On most of these days it was 5, out of 10."),
        (not_enough(5, 7), "That needs about 2 more days with a number."),
        (not_enough(6, 7), "That needs about 1 more day with a number."),
        (not_enough(0, 7), "That needs about 7 more days with a number."),
        (not_enough(9, 7, "no-spread"), "You gave the same number each day so far."),
    ],
)
def test_the_usual_range_in_words(result, sentence):
    assert wording.usual(result, MOOD) == sentence


def test_an_average_stays_within_the_range_of_its_answers():
    assert wording.level(found(interval=(-0.4, 10.7)), MOOD) == "On average it was 5. Give or take: 0 to 10."
    assert wording.level(not_enough(3, 7), MOOD) == ""


def test_the_swing_in_words():
    assert wording.swing(found(estimate=1.52)) == "Your days tend to swing by about 1.5 up or down."
    assert wording.swing(not_enough(3, 7)) == ""


def shift(**changes) -> Shift:
    plain = {"result": found(estimate=-2.0, interval=(-3.1, -0.9), n=26), "probability": 0.999}
    return Shift(**(plain | {"earlier": 6.2, "later": 4.2} | changes))


MEANS = "Your first two weeks were at 6.2 on average. Your last two weeks were at 4.2."
TEN_DAYS = "It takes ten days with a number in each of two fortnights."


@pytest.mark.parametrize(
    ("shift", "sentences"),
    [
        (shift(), [MEANS, "That's likely a real step down: about 0.9 to 3.1.", CAUSE]),
        (
            shift(result=found(estimate=1.0, interval=(-0.2, 2.2)), earlier=4.2, later=6.2, probability=0.96),
            [
                "Your first two weeks were at 4.2 on average. Your last two weeks were at 6.2.",
                "That's likely a real step up: about 0 to 2.2.",
                CAUSE,
            ],
        ),
        (shift(probability=0.8), [MEANS, "We can't tell if that's more than chance. That's normal."]),
        (Shift(not_enough(0, 20)), [EARLY]),
        (Shift(not_enough(9, 20, "too-soon")), [EARLY]),
        (Shift(not_enough(9, 20)), [EARLY, TEN_DAYS]),
        (shift(result=not_enough(26, 20, "no-spread")), [MEANS]),
    ],
)
def test_two_fortnights_in_words(shift, sentences):
    assert wording.shift(shift) == sentences


def test_days_with_and_without_a_number():
    assert wording.days_seen(21, 30) == "21 of these 30 days have a number. A gap is fine."
    assert wording.days_seen(5, 5) == "Each of these days has a number."
    assert wording.days_seen(1, 30) == "1 of these 30 days has a number. A gap is fine."


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ([], ""),
        ([(7, 5)], "Before: 7. After: 5, out of 10."),
        ([(7, 5), (6, 5)], "Before: 7 and 6. After: 5 and 5, out of 10."),
        ([(7, 5), (6, 5), (8, 9)], "Before: 7, 6 and 8. After: 5, 5 and 9, out of 10."),
    ],
)
def test_the_look_back_names_numbers_as_said_aloud(pairs, sentence):
    assert wording.before_and_after(pairs) == sentence


@pytest.mark.parametrize(
    ("times", "sentence"),
    [(1, "You used a tool once."), (2, "You used a tool twice."), (5, "You used a tool 5 times.")],
)
def test_how_often_a_tool_was_used(times, sentence):
    assert wording.tools_used(times) == sentence


def test_weekdays_have_their_names():
    assert (wording.weekday(0), wording.weekday(6)) == ("Monday", "Sunday")


SAID = [sentence for found, said in VERDICTS for sentence in said] + [
    MEANS, EARLY, DIARY, TEN_DAYS, wording.weekday_note(), wording.heavier(), wording.say("dip"),
    *[wording.rule(rule) for rule in (Rule(Threshold(15, noise=5)), Rule(Threshold(6)), None)],
    wording.usual(found(), MOOD), wording.level(found(), MOOD), wording.swing(found()), wording.days_seen(5, 30),
]  # fmt: skip
NEVER = ["!", "level", "failed", "streak", "well done", "don't worry", "calm down", "victim", "patient", "improve"]
NEVER += ["better than", "cure", "because", "significant", "proven", "you should", "must"]


@pytest.mark.parametrize("word", NEVER)
def test_no_sentence_praises_alarms_orders_or_names_a_cause(word):
    assert [sentence for sentence in SAID if word in sentence.lower()] == []


def syllables(word: str) -> int:
    groups = re.findall(r"[aeiouy]+", word.lower())
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and len(groups) > 1
    return max(1, len(groups) - silent)


def test_the_sentences_read_at_age_eleven():
    """Flesch-Kincaid grade of all of them together (storyboards, 3.10)."""
    text = " ".join(SAID)
    words = re.findall(r"[A-Za-z'’]+|\d+(?:\.\d+)?", text)
    sentences = len(re.findall(r"[.:?](?:\s|$)", text))
    grade = 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    assert grade <= 6
