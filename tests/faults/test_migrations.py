"""FT-12 and KEY-22: migrations forth and back leave every sealed byte as it was, on ten thousand rows."""

import time

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from holdfast.kit import random
from holdfast.vault import doctor
from holdfast.vault.models import DropRow, SealedRow

ROWS = 10_000
# A migration may not take longer than this on that many rows.
LONGEST_S = 60


@pytest.fixture
def rows(transactional_db):
    """Ten thousand envelopes of four owners, and some drops."""
    owners = [random.uuid() for _ in range(4)]
    SealedRow.objects.bulk_create(
        [
            SealedRow(id=random.uuid(), owner=owners[n % 4], tag=random.token(8), envelope=random.token(74 + n % 256))
            for n in range(ROWS)
        ],
        batch_size=500,
    )
    DropRow.objects.bulk_create([DropRow(owner=owners[0], sealed=random.token(300)) for _ in range(20)])
    return doctor.digest()


def migrate(*targets: tuple[str, str | None]) -> float:
    """Go to a state of some rooms; how many seconds it took."""
    began = time.monotonic()
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return time.monotonic() - began


def steps() -> list[tuple[str, str | None, str]]:
    """Every step that can be taken back without dropping sealed rows: (room, state before, state after)."""
    graph = MigrationExecutor(connection).loader.graph
    found = []
    for room in sorted({config.label for config in apps.get_app_configs() if config.name.startswith("holdfast.")}):
        names = [name for label, name in sorted(graph.nodes) if label == room]
        found += list(zip([room] * len(names), [None, *names], names, strict=False))
    return [step for step in found if not (step[0] == "vault" and step[1] is None)]


def test_ft_12_key_22_every_step_back_and_forth_keeps_every_sealed_byte(rows):
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    taken = 0
    try:
        for room, before, after in reversed(steps()):
            assert migrate((room, before)) < LONGEST_S
            assert doctor.digest() == rows, f"{room} back to {before}"
            assert migrate((room, after)) < LONGEST_S
            assert doctor.digest() == rows, f"{room} forth to {after}"
            taken += 1
    finally:
        migrate(*newest)
    assert taken >= 2


def test_key_22_a_change_of_the_sealed_table_itself_keeps_every_byte(rows):
    """What a later migration will do: SQLite copies the whole table to add a column with a rule, and to drop it."""
    from django.db import models

    column = models.PositiveSmallIntegerField(default=0)
    column.set_attributes_from_name("later")
    column.model = SealedRow
    for change in ("add_field", "remove_field"):
        with connection.schema_editor() as editor:
            getattr(editor, change)(SealedRow, column)
        assert doctor.digest() == rows


def test_ft_12_the_old_state_is_one_that_works(rows):
    """Back before the newest step of each room that has an older one, its rows can still be read and counted."""
    assert sum(doctor.sorts().values()) == ROWS
    assert doctor.drops() == 20
