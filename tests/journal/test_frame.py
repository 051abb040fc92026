"""CR-17 for writing: the limit, the night, two that felt worse, the rest. Rules first, then through the pages."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from holdfast.catalogue import loader, roots, strict
from holdfast.catalogue.problems import ContentError
from holdfast.journal import actions, queries, rules, shelf
from holdfast.journal.rules import ENOUGH, REST, Ended, Frame, Sitting
from holdfast.journal.schema import Way
from holdfast.people import queries as people
from holdfast.safety import actions as safety
from tests.cast import join
from tests.journal.helpers import FREE, HEAVY, NOON, begin, get, main, sat, send

ID, OTHER = UUID(int=1), UUID(int=2)
WORSE = st.booleans()
PERSON, TOOL = "I want a person", "A tool to steady me"


@pytest.fixture
def at_noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


# --- rules


@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(0, 10),
            st.none() | st.integers(0, 10),
            st.sampled_from(["", "helped", "same", "worse"]),
        )
    )
)
def test_cr_17_state_test_two_worse_in_a_row_and_only_they_make_it_rest(sittings):
    """Any history: it rests exactly when the last two of which something was said made it worse."""
    frame, told, now = Frame(), [], NOON
    for before, after, how in sittings:
        now += timedelta(days=1)
        frame = rules.begun(frame, Sitting(ID, now, before))
        frame = rules.ended(frame, now, after, how)
        numbers = before is not None and after is not None
        if how or numbers:
            told.append(how == "worse" or (numbers and after > before))
        assert rules.read(frame.body()) == frame
        assert frame.sitting is None
        assert len(frame.past) <= ENOUGH, "no more is kept than the rule needs"
    rests = told[-2:] == [True, True]
    assert rules.closed(frame, now + timedelta(hours=1), crisis=False) == ("rests" if rests else "")
    assert rules.closed(frame, now + REST + timedelta(hours=1), crisis=False) == ""
    assert rules.closed(frame, now, crisis=True) == "rests"


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))
def test_cr_17_never_offered_from_22_to_7(moment):
    shut = rules.closed(Frame(), moment.replace(tzinfo=UTC), crisis=False)
    assert (shut == "night") == (moment.hour >= 22 or moment.hour < 7)


@given(st.integers(-600, 6000))
def test_cr_17_twenty_minutes_and_no_more(seconds):
    sitting = Sitting(ID, NOON)
    moment = NOON + timedelta(seconds=seconds)
    assert rules.over(sitting, moment, 20) == (not 0 <= seconds < 1200)
    assert rules.left(sitting, moment, 20) >= 0


def test_cr_17_a_form_sent_twice_does_not_begin_the_minutes_anew():
    frame = rules.begun(Frame(), Sitting(ID, NOON, 4))
    assert rules.begun(frame, Sitting(ID, NOON + timedelta(minutes=10), 9)) == frame
    assert rules.begun(frame, Sitting(OTHER, NOON)).sitting.entry == OTHER


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"sitting": 5, "past": 5},
        {"sitting": {"entry": "x", "at": "now"}, "past": [{}, 5, None, {"at": 7, "worse": True}]},
        {
            "sitting": {"entry": str(ID), "at": "0001-01-01T00:00:00+00:00"},
            "past": [{"at": "9999-12-31T23:00:00+00:00"}],
        },
        {"sitting": {"entry": str(ID), "at": "2026-11-24T10:00:00"}},
    ],
)
def test_what_cannot_be_read_is_an_empty_frame(body):
    assert rules.read(body) == Frame()


def test_a_number_that_is_none_is_left_out():
    assert rules.read({"sitting": {"entry": str(ID), "at": NOON.isoformat(), "before": 99}}).sitting.before is None
    assert Frame(past=(Ended(NOON, False), Ended(NOON, True))).worse == 1


# --- content


def test_cr_17_heavy_writing_has_a_frame_and_steadies_on_both_sides():
    (heavy,) = [way for way in shelf.ways() if way.frame]
    assert heavy.minutes <= 20
    assert heavy.frame.before and heavy.frame.after
    assert "danger to you now" in " ".join(heavy.frame.before), "29f: looking round comes first"
    told = " ".join([*heavy.about, heavy.skip_if])
    assert "You can stop at any moment" in told
    assert "mixed" in told, "C37 is said as it is"
    assert "ask your lawyer first" in told
    assert "You don't have to tell what happened" in told, "C37: no detailed account is asked for"
    assert heavy.letter is False


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("minutes: 20", "minutes: 21", "less than or equal to 20"),
        ("minutes: 20", "minutes: 20\nletter: true", "never copied into a letter"),
        ("basis: tested", "basis: practice", "Without a claim the basis is practice"),
        ("  after:\n", "  aftr:\n", "not known here"),
        ("  tool: come-back-to-here\n", "", "'tool' is missing"),
    ],
)
def test_cr_17_a_file_without_its_frame_is_refused(tmp_path, was, now, said):
    text = (roots.BASE / "journal" / "expressive-writing" / "1.0.0.yaml").read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / "1.0.0.yaml"
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        strict.build(Way, loader.read(path))
    assert said in str(refused.value)


def test_a_number_belongs_to_one_way_and_a_frame_leads_to_a_tool_that_is_here(tmp_path):
    text = (roots.BASE / "journal" / "expressive-writing" / "1.0.0.yaml").read_text(encoding="utf-8")
    for id, number in (("one", "7"), ("two", "7")):
        path = tmp_path / "journal" / id / "1.0.0.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text.replace("number: 4", f"number: {number}"), encoding="utf-8")
    (tmp_path / "journal" / "one" / "2.0.0.yaml").write_text("a: b: c", encoding="utf-8")
    said = " ".join(problem.what for problem in shelf.problems((tmp_path,), {"another"}))
    assert "The number 7 belongs to one." in said
    assert "There is no tool come-back-to-here." in said


# --- pages


@pytest.mark.django_db
def test_cr_17_before_and_after_steady_first_and_a_number_that_may_be_left_out(at_noon):
    ana = join("ana")
    first = get(ana, "journal-begin", HEAVY)
    said = main(first)
    assert said.index("Is anyone or anything here a danger to you now?") < said.index("How strong is it?")
    assert TOOL in said and "There may be danger" in said
    assert reverse("come-back") in first.content.decode() or "/p/150/" in first.content.decode()
    id = begin(ana, HEAVY)
    page = get(ana, "journal-write", id)
    for words in ("Stop", "Lighter", "Wait", "Take your time. This stays as it is."):
        assert words in page.content.decode()
    assert 'data-limit="20"' in page.content.decode()
    assert send(ana, "journal-write", id, do="done", **{"p-words": "rain"}).url == reverse("journal-after", args=[id])
    last = main(get(ana, "journal-after", id))
    assert last.index("Look up. Name three things you see.") < last.index("How strong is it now?")
    assert send(ana, "journal-after", id, do="skip").url == reverse("journal-kept", args=[HEAVY])
    assert queries.frame(ana.keyring) == Frame()
    assert not queries.found(ana.keyring, id)[1].open


@pytest.mark.django_db
def test_cr_17_two_worse_in_a_row_step_down_and_a_person_is_suggested(at_noon):
    ana = join("ana")
    open_since = get(ana, "journal-begin", HEAVY)
    assert sat(ana, "3", "6").url == reverse("journal-enough")
    one = main(get(ana, "journal-enough"))
    assert "Thank you for saying so. Let's stop this one." in one and "It isn't your fault." in one
    assert "A tool" in one and PERSON in one
    assert sat(ana, "", "", "worse").url == reverse("journal-enough")
    two = main(get(ana, "journal-enough"))
    assert "Two in a row felt worse." in two and PERSON in two
    assert "A tool" not in two, "no further thing to do comes first"
    assert "Writing about something hard" not in main(get(ana, "journal-ways"))
    for page in (get(ana, "journal-begin", HEAVY), send(ana, "journal-begin", HEAVY, page=open_since, do="anyway")):
        assert "This one rests for now." in main(page)
        assert PERSON in main(page) and "You can still write freely" in main(page)
    assert queries.frame(ana.keyring).sitting is None
    assert queries.closed(ana.keyring, people.profile(ana.keyring), NOON + REST - timedelta(minutes=1)) == "rests"
    assert queries.closed(ana.keyring, people.profile(ana.keyring), NOON + REST) == ""


@pytest.mark.django_db
def test_cr_17_a_better_one_between_two_worse_ones_lets_it_go_on(at_noon):
    ana = join("ana")
    for before, after, how in (("3", "6", ""), ("6", "4", "helped"), ("3", "6", "")):
        sat(ana, before, after, how)
    assert "Writing about something hard" in main(get(ana, "journal-ways"))


@pytest.mark.django_db
def test_cr_17_it_still_rests_when_the_words_that_hurt_are_deleted(at_noon):
    ana = join("ana")
    sat(ana, "3", "6")
    sat(ana, "3", "6")
    for entry in queries.book(ana.keyring).entries:
        actions.delete(ana.keyring, entry.id)
    assert "This one rests for now." in main(get(ana, "journal-begin", HEAVY))


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "open_"), [(20, True), (21, False), (3, False), (5, False), (6, True)])
def test_cr_17_the_list_of_ways_has_no_heavy_writing_at_night(hour, open_):
    """Hours in UTC; Berlin is one ahead in November."""
    with time_machine.travel(datetime(2026, 11, 24, hour, 30, tzinfo=UTC), tick=False):
        ana = join("ana")
        assert ("Writing about something hard" in main(get(ana, "journal-ways"))) is open_
        page = get(ana, "journal-begin", HEAVY)
        assert ("waits until 7 in the morning" in main(page)) is not open_
        if not open_:
            sent = send(ana, "journal-begin", HEAVY, page=get(ana, "journal-begin", FREE))
            assert sent.status_code == 409 and "waits until 7 in the morning" in main(sent)
            assert queries.book(ana.keyring).entries == []
            assert get(ana, "journal-begin", FREE).status_code == 200, "free writing is there at any hour"


@pytest.mark.django_db
def test_cr_17_whoever_began_before_ten_may_finish(at_noon):
    at_noon.move_to(datetime(2026, 11, 24, 20, 55, tzinfo=UTC))
    ana = join("ana")
    id = begin(ana, HEAVY)
    get(ana, "journal-write", id)
    at_noon.shift(600)
    send(ana, "unlock", words=ana.words)
    assert get(ana, "journal-write", id).status_code == 200


@pytest.mark.django_db
def test_cr_17_after_twenty_minutes_the_page_leads_on_and_no_word_is_lost(at_noon):
    ana = join("ana")
    id = begin(ana, HEAVY)
    page = get(ana, "journal-write", id)
    at_noon.shift(21 * 60)
    assert get(ana, "journal-write", id).url == reverse("journal-after", args=[id])
    late = send(ana, "journal-write", id, page=page, do="done", **{"p-words": "one line too late"})
    assert late.url == reverse("journal-after", args=[id])
    assert queries.found(ana.keyring, id)[1].parts["words"] == "one line too late"


@pytest.mark.django_db
def test_cr_17_a_strong_start_is_asked_about_once_and_stays_ones_own_choice(at_noon):
    ana = join("ana")
    page = send(ana, "journal-begin", HEAVY, before="8", do="begin")
    assert page.status_code == 200
    assert "Steady first may be kinder." in main(page) and PERSON in main(page)
    assert queries.book(ana.keyring).entries == []
    assert send(ana, "journal-begin", HEAVY, page=page, before="8", do="anyway").status_code == 302
    assert queries.frame(ana.keyring).sitting.before == 8


@pytest.mark.django_db
def test_cr_17_changing_it_later_goes_through_the_frame_again(at_noon):
    ana = join("ana")
    sat(ana, "5", "4")
    (entry,) = queries.book(ana.keyring).entries
    assert get(ana, "journal-write", entry.id).url == reverse("journal-again", args=[entry.id])
    assert "First, steady" in main(get(ana, "journal-again", entry.id))
    again = send(ana, "journal-again", entry.id, before="4", do="begin")
    assert again.url == reverse("journal-write", args=[entry.id])
    assert "rain" in main(get(ana, "journal-write", entry.id))
    assert get(ana, "journal-after", entry.id).status_code == 200


@pytest.mark.django_db
def test_cr_17_a_crisis_and_a_rest_look_alike_to_the_byte(at_noon):
    ana, ben = join("ana"), join("ben")
    sat(ana, "3", "6")
    sat(ana, "3", "6")
    safety.answered(ben.keyring, date(2026, 11, 24), holds=True)
    assert main(get(ana, "journal-begin", HEAVY)) == main(get(ben, "journal-begin", HEAVY))
    assert "This one rests for now." in main(get(ben, "journal-begin", HEAVY))


@pytest.mark.django_db
def test_a_page_after_nothing_leads_back():
    ana = join("ana")
    assert get(ana, "journal-enough").url == reverse("journal")
    id = begin(ana)
    assert get(ana, "journal-after", id).url == reverse("journal-kept", args=[1])
    assert get(ana, "journal-again", id).url == reverse("journal-write", args=[id])
