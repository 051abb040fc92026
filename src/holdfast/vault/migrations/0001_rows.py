"""The table of sealed rows, and the drop box."""

from django.db import migrations, models

import holdfast.kit.random


class CreateWithoutRowid(migrations.CreateModel):
    """CreateModel, but on SQLite without the hidden rowid, which would keep the order of insertion.

    SQLite remakes a table to alter it, and Django would remake it with a rowid: a later migration of these tables
    must bring this back. `tests/vault/test_models.py` looks at the table as all migrations leave it.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Create the table; WITHOUT ROWID stands behind its columns."""
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.sql_create_table += " WITHOUT ROWID"
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        vars(schema_editor).pop("sql_create_table", None)


def fresh_id():
    """The row's id: random, and not a version of UUID that contains the time."""
    return models.UUIDField(primary_key=True, default=holdfast.kit.random.uuid, editable=False, serialize=False)


class Migration(migrations.Migration):
    """First of the vault."""

    initial = True
    dependencies = []

    operations = [
        CreateWithoutRowid(
            name="SealedRow",
            fields=[
                ("id", fresh_id()),
                ("owner", models.UUIDField()),
                ("scope", models.UUIDField(null=True)),
                ("tag", models.BinaryField(max_length=8)),
                ("envelope", models.BinaryField()),
            ],
            options={"indexes": [models.Index(fields=["owner", "tag"], name="vault_owner_tag")]},
        ),
        CreateWithoutRowid(
            name="DropRow",
            fields=[
                ("id", fresh_id()),
                ("owner", models.UUIDField(db_index=True)),
                ("sealed", models.BinaryField()),
            ],
        ),
    ]
