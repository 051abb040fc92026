"""What the vault's tests share: two keyrings, kinds of their own, and a database that several threads may write to."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection, connections

from holdfast.vault import keyring as keyrings
from holdfast.vault import records
from holdfast.vault.keyring import Keyring
from holdfast.vault.records import Kind


@pytest.fixture
def ana() -> Keyring:
    return keyrings.make(keyrings.new_amk(), UUID(int=0xA))[1]


@pytest.fixture
def ben() -> Keyring:
    return keyrings.make(keyrings.new_amk(), UUID(int=0xB))[1]


@pytest.fixture
def kind() -> Iterator[Callable[..., Kind]]:
    """Declare a kind for one test; afterwards the list of kinds is as before."""
    before = dict(records.KINDS)
    yield records.declare
    records.KINDS.clear()
    records.KINDS.update(before)


@pytest.fixture
def note(kind: Callable[..., Kind]) -> Kind:
    return kind("test-note")


@pytest.fixture
def diary(kind: Callable[..., Kind]) -> Kind:
    return kind("test-diary", layer="private", parted=True)


@pytest.fixture
def shared_rows(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Rows that several connections see: on SQLite a file with the host's own settings, not one in memory."""
    if connection.vendor == "postgresql":
        yield
        return
    usual, usual_settings = connections["default"], connections.settings["default"]
    connections.settings["default"] = {**usual_settings, "NAME": tmp_path / "rows.sqlite3"}
    del connections["default"]
    call_command("migrate", verbosity=0)  # all of it: rounds of two hang on a space
    yield
    connections["default"].close()
    connections["default"] = usual
    connections.settings["default"] = usual_settings


def at_once(count: int, deed: Callable[[int], Any]) -> list[Any]:
    """Do `deed(0)` to `deed(count - 1)` in threads that start together; what each returned or raised."""
    gate, results = threading.Barrier(count), [None] * count

    def run(number: int) -> None:
        gate.wait()
        try:
            results[number] = deed(number)
        except Exception as raised:
            results[number] = raised
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
