"""The pure parts: which questions a person gets, how a form answers them, what a number says, what is on the shelf."""

from dataclasses import replace
from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from holdfast.checkins import content, daily, drafts, meaning, questions, shelf
from holdfast.checkins.drafts import Draft
from holdfast.checkins.questions import NotAnAnswer
from holdfast.instruments import queries as instruments
from holdfast.instruments import scoring
from holdfast.people.schema import Profile, Someone

BEN = Someone("6f9619ff-8b86-4d01-b42d-00c04fc964ff", "Ben", "romantic", main=True)
TEN = instruments.definition("daily-checkin")
DAY = date(2026, 11, 4)
ROLES = [(True, False), (False, True), (True, True)]


def sheet(day=DAY, **profile):
    return daily.sheet(Profile(**profile), day, content.three_taps(), TEN)


def ids(found):
    return [question.id for question in found.questions]


@pytest.mark.parametrize(
    ("recovering", "supporting", "people", "expected"),
    [
        (True, False, [], ["mood", "in_way", "close_trust"]),
        (True, False, [BEN], ["mood", "in_way", "close_trust"]),
        (False, True, [], ["mood", "p1", "close_trust"]),
        (False, True, [BEN], ["mood", "p1", "close"]),
        (True, True, [BEN], ["mood", "in_way", "close_trust"]),
    ],
)
def test_26a_the_three_taps_of_each_role(recovering, supporting, people, expected):
    found = sheet(recovering=recovering, supporting=supporting, people=people)
    assert ids(found) == expected
    assert [question.id for question in found.more] == ["sleep"]
    assert found.target == (BEN.id if people else None)


@pytest.mark.parametrize("people", [[], [BEN]])
@pytest.mark.parametrize(("recovering", "supporting"), ROLES)
def test_21_the_ten_item_form_of_each_role(recovering, supporting, people):
    asked = set()
    for offset in range(12):
        day = date.fromordinal(DAY.toordinal() + offset)
        found = sheet(day, recovering=recovering, supporting=supporting, people=people, learn_until="2027-01-01")
        assert found.form.startswith("daily-checkin@")
        assert len(found.questions) <= 10
        assert {"s1", "s2", "s3", "s4"} <= set(ids(found)) or not recovering
        assert ("p2" in ids(found)) == (supporting and bool(people))
        assert {"p1", "p3"} & set(ids(found)) == set() or not recovering
        assert not any("{person}" in question.text for question in found.questions)
        rotating = [question.id for question in found.questions if TEN.item(question.id).rotating]
        assert len(rotating) <= 1
        asked |= set(rotating)
    if not people:
        assert not {"contact", "close", "felt", "gave", "disclosed", "conflict"} & (asked | set(ids(found)))
        assert {"touch", "lonely", "selfkind", "safe"} <= asked


def test_26a_safe_touch_and_conflict_are_shown_and_never_kept():
    learner = {"people": [BEN], "recovering": False, "supporting": True, "learn_until": "2027-01-01"}
    shown = set()
    for offset in range(6):
        found = sheet(date.fromordinal(DAY.toordinal() + offset), **learner)
        answers = {question.id: question.answers[1] for question in found.questions}
        never = {question.id for question in found.questions if not question.kept}
        assert never <= {"safe", "touch", "conflict"}
        assert found.kept(answers).keys() == answers.keys() - never
        shown |= never
    assert shown == {"safe", "touch", "conflict"}


def test_no_contact_ends_what_needs_it():
    found = sheet(people=[BEN], learn_until="2027-01-01")
    assert {"felt", "gave"} <= {question.id for question in found.visible({})}
    assert not {"felt", "gave"} & {question.id for question in found.visible({"contact": 0})}


def test_without_the_ten_item_file_the_three_taps_stay():
    found = daily.sheet(Profile(learn_until="2027-01-01"), DAY, content.three_taps(), None)
    assert ids(found) == ["mood", "in_way", "close_trust"]


def every_question():
    for form in instruments.all_().values():
        for item in form.items:
            yield form, item, questions.from_item(form, item, None, "Ben")


def test_every_option_of_every_form_is_sent_read_and_scored_as_itself():
    for form, item, question in every_question():
        for key, _label in question.options:
            sent = QueryDict(mutable=True)
            sent.setlist(question.field, [key])
            answer = questions.read([question], sent)
            scoring.check(form, answer, None)
            again = question.answered(answer[item.id])
            assert key in (again.shown, *again.ticked), (form.id, item.id, key)


def test_every_position_has_words_for_who_cannot_see_it():
    for form, item, question in every_question():
        assert all(label for _key, label in question.options), (form.id, item.id)
        if question.kind == "poles":
            assert question.low
            assert question.high


def test_the_kinds_of_question_that_forms_need():
    kinds = {}
    for form, _item, question in every_question():
        kinds.setdefault(question.kind, set()).add(form.id)
    assert kinds["many"] == {"lec-5"}
    assert kinds["poles"] == {"csi-16"}
    assert kinds["circles"] == {"ios"}
    assert "daily-checkin" in kinds["rating"]


def test_two_answers_where_one_fits_are_refused_and_i_cant_tell_is_none():
    question = questions.from_item(TEN, TEN.item("mood"))
    with pytest.raises(NotAnAnswer, match="Only one"):
        questions.read([question], QueryDict("a-mood=3&a-mood=4"))
    assert questions.read([question], QueryDict("a-mood=cant-tell")) == {"mood": None}
    assert questions.read([question], QueryDict("")) == {"mood": None}
    assert (question.low, question.high) == ("very bad", "very good")


def test_boxes_ticked_twice_count_once_and_none_is_none():
    form = instruments.definition("lec-5")
    question = questions.from_item(form, form.items[0])
    assert questions.read([question], QueryDict("a-q1=happened&a-q1=job&a-q1=happened")) == {"q1": ["happened", "job"]}
    assert questions.read([question], QueryDict("")) == {"q1": None}


@given(st.text(max_size=30))
def test_ft_22_whatever_is_sent_is_an_answer_or_refused(sent):
    question = questions.from_item(TEN, TEN.item("mood"))
    form = QueryDict(mutable=True)
    form.setlist("a-mood", [sent])
    try:
        (answer,) = questions.read([question], form).values()
    except NotAnAnswer:
        return
    assert answer is None or answer in range(11)


def test_a_draft_reads_back_and_a_broken_page_does_not_break_the_rest():
    draft = Draft("a", "phq-9", "2026-11-04", "UTC", answers={"q1": 2}, flags=("soft",))
    page = drafts.put({}, draft)
    assert drafts.read(page) == [draft]
    assert drafts.read(None) == []
    assert drafts.read(drafts.without(page, "a")) == []
    assert drafts.read({"drafts": {"a": page["drafts"]["a"] | {"of-a-later-version": 1}}}) == [draft]


def test_answers_are_taken_back_by_none_and_being_told_stays():
    draft = drafts.answered(Draft("a", "phq-9", "2026-11-04", "UTC", answers={"q1": 2}), {"q1": None, "q2": 1}, True)
    assert draft.answers == {"q2": 1}
    assert drafts.answered(draft, {}, False).told


def test_stale_drafts_go_and_corrections_stay_when_a_form_begins():
    old = Draft("a", "phq-9", "2026-10-01", "UTC", answers={"q1": 2})
    fixing = replace(old, id="b", corrects="x")
    same = Draft("c", "gad-7", "2026-11-04", "UTC", answers={"q1": 2})
    page = drafts.put(drafts.put(drafts.put({}, old), fixing), same)
    assert [draft.id for draft in drafts.read(drafts.swept(page, DAY, "gad-7", None))] == ["b"]
    assert [draft.id for draft in drafts.read(drafts.swept(page, DAY, "who-5", None))] == ["b", "c"]


def told(id, answers, variant=None):
    form = instruments.definition(id)

    class Given:
        result = scoring.score(form, answers, variant)

    Given.variant = variant
    return meaning.of(form, Given)


def test_cr_11_a_number_stands_with_its_range_direction_line_and_source():
    said = told("gad-7", {f"q{n}": 2 for n in range(1, 8)})
    assert said.number == "14 of 21"
    assert "It can go from 0 to 21. A higher number means more trouble." in said.sentences
    assert any("“moderate”" in sentence for sentence in said.sentences)
    lines = [source.text for source in said.sources]
    assert any("10 or more" in line and "Your number is on that side." in line for line in lines)
    assert any("A difference of less than 4 is mostly chance." in line for line in lines)
    assert all(source.source for source in said.sources)


def test_what_is_from_memory_is_marked_so():
    said = told("phq-4", {f"q{n}": 3 for n in range(1, 5)})
    assert any(source.mark == "from memory, not yet checked" for source in said.sources)


def test_the_couple_form_names_no_state_of_the_couple():
    said = told("csi-16", {"q1": 0, "q5": 0, "q7": 0, "q10": 0}, "csi-4")
    words = " ".join([*said.sentences, *(source.text for source in said.sources)]).lower()
    assert "distress" not in words
    assert "dissatisf" not in words
    assert "below 13.5" in words
    assert "A higher number means things are better." in " ".join(said.sentences)


def test_a_form_of_two_numbers_tells_both_and_a_mean_says_its_scale():
    said = told("ecr-rs", {f"q{n}": 4 for n in range(1, 10)})
    assert said.number == ""
    assert sum("on a scale from 1 to 7" in sentence for sentence in said.sentences) == 2
    assert told("scs-sf", {f"q{n}": 3 for n in range(1, 13)}).number == "3, on a scale from 1 to 5"


def test_the_percentage_of_the_wellbeing_form_is_what_is_told():
    assert told("who-5", {f"q{n}": 3 for n in range(1, 6)}).number == "60 of 100"


def test_a_form_without_names_for_its_stretches_says_where_its_line_is():
    said = told("who-5", {f"q{n}": 1 for n in range(1, 6)})
    assert any("below 50" in sentence and "on that side" in sentence for sentence in said.sentences)
    assert not any("draw no lines" in sentence for sentence in said.sentences)
    assert any("draw no lines" in sentence for sentence in told("dss", {f"q{n}": 1 for n in range(1, 21)}).sentences)


def test_a_form_without_a_score_says_that_there_is_none():
    said = told("lec-5", {"q1": ["happened"]})
    assert said.number == ""
    assert said.sentences == ("There is no number for this one. What you answered is kept.",)
    assert said.stirring


def names(**profile):
    return {form.id for form in shelf.shelf(instruments.all_(), Profile(**profile))}


def test_the_shelf_holds_what_can_be_asked_of_this_person():
    alone, pair = names(), names(people=[BEN])
    friends = names(people=[replace(BEN, relation="friend")])
    assert pair - friends == {"csi-16"}
    assert friends - alone == {"ecr-rs", "ios"}
    assert not names(recovering=False, supporting=True) & {"itq", "dss", "lec-5"}
    for hidden in ("hark", "asq", "intimacy-own", "daily-checkin", "ders-16", "programme-items"):
        assert hidden not in pair


def test_every_form_on_the_shelf_has_a_name_in_plain_words():
    for form in shelf.shelf(instruments.all_(), Profile(people=[BEN])):
        assert form.id in shelf.NAMES
        assert form.asks >= 1
        assert form.minutes >= 1


def test_a_form_nobody_named_goes_by_its_own_title():
    form = instruments.definition("pcl-5").model_copy(update={"id": "new-form"})
    assert shelf.name(form) == "PCL-5"
    assert shelf.shelf({"new-form": form}, Profile())[0].name == "PCL-5"


def test_beside_a_form_stands_whose_it_is_and_how_sure_we_are():
    assert "not yet validated" in " ".join(shelf.credit(TEN)["marks"])
    assert "Not yet reviewed by a clinician." in shelf.credit(TEN)["marks"]
    recalled = shelf.credit(instruments.definition("core-10"))
    assert recalled["recalled"]
    assert any("from memory" in mark for mark in recalled["marks"])
    assert "Spitzer" in shelf.credit(instruments.definition("phq-9"))["attribution"]
    assert not any("English" in mark for mark in recalled["marks"])
    with translation.override("de"):
        assert any("English" in mark for mark in shelf.credit(TEN)["marks"])
