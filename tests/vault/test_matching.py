"""One bit of two: both learn whether both said yes; a no learns nothing; every answer looks alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_scalarmult_base

from holdfast.vault import matching

TAG = "8a2fccfa530e8533dbaa56eee14388d005b4471fc9049d3dfa11a4d91806c756"
ABOUT = ("pair", "round 1", "item 3")


@given(yes_a=st.booleans(), yes_b=st.booleans())
def test_both_learn_the_and_and_a_no_learns_nothing(yes_a, yes_b):
    a, b = matching.offer(yes_a), matching.offer(yes_b)
    tag_a, tag_b = matching.tag(a, b.public, *ABOUT), matching.tag(b, a.public, *ABOUT)
    assert matching.matches(a, b.public, tag_b, *ABOUT) is (yes_a and yes_b)
    assert matching.matches(b, a.public, tag_a, *ABOUT) is (yes_a and yes_b)
    assert (a.secret is None) is not yes_a
    assert len(a.public) == len(tag_a) == matching.SIZE


def test_a_tag_serves_one_direction_one_pair_of_keys_and_one_subject():
    a, b, c = (matching.offer(True) for _ in range(3))
    tag = matching.tag(b, a.public, *ABOUT)
    assert matching.matches(a, b.public, tag, *ABOUT)
    assert not matching.matches(b, a.public, tag, *ABOUT), "one's own tag sent back is no yes of the other"
    assert not matching.matches(a, c.public, tag, *ABOUT)
    assert not matching.matches(a, b.public, tag, "pair", "round 2", "item 3")


@pytest.mark.parametrize("theirs", [b"", bytes(32), b"\x01" + bytes(31), b"short"])
def test_a_key_that_nobody_honest_made_matches_nothing(theirs):
    mine = matching.offer(True)
    assert len(matching.tag(mine, theirs)) == matching.SIZE
    assert not matching.matches(mine, theirs, bytes(32))


def test_all_four_answers_of_two():
    for yes_a, yes_b in ((True, True), (True, False), (False, True), (False, False)):
        a, b = matching.offer(yes_a), matching.offer(yes_b)
        tag = matching.tag(b, a.public, *ABOUT)
        assert len(tag) == matching.SIZE
        assert matching.matches(a, b.public, tag, *ABOUT) is (yes_a and yes_b)
        assert matching.matches(a, b.public, bytes(32), *ABOUT) is False


def test_a_fixed_match_comes_out_the_same_on_every_machine():
    """A vector of our own: whoever changes a label or what a tag is bound to breaks every round that is under way."""
    a = matching.Offer(crypto_scalarmult_base(bytes([1] * 32)), bytes([1] * 32))
    b = matching.Offer(crypto_scalarmult_base(bytes([2] * 32)), bytes([2] * 32))
    assert matching.tag(a, b.public, *ABOUT).hex() == TAG


def test_a_no_writes_something_else_each_time():
    no, other = matching.offer(False), matching.offer(True)
    assert matching.tag(no, other.public) != matching.tag(no, other.public)
    assert matching.tag(other, no.public) == matching.tag(other, no.public)
