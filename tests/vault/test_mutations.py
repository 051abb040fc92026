"""The checks of the vault are themselves checked: each is broken in turn, and some test must notice (FT-29)."""

import contextlib
import inspect
from collections.abc import Callable, Iterator
from time import perf_counter
from types import ModuleType
from uuid import UUID

import pytest
from django.db import connection, transaction

from holdfast.vault import (
    actions,
    device,
    doctor,
    dropbox,
    envelope,
    hpke,
    kdf,
    keyring,
    linking,
    matching,
    padding,
    passphrase,
    pinning,
    queries,
    records,
    recovery,
    rows,
    session,
    signing,
    slots,
    spaces,
    upgrade,
    writing,
)
from holdfast.vault.records import Kind

from . import (
    mutants,
    test_actions,
    test_device,
    test_doctor,
    test_dropbox,
    test_envelope,
    test_hpke,
    test_kdf,
    test_keyring,
    test_linking,
    test_matching,
    test_padding,
    test_passphrase,
    test_pinning,
    test_queries,
    test_records,
    test_recovery,
    test_rows,
    test_session,
    test_signing,
    test_slots,
    test_spaces,
    test_upgrade,
    test_writing,
)

NOTICED_BY = {
    kdf: [test_kdf, test_envelope],
    padding: [test_padding],
    envelope: [test_envelope],
    slots: [test_slots],
    session: [test_session],
    device: [test_device],
    passphrase: [test_passphrase],
    recovery: [test_recovery],
    hpke: [test_hpke],
    signing: [test_signing],
    keyring: [test_keyring],
    rows: [test_rows],
    upgrade: [test_upgrade],
    linking: [test_linking],
    matching: [test_matching],
}
NOTICED_IN_ROWS_BY = {
    queries: [test_queries],
    actions: [test_actions],
    dropbox: [test_dropbox],
    writing: [test_writing, test_actions],
    doctor: [test_doctor],
    records: [test_records],
    pinning: [test_pinning, test_spaces],
    spaces: [test_spaces],
}
PAIR = ("ana", "ben")
# Mutants that change nothing anybody could notice, each with its reason.
EQUAL = {
    "if False: 'if not members:\\n    return {}'": "who belongs to no space is not asked for pins: quicker",
    "part 1 dropped: 'kind.parted and parts is None'": "rows of a whole kind are also found through everything, slower",
    """part 2 dropped: "head or b''\"""": "PostgreSQL gives b'' where SQLite gives None",
}


def _tests(modules: list[ModuleType]) -> Iterator[tuple[Callable[..., None], set[str]]]:
    """The plain tests of these modules with what they ask for; drawn examples take too long to be run so often."""
    for module in modules:
        for name, test in vars(module).items():
            if name.startswith("test_") and inspect.isfunction(test) and not hasattr(test, "hypothesis"):
                yield test, set(inspect.signature(test).parameters)


def _survivors(module: ModuleType, checks: list[Callable[[], None]]) -> tuple[int, list[str]]:
    """How many mutants there are, and which of them no check notices and no reason explains."""
    with mutants.in_place(mutants.unchanged(module)):
        for check in checks:
            check()
    quickest_first = sorted(checks, key=_seconds)
    tried = list(mutants.mutants(module))
    alive = [str(mutant) for mutant in tried if mutants.survives(mutant, quickest_first)]
    return len(tried), [each for each in alive if each.partition(" ")[2] not in EQUAL]


def _seconds(check: Callable[[], None]) -> float:
    start = perf_counter()
    check()
    return perf_counter() - start


@pytest.mark.parametrize("module", NOTICED_BY, ids=lambda module: module.__name__.rpartition(".")[2])
def test_ft_29_every_broken_check_is_noticed(module):
    tests = [(test, asked) for test, asked in _tests(NOTICED_BY[module]) if asked <= {"monkeypatch"}]
    count, alive = _survivors(module, [_patched(test) if asked else test for test, asked in tests])
    assert count
    assert not alive, "\n".join([f"{len(alive)} of {count} survive:", *alive])


def _patched(test: Callable[[pytest.MonkeyPatch], None]) -> Callable[[], None]:
    def run() -> None:
        with pytest.MonkeyPatch.context() as patch:
            test(patch)

    return run


def _supplied(test: Callable[..., None], asked: set[str]) -> Callable[[], None]:
    """A test of rows with what its fixtures would bring; what it wrote is taken back."""

    def run() -> None:
        owners = {"ana": UUID(int=0xA), "ben": UUID(int=0xB), "cleo": UUID(int=0xC)}
        before, shared = dict(records.KINDS), dict(records.SHARED)
        given = {name: keyring.make(keyring.new_amk(), owner)[1] for name, owner in owners.items() if name in asked}
        given |= {"note": Kind("test-note"), "diary": Kind("test-diary", layer="private", parted=True)}
        records.KINDS.update({kind.name: kind for kind in (given["note"], given["diary"])})
        given["kind"] = records.declare
        alone = contextlib.nullcontext() if test.__module__.endswith("test_writing") else transaction.atomic()
        try:
            with pytest.MonkeyPatch.context() as given["monkeypatch"], alone:
                if "word" in asked:
                    given["word"] = records.declare_shared("test-word")
                if "pair" in asked:
                    people = [given.get(name) or keyring.make(keyring.new_amk(), owners[name])[1] for name in PAIR]
                    given["pair"] = test_spaces.pair_of(*people)
                test(**{name: given[name] for name in asked})
                if connection.in_atomic_block:
                    transaction.set_rollback(True)
        finally:
            records.KINDS.clear()
            records.KINDS.update(before)
            records.SHARED.clear()
            records.SHARED.update(shared)

    return run


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("module", NOTICED_IN_ROWS_BY, ids=lambda module: module.__name__.rpartition(".")[2])
def test_ft_29_every_broken_check_on_rows_is_noticed(module):
    known = {"ana", "ben", "cleo", "note", "diary", "kind", "word", "pair", "monkeypatch"}
    tests = [(test, asked) for test, asked in _tests(NOTICED_IN_ROWS_BY[module]) if asked <= known]
    count, alive = _survivors(module, [_supplied(test, asked) for test, asked in tests])
    assert count
    assert not alive, "\n".join([f"{len(alive)} of {count} survive:", *alive])
