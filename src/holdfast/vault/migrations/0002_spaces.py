"""Spaces, who belongs to them, and the last days of what is shared in them."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

first = import_module("holdfast.vault.migrations.0001_rows")


class Migration(migrations.Migration):
    """What two people hold in common."""

    dependencies = [("vault", "0001_rows")]

    operations = [
        first.CreateWithoutRowid(
            name="Space",
            fields=[("id", first.fresh_id()), ("epoch", models.PositiveIntegerField(default=1))],
        ),
        first.CreateWithoutRowid(
            name="Member",
            fields=[
                ("id", first.fresh_id()),
                ("owner", models.UUIDField(db_index=True)),
                ("sealed", models.BinaryField()),
                ("signature", models.BinaryField()),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="vault.space"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("space", "owner"), name="vault_member_once")]},
        ),
        first.CreateWithoutRowid(
            name="GrantEnd",
            fields=[
                ("row", models.UUIDField(primary_key=True, serialize=False)),
                ("ends_on", models.DateField()),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ends", to="vault.space"
                    ),
                ),
            ],
        ),
    ]
