"""The tables as all migrations leave them: few clear columns, and no trace of the order of writing."""

import pytest
from django.db import connection

from holdfast.vault.models import DropRow, GrantEnd, Member, SealedRow, Space

pytestmark = pytest.mark.django_db
TABLES = {
    SealedRow: {"id", "owner", "scope", "tag", "envelope"},
    DropRow: {"id", "owner", "sealed"},
    Space: {"id", "epoch"},
    Member: {"id", "space_id", "owner", "sealed", "signature"},
    GrantEnd: {"row", "space_id", "ends_on"},
}


def test_these_columns_stand_in_clear_and_no_other():
    for model, columns in TABLES.items():
        with connection.cursor() as cursor:
            described = connection.introspection.get_table_description(cursor, model._meta.db_table)
        assert {column.name for column in described} == columns
        assert {name.removesuffix("_id") if name != "id" else name for name in columns} == model.privacy.keys()


def test_no_column_holds_a_time_or_counts_up():
    with connection.cursor() as cursor:
        for model in TABLES:
            for column in connection.introspection.get_table_description(cursor, model._meta.db_table):
                kind = str(connection.introspection.get_field_type(column.type_code, column))
                # The count of a space's keys, and the last day of what is shared, which the clock needs.
                known = {"epoch": {"PositiveIntegerField", "IntegerField"}, "ends_on": {"DateField"}}
                assert kind in {"BinaryField", "UUIDField", "CharField", *known.get(column.name, ())}, column.name


def test_sqlite_keeps_no_hidden_row_numbers():
    """On PostgreSQL the physical order stays (11-vault §2.11 says so); there bytes are `bytea`."""
    for model in TABLES:
        table = model._meta.db_table
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
                assert cursor.fetchone()[0].endswith("WITHOUT ROWID")
            else:
                cursor.execute("SELECT data_type FROM information_schema.columns WHERE table_name = %s", [table])
                assert {kind for (kind,) in cursor.fetchall()} <= {"uuid", "bytea", "integer", "date"}


def test_own_rows_of_a_kind_are_found_by_an_index():
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, SealedRow._meta.db_table)
    assert ["owner", "tag"] in [each["columns"] for each in constraints.values() if each["index"]]


def test_ids_are_random_and_hold_no_time():
    assert SealedRow().id.version == DropRow().id.version == 4
    assert str(SealedRow()) != str(DropRow())
