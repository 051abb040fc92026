"""Every exercise file reads, keeps the rules of relief, and cannot promise anything."""

import re

import pytest

from holdfast.catalogue import loader, roots
from holdfast.catalogue.problems import ContentError
from holdfast.programme import exercise

FILES = roots.files("exercises", roots.content(), "md")
FORBIDDEN = re.compile(
    r"\b(level|failed|streak|well done|don't worry|calm down|victim|patient|heals?|cures?|proven|"
    r"reduces?|commit|successful)\b|!",
    re.IGNORECASE,
)


@pytest.fixture(params=FILES, ids=lambda found: found.id)
def file(request):
    return request.param


def test_there_are_at_least_sixteen_and_every_feeling_has_one():
    tools = [exercise.read(loader.read_page(found.path)) for found in FILES]
    assert len(tools) >= 16
    offered = {feeling for tool in tools for feeling in tool.head.feelings}
    assert set(exercise.FEELINGS) - offered == {"scared"}, "someone is scaring me opens Help, no tool"


def test_it_reads_and_its_name_is_its_place(file):
    tool = exercise.read(loader.read_page(file.path))
    assert (tool.head.id, tool.head.version) == (file.id, file.version)


def test_its_words_keep_the_voice(file):
    text = file.path.read_text(encoding="utf-8").split("---\n", 2)[2]
    assert not FORBIDDEN.search(text), FORBIDDEN.search(text)


def test_its_eyes_stay_open_no_breath_is_held_and_there_is_an_easier_form(file):
    tool = exercise.read(loader.read_page(file.path))
    words = " ".join(step.text for step in tool.steps)
    assert tool.head.eyes == "open"
    assert "close your eyes" not in words.lower()
    assert "hold your breath" not in words.lower().replace("don't hold your breath", "")
    assert tool.head.lighter and tool.head.skip_if and tool.head.aftercare


def test_no_review_is_claimed_that_nobody_made(file):
    assert exercise.read(loader.read_page(file.path)).head.review.status == "none"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("You can stop at any moment.", "Go."), "stop at any moment"),
        (lambda text: text.replace("## press", "## push"), "headings"),
        (lambda text: text.replace("::: breathe 3 5 6", "::: run rm"), "directive"),
        (lambda text: text.replace("-> help", "-> nowhere"), "leads nowhere"),
        (lambda text: text.replace("  basis: practice", "  basis: tested"), "practice"),
        (lambda text: text.replace("  status: none", "  status: clinician"), "review needs"),
        (lambda text: text.replace("minutes: 3", "minutes: three"), "whole number"),
        (lambda text: text.replace("## look", "words\n## look"), "before the first step"),
        (lambda text: re.sub(r"## press\n.*\n", "## press\n", text), "says nothing"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_a_sentence_and_how_to_mend_it(tmp_path, change, said):
    good = next(found for found in FILES if found.id == "check-the-room").path.read_text(encoding="utf-8")
    broken = tmp_path / "1.0.0.md"
    broken.write_text(change(good), encoding="utf-8")
    assert broken.read_text(encoding="utf-8") != good
    with pytest.raises(ContentError) as refused:
        exercise.read(loader.read_page(broken))
    assert said in str(refused.value)
