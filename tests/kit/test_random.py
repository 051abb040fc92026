"""Chance: fit for keys outside a block, reproducible inside one."""

from holdfast.kit import random


def test_a_seeded_block_repeats_and_ends():
    with random.seeded(7):
        first = (random.token(16), random.uuid(), random.below(1000))
    with random.seeded(7):
        assert (random.token(16), random.uuid(), random.below(1000)) == first
    assert random.token(16) != first[0]


def test_blocks_nest_and_give_back_the_outer_stream():
    with random.seeded(1):
        random.token(4)
        with random.seeded(2):
            random.token(4)
        after = random.token(4)
    with random.seeded(1):
        random.token(4)
        assert random.token(4) == after


def test_ids_are_version_four_and_hold_no_time():
    made = {random.uuid() for _ in range(200)}
    assert len(made) == 200
    assert {one.version for one in made} == {4}


def test_below_stays_below():
    assert {random.below(3) for _ in range(300)} == {0, 1, 2}
