"""Every tool reads, keeps the rules of relief, is read easily, and cannot promise anything.

What modules pin is held by test_content_audit.py.
"""

import re

import pytest

from holdfast.catalogue import loader, roots
from holdfast.catalogue.problems import ContentError
from holdfast.programme import exercise, queries
from tests.web.test_reading import grade

ALL = roots.files("exercises", roots.content(), "md")
FILES = [file for file in ALL if exercise.read(loader.read_page(file.path)).head.kind == "relief"]
# The tools that issue "relief" names, by what the file is called.
NAMED = {
    *("check-the-room", "come-back-to-here", "that-was-then", "the-next-ten-minutes", "until-morning"),
    *("feet-and-pressure", "something-cool", "longer-breath-out", "muscle-release", "a-kind-place"),
    *("name-what-is-here", "self-hold", "body-from-outside", "a-thought-is-a-thought", "worry-later"),
    *("move-a-little", "ride-the-urge", "after-a-bad-dream", "a-message-to-send", "a-kind-sentence"),
}
# CR-16, and the words that are never on a screen (storyboards 3.10): no promise, no verdict, no method, no pressure.
FORBIDDEN = re.compile(
    r"\b(level|failed|streak|well done|don't worry|calm down|victim|patient|heals?|cures?|proven|protects?|releases?|"
    r"reduces?|commit|successful|attempt|always works|must|should have|your partner)\b|!",
    re.IGNORECASE,
)
# Who is told, in which words, that a tool is not for them now (12-decisions, "People who are easily forgotten").
TOLD = {
    "voices-or-visions": r"hear or see things|hear voices",
    "little-sleep-and-racing": r"hardly slept .* full of plans",
    "far-away-now": r"far away",
    "images-turn-bad": r"turn bad",
    "kindness-backfires": r"kind words make you feel worse",
    "phone-may-be-watched": r"reads your phone",
    "real-danger": r"true warning|in danger|is the danger",
    "body-feels-unsafe": r"unsafe to notice",
    "recent-injury": r"fresh injury",
    "numbness": r"numb",
    "breath-is-a-trigger": r"breath",
    "lung-trouble": r"lung",
    "dizzy": r"dizzy",
    "strangulation-recent": r"neck",
    "chest-pain": r"chest",
    "new-symptom": r"new",
    "eating-disorder": r"eating disorder|move too much",
    "pelvic-pain": r"pelvis",
    "freeze-now": r"keeping still feels like then",
    "heavy-daily-drinking": r"drink a lot each day",
    "touch-is-a-trigger": r"touch feels wrong",
    "heart-trouble": r"heart",
    "blood-flow": r"blood flow",
    "cold-is-a-trigger": r"cold belongs",
    "told-to-rest": r"told (to rest|not to push)",
    "lost-time": r"lose time",
    "suicidal-now": r"ending your life|thought of dying|hurt yourself badly",
}


@pytest.fixture(params=FILES, ids=lambda found: found.id)
def tool(request):
    return exercise.read(loader.read_page(request.param.path))


def lines(tool) -> list[str]:
    """Every line of a tool that a person reads."""
    head = tool.head
    told = [head.title, head.opening, head.danger or "", head.about, head.lighter, f"Skip this if {head.skip_if}"]
    steps = [line for step in tool.steps for line in (step.title, step.text)]
    labels = [label for step in tool.steps for part in step.directives for label, _ in part.options]
    cards = [part.parts["words"] for step in tool.steps for part in step.directives if part.name == "card"]
    return [line for line in (*told, head.aftercare, *steps, *labels, *cards) if line]


def test_every_tool_that_was_asked_for_is_here_and_in_use():
    assert queries.tools().ids >= NAMED
    assert len(NAMED) == 20


def test_it_reads_and_its_name_is_its_place():
    for found in ALL:
        head = exercise.read(loader.read_page(found.path)).head
        assert (head.id, head.version) == (found.id, found.version)


def test_cr_16_its_words_keep_the_voice(tool):
    assert [line for line in lines(tool) if FORBIDDEN.search(line)] == []


def test_cr_25_it_is_read_easily(tool):
    assert grade(lines(tool)) <= 6
    assert [line for line in lines(tool) if len(line.split()) > 3 and grade([line]) > 8] == []


def test_29f_it_begins_by_looking_round_for_real_danger(tool):
    """Within the first two steps, or above the first, with a way to "Someone is scaring me"."""
    assert tool.danger_first
    asked = tool.head.danger or " ".join(step.text for step in tool.steps[:2])
    assert re.search(r"danger|reads this phone", asked)


def test_29f_eyes_stay_open_and_no_breath_is_held(tool):
    words = " ".join(lines(tool)).lower()
    assert tool.head.eyes == "open"
    assert "close your eyes" not in words
    assert "hold your breath" not in words.replace("don't hold your breath", "")


def test_29f_a_breath_has_a_way_round_it(tool):
    for step in tool.steps:
        if any(part.name == "breathe" for part in step.directives):
            assert "If breath feels bad, press your feet instead." in step.text
            assert "Don't hold your breath." in step.text


def test_29f_cold_is_for_hands_or_a_cloth():
    cool = queries.tools().find("something-cool").exercise
    assert "Hands or a cloth only. No ice." in cool.head.skip_if
    for tool in queries.tools().tools.values():
        words = " ".join(lines(tool.exercise)).lower()
        assert not re.search(r"ice (cube|water|pack)|cold shower|face in", words), tool.id


def test_every_reason_to_skip_is_said_in_words(tool):
    """What a file keeps for machines stands in the line a person reads."""
    said = tool.head.skip_if.lower()
    assert [reason for reason in tool.head.avoid_when if not re.search(TOLD[reason], said)] == []


def test_the_benefit_is_hedged_and_nothing_is_called_tested(tool):
    assert "some people" in tool.head.about
    assert tool.head.evidence.basis in ("practice", "plausible")


def test_no_review_is_claimed_that_nobody_made(tool):
    assert tool.head.review.status == "none"


@pytest.mark.parametrize(
    ("means", "group"),
    [("images", "voices-or-visions"), ("body", "voices-or-visions"), ("thoughts", "voices-or-visions"),
     ("cold", "eating-disorder"), ("movement", "eating-disorder"), ("breath", "strangulation-recent")],
)  # fmt: skip
def test_people_easily_forgotten_are_left_out_of_what_is_not_for_them(means, group):
    using = [tool.exercise.head for tool in queries.tools().tools.values() if means in tool.exercise.head.draws_on]
    assert using
    assert all(group in head.avoid_when for head in using)


GOOD = next(found for found in FILES if found.id == "check-the-room").path.read_text(encoding="utf-8")


def swap(old: str, new: str):
    """A change of the good file in one place."""
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (swap("You can stop at any moment.", "Go."), "stop at any moment"),
        (swap("## press: Press.", "## push: Press."), "headings"),
        (swap("## press: Press.", "## Press!"), "no heading"),
        (swap("::: breathe 3 5 6", "::: run rm"), "directive"),
        (swap("::: breathe 3 5 6", "::: say-to-partner: Hello."), "A tool has no: say-to-partner"),
        (swap("-> help:scared", "-> nowhere"), "leads nowhere"),
        (swap("-> help:scared", "-> help:me"), "leads nowhere"),
        (swap("-> help:scared", "-> next"), "begin by asking"),
        (swap("  basis: practice", "  basis: tested"), "practice"),
        (swap("  status: none", "  status: clinician"), "review needs"),
        (swap("minutes: 3", "minutes: three"), "whole number"),
        (swap("tier: 0", "tier: 1"), "of tier 0"),
        (swap("for: person", "for: pair"), "for one person"),
        (swap("eyes: open", "eyes: either"), "eyes stay open"),
        (swap("relief: [on-edge, too-much]", "relief: []"), "names the feelings"),
        (swap("relief: [on-edge, too-much]", "relief: [glad]"), "on-edge"),
        (swap("breath-is-a-trigger, ", ""), "is not for: breath-is-a-trigger"),
        (swap("kind: relief", "kind: learn"), "names the feelings"),
        (swap("## look", "words\n## look"), "before the first step"),
        (lambda text: re.sub(r"## press.*\n.*\n", "## press: Press.\n", text), "says nothing"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_a_sentence_and_how_to_mend_it(tmp_path, change, said):
    with pytest.raises(ContentError) as refused:
        exercise.read(loader.read_page(written(tmp_path, change(GOOD))))
    assert said in str(refused.value)


def written(folder, text):
    """A file that differs from the good one."""
    assert text != GOOD
    path = folder / "1.0.0.md"
    path.write_text(text, encoding="utf-8")
    return path


HEAVY = """---
id: a-note-to-myself
version: 1.0.0
status: draft
title: A note to myself
kind: write
for: person
roles: [recovering]
tier: 0
minutes: 15
eyes: either
draws_on: [words]
opening: "You can stop at any moment."
about: "Writing suits some people."
lighter: "One line."
skip_if: "a court may ask for what you write. Ask your lawyer first."
avoid_when: [court-case]
aftercare: "Drink some water."
before_after: [strength, here]
evidence:
  basis: plausible
  claims: [C37]
review:
  status: none
source: own words
steps: [feet, write, after]
---
## feet: Feet.
Press your feet down.

::: ask strength

## write: Write.
A few lines, as you like.

::: write page: What was hard today?

## after: After.
Look round the room.

::: aftercare
"""
FOR_TWO = (
    HEAVY.replace("kind: write", "kind: talk")
    .replace("for: person", "for: pair")
    .replace("tier: 0", "tier: 1")
    .replace("::: write page: What was hard today?", "::: turn 5\n\n::: say-to-partner: Thanks for telling me.")
    .replace("::: ask strength", "::: hand-over: Give the phone to the other.\n\n::: card show: I need a break.")
)


@pytest.mark.parametrize("text", [HEAVY, FOR_TWO], ids=["alone", "for two"])
def test_28_every_directive_of_the_closed_list_is_read(tmp_path, text):
    made = exercise.read(loader.read_page(written(tmp_path, text)))
    names = {part.name for step in made.steps for part in step.directives}
    assert names >= (
        {"ask", "write", "aftercare"} if text == HEAVY else {"turn", "say-to-partner", "hand-over", "card"}
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (swap("minutes: 15", "minutes: 25"), "at most 20 minutes (CR-17)"),
        (swap("before_after: [strength, here]", "before_after: [here]"), "before and after (CR-17)"),
        (swap("::: aftercare", ""), "no aftercare (CR-17)"),
        (swap("for: person", "for: pair"), "done or told together here (CR-18)"),
        (swap("kind: write", "kind: touch"), "Touch is for two"),
        (swap("::: write page: What was hard today?", "::: turn 5"), "no part for two"),
        (swap("::: ask strength", "::: ask everything"), "not one of the list"),
    ],
)  # fmt: skip
def test_cr_17_cr_18_heavy_work_has_its_limits(tmp_path, change, said):
    with pytest.raises(ContentError) as refused:
        exercise.read(loader.read_page(written(tmp_path, change(HEAVY))))
    assert said in str(refused.value)
