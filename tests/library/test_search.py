"""Search: people's own words find the right page, on every database alike, and nothing of it stays anywhere."""

import threading
from pathlib import Path

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from holdfast.catalogue import loader, roots
from holdfast.library import content, queries, search
from holdfast.library.schema import SearchWords
from holdfast.library.search import Page
from holdfast.library.words import MOST_SIGNS, Speller, root, words

SHELF = content.shelf(roots.content())
INDEX = search.index(SHELF)
GOLDEN = loader.read_yaml(Path(__file__).with_name("golden.yaml"))["golden"]


def test_the_golden_list_is_long_and_names_pages_that_are_here():
    assert len(GOLDEN) >= 40
    assert len({line["words"] for line in GOLDEN}) == len(GOLDEN)
    assert {id for line in GOLDEN for id in line["finds"]} <= set(SHELF.by_id)
    assert {id for line in GOLDEN for id in line["finds"]} == set(SHELF.by_id), "every page is looked for by someone"


@pytest.mark.parametrize("line", GOLDEN, ids=lambda line: line["words"])
def test_golden(line):
    """The same list on SQLite and PostgreSQL: the run says which database there is, the search asks neither."""
    assert set(INDEX.find(line["words"])[:3]) & set(line["finds"]), INDEX.find(line["words"])[:5]


def test_a_search_asks_no_database_and_writes_no_file(monkeypatch):
    """No mark for the database on this test: any query would fail it. And the index lies in memory alone."""
    assert connections["default"].vendor in ("sqlite", "postgresql")
    files = INDEX._base.execute("PRAGMA database_list").fetchall()
    assert [name for _, name, file in files if file] == []
    assert INDEX._base.execute("PRAGMA temp_store").fetchone() == (2,)
    assert queries.find("cant sleep").articles


def test_what_was_typed_is_in_no_part_of_the_index():
    before = INDEX._base.execute("SELECT count(*) FROM page").fetchone()
    INDEX.find("quartzfinch in the night")
    assert INDEX._base.execute("SELECT count(*) FROM page").fetchone() == before
    assert "quartzfinch" not in "".join(INDEX._base.iterdump())
    assert "quartzfinch" not in repr(vars(INDEX._reader))


@pytest.mark.parametrize(
    "typed", ["", "   ", "...", "\ud800", "\x00", '"', "* OR *", "NEAR(a b)", "x" * 5000, "' -- ;"]
)
def test_odd_texts_find_nothing_or_something_and_never_fail(typed):
    assert isinstance(INDEX.find(typed), list)


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_is_answered(typed):
    assert len(INDEX.find(typed)) <= search.MOST
    assert len(INDEX.find(typed, "claim", most=6)) <= 6


def test_single_questions_are_found_too():
    assert INDEX.find("is sex a treatment for trauma", "claim")[0] in {"C44", "C58"}
    assert "C60" in INDEX.find("hug", "claim")[:2]


def test_many_may_look_at_once():
    found, faults = [], []

    def look() -> None:
        try:
            found.extend(tuple(INDEX.find(line["words"])) for line in GOLDEN[:20])
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(set(found)) <= 20 and len(found) == 160


def test_the_same_files_give_the_same_order():
    again = search.index(content.shelf(roots.content()))
    assert [again.find(line["words"]) for line in GOLDEN] == [INDEX.find(line["words"]) for line in GOLDEN]


# The words themselves


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("therepist", "therapist"),  # another sign
        ("therapis", "therapist"),  # one less
        ("therappist", "therapist"),  # one more
        ("theraipst", "therapist"),  # two swapped
        ("disociashun", ""),  # too far
        ("fer", ""),  # too short to guess
        ("therapists", ""),  # another form of a known word
    ],
)
def test_typing_errors_are_mended(typed, nearest):
    speller = Speller(["therapist", "fear", "dissociation", "therapist"])
    assert speller.like(typed) == ([nearest] if nearest else [])


@given(st.sampled_from(["mindfulness", "boundaries", "nightmares", "hormones"]), st.integers(0, 6))
def test_a_swap_anywhere_in_a_long_word_is_mended(word, at):
    typed = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert typed == word or Speller([word]).like(typed) == [word] or root(typed) == root(word)


def test_forms_of_a_word_share_a_root_and_apostrophes_and_accents_fall_away():
    assert root("hits") == root("hitting") == root("hit")
    assert root("boundary") == root("boundaries")
    assert words("Can\u2019t SLEEP, caf\u00e9") == ["cant", "sleep", "cafe"]


def test_the_other_words_count_less_and_phrases_are_seen():
    pages = [
        Page("article", "sleep", "Nights", "About sleep", "", "sleep"),
        Page("article", "dream", "Dreams", "About bad dreams", "", "a bad dream"),
    ]
    typed = SearchWords(skip=["i", "cant"], same=[["sleep", "insomnia"], ["bad dream", "nightmare"]])
    index = search.index_of(pages, typed)
    assert index.find("insomnia") == ["sleep"]
    assert index.find("nightmare") == ["dream"]
    assert index.find("bad dreams") == ["dream"]
    assert index.find("i cant") == [], "nothing but small words, which stand nowhere"


def test_a_very_long_text_is_cut():
    assert INDEX._reader.read("sleep " + "x" * MOST_SIGNS + " shame").said[0] == "sleep"
    assert "shame" not in INDEX._reader.read("y" * MOST_SIGNS + " shame").said
