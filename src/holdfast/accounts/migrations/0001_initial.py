"""Accounts, slots and invitations; sessions and counters, which on PostgreSQL stay out of its log and its dumps."""

import django.db.models.deletion
import holdfast.kit.random
from django.db import migrations, models


def leave_out_of_the_log(apps, schema_editor):
    """PostgreSQL: an unlogged table is empty after a crash and is no part of a physical copy (KEY-07)."""
    if schema_editor.connection.vendor == "postgresql":
        for name in ("Session", "Counter"):
            table = apps.get_model("accounts", name)._meta.db_table
            schema_editor.execute(f"ALTER TABLE {schema_editor.quote_name(table)} SET UNLOGGED")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.UUIDField(default=holdfast.kit.random.uuid, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64, unique=True)),
                ('epoch', models.PositiveIntegerField(default=1)),
                ('disabled', models.BooleanField(default=False)),
                ('hpke_public', models.BinaryField()),
                ('signing_public', models.BinaryField()),
                ('keychain', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('until', models.DateTimeField()),
                ('secret', models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('code_hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('expires_on', models.DateField()),
                ('used', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('sid_hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField(db_index=True)),
                ('epoch', models.PositiveIntegerField()),
                ('device', models.CharField(max_length=8)),
                ('day', models.DateField()),
                ('shared', models.BooleanField(default=False)),
                ('leave_nothing', models.BooleanField(default=False)),
                ('half_open', models.BooleanField(default=False)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('hard_until', models.DateTimeField()),
                ('idle_until', models.DateTimeField()),
                ('fresh_until', models.DateTimeField(null=True)),
                ('envelope', models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.UUIDField(default=holdfast.kit.random.uuid, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('passphrase', 'passphrase'), ('recovery', 'recovery'), ('device', 'device'), ('passkey', 'passkey')], max_length=10)),
                ('salt', models.BinaryField(default=bytes)),
                ('kib', models.PositiveIntegerField(default=0)),
                ('passes', models.PositiveSmallIntegerField(default=0)),
                ('verifier', models.BinaryField(default=bytes)),
                ('pepper_print', models.BinaryField(default=bytes)),
                ('envelope', models.BinaryField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='accounts.account')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind__in', ['passphrase', 'recovery'])), fields=('account', 'kind'), name='accounts_one_passphrase_one_spare_key'), models.CheckConstraint(condition=models.Q(('tries__lte', 5)), name='accounts_five_tries')],
            },
        ),
        migrations.RunPython(leave_out_of_the_log, migrations.RunPython.noop),
    ]
