"""Keeping what a tool did: sealed, once, only what was answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.kit import random
from holdfast.programme import actions, queries, schema
from tests.cast import join

ratings = st.none() | st.integers(0, 10)


@given(
    ratings,
    ratings,
    st.sampled_from([None, "here", "partly", "far"]),
    st.sampled_from([None, "helped", "same", "worse"]),
)
def test_a_practice_reads_back_as_it_was_written(before, after, here, how):
    practice = schema.Practice("check-the-room", "2026-11-21", before, after, here, how)
    assert schema.read(practice.body()) == practice


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"exercise": 3},
        {"exercise": "Check The Room"},
        {"exercise": "x" * 61},
        {"exercise": "a", "before": 11},
        {"exercise": "a", "before": -1},
        {"exercise": "a", "before": True},
        {"exercise": "a", "after": "7"},
        {"exercise": "a", "here": "gone"},
        {"exercise": "a", "how": "great"},
    ],
)
def test_what_cannot_be_a_practice_is_refused_in_a_plain_sentence(body):
    with pytest.raises(schema.NotAPractice) as refused:
        schema.read({"local_date": "2026-11-21"} | body)
    assert str(refused.value).endswith(".")


@pytest.mark.django_db
def test_ft_08_a_form_sent_twice_keeps_one_practice_and_only_for_its_owner():
    ana, cleo = join("ana"), join("cleo")
    form = random.uuid()
    practice = schema.Practice("check-the-room", "2026-11-21", 7, 5)
    assert actions.keep(ana.keyring, practice, id=form) is True
    assert actions.keep(ana.keyring, practice, id=form) is False
    assert [(kept.before, kept.after) for kept in queries.practices(ana.keyring)] == [(7, 5)]
    assert queries.practices(cleo.keyring) == []


@pytest.mark.django_db
def test_a_practice_can_be_removed_by_its_owner_alone():
    ana, cleo = join("ana"), join("cleo")
    form = random.uuid()
    actions.keep(ana.keyring, schema.Practice("check-the-room", "2026-11-21"), id=form)
    assert actions.remove(cleo.keyring, form) is False
    assert actions.remove(ana.keyring, form) is True
    assert queries.practices(ana.keyring) == []
