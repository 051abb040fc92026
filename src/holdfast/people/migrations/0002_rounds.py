"""What two publish for their rounds."""

from importlib import import_module

from django.db import migrations, models

rows = import_module("holdfast.vault.migrations.0001_rows")


class Migration(migrations.Migration):
    """The table of rounds, beside the spaces it goes with."""

    dependencies = [("people", "0001_invitation"), ("vault", "0002_spaces")]

    operations = [
        rows.CreateWithoutRowid(
            name="RoundRow",
            fields=[
                ("id", rows.fresh_id()),
                (
                    "space",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="vault.space"),
                ),
                ("owner", models.UUIDField()),
                ("sealed", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("space", "owner"), name="people_round_once")],
            },
        ),
    ]
