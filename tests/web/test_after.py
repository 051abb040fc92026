"""After a tool: which page answers what was tapped. Nothing that is typed into the form can break it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.web.after import Given

ASKED = {"asked": "1"}


@pytest.mark.parametrize(
    ("posted", "page"),
    [
        ({}, "ask"),
        ({"before": "7"}, "ask"),
        ({"before": "7", "after": "5", **ASKED}, "down"),
        ({"before": "7", "after": "7", **ASKED}, "same"),
        ({"before": "7", "after": "8", **ASKED}, "up"),
        ({"before": "0", "after": "0", **ASKED}, "same"),
        ({"after": "5", **ASKED}, "plain"),
        ({"before": "7", "after": "cant-tell", **ASKED}, "plain"),
        ({"before": "7", "after": "5", "here": "far", **ASKED}, "far"),
        ({"before": "7", "after": "5", "helped": "worse", **ASKED}, "worse"),
        ({"before": "7", "after": "5", "here": "far", "helped": "worse", **ASKED}, "far"),
        ({"before": "7", "after": "5", "here": "far", "skip": "1", **ASKED}, "plain"),
        ({"skip": "1"}, "plain"),
    ],
)
def test_each_answer_has_its_page(posted: dict[str, str], page: str) -> None:
    assert Given.read(posted).page == page


@pytest.mark.parametrize(("after", "strong"), [("6", False), ("7", True), ("10", True), ("", False)])
def test_still_strong_from_seven(after: str, strong: bool) -> None:
    assert Given.read({"before": "7", "after": after, **ASKED}).strong is strong


def test_skipping_is_never_answered_with_more_questions() -> None:
    assert not Given.read({"before": "9", "after": "9", "skip": "1", **ASKED}).strong


@given(st.dictionaries(st.sampled_from(["before", "after", "here", "helped", "tool", "asked", "skip"]), st.text()))
def test_any_text_gets_a_page_and_only_known_words_travel_on(posted: dict[str, str]) -> None:
    given_ = Given.read(posted)
    assert given_.page in {"ask", "far", "worse", "down", "same", "up", "plain"}
    known = {"check-the-room", "come-back-to-here", "here", "partly", "far", "helped", "same", "worse"}
    for name, value in given_.carried:
        assert value in known or (name in ("before", "after") and 0 <= value <= 10)


@pytest.mark.parametrize("text", ["11", "-1", "5.0", " 5", "٥", "5" * 5000, "None"])
def test_only_zero_to_ten_is_a_number(text: str) -> None:
    assert Given.read({"before": text}).before is None
