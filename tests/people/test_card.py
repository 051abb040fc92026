"""A card that came from the other: read strictly, drawn safely, or not there at all."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.people import card, sharing
from holdfast.people.card import Card
from holdfast.people.records import CARD
from holdfast.vault import spaces
from tests.cast import join, linked, side
from tests.people.walking import at

texts = st.text(max_size=30) | st.none() | st.integers() | st.lists(st.text(max_size=3), max_size=2)


@given(
    body=st.dictionaries(
        st.sampled_from(["v", "stream", "title", "text", "points", "range", "author", "until", "more"]),
        texts | st.floats(allow_nan=True) | st.just(1) | st.just("2036-01-01"),
    )
)
def test_whatever_the_other_writes_is_a_card_or_nothing(body):
    read = card.read(body)
    assert read is None or (card.fits(read) and card.read(read.body()) == read)


@given(
    points=st.dictionaries(
        st.dates(date(2035, 1, 1), date(2036, 1, 1)).map(date.isoformat), st.integers(0, 10) | st.none(), max_size=20
    ),
    text_=st.text(max_size=200),
)
def test_a_card_comes_back_as_it_went(points, text_):
    made = Card("my-mood", "Mood", text_, tuple(points.items()), (0, 10), "Ana", "2036-01-01")
    assert card.read(json.loads(json.dumps(made.body()))) == made


@pytest.mark.parametrize(
    "wrong",
    [
        {"v": 2},
        {"title": ""},
        {"title": "x" * 200},
        {"until": "soon"},
        {"points": [["2036-01-01", 1]], "range": None},
        {"points": [["2036-01-01", 11]]},
        {"points": [["2036-01-01", 1], ["2036-01-01", 2]]},
        {"points": [["when", 1]]},
        {"points": [["0001-01-01", 1]]},
        {"points": [["2036-02-02", 1]]},
        {"until": "9999-12-31"},
        {"points": [[f"20{n // 300 + 10:02d}-01-01", 1] for n in range(401)]},
        {"points": [["2036-01-01", float("nan")]]},
        {"points": [["2036-01-01", True]]},
        {"range": [10, 0]},
        {"range": [0]},
        {"range": ["a", "b"]},
    ],
)
def test_a_card_that_is_not_well_formed_is_none(wrong):
    good = Card("my-mood", "Mood", "x", (("2036-01-01", 3),), (0, 10), "Ana", "2036-02-01").body()
    assert card.read(good)
    assert card.read(good | wrong) is None


@pytest.mark.django_db
def test_a_row_that_is_no_card_or_of_an_unknown_stream_is_not_shown():
    ana, ben = join("ana"), join("ben")
    pair = linked(ana, ben)
    tea = Card("what-helps", "What helps me", "Tea first.", until="2036-01-01").body()
    for body in ({}, {"stream": "x"}, tea | {"stream": "no-such"}, {"title": [1]}):
        spaces.put(side(ben, pair).space, CARD, body)
    assert sharing.shown(ana.keyring, side(ana, pair)) == []
    assert at(ana, "us").status_code == 200
