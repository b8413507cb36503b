import django.db.models.deletion
import hilo.lib.ids
from hilo.cases.guards import KeepNextClockLive
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def begin_to_rise(apps, schema_editor):
    """What ran out before there was a ladder begins at its first rung now: nobody was told until today."""
    late = apps.get_model("cases", "Clock").objects.filter(stopped_at=None, overdue_at__isnull=False, rung=0)
    late.filter(rung_at=None).update(rung_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_ladder_and_sight'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=hilo.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('institution', models.CharField(max_length=40)),
                ('subject', models.UUIDField()),
                ('rule', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('overdue', 'venció un deber'), ('silent', 'el caso calla'), ('letter', 'el escrito para la autoridad externa está listo')], max_length=8)),
                ('rung', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('mailed', models.BooleanField(default=False)),
                ('seen_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='cases.case')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('seen_at__isnull', True)), fields=['case'], name='notice_of_case'), models.Index(condition=models.Q(('mailed', False), ('seen_at__isnull', True)), fields=['user'], name='notice_to_mail')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('seen_at__isnull', True)), fields=('user', 'case'), name='one_unseen_notice_per_case'), models.CheckConstraint(condition=models.Q(('rung__gte', 1), ('rung__lte', 4)), name='notice_rung_is_1_to_4')],
            },
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('rung__gte', 3), ('stopped_at__isnull', True)), fields=['case'], name='clock_high'),
        ),
        migrations.RunPython(begin_to_rise, migrations.RunPython.noop),
        KeepNextClockLive(),
    ]
