"""The measure of reading against published examples, and what it does at its edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.catalogue import reading

# The example that the articles on the test itself give: 13 words, 24 syllables, grade 11.3.
PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."


def test_cr_25_a_published_example_has_its_published_grade() -> None:
    words = [word for sentence in reading.sentences([PLATYPUS]) for word in sentence]
    assert (len(words), sum(map(reading.syllables, words))) == (13, 24)
    assert round(reading.grade([PLATYPUS]), 1) == 11.3


def test_the_easiest_sentences_have_the_grades_the_formula_gives() -> None:
    assert round(reading.grade(["The cat sat on the mat."]), 2) == -1.45
    assert round(reading.grade(["Go."]), 2) == -3.40, "one word of one syllable: the lowest there is"


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("cat", 1), ("home", 1), ("pressed", 1), ("breathe", 1), ("makes", 1), ("thing", 1), ("the", 1)),
        *(("water", 2), ("danger", 2), ("little", 2), ("going", 2), ("being", 2), ("started", 2), ("houses", 2)),
        *(("memory", 3), ("remember", 3), ("possible", 3), ("relationship", 4), ("psychological", 5)),
    ],
)
def test_syllables_of_common_words(word: str, count: int) -> None:
    assert reading.syllables(word) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two? Three: four", 3),
        ("It is 3.5 of 10.", 1),
        ('"Done." She said so.', 2),
        ("What… now", 2),
        ("112", 0),
        ("", 0),
    ],
)
def test_where_a_sentence_ends(text: str, count: int) -> None:
    assert len(reading.sentences([text])) == count


def test_each_line_ends_a_sentence() -> None:
    assert len(reading.sentences(["Feet on the floor", "Push"])) == 2


def test_words_that_only_look_long_are_no_harder() -> None:
    assert reading.grade(["Press both feet down.", "Look round."]) < 3
    assert reading.grade(["Psychological interventions facilitate considerable symptomatic improvement."]) > 15


def test_nothing_to_read_has_no_grade() -> None:
    assert reading.grade([]) == reading.grade(["", "…", "112"]) == 0


@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_text_has_a_grade_and_none_is_lower_than_the_lowest(lines: list[str]) -> None:
    assert reading.grade(lines) >= -3.4001


@given(st.lists(st.sampled_from(["We look round.", "Press your feet down.", "Say the day."]), min_size=1, max_size=9))
def test_order_does_not_matter(lines: list[str]) -> None:
    assert reading.grade(lines) == pytest.approx(reading.grade(lines[::-1]))
