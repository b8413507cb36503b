import django.db.models.deletion
import django.db.models.functions
from django.db import migrations, models

import hilo.lib.ids


def _id():
    return models.UUIDField(default=hilo.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):

    dependencies = [
        ("exchange", "0002_outbox_and_feedback"),
    ]

    operations = [
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", _id()),
                ("code", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=160)),
                ("institution", models.CharField(max_length=32)),
                ("scopes", models.CharField(default="[]", max_length=120)),
                ("per_minute", models.PositiveSmallIntegerField(default=60)),
                ("active", models.BooleanField(default=True)),
                ("added_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("per_minute__gte", 1)), name="a_partner_may_ask_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("active", True), ("closed_at__isnull", True)),
                            models.Q(("active", False), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_closed_partner_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerKey",
            fields=[
                ("id", _id()),
                ("key_id", models.CharField(max_length=64, unique=True)),
                ("public", models.BinaryField(max_length=32)),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField(null=True)),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keys", to="exchange.partner"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="a_key_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerNonce",
            fields=[
                ("id", _id()),
                ("nonce", models.BinaryField(max_length=32)),
                ("until", models.DateTimeField(db_index=True)),
                (
                    "partner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.partner",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("partner", "nonce"), name="a_nonce_is_used_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerAnswer",
            fields=[
                ("id", _id()),
                ("key", models.CharField(max_length=80)),
                ("request", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField(db_index=True)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("body", models.BinaryField(default=b"")),
                (
                    "partner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.partner",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("partner", "key"), name="one_answer_per_key"),
                ],
            },
        ),
    ]
