"""Rounds between two: both learn what both said yes to, a week at a time, and nothing shows who said what or when."""

from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest
import time_machine

from holdfast.accounts import actions as accounts
from holdfast.kit import ticks
from holdfast.people import actions, hooks, round_rows, rounds
from holdfast.people.models import RoundRow
from holdfast.people.records import ROUNDS
from holdfast.people.round_rows import GATES, ITEMS, KEPT, SLOTS, Published
from holdfast.people.rounds import Bits
from holdfast.vault import queries as vault
from holdfast.vault.models import SealedRow
from tests.cast import join, linked, side

pytestmark = pytest.mark.django_db
WEEK = 50  # the first week of these tests


@contextmanager
def week(number, days=1.0):
    """Some moment of a week."""
    with time_machine.travel(ticks.tick(number) + timedelta(days=days), tick=False):
        yield


class Desk:
    """Two who are linked, with what each has open and what each was told."""

    def __init__(self, monkeypatch):
        self.ana, self.ben = join("ana"), join("ben")
        self.pair = linked(self.ana, self.ben)
        self.open = {self.ana.account.id: set(), self.ben.account.id: set()}
        self.named = {self.ana.account.id: "sheet", self.ben.account.id: "sheet"}
        self.told = {self.ana.account.id: {}, self.ben.account.id: {}}
        self.asked = []
        monkeypatch.setattr(hooks, "bits", [self.bits])
        monkeypatch.setattr(hooks, "matched", [self.matched])

    def bits(self, keyring, pair, number):
        self.asked.append(number)
        return Bits(frozenset(self.open[keyring.owner]), self.named[keyring.owner])

    def matched(self, keyring, pair, read):
        assert read.number not in self.told[keyring.owner], "a round is read once"
        self.told[keyring.owner][read.number] = read

    def says(self, member, *places):
        self.open[member.account.id] = set(places)

    def unlock(self, number, *members, days=1.0):
        with week(number, days):
            for member in members or (self.ana, self.ben):
                rounds.turn(member.keyring)

    def read(self, member, number):
        return self.told[member.account.id].get(number)

    def row(self, member):
        return RoundRow.objects.get(owner=member.account.id)

    def published(self, member):
        shared = side(member, self.pair).space
        return round_rows.read(shared, member.account.id)

    def secrets(self, member, number):
        (page,) = vault.rows(member.keyring, ROUNDS, [self.pair.id.hex])
        return [offer.secret is not None for offer in rounds._opened(page.body)[number].offers]


@pytest.fixture
def desk(monkeypatch):
    return Desk(monkeypatch)


def test_one_unlock_a_week_by_each_is_enough_and_both_learn_the_and(desk):
    chance = Random(7)
    said = {}
    for number in range(WEEK, WEEK + 6):
        for member in (desk.ana, desk.ben):
            said[member.name, number + 1] = {place for place in range(SLOTS) if chance.random() < 0.5}
            desk.says(member, *said[member.name, number + 1])
        desk.unlock(number)
    for number in range(WEEK + 2, WEEK + 6):
        both = said["ana", number] & said["ben", number]
        wanted = frozenset(both & {*GATES, *ITEMS})
        for member in (desk.ana, desk.ben):
            read = desk.read(member, number)
            assert read.whole
            assert read.matched == wanted
            assert read.gone <= set(KEPT) - both
        assert desk.read(desk.ana, number).shown == desk.read(desk.ben, number).shown
        assert desk.read(desk.ana, number).common == desk.read(desk.ben, number).common
    assert desk.read(desk.ana, WEEK + 2).common != desk.read(desk.ana, WEEK + 3).common


def test_nothing_is_read_before_the_tick_that_names_the_round(desk):
    for member in (desk.ana, desk.ben):
        desk.says(member, *range(SLOTS))
    desk.unlock(WEEK)
    desk.unlock(WEEK + 1)
    desk.unlock(WEEK + 1, days=6.99)
    assert desk.told[desk.ben.account.id].keys() == set(), "no keys of mine were there before"
    desk.unlock(WEEK + 2, days=0)
    assert desk.told[desk.ben.account.id].keys() == {WEEK + 2}
    assert desk.read(desk.ben, WEEK + 2).matched == frozenset([*GATES, *ITEMS])


def test_a_round_shows_three_at_most_and_both_the_same(desk):
    for member in (desk.ana, desk.ben):
        desk.says(member, *ITEMS)
    for number in range(WEEK, WEEK + 5):
        desk.unlock(number)
    for number in range(WEEK + 2, WEEK + 5):
        shown = desk.read(desk.ana, number).shown
        assert shown == desk.read(desk.ben, number).shown
        assert len(shown) == 3
        assert set(shown) <= set(ITEMS)


def test_both_or_nothing_who_was_away_in_the_week_of_tags_makes_the_round_nothing_for_both(desk):
    for member in (desk.ana, desk.ben):
        desk.says(member, *GATES, *ITEMS)
    desk.unlock(WEEK)
    desk.unlock(WEEK + 1, desk.ana)
    desk.unlock(WEEK + 2)
    desk.unlock(WEEK + 3)
    for member in (desk.ana, desk.ben):
        read = desk.read(member, WEEK + 2)
        assert not read.whole
        assert read.matched == frozenset()
        assert read.shown == ()


def test_who_comes_back_late_reads_what_was_shown_meanwhile(desk):
    for member in (desk.ana, desk.ben):
        desk.says(member, *ITEMS)
    desk.unlock(WEEK)
    desk.unlock(WEEK + 1)
    for number in range(WEEK + 2, WEEK + 9):
        desk.unlock(number, desk.ana)
    desk.unlock(WEEK + 9, desk.ben)
    assert desk.read(desk.ben, WEEK + 2).shown == desk.read(desk.ana, WEEK + 2).shown
    assert len(desk.read(desk.ben, WEEK + 2).shown) == 3
    assert not desk.read(desk.ana, WEEK + 4).whole


def test_what_closes_after_tags_were_written_is_closed_and_nothing_opens_any_more(desk):
    for member in (desk.ana, desk.ben):
        desk.says(member, 3, 4)
    desk.unlock(WEEK)
    desk.unlock(WEEK + 1)
    desk.says(desk.ana, 4, 5)
    desk.says(desk.ben, 3, 4, 5)
    desk.unlock(WEEK + 1, days=5)
    desk.says(desk.ana, 3, 4, 5)
    desk.unlock(WEEK + 1, days=6)
    assert desk.secrets(desk.ana, WEEK + 2) == [place == 4 for place in range(SLOTS)]
    desk.unlock(WEEK + 2)
    assert desk.read(desk.ana, WEEK + 2).matched == desk.read(desk.ben, WEEK + 2).matched == frozenset([4])


def test_two_who_would_compare_different_lists_find_nothing_and_their_gates_meet_all_the_same(desk):
    for member in (desk.ana, desk.ben):
        desk.says(member, *range(SLOTS))
    desk.named[desk.ben.account.id] = "another sheet"
    for number in range(WEEK, WEEK + 3):
        desk.unlock(number)
    read = desk.read(desk.ana, WEEK + 2)
    assert read.whole
    assert read.matched == frozenset(GATES)
    assert read.gone == frozenset()


def test_a_list_renamed_after_tags_were_written_is_closed(desk):
    for member in (desk.ana, desk.ben):
        desk.says(member, *range(SLOTS))
    desk.unlock(WEEK)
    desk.unlock(WEEK + 1)
    desk.named[desk.ana.account.id] = "another sheet"
    desk.unlock(WEEK + 1, desk.ana, days=3)
    desk.unlock(WEEK + 2)
    assert desk.read(desk.ben, WEEK + 2).matched == desk.read(desk.ana, WEEK + 2).matched == frozenset(GATES)


def test_what_one_lets_go_is_gone_for_the_other_also_after_some_weeks_away(desk):
    for member in (desk.ana, desk.ben):
        desk.says(member, *range(SLOTS))
    desk.unlock(WEEK)
    desk.says(desk.ana, *(set(range(SLOTS)) - {KEPT[2]}))
    desk.unlock(WEEK + 1, desk.ana)
    desk.unlock(WEEK + 4, desk.ben)
    read = desk.read(desk.ben, WEEK + 2)
    assert not read.whole
    assert read.gone == {KEPT[2]}
    desk.unlock(WEEK + 4, desk.ana)
    assert desk.read(desk.ana, WEEK + 2).gone == frozenset()


# --- one shape


def test_ps_26_rows_are_as_many_and_as_large_whatever_is_open_or_was_ever_answered(desk):
    def picture():
        rows = [(str(row.owner), len(row.sealed)) for row in RoundRow.objects.order_by("owner")]
        return rows, sorted((str(row.owner), len(row.envelope)) for row in SealedRow.objects.filter(scope=None))

    desk.unlock(WEEK)
    before = picture()
    for number, places in enumerate(([], [1, 5], list(range(SLOTS)), list(GATES), []), start=WEEK):
        desk.says(desk.ana, *places)
        desk.unlock(number, days=2)
        assert picture() == before


def test_ps_26_every_unlock_writes_the_row_anew_whatever_was_chosen(desk):
    desk.unlock(WEEK)
    desk.unlock(WEEK + 1)
    for places in ([3], [3], []):
        before = desk.published(desk.ana)
        sealed = desk.row(desk.ana).sealed
        desk.says(desk.ana, *places)
        desk.unlock(WEEK + 1, desk.ana, days=2)
        after = desk.published(desk.ana)
        assert desk.row(desk.ana).sealed != sealed
        assert after[WEEK + 2].keys == before[WEEK + 2].keys
        assert after[WEEK + 2].salt != before[WEEK + 2].salt
        assert not set(after[WEEK + 2].tags) & set(before[WEEK + 2].tags), "no tag may be seen to stay"


def test_keys_of_a_round_are_published_once(desk):
    desk.unlock(WEEK, desk.ana)
    first = desk.published(desk.ana)[WEEK + 2]
    desk.unlock(WEEK, desk.ana, days=3)
    assert desk.published(desk.ana)[WEEK + 2] == first
    assert not first.wrote


@pytest.mark.parametrize("count", [0, 1, 12, 30])
def test_a_row_is_of_one_length_and_comes_back_as_it_was(count):
    def parts(seed, number):
        return tuple(Random(f"{seed}{number}{at}").randbytes(32) for at in range(SLOTS))

    made = [
        Published(number, parts("key", number), *((b"s" * 32, parts("tag", number)) if number % 2 else ()))
        for number in range(-3, count - 3)
    ]
    packed = round_rows.pack(made)
    assert len(packed) == len(round_rows.pack([]))
    assert round_rows.unpack(packed) == {each.number: each for each in made[-12:]}
    assert round_rows.unpack(packed[:-1]) == round_rows.unpack(b"") == {}


# --- only these two


def test_the_other_opens_nothing_of_my_side_but_what_is_published(desk):
    desk.says(desk.ana, *range(SLOTS))
    desk.unlock(WEEK)
    desk.unlock(WEEK + 1)
    assert vault.rows(desk.ben.keyring, ROUNDS, [desk.pair.id.hex])[0].body is not None
    owners = {row.id: row.owner for row in SealedRow.objects.filter(scope=None)}
    seen = {row.id for row in vault.everything(desk.ben.keyring)}
    assert {owners[id] for id in seen} == {desk.ben.account.id}
    assert any(desk.secrets(desk.ana, WEEK + 2))
    assert not any(desk.secrets(desk.ben, WEEK + 2)), "who said no to all has no secret left to try"


def test_a_stranger_reads_no_row_and_a_row_that_was_tampered_with_is_none(desk):
    for member in (desk.ana, desk.ben):
        desk.says(member, *range(SLOTS))
    desk.unlock(WEEK)
    desk.unlock(WEEK + 1)
    row = desk.row(desk.ana)
    moved = round_rows.read(side(desk.ben, desk.pair).space, desk.ben.account.id)
    assert moved
    RoundRow.objects.filter(owner=desk.ben.account.id).update(sealed=row.sealed)
    assert round_rows.read(side(desk.ana, desk.pair).space, desk.ben.account.id) == {}, "bound to who published it"
    row.sealed = bytes(row.sealed)[:-1] + bytes([bytes(row.sealed)[-1] ^ 1])
    row.save()
    desk.unlock(WEEK + 2)
    assert not desk.read(desk.ben, WEEK + 2).whole
    desk.unlock(WEEK + 3)
    desk.unlock(WEEK + 4)
    assert desk.read(desk.ben, WEEK + 4).matched == frozenset([*GATES, *ITEMS])


def test_h07_a_room_that_cannot_say_has_nothing_open_and_breaks_no_unlock(desk, monkeypatch):
    def broken(*_given):
        raise KeyError("out of order")

    for member in (desk.ana, desk.ben):
        desk.says(member, *range(SLOTS))
    monkeypatch.setattr(hooks, "bits", [broken])
    for number in range(WEEK, WEEK + 3):
        desk.unlock(number)
    assert desk.read(desk.ana, WEEK + 2).whole
    assert desk.read(desk.ana, WEEK + 2).matched == frozenset()


def test_two_pairs_of_one_person_know_nothing_of_each_other(desk):
    cleo = join("cleo")
    other = linked(desk.ana, cleo)
    desk.open[cleo.account.id], desk.named[cleo.account.id], desk.told[cleo.account.id] = {3}, "sheet", {}
    desk.says(desk.ana, 3, 4)
    desk.says(desk.ben, 4)

    told = []

    def matched(keyring, pair, read):
        told.append((keyring.owner, pair.id, read.number, read.matched))

    hooks.matched[:] = [matched]
    for number in range(WEEK, WEEK + 3):
        desk.unlock(number, desk.ana, desk.ben, cleo)
    both = {(owner, pair): found for owner, pair, number, found in told if number == WEEK + 2}
    ana = desk.ana.account.id
    assert both[ana, desk.pair.id] == {4}
    assert both[ana, other.id] == {3}
    assert RoundRow.objects.filter(owner=ana).count() == 2


# --- ends


def test_unlinking_takes_the_rows_of_both_at_once(desk):
    desk.unlock(WEEK)
    assert RoundRow.objects.count() == 2
    actions.unlink(desk.ana.keyring, desk.pair)
    assert RoundRow.objects.count() == 0
    desk.unlock(WEEK + 1)
    assert RoundRow.objects.count() == 0


def test_an_erased_account_leaves_no_row(desk):
    desk.unlock(WEEK)
    accounts.erase(desk.ana.account)
    assert RoundRow.objects.count() == 0


def test_after_a_change_of_all_keys_the_rounds_go_on_with_the_next(desk):
    for member in (desk.ana, desk.ben):
        desk.says(member, *range(SLOTS))
    desk.unlock(WEEK)
    desk.unlock(WEEK + 1)
    opened = accounts.by_name("ana", desk.ana.words, accounts.Sender("192.0.2.7"))
    fresh = accounts.rekey(opened, "ember glacier hollow thistle").keyring
    desk.ana = type(desk.ana)(desk.ana.name, desk.ana.words, desk.ana.client, desk.ana.account, fresh)
    for number in range(WEEK + 2, WEEK + 6):
        desk.unlock(number)
    assert not desk.read(desk.ben, WEEK + 2).whole
    assert desk.read(desk.ben, WEEK + 5).matched == desk.read(desk.ana, WEEK + 5).matched == {*GATES, *ITEMS}
