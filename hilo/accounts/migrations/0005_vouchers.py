import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

VOUCHED = ("personkey", "recoverykey", "unitkey")


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0004_keys"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="voucher",
                field=models.BinaryField(max_length=16, default=b""),
                preserve_default=False,
            )
            for name in VOUCHED
        ),
        migrations.AlterField(
            model_name="unitkey",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
