"""One bit of two: both learn whether both said yes; a no learns nothing; every answer looks alike."""

from hashlib import blake2b
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_scalarmult, crypto_scalarmult_base

from holdfast.kit import random
from holdfast.vault import matching
from holdfast.vault.kdf import kdf, lp

TAG = "8a2fccfa530e8533dbaa56eee14388d005b4471fc9049d3dfa11a4d91806c756"
ABOUT = ("pair", "round 1", "item 3")
ITEMS = 12
answers = st.lists(st.booleans(), min_size=ITEMS, max_size=ITEMS)


def publics(offers):
    return [offer.public for offer in offers]


class Side:
    """One of two in a round: keys for everything, then tags for what is open."""

    def __init__(self, open):
        self.offers = [matching.offer(True) for _ in open]
        self.open = open

    def write(self, theirs, *about):
        self.offers = matching.settled(self.offers, self.open)
        self.tags = matching.tags(self.offers, theirs, *about)

    def rows(self):
        """What the table holds of this side."""
        return [*publics(self.offers), *self.tags]


def a_round(open_a, open_b, *about):
    a, b = Side(open_a), Side(open_b)
    keys = publics(a.offers), publics(b.offers)
    a.write(keys[1], *about)
    b.write(keys[0], *about)
    return a, b


def found(mine, other, *about):
    return matching.matched(mine.offers, publics(other.offers), other.tags, *about)


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


# --- a list of bits


@given(answers, answers)
def test_ps_24_both_learn_the_matches_of_a_list_and_nothing_else(open_a, open_b):
    a, b = a_round(open_a, open_b, *ABOUT)
    both = [at for at in range(ITEMS) if open_a[at] and open_b[at]]
    assert found(a, b, *ABOUT) == found(b, a, *ABOUT) == both


def test_ps_24_three_hundred_random_rounds_are_right():
    chance = Random(3)
    for _ in range(300):
        open_a, open_b = ([chance.random() < 0.5 for _ in range(ITEMS)] for _ in "ab")
        a, b = a_round(open_a, open_b, *ABOUT)
        both = [at for at in range(ITEMS) if open_a[at] and open_b[at]]
        assert found(a, b, *ABOUT) == found(b, a, *ABOUT) == both


@given(answers, answers, answers)
def test_ps_24_rows_have_one_shape_whatever_was_answered(open_a, other_a, open_b):
    sizes = []
    for chosen in (open_a, other_a):
        a, b = a_round(chosen, open_b, *ABOUT)
        sizes.append([len(each) for each in (*a.rows(), *b.rows())])
    assert sizes[0] == sizes[1] == [matching.SIZE] * 4 * ITEMS


@given(answers, st.integers(0, 2**32))
def test_ps_24_who_said_no_to_all_holds_nothing_that_opens_an_answer(open_a, seed):
    """The other's part of the world is the same bytes for every answer, all but tags that nothing of theirs checks."""
    worlds = []
    for chosen in (open_a, [False] * ITEMS):
        with random.seeded(seed):
            a, b = a_round(chosen, [False] * ITEMS, *ABOUT)
        assert all(offer.secret is None for offer in b.offers)
        assert found(b, a, *ABOUT) == []
        worlds.append((publics(a.offers), b.offers, b.tags))
    assert worlds[0] == worlds[1]


def test_ps_24_all_yes_and_all_no_look_alike_bit_for_bit():
    shares = {}
    for yes in (True, False):
        with random.seeded(24):
            rows = [b"".join(a_round([yes] * ITEMS, [yes] * ITEMS, str(at))[0].rows()) for at in range(60)]
        ones = sum(byte.bit_count() for byte in b"".join(rows))
        shares[yes] = ones / (8 * len(b"".join(rows)))
    # 60 rounds of 12 items are 368,640 bits: half a percent is six standard errors. Public keys have one fixed bit.
    assert shares[True] == pytest.approx(0.5, abs=0.005)
    assert shares[False] == pytest.approx(0.5, abs=0.005)


def test_the_secrets_of_what_is_not_open_are_gone_once_tags_are_written():
    offers = [matching.offer(True) for _ in range(3)]
    kept = matching.settled(offers, [True, False, True])
    assert [offer.secret for offer in kept] == [offers[0].secret, None, offers[2].secret]
    assert publics(kept) == publics(offers)
    assert [offer.secret for offer in matching.settled(kept, [True] * 3)] == [offer.secret for offer in kept]


def test_lists_of_unlike_length_are_no_round():
    offers = [matching.offer(True) for _ in range(2)]
    keys = publics(offers)
    for call in (
        lambda: matching.settled(offers, [True]),
        lambda: matching.tags(offers, keys[:1], *ABOUT),
        lambda: matching.matched(offers, keys, keys[:1], *ABOUT),
        lambda: matching.matched(offers, keys[:1], keys, *ABOUT),
    ):
        with pytest.raises(ValueError):
            call()


def test_a_place_in_the_list_counts_so_a_tag_moved_to_another_place_is_none():
    a, b = [matching.offer(True)] * 2, [matching.offer(True)] * 2
    tags = matching.tags(b, publics(a), *ABOUT)
    assert matching.matched(a, publics(b), tags, *ABOUT) == [0, 1]
    assert matching.matched(a, publics(b), tags[::-1], *ABOUT) == []


def test_tags_written_again_with_another_salt_share_no_byte_string_with_the_first():
    a, b = a_round([True, True, False], [True, False, True], *ABOUT, b"salt 1")
    before = a.tags
    a.write(publics(b.offers), *ABOUT, b"salt 2")
    assert not set(before) & set(a.tags)
    assert found(b, a, *ABOUT, b"salt 2") == [0]
    assert found(b, a, *ABOUT, b"salt 1") == []


def test_the_arithmetic_is_that_of_the_document():
    a, b = matching.offer(True), matching.offer(True)
    both = crypto_scalarmult(a.secret, b.public)
    assert matching.tag(a, b.public, *ABOUT) == kdf(both, "hf/match/1", lp(a.public, b.public, *ABOUT), 32)
    assert matching.tags([a], [b.public], *ABOUT) == [matching.tag(a, b.public, *ABOUT, "0")]
    label = lp("hf/kdf/1", "hf/match-rank/1", b"")
    assert matching._rank(a, b.public) == blake2b(label, key=both, digest_size=32).digest()


def test_a_yes_matches_a_yes_alone_and_says_so_to_both():
    for open_a, open_b in product([True, False], repeat=2):
        a, b = a_round([open_a], [open_b], *ABOUT)
        assert found(a, b, *ABOUT) == found(b, a, *ABOUT) == ([0] if open_a and open_b else [])


# --- what a round shows


@given(answers, answers)
def test_ps_24_a_round_shows_three_at_most_and_both_the_same(open_a, open_b):
    a, b = a_round(open_a, open_b, *ABOUT)
    matched = found(a, b, *ABOUT)
    mine = matching.shown(a.offers, publics(b.offers), matched)
    assert mine == matching.shown(b.offers, publics(a.offers), matched)
    assert mine == sorted(mine)
    assert set(mine) <= set(matched)
    assert len(mine) == min(len(matched), matching.MOST)


def test_ps_24_the_three_shown_are_those_whose_shared_secrets_hash_smallest():
    a, b = a_round([True] * ITEMS, [True] * ITEMS, *ABOUT)
    label = lp("hf/kdf/1", "hf/match-rank/1", b"")
    hashes = {
        at: blake2b(label, key=crypto_scalarmult(a.offers[at].secret, b.offers[at].public), digest_size=32).digest()
        for at in range(ITEMS)
    }
    smallest = sorted(sorted(hashes, key=hashes.get)[:3])
    assert matching.shown(a.offers, publics(b.offers), list(range(ITEMS))) == smallest
    assert matching.shown(a.offers, publics(b.offers), [4, 1]) == [1, 4]
    assert matching.shown(a.offers, publics(b.offers), list(range(ITEMS)), most=0) == []


def test_which_three_are_shown_is_chance_anew_in_every_round():
    seen = set()
    for _ in range(40):
        a, b = a_round([True] * 4, [True] * 4, *ABOUT)
        seen |= {at for at in range(4) if at not in matching.shown(a.offers, publics(b.offers), [0, 1, 2, 3])}
    assert seen == {0, 1, 2, 3}


def test_a_place_without_a_secret_ranks_as_nothing():
    assert matching._rank(matching.offer(False), matching.offer(True).public) == b""
    assert matching._rank(matching.offer(True), bytes(32)) == b""


def test_both_draw_the_same_common_bytes_and_other_keys_or_another_purpose_give_others():
    a, b, c = (publics([matching.offer(True) for _ in range(3)]) for _ in range(3))
    drawn = matching.common(a, b, *ABOUT)
    assert drawn == matching.common(b, a, *ABOUT)
    assert len(drawn) == 64
    others = [matching.common(a, c, *ABOUT), matching.common(a, b, "else"), matching.common(a[:2], [a[2], *b], *ABOUT)]
    assert len({drawn, *others}) == 4
    first, second = sorted((lp(*a), lp(*b)))
    label = lp("hf/kdf/1", "hf/match-common/1", lp(first, second, *ABOUT))
    assert drawn == blake2b(label, key=b"common", digest_size=64).digest()


def test_one_bit_alone_and_what_nobody_honest_made():
    a, b = matching.offer(True), matching.offer(False)
    assert (a.secret is None, b.secret is None) == (False, True)
    assert not matching.matches(b, a.public, matching.tag(a, b.public, *ABOUT), *ABOUT)
    for theirs in (b"", bytes(32), b"\x01" + bytes(31), b"short"):
        assert len(matching.tag(a, theirs)) == matching.SIZE
        assert not matching.matches(a, theirs, bytes(32))
        assert not matching.matches(a, theirs, matching.tag(a, theirs))
    yes = matching.offer(True)
    long = yes.public + b"x"  # the library reads 32 bytes wherever they begin, and never asks how many there are
    assert not matching.matches(a, long, matching.tag(yes, a.public, *ABOUT), *ABOUT)
    assert matching._shared(a.secret, long) is None
