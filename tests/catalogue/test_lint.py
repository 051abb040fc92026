"""Rules about words and about reading: what they catch, where, what is spared, and what a rule needs to be one."""

from pathlib import Path

import pytest

from holdfast.catalogue import lint, loader, strict
from holdfast.catalogue.lint import Limits, Rule, Sheet
from holdfast.catalogue.problems import ContentError
from holdfast.catalogue.prose import Saying

RULE = """\
id: no-level
why: It counts.
mend: Leave it out.
where: [exercises]
words: [level, level up, "streak*"]
catches: [Level two., five streaks]
lets: [levelled ground]
spared:
  - {file: exercises/level-ground/, quote: on level ground, because: "It is a place."}
"""


def rule(text: str = RULE) -> Rule:
    return strict.build(Rule, loader.parse(text, Path("rules.yaml")))


def sheet(*texts: str, name: str = "exercises/x/1.0.0.md", where: str = "exercises", door: bool = False) -> Sheet:
    sayings = tuple(Saying(at, text, door=door) for at, text in enumerate(texts, 1))
    return Sheet(name, Path(name), where, sayings)


def found(sheets: Sheet, known: Rule) -> list[str]:
    return [str(problem) for problem in lint.words([sheets], [known])]


def test_a_word_is_named_with_file_line_and_how_to_mend_it() -> None:
    (line,) = found(sheet("All well.", "Next level up."), rule())
    assert line == (
        "exercises/x/1.0.0.md:2: 'level up' stands in 'Next level up.'. It counts. Leave it out. (rule no-level)"
    )


@pytest.mark.parametrize("text", ["LEVEL", "a level, please", "Your streaks", "streak"])
def test_whole_words_in_any_case(text: str) -> None:
    assert found(sheet(text), rule())


@pytest.mark.parametrize("text", ["levelled", "eye-level", "sealevel"])
def test_parts_of_words_pass(text: str) -> None:
    assert not found(sheet(text), rule())


def test_a_rule_speaks_of_its_places_alone() -> None:
    assert not found(sheet("Level two.", where="library"), rule())
    assert found(sheet("Level two.", where="library"), rule(RULE.replace("[exercises]", "[all]")))


def test_a_rule_for_doors_lets_sentences_pass() -> None:
    known = rule(RULE.replace("[Level two., five streaks]", "[Level, Streaks.]") + "doors: true\n")
    assert not found(sheet("Level"), known)
    assert not found(sheet("Level two", door=True), known)
    assert found(sheet("Level", door=True), known)


def test_what_is_spared_is_spared_in_its_file_and_its_quotation_alone() -> None:
    there = "exercises/level-ground/1.0.0.md"
    assert not found(sheet("Stand on level ground.", name=there), rule())
    assert found(sheet("Stand on level ground. Next level.", name=there), rule())
    assert found(sheet("Stand on level ground."), rule())


def test_an_exception_nobody_needs_is_worth_a_note() -> None:
    (note,) = lint.idle([sheet("Nothing.")], [rule()], Path("rules.yaml"))
    assert note.warning and "spares 'on level ground'" in str(note)
    there = sheet("Stand on level ground.", name="exercises/level-ground/1.0.0.md")
    assert not list(lint.idle([there], [rule()], Path("rules.yaml")))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("Level two.", "Step two."), "The rule does not catch: Step two"),
        (("levelled ground", "level ground"), "The rule should let this pass: level ground"),
        (("catches: [Level two., five streaks]", "catches: []"), "at least 1 item"),
        (("mend: Leave it out.\n", ""), "'mend' is missing"),
    ],
)
def test_a_rule_that_does_not_hold_its_own_cases_is_refused(change: tuple[str, str], said: str) -> None:
    with pytest.raises(ContentError, match=said):
        rule(RULE.replace(*change))


LIMITS = """\
holds: [CR-25]
limits:
  - {where: [exercises], most: 6}
  - {where: [library], most: 8}
spared:
  - {file: library/hard/, most: 40, because: It is quoted.}
"""
HEAVY = "Psychological interventions facilitate considerable symptomatic improvement."


def limits() -> Limits:
    return strict.build(Limits, loader.parse(LIMITS, Path("reading.yaml")))


def test_cr_25_what_is_too_hard_is_named_at_its_hardest_line() -> None:
    (problem,) = lint.hard([sheet("Look round.", HEAVY)], limits())
    assert problem.line == 2
    assert "reads at grade" in str(problem) and "at most 6" in str(problem) and "shorter" in str(problem)


def test_buttons_are_not_read_and_places_without_a_limit_are_not_measured() -> None:
    assert not list(lint.hard([sheet(HEAVY, door=True)], limits()))
    assert not list(lint.hard([sheet(HEAVY, where="instruments")], limits()))


def test_a_file_may_be_harder_for_a_reason() -> None:
    assert list(lint.hard([sheet(HEAVY, where="library", name="library/easy/1.0.0.md")], limits()))
    assert not list(lint.hard([sheet(HEAVY, where="library", name="library/hard/1.0.0.md")], limits()))


def test_a_long_screen_is_measured_by_itself_and_a_short_one_is_not() -> None:
    easy = [Saying(1, "Look round. Press your feet down. Say the day.", "one") for _ in range(40)]
    few = Sheet("exercises/x/1.0.0.md", Path("x"), "exercises", (*easy, Saying(2, HEAVY, "two")))
    many = Sheet("exercises/x/1.0.0.md", Path("x"), "exercises", (*easy, *(Saying(3, HEAVY, "two") for _ in range(5))))
    assert not list(lint.hard([few], limits()))
    (problem,) = lint.hard([many], limits())
    assert "The part 'two'" in str(problem)
