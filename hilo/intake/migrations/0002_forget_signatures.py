from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='burst',
            name='signature',
            field=models.BinaryField(max_length=8, null=True),
        ),
    ]
