"""Reports that an exercise made it worse, by month, sent only by whoever chose to."""
from django.db import migrations, models


def forget_reports(apps, _schema):
    """On the way back: the older table has no room for what a report is about."""
    apps.get_model("audit", "Event").objects.filter(what="made-worse").delete()


def forget_reports(apps, _schema):
    """On the way back: the older table has no room for what a report is about."""
    apps.get_model("audit", "Event").objects.filter(what="made-worse").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='event',
            name='audit_one_row_per_day_and_thing',
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='audit_closed_list',
        ),
        migrations.AddField(
            model_name='event',
            name='about',
            field=models.CharField(blank=True, default='', max_length=60),
        ),
        migrations.AlterField(
            model_name='event',
            name='what',
            field=models.CharField(choices=[('start', 'the server was started'), ('backup', 'a backup was written'), ('restore', 'a backup was restored'), ('migration', 'the tables were brought up to date'), ('setting-changed', 'the host changed a setting'), ('invited', 'the host made an invitation to sign up'), ('disabled', 'the host disabled an account'), ('enabled', 'the host enabled an account'), ('deleted', 'the host deleted an account'), ('sign-in-refused', 'a sign-in did not open'), ('too-busy', 'a sign-in was asked to wait'), ('made-worse', 'somebody told you that an exercise made it worse')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('day', 'what', 'about'), name='audit_one_row_per_day_and_thing'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['backup', 'deleted', 'disabled', 'enabled', 'invited', 'made-worse', 'migration', 'restore', 'setting-changed', 'sign-in-refused', 'start', 'too-busy'])), name='audit_closed_list'),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_reports),
    ]
