"""Locks, one more try, and what happens when many write at once: on both databases."""

from uuid import UUID

import pytest
from django.db import OperationalError, connection, transaction

from holdfast.kit import random
from holdfast.vault import actions, keyring, queries, writing
from holdfast.vault.errors import KeysReplaced
from holdfast.vault.kdf import kdf

from .conftest import at_once


class Flaky:
    """An action that fails with each of these errors in turn, then succeeds."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.runs = list(errors), 0

    def __call__(self, word: str) -> str:
        self.runs += 1
        if self.errors:
            raise self.errors.pop(0)
        return word


def _error(state: str | None = None, text: str = "database is locked") -> OperationalError:
    if state is None:
        return OperationalError(text)

    class Cause(Exception):
        sqlstate = state

    error = OperationalError("deadlock detected")
    error.__cause__ = Cause()
    return error


@pytest.mark.django_db(transaction=True)
def test_ft_05_a_busy_database_is_asked_once_more():
    for error in (_error(), _error(text="database table is locked"), _error("40001"), _error("40P01")):
        flaky = Flaky(error)
        assert writing.once_more(_named(flaky))("done") == "done"
        assert flaky.runs == 2


@pytest.mark.django_db(transaction=True)
def test_ft_05_only_once_more_and_only_when_it_passes():
    twice, full, gone = Flaky(_error(), _error()), Flaky(_error(text="disk is full")), Flaky(_error("57P01"))
    for flaky, runs in ((twice, 2), (full, 1), (gone, 1)):
        with pytest.raises(OperationalError):
            writing.once_more(_named(flaky))("done")
        assert flaky.runs == runs
    flaky = Flaky(ValueError("no"))
    with pytest.raises(ValueError, match="no"):
        writing.once_more(_named(flaky))("done")
    assert flaky.runs == 1


@pytest.mark.django_db(transaction=True)
def test_ft_05_inside_a_transaction_only_the_transaction_may_start_again():
    flaky = Flaky(_error())
    with pytest.raises(OperationalError), transaction.atomic():
        writing.once_more(_named(flaky))("done")
    assert flaky.runs == 1


def _named(flaky):
    def action(word: str) -> str:
        """Its words."""
        return flaky(word)

    assert writing.once_more(action).__doc__ == "Its words."
    return action


class Recorder:
    """A connection that only writes down what it is asked."""

    def __init__(self, vendor: str) -> None:
        self.vendor, self.asked = vendor, []

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *ended):
        return None

    def execute(self, sql, given):
        self.asked.append((sql, *given))


def test_postgresql_takes_advisory_locks_and_sqlite_needs_none(monkeypatch):
    asked = {}
    for vendor in ("postgresql", "sqlite"):
        recorder = Recorder(vendor)
        monkeypatch.setattr(writing, "connection", recorder)
        writing.hold_owner(UUID(int=1), alone=False)
        writing.hold_owner(UUID(int=1), alone=True)
        writing.hold_owner(UUID(int=2), alone=True)
        writing.hold_page(UUID(int=1), b"t" * 8)
        writing.hold_page(UUID(int=1), b"u" * 8)
        writing.hold_space(UUID(int=1), alone=False)
        writing.hold_space(UUID(int=1), alone=True)
        asked[vendor] = recorder.asked
    assert asked["sqlite"] == []
    shared, alone, other, page, next_page, into_space, space = asked["postgresql"]
    assert shared[0] == into_space[0] == "SELECT pg_advisory_xact_lock_shared(%s)"
    assert {each[0] for each in (alone, other, page, next_page, space)} == {"SELECT pg_advisory_xact_lock(%s)"}
    assert (shared[1], into_space[1]) == (alone[1], space[1])
    assert len({alone[1], other[1], page[1], next_page[1]}) == 4
    for (_, number), label, what in (
        (alone, "hf/lock/owner", UUID(int=1)),
        (page, "hf/lock/page", UUID(int=1).bytes + b"t" * 8),
        (space, "hf/lock/space", UUID(int=1)),
    ):
        assert number == int.from_bytes(kdf(b"lock", label, what, 8), "big", signed=True)


def test_ft_08_twenty_identical_posts_at_once_give_one_row(shared_rows, ana, note):
    id = random.uuid()
    results = at_once(20, lambda number: actions.put_new(ana, note, {"n": number}, id=id))
    assert sorted(results) == [False] * 19 + [True]
    assert [row.id for row in queries.rows(ana, note)] == [id]
    assert queries.rows(ana, note)[0].body == {"n": results.index(True)}


def test_ft_05_no_change_of_a_page_is_lost(shared_rows, ana, diary):
    def add(number: int) -> None:
        for turn in range(5):
            new = {f"{number}-{turn}": turn}
            actions.revise(ana, diary, "2026-11", lambda body, new=new: body | new)

    assert at_once(8, add) == [None] * 8
    (page,) = queries.rows(ana, diary, ["2026-11"])
    assert len(page.body) == 40


def test_a_write_acknowledged_during_a_full_re_key_is_never_lost(shared_rows, ana, note):
    for n in range(50):
        actions.put(ana, note, {"n": n})
    new = keyring.make(keyring.new_amk(), ana.owner)[1]

    def deed(number: int):
        if number == 0:
            return actions.reseal_all(ana, new)
        kept = []
        try:
            for n in range(10):
                kept.append(actions.put(ana, note, {"n": n}))
        except KeysReplaced:
            pass
        return kept

    moved, *kept = at_once(6, deed)
    assert moved.lost == 0
    readable = {row.id for row in queries.rows(new, note) if row.readable}
    assert {id for each in kept for id in each} <= readable
    assert queries.rows(ana, note) == []


def test_a_reader_is_never_shown_half_a_re_key(shared_rows, ana, note):
    for n in range(20):
        actions.put(ana, note, {"n": n})
    new = keyring.make(keyring.new_amk(), ana.owner)[1]

    def deed(number: int):
        return actions.reseal_all(ana, new) if number else [len(queries.rows(ana, note)) for _ in range(20)]

    assert set(at_once(2, deed)[0]) <= {20, 0}


@pytest.mark.django_db(transaction=True)
def test_writing_is_one_transaction(ana):
    with writing.writing(ana):
        assert connection.in_atomic_block
    assert not connection.in_atomic_block
