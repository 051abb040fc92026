"""Entries on their pages, without a database: written, read back, never written over unseen, looked through."""

import json
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.journal import entries
from holdfast.journal.entries import ChangedElsewhere, Entry, Sent

ID, OTHER = UUID(int=1), UUID(int=2)
DAY = date(2026, 11, 24)
PARTS = st.dictionaries(st.sampled_from(["words", "moment", "now"]), st.text(max_size=30), max_size=3)
ENTRIES = st.builds(
    Entry,
    st.uuids(),
    st.dates(date(1970, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["free-writing@1.0.0", "gone@9.0.0"]),
    st.text(max_size=20),
    PARTS,
    st.text("0123456789abcdef", max_size=8),
    st.booleans(),
)


def sent(words: str, form: str = "f1", began: str = "") -> Sent:
    return Sent("", {"words": words}, form, began)


@given(st.lists(ENTRIES, max_size=5, unique_by=lambda entry: entry.id))
def test_what_is_put_on_a_page_is_read_from_it(told):
    page: dict = {}
    for entry in told:
        page = entries.put(page, entry)
    assert entries.read(json.loads(json.dumps(page))) == told
    for entry in told:
        page = entries.without(page, entry.id)
    assert entries.read(page) == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"entries": None},
        {"entries": []},
        {"entries": {"x": {}}},
        {"entries": {str(ID): 5}},
        {"entries": {str(ID): {"on": "soon", "way": "w", "parts": {}}}},
        {"entries": {str(ID): {"on": "2026-11-24", "way": "w", "parts": [1]}}},
        {"entries": {str(ID): {"on": "2026-11-24", "way": "w", "parts": {5: "x"}}}},
    ],
)
def test_what_is_no_entry_is_left_out_and_breaks_nothing(body):
    assert entries.read(body) == []
    kept = entries.put(body or {}, Entry(OTHER, DAY, "w"))
    assert [entry.id for entry in entries.read(kept)] == [OTHER]


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_ft_10_words_a_page_has_not_shown_are_never_written_over(first, second, third):
    """A page may save itself again and again; another page may only write over what it began from."""
    entry = Entry(ID, DAY, "w")
    entry = entries.written(entry, sent(first, "page-1", entries.mark(entry)))
    entry = entries.written(entry, sent(second, "page-1", "stale"))
    assert entry.parts["words"] == second
    strange = sent(third, "page-2", began="something older")
    if second.strip() and third != second:
        with pytest.raises(ChangedElsewhere) as changed:
            entries.written(entry, strange)
        assert changed.value.entry == entry
    else:
        assert entries.written(entry, strange).parts["words"] == third
    assert entries.written(entry, sent(third, "page-3", entries.mark(entry))).parts["words"] == third


def test_an_empty_beginning_of_an_earlier_day_goes_when_another_begins():
    page = entries.put({}, Entry(ID, date(2026, 11, 23), "w"))
    page = entries.put(page, Entry(UUID(int=3), date(2026, 11, 23), "w", parts={"words": "rain"}))
    page = entries.begun(page, Entry(OTHER, DAY, "w"))
    assert [entry.id for entry in entries.read(page)] == [UUID(int=3), OTHER]
    again = entries.begun(page, Entry(UUID(int=4), DAY, "w"))
    assert len(entries.read(again)) == 3, "one of today may be open in another window"


@given(ENTRIES, st.data())
def test_whatever_stands_in_an_entry_is_found_by_its_own_words(entry, data):
    text = " · ".join(text for text in entry.texts if text.strip())
    words = text.split()
    if not words:
        assert entries.found_in(entry, "x") is None
        return
    chosen = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3))
    around = entries.found_in(entry, " ".join(chosen))
    assert around is not None
    assert around.strip("…") in text
    assert entries.found_in(entry, "ʘnot-there") is None


def test_looking_takes_any_case_and_wants_every_word():
    entry = Entry(ID, DAY, "w", "The Shore", {"words": "We walked along the STRASSE, then rain."})
    assert entries.found_in(entry, "shore rain") is not None
    assert entries.found_in(entry, "straße") is not None
    assert entries.found_in(entry, "shore snow") is None
    assert entries.found_in(entry, "   ") is None
    long = Entry(ID, DAY, "w", "", {"words": "a " * 200 + "heron" + " b" * 200})
    around = entries.found_in(long, "heron")
    assert around.startswith("…") and around.endswith("…") and len(around) < 140


def test_a_full_page_takes_no_new_entry_and_a_month_has_more_than_one():
    assert not entries.full({})
    assert entries.full({"entries": {"x": "y" * entries.ROOM}})
    assert entries.sheets("2026-11")[:3] == ["2026-11", "2026-11.2", "2026-11.3"]
    assert len(entries.sheets("2026-11")) == entries.SHEETS
