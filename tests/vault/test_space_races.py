"""FT-24 with real threads: whoever ends a space wins, whatever is being written into it at that moment."""

import pytest

from holdfast.kit import random
from holdfast.vault import actions, keyring, pinning, records, spaces
from holdfast.vault.errors import CannotOpen, KeysReplaced, SpaceClosed
from holdfast.vault.models import GrantEnd, Member, SealedRow, Space
from tests.vault.conftest import at_once
from tests.vault.test_spaces import opened, pair_of


@pytest.fixture
def word():
    """A kind of row for spaces, for one test."""
    before = dict(records.SHARED)
    yield records.declare_shared("test-word")
    records.SHARED.clear()
    records.SHARED.update(before)


def test_ft_24_of_many_writers_and_one_who_ends_it_nothing_is_left(shared_rows, ana, ben, word):
    for _ in range(3):
        space = pair_of(ana, ben)
        sides = [opened(ana, space), opened(ben, space)]

        def deed(number, space=space, sides=sides):
            if number == 3:
                return spaces.close(ben, space)
            return spaces.put(sides[number % 2], word, {"text": f"{number}"})

        told = at_once(8, deed)
        assert told[3] is True
        assert all(not isinstance(each, Exception) or isinstance(each, SpaceClosed) for each in told), told
        assert not SealedRow.objects.filter(scope__isnull=False).exists()
        assert not any(model.objects.exists() for model in (Space, Member, GrantEnd))


def test_ft_24_both_end_it_at_once(shared_rows, ana, ben):
    space = pair_of(ana, ben)
    told = at_once(4, lambda number: spaces.close((ana, ben)[number % 2], space))
    assert sorted(told) == [False, False, False, True]
    assert not Space.objects.exists()


def test_ft_24_a_full_re_key_and_writers_of_the_other_side(shared_rows, ana, ben, word):
    """Every row that was acknowledged is there afterwards, under the new key alone."""
    space = pair_of(ana, ben)
    new = keyring.make(keyring.new_amk(), ana.owner)[1]

    def deed(number):
        if number == 0:
            from django.db import transaction

            with transaction.atomic():
                actions.reseal_all(ana, new)
                return spaces.renew_all(ana, new)
        kept = []
        for turn in range(4):
            try:
                kept.append(spaces.put(spaces.look(ben)[space], word, {"text": f"{number}.{turn}"}))
            except SpaceClosed:
                continue
        return kept

    told = at_once(4, deed)
    assert told[0] == 1, told
    acknowledged = {id for each in told[1:] for id in each}
    assert {row.id for row in spaces.rows(opened(ben, space), word)} == acknowledged
    assert {row.id for row in spaces.rows(opened(new, space), word)} == acknowledged
    assert acknowledged


def test_ft_24_one_page_revised_by_many_loses_no_change(shared_rows, ana, ben, word):
    space = pair_of(ana, ben)

    def deed(number):
        return spaces.revise(opened(ana, space), word, lambda body: {"n": [*body.get("n", []), number]})

    told = at_once(6, deed)
    assert not any(isinstance(each, Exception) for each in told), told
    (row,) = spaces.mine(opened(ana, space), word)
    assert sorted(row.body["n"]) == list(range(6))


def test_ft_24_old_keys_write_nothing_into_a_renewed_space(shared_rows, ana, ben, word):
    space = pair_of(ana, ben)
    stale = opened(ana, space)
    new = keyring.make(keyring.new_amk(), ana.owner)[1]
    actions.reseal_all(ana, new)
    spaces.renew_all(ana, new)
    with pytest.raises(KeysReplaced):
        spaces.put(stale, word, {"text": "late"})
    with pytest.raises(KeysReplaced):
        pinning.pin(ana, random.uuid(), pinning.own(ben))
    with pytest.raises((KeysReplaced, CannotOpen)):
        spaces.joined(ana, space, pinning.own(ben))
