"""What happened to the host, by day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('what', models.CharField(choices=[('start', 'the server was started'), ('backup', 'a backup was written'), ('restore', 'a backup was restored'), ('migration', 'the tables were brought up to date'), ('setting-changed', 'the host changed a setting'), ('invited', 'the host made an invitation to sign up'), ('disabled', 'the host disabled an account'), ('enabled', 'the host enabled an account'), ('deleted', 'the host deleted an account'), ('sign-in-refused', 'a sign-in did not open'), ('too-busy', 'a sign-in was asked to wait')], max_length=20)),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'what'), name='audit_one_row_per_day_and_thing'), models.CheckConstraint(condition=models.Q(('what__in', ['backup', 'deleted', 'disabled', 'enabled', 'invited', 'migration', 'restore', 'setting-changed', 'sign-in-refused', 'start', 'too-busy'])), name='audit_closed_list')],
            },
        ),
    ]
