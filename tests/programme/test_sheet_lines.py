"""The lines of a sheet: order, room, tries, and that nothing is written over unseen. Pure, no database."""

import random as chance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.catalogue import roots
from holdfast.exchange import checks
from holdfast.exchange.schema import Record
from holdfast.programme.sheets import lines, rules, shelf, wording
from holdfast.programme.sheets.forms import begins
from holdfast.programme.sheets.lines import ChangedElsewhere, Full, Gone, Sent, Try

SHEETS = {sheet.id: sheet for sheet in shelf.at(roots.content())}
LADDER, TRUST, SUPPORT = SHEETS["approach-ladder"], SHEETS["trust-ladder"], SHEETS["support-map"]
NUMBER = st.none() | st.integers(0, 10)
ID = "11111111-1111-4111-8111-{:012d}".format


def ladder(*numbers, body=None):
    """A body with one step for each number, in this order."""
    body = body or {}
    for place, number in enumerate(numbers):
        values = {"what": f"step {place}"} | ({} if number is None else {"hard": number})
        body = lines.kept(LADDER, body, ID(place), Sent(values, f"form-{place}", ""))
    return body


def after(body, step, ended, on="2026-11-24", **ratings):
    """A body with one more try of a step."""
    count = len(rules.last_tries(lines.read(LADDER, body)))
    return lines.tried(LADDER, body, ID(step), Try(ID(900 + count), ratings, ended, on, 0))


# --- order


@given(st.lists(NUMBER, max_size=12))
def test_steps_stand_by_their_number_and_those_without_one_stand_last(numbers):
    found = [line.number("hard") for line in lines.read(LADDER, ladder(*numbers))]
    rated = [number for number in found if number is not None]
    assert rated == sorted(rated)
    assert found == rated + [None] * (len(found) - len(rated))
    assert sorted(map(repr, found)) == sorted(map(repr, numbers))


@given(st.lists(NUMBER, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_is_the_same_however_the_body_is_stored(numbers, shuffle):
    body = ladder(*numbers)
    mixed = list(body["lines"].items())
    shuffle.shuffle(mixed)
    assert lines.read(LADDER, {"lines": dict(mixed)}) == lines.read(LADDER, body)


@given(st.lists(st.sampled_from([None, "judgement", "words", "limits", "promises", "feelings"]), max_size=15))
def test_the_trust_ladder_stands_by_kind_in_the_order_of_the_sheet(kinds):
    body: dict = {}
    for place, kind in enumerate(kinds):
        values = {"step": f"step {place}"} | ({"kind": kind} if kind else {})
        body = lines.kept(TRUST, body, ID(place), Sent(values, "form", ""))
    found = lines.read(TRUST, body)
    places = [option.id for option in TRUST.field("kind").options]
    order = [places.index(line.values["kind"]) if "kind" in line.values else 99 for line in found]
    assert order == sorted(order)
    groups = wording.groups(TRUST, found)
    assert len({group.title for group in groups}) == len(groups)
    assert sum(len(group.lines) for group in groups) == len(kinds)


def test_people_of_the_support_map_stand_as_they_were_added():
    body: dict = {}
    for place, name in enumerate(["Zoe", "Ada", "Max"]):
        body = lines.kept(SUPPORT, body, ID(99 - place), Sent({"who": name}, "form", ""))
    assert [line.values["who"] for line in lines.read(SUPPORT, body)] == ["Zoe", "Ada", "Max"]


# --- room


@given(st.integers(0, 30))
def test_no_more_lines_than_the_sheet_has_room_for_and_nothing_is_lost(count):
    body: dict = {}
    for place in range(count):
        try:
            body = lines.kept(LADDER, body, ID(place), Sent({"what": f"step {place}"}, f"form-{place}", ""))
        except Full:
            assert place >= LADDER.most
    found = lines.read(LADDER, body)
    assert len(found) == min(count, LADDER.most)
    if found:
        changed = lines.kept(LADDER, body, ID(0), Sent({"what": "other"}, "f", lines.mark(found[0].values)))
        assert lines.read(LADDER, changed)[0].values == {"what": "other"}, "a full sheet can be changed"


def test_a_line_has_room_for_forty_tries_and_a_form_sent_twice_is_one():
    body = ladder(2)
    for _ in range(40):
        body = after(body, 0, "planned", peak=3)
    assert lines.tried(LADDER, body, ID(0), Try(ID(900), {}, "worse", "", 0)) == body, "sent twice"
    with pytest.raises(Full):
        lines.tried(LADDER, body, ID(0), Try(ID(999), {}, "planned", "", 0))
    with pytest.raises(Full):
        lines.tried(SUPPORT, {"lines": {ID(0): {}}}, ID(0), Try(ID(1), {}, "planned", "", 0))
    with pytest.raises(Gone):
        lines.tried(LADDER, body, ID(5), Try(ID(1), {}, "planned", "", 0))
    assert len(lines.read(LADDER, lines.untried(body, ID(0), ID(900)))[0].tries) == 39
    assert lines.untried(body, ID(0), ID(5)) == body


# --- two pages on one line


def test_ft_10_words_that_the_page_has_not_shown_are_never_written_over():
    body = ladder(3)
    body = lines.kept(LADDER, body, ID(0), Sent({"what": "typing", "hard": 3}, "form-0", ""))  # it keeps itself
    with pytest.raises(ChangedElsewhere) as changed:
        lines.kept(LADDER, body, ID(0), Sent({"what": "other"}, "form-9", lines.mark({"what": "old"})))
    assert changed.value.there == {"what": "typing", "hard": 3}
    now = lines.kept(LADDER, body, ID(0), Sent({"what": "both"}, "form-9", lines.mark(changed.value.there)))
    assert lines.read(LADDER, now)[0].values == {"what": "both"}
    with pytest.raises(ChangedElsewhere):
        lines.kept(LADDER, now, ID(0), Sent({"what": "first form again"}, "form-0", ""))


def test_ft_10_the_same_words_twice_are_no_quarrel_and_a_line_taken_off_is_said():
    body = ladder(3)
    same = Sent({"what": "step 0", "hard": 3}, "form-9", "7")
    assert lines.read(LADDER, lines.kept(LADDER, body, ID(0), same))[0].values == same.values
    with pytest.raises(Gone):
        lines.kept(LADDER, {}, ID(0), same)


def test_ft_10_a_line_that_changed_or_was_tried_meanwhile_is_not_taken_off_unseen():
    body = ladder(3, 5)
    seen = lines.whole_mark(lines.read(LADDER, body)[0])
    with pytest.raises(ChangedElsewhere):
        lines.without(LADDER, after(body, 0, "planned"), ID(0), seen)
    left = lines.read(LADDER, lines.without(LADDER, body, ID(0), seen))
    assert [line.values["what"] for line in left] == ["step 1"]
    assert lines.without(LADDER, body, ID(7), "") == body


def test_what_another_version_of_a_sheet_asked_for_stays_in_the_body():
    body = ladder(3)
    body["lines"][ID(0)]["values"]["before"] = "an answer of an older sheet"
    now = lines.kept(LADDER, body, ID(0), Sent({"what": "new"}, "form-0", ""))
    assert now["lines"][ID(0)]["values"] == {"what": "new", "before": "an answer of an older sheet"}
    assert lines.read(LADDER, now)[0].values == {"what": "new"}


# --- advice


@given(st.lists(NUMBER, min_size=1, max_size=8), st.lists(st.tuples(st.integers(0, 7), st.booleans()), max_size=6))
def test_a_step_above_four_is_advised_against_until_a_lower_one_was_tried(numbers, tries):
    body = ladder(*numbers)
    for step, bad in tries:
        if step < len(numbers):
            body = after(body, step, "worse" if bad else "chosen")
    found = lines.read(LADDER, body)
    advised = rules.too_high_first(LADDER, found)
    high = {ID(place) for place, number in enumerate(numbers) if number is not None and number > 4}
    low = {place for place, number in enumerate(numbers) if number is not None and number <= 4}
    begun = any(step in low and not bad for step, bad in tries)
    assert advised == (frozenset() if begun else high)
    assert rules.too_high_first(TRUST, ()) == frozenset()


@pytest.mark.parametrize("ended", ["planned", "chosen"])
def test_stopped_when_wanted_counts_the_same_as_stayed_as_long_as_meant(ended):
    body = after(ladder(3, 6), 0, ended, peak=6, end=6)
    found = lines.read(LADDER, body)
    assert rules.too_high_first(LADDER, found) == frozenset()
    assert not rules.just_worse(LADDER, found, "2026-11-24") and not rules.two_worse(LADDER, found)


def test_cr_17_two_tries_in_a_row_that_made_it_worse_suggest_a_person():
    body = after(ladder(3, 4), 0, "worse", on="2026-11-20", peak=8, end=9)
    found = lines.read(LADDER, body)
    assert rules.just_worse(LADDER, found, "2026-11-20") and not rules.just_worse(LADDER, found, "2026-11-24")
    assert not rules.two_worse(LADDER, found)
    worse = after(body, 1, "worse", peak=8, end=9)
    assert rules.two_worse(LADDER, lines.read(LADDER, worse)), "on whichever step"
    assert not rules.two_worse(LADDER, lines.read(LADDER, after(worse, 0, "chosen")))
    assert not rules.worse(TRUST, Try("a", {}, "worse", "", 1))


# --- strange bodies

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
kept = st.fixed_dictionaries({}, optional={"values": plain, "by": plain, "at": plain, "tries": plain})


@given(plain | st.fixed_dictionaries({"lines": plain | st.dictionaries(st.text(max_size=8), plain | kept, max_size=4)}))
def test_any_body_can_be_read_and_drawn(body):
    for sheet in SHEETS.values():
        found = lines.read(sheet, body)
        wording.groups(sheet, found, rules.too_high_first(sheet, found))
        rules.two_worse(sheet, found)
        for line in found:
            assert all(lines.fits(sheet.field(name), value) for name, value in line.values.items())


def record(body, part="approach-ladder"):
    return Record(ID(1), "sheet", part, body)


@given(st.lists(NUMBER, max_size=12), st.integers(0, 4))
def test_what_a_sheet_wrote_may_come_back_in_by_import(numbers, tries):
    body = ladder(*numbers) if numbers else {"lines": {}}
    for _ in range(tries if numbers else 0):
        body = after(body, 0, "chosen", peak=4, end=2)
    assert checks.sheet(record(body))


@pytest.mark.parametrize(
    "line",
    [
        {"values": {"what": "x" * 4001}},
        {"values": {"what": "\ud800"}},
        {"values": {"hard": 11}},
        {"values": {"hard": True}},
        {"values": {"a": {"b": 1}}},
        {"values": {"a": ["\ud800"]}},
        {"values": {str(n): "x" for n in range(21)}},
        {"at": -1},
        {"at": 10**7},
        {"by": 5},
        {"tries": {"no-id": {}}},
        {"tries": {ID(1): {"ratings": {"peak": 11}, "ended": "chosen", "on": "", "nth": 1}}},
        {"tries": {ID(1): {"ratings": {}, "ended": "chosen", "on": "2026-02-30", "nth": 1}}},
        {"more": 1},
    ],
)
def test_ft_22_a_line_from_a_file_that_no_page_could_have_written_is_refused(line):
    good = {"values": {"what": "x"}, "by": "", "at": 1, "tries": {}}
    assert checks.sheet(record({"lines": {ID(1): good}}))
    assert not checks.sheet(record({"lines": {ID(1): good | line}}))


@pytest.mark.parametrize("part", ["", "../x", "A b", "x" * 300 + "!"])
def test_ft_22_a_page_of_no_sheet_is_refused(part):
    assert not checks.sheet(record({"lines": {}}, part))
    assert not checks.sheet(record({"lines": {}, "more": 1}))
    assert not checks.sheet(record({"lines": {ID(n): {} for n in range(3)}}))


@given(st.lists(NUMBER, max_size=8), st.integers(0, 60))
def test_what_is_here_stays_when_a_page_comes_in_and_a_page_has_an_end(numbers, coming):
    here = ladder(*numbers)
    line = {"values": {"what": "from elsewhere"}, "by": "", "at": 1, "tries": {}}
    came = {"lines": {ID(5 + n): line for n in range(coming)}}
    joined, new, known = lines.joined(here, came)
    assert new + known == coming
    assert len(joined["lines"]) <= lines.MOST
    for id, kept_line in here.get("lines", {}).items():
        assert joined["lines"][id] == kept_line
    assert lines.joined(joined, came)[1] == 0 or len(joined["lines"]) == lines.MOST


# --- a limit begins with I


@pytest.mark.parametrize("text", ["I go home at ten", "i'm off at nine", "  I’ll say no", "“I keep my own key”", "I"])
def test_a_limit_is_about_me(text):
    assert begins(text, "I")


@pytest.mark.parametrize("text", ["You can't see your friends", "It is late", "In the evening I rest", "No", "", "We"])
def test_a_rule_for_someone_else_is_no_limit_of_mine(text):
    assert not begins(text, "I")


def test_the_mark_stands_for_the_words_alone():
    values = {"what": "a", "hard": 3}
    swapped = dict(chance.Random(1).sample(list(values.items()), 2))
    assert lines.mark(values) == lines.mark(swapped) != lines.mark({"what": "a"})
    assert lines.mark(values).isdecimal()
