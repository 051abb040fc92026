"""After a tool: which page answers what was tapped; and the order of one's own tools. No text can break either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.programme import queries, rules
from holdfast.programme.rules import Given
from holdfast.programme.schema import Practice

ASKED = {"asked": "1"}
TOOLS = {"check-the-room", "come-back-to-here", "self-hold"}
PAGES = {"ask", "far", "not-yet", "worse", "enough", "down", "same", "up", "plain"}


def read(**posted: str) -> Given:
    """What was tapped, as a form sends it, with the three questions on the page."""
    return Given.read({**ASKED, **posted}, TOOLS)


@pytest.mark.parametrize(
    ("posted", "page"),
    [
        ({"before": "7", "after": "5"}, "down"),
        ({"before": "7", "after": "7"}, "same"),
        ({"before": "7", "after": "8"}, "up"),
        ({"before": "0", "after": "0"}, "same"),
        ({"after": "5"}, "plain"),
        ({"before": "7", "after": "cant-tell"}, "plain"),
        ({"before": "7", "after": "5", "here": "far"}, "far"),
        ({"before": "7", "after": "5", "helped": "worse"}, "worse"),
        ({"here": "far", "helped": "worse"}, "far"),
        ({"here": "far", "tool": "come-back-to-here"}, "not-yet"),
        ({"here": "far", "off": "come-back-to-here"}, "not-yet"),
        ({"before": "7", "after": "5", "here": "far", "skip": "1"}, "plain"),
    ],
)
def test_each_answer_has_its_page(posted, page):
    assert read(**posted).page == page


def test_without_the_questions_they_are_asked_and_skipping_answers_nothing():
    assert Given.read({"before": "7"}, TOOLS).page == "ask"
    assert Given.read({"skip": "1"}, TOOLS).page == "plain"
    assert read(before="9", after="9", helped="worse", skip="1").facts == {"plain", "calm"}


@pytest.mark.parametrize(
    ("posted", "next_"),
    [
        ({"before": "9", "after": "6"}, False),
        ({"before": "9", "after": "7"}, True),
        ({"after": "7"}, True),
        ({"before": "2", "after": "2"}, True),
        ({"before": "2", "after": "3"}, True),
        ({"helped": "same"}, True),
        ({"helped": "helped"}, False),
        ({}, False),
    ],
)
def test_n4_comes_after_seven_or_more_no_change_or_worse(posted, next_):
    facts = read(**posted).facts
    assert ("next" in facts) is next_
    assert ("calm" in facts) is not next_


def test_n4_says_still_strong_only_of_what_is_strong():
    assert {"strong", "next"} <= read(before="9", after="8").facts
    assert "strong" not in read(before="2", after="2").facts


def test_cr_17_two_worse_in_a_row_end_the_tools_and_suggest_a_person():
    once = read(tool="self-hold", helped="worse")
    assert (once.page, once.worse_now) == ("worse", 1)
    twice = read(tool="check-the-room", helped="worse", worse="1")
    assert twice.page == "enough"
    assert read(before="5", after="6", worse="1").page == "enough", "a number that went up counts"
    assert read(here="far", helped="worse", worse="1").page == "enough"


@pytest.mark.parametrize(
    ("posted", "count"),
    [
        ({"helped": "helped"}, 0),
        ({"helped": "same"}, 0),
        ({"before": "7", "after": "5"}, 0),
        ({}, 1),
        ({"skip": "1"}, 1),
    ],
)
def test_cr_17_what_did_not_get_worse_breaks_the_row_and_no_answer_leaves_it(posted, count):
    assert read(worse="1", **posted).worse_now == count


def test_far_away_takes_a_tool_off_the_list_for_now():
    assert read(tool="self-hold", here="far").off_now == ("self-hold",)
    assert read(tool="self-hold", helped="worse", off="check-the-room").off_now == ("check-the-room", "self-hold")
    assert read(tool="self-hold", here="partly").off_now == ()
    assert read(tool="come-back-to-here", here="far").off_now == (), "it is what helps when far away"
    assert read(tool="come-back-to-here", helped="worse").off_now == ("come-back-to-here",)


def test_nothing_travels_on_unless_something_has_to():
    assert read(tool="self-hold", before="7", after="5", helped="helped").onward == []
    assert read(tool="self-hold", helped="worse").onward == [("off", "self-hold"), ("worse", "1")]


FIELDS = ["before", "after", "here", "helped", "tool", "asked", "skip", "off", "worse"]


@given(st.dictionaries(st.sampled_from(FIELDS), st.text() | st.sampled_from(["7", "far", "worse", "self-hold"])))
def test_any_text_gets_a_page_and_only_known_words_travel_on(posted):
    given_ = Given.read(posted, TOOLS)
    assert given_.page in PAGES
    known = TOOLS | {"here", "partly", "far", "helped", "same", "worse"}
    for name, value in given_.carried:
        assert value in known or (name in ("before", "after") and 0 <= value <= 10)
    assert set(given_.off_now) <= TOOLS and len(set(given_.off_now)) == len(given_.off_now)
    assert 0 <= given_.worse_now <= rules.ENOUGH


@pytest.mark.parametrize("text", ["11", "-1", "5.0", " 5", "٥", "5" * 5000, "None"])
def test_only_zero_to_ten_is_a_number(text):
    assert read(before=text).before is None


def noted(exercise, before=None, after=None, how=None, here=None):
    """One kept use."""
    return Practice(exercise, "2026-11-21", before, after, here, how)


def order(*practices):
    """The names in one's own order; those set aside marked."""
    return [("-" if one.set_aside else "") + one.exercise for one in rules.what_helped(practices)]


def test_what_was_followed_by_ease_comes_first():
    assert order(noted("a", 7, 7), noted("b", 7, 4), noted("c", how="helped"), noted("c", 6, 3)) == ["c", "b", "a"]


def test_one_good_time_is_not_yet_more_than_many():
    many = [noted("often", 7, 4)] * 5 + [noted("often", 7, 7)]
    assert order(noted("once", 7, 4), *many) == ["often", "once"]


def test_a_persons_own_word_goes_before_the_numbers():
    (one,) = rules.what_helped([noted("a", 7, 5, how="same")])
    assert (one.told, one.eased) == (1, 0)


@pytest.mark.parametrize("last", [{"how": "worse"}, {"before": 5, "after": 7}, {"how": "helped", "here": "far"}])
def test_what_was_worse_or_far_away_the_last_time_is_set_aside(last):
    assert order(noted("a", how="helped"), noted("a", **last), noted("b")) == ["b", "-a"]
    assert order(noted("a", **last), noted("a", how="helped")) == ["a"], "a better time brings it back"


def test_kept_without_an_answer_it_stands_in_the_middle():
    assert order(noted("bad", 7, 7), noted("bare"), noted("good", 7, 2)) == ["good", "bare", "bad"]


@given(st.lists(st.builds(noted, st.sampled_from("abc"), st.none() | st.integers(0, 10), st.none() | st.integers(0, 10),
                          st.sampled_from([None, "helped", "same", "worse"]))))  # fmt: skip
def test_every_tool_stands_once_and_the_counts_add_up(practices):
    records = rules.what_helped(practices)
    assert sorted(one.exercise for one in records) == sorted({one.exercise for one in practices})
    assert all(0 <= one.eased <= one.told <= one.uses for one in records)
    assert sum(one.uses for one in records) == len(practices)
    assert [one.set_aside for one in records] == sorted(one.set_aside for one in records)


def test_cr_17_two_worse_uses_in_a_row_are_seen_in_what_was_kept():
    bad = noted("a", how="worse")
    assert rules.two_worse([bad, noted("b", 5, 8)])
    assert rules.two_worse([bad, noted("b"), bad]), "what says nothing does not stand between"
    assert not rules.two_worse([bad])
    assert not rules.two_worse([bad, noted("b", how="helped"), bad])


def test_the_tool_one_comes_back_with_is_one_of_those_there_are():
    assert rules.COME_BACK in queries.tools().ids
