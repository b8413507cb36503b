from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_second_factors'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='notify_to',
            field=models.EmailField(blank=True, default='', max_length=254),
        ),
        migrations.AddField(
            model_name='user',
            name='notified_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
