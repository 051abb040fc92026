"""Text becomes numbers, switches and days only in their one exact writing."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from pydantic import ValidationError, model_validator

from holdfast.catalogue import loader, strict
from holdfast.catalogue.problems import ContentError


class Leaf(strict.Strict):
    whole: strict.Whole | None = None
    number: strict.Number | None = None
    flag: strict.Flag | None = None
    day: strict.Day | None = None
    version: strict.Version | None = None
    slug: strict.Slug | None = None
    name: strict.Name | None = None
    text: strict.Text | None = None


class Tree(strict.Strict):
    id: strict.Slug
    leaves: tuple[Leaf, ...] = ()

    @model_validator(mode="after")
    def _no_five(self):
        faults = [(("leaves", at, "whole"), "five is not wanted") for at, x in enumerate(self.leaves) if x.whole == 5]
        if faults:
            raise strict.Misfit(faults)
        if self.id == "forbidden":
            raise ValueError("this id is taken")
        return self


def build(text: str) -> Tree:
    return strict.build(Tree, loader.parse(text, Path("tree.yaml")))


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("whole", "0", 0),
        ("whole", "-12", -12),
        ("number", "2.5", 2.5),
        ("number", "3", 3),
        ("number", "-0.25", -0.25),
        ("flag", "true", True),
        ("flag", "false", False),
        ("day", "2026-11-21", date(2026, 11, 21)),
        ("version", "1.10.0", "1.10.0"),
        ("slug", "gad-7", "gad-7"),
        ("name", "cluster_b", "cluster_b"),
        ("text", " words ", "words"),
    ],
)
def test_one_exact_writing_is_read(key, text, value):
    read = getattr(Leaf.model_validate({key: text}), key)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        *[("whole", text) for text in ("3.0", " 3", "03", "+3", "1e3", "three", "", "0x1", "true", "١", "9" * 30)],
        *[("number", text) for text in ("nan", "inf", "1e3", ".5", "5.", "1,5", "", "1.000000000", " 1")],
        *[("flag", text) for text in ("yes", "no", "on", "True", "1", "")],
        *[("day", text) for text in ("2026-02-30", "21.11.2026", "2026-11-21T00:00", "20261121", "")],
        *[("version", text) for text in ("1.0", "v1.0.0", "1.0.0-rc1", "01.0.0", "1.0.0\n", "")],
        *[("slug", text) for text in ("GAD-7", "gad--7", "-gad", "gad_7", "", "x" * 61)],
        *[("name", text) for text in ("1st", "q-", "Q1", "")],
        *[("text", text) for text in ("", "  ", "x" * 4001)],
    ],
)
def test_any_other_writing_is_refused(key, text):
    with pytest.raises(ValidationError):
        Leaf.model_validate({key: text})


@pytest.mark.parametrize(
    ("key", "value"),
    [("whole", 3.0), ("whole", True), ("number", True), ("flag", 1), ("text", 3), ("number", float("nan"))],
)
def test_values_of_the_wrong_kind_are_refused(key, value):
    with pytest.raises(ValidationError):
        Leaf.model_validate({key: value})


def test_python_values_of_the_right_kind_are_taken():
    assert Leaf(whole=3, number=2.5, flag=False, day=date(2026, 1, 1)).number == 2.5


def test_a_table_cannot_be_changed_once_read():
    with pytest.raises(ValidationError):
        Leaf().text = "other"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("leaves: []", "tree.yaml:1: The key 'id' is missing. Add it."),
        ("id: a\ncolour: red", "tree.yaml:2: The key 'colour' is not known here."),
        ("id: a\nleaves:\n  - {whole: 1}\n  - whole: two", "tree.yaml:4: A whole number is wanted here, such as 3."),
        ("id: A", "tree.yaml:1: id: String should match"),
        ("id: a\nleaves:\n  - whole: 1\n  - whole: 5", "tree.yaml:4: Five is not wanted."),
        ("id: forbidden", "tree.yaml:1: This id is taken."),
    ],
)
def test_each_problem_names_file_line_and_what_is_wanted(text, expected):
    with pytest.raises(ContentError) as refused:
        build(text)
    assert str(refused.value).startswith(expected)


def test_every_problem_of_a_file_is_told_at_once_in_order():
    with pytest.raises(ContentError) as refused:
        build("colour: red\nid: a\nleaves:\n  - flag: yes\n  - day: today")
    assert [problem.line for problem in refused.value.problems] == [1, 4, 5]


def test_numbers_mean_what_their_decimals_say():
    assert strict.exact(0.1) * 3 == Fraction(3, 10)
    assert strict.exact(2.15) == Fraction(215, 100)
    assert strict.exact(7) == 7
