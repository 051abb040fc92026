"""Invitations to link."""

from importlib import import_module

from django.db import migrations, models

rows = import_module("holdfast.vault.migrations.0001_rows")


class Migration(migrations.Migration):
    """First of this room."""

    initial = True
    dependencies = []

    operations = [
        rows.CreateWithoutRowid(
            name="Invitation",
            fields=[
                ("finder", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("ends_on", models.DateField()),
                ("offer", models.BinaryField()),
                ("reply", models.BinaryField(null=True)),
            ],
        ),
    ]
