"""What was seen where, by blind index, and what people decided about it. Subjects are opaque ids."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hilo.lib.ids import uuid7


class Value(models.Model):
    """A value that was seen, as keyed blind index. ``seen`` counts the subjects that carry it."""

    changeable = "counts grow as the value is seen again"

    blind = models.BinaryField(primary_key=True, max_length=16)
    kind = models.CharField(max_length=16)
    seen = models.PositiveIntegerField(default=0)
    excluded = models.CharField(max_length=120, blank=True, default="")  # why it may never link

    def __str__(self) -> str:
        return self.kind


class Observation(models.Model):
    """A value seen in a subject (an alert) of a thread (a case)."""

    append_only = True

    blind = models.BinaryField(max_length=16)
    subject = models.UUIDField()
    thread = models.UUIDField()
    party = models.CharField(max_length=12)
    mentioned = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["blind"], name="observation_value"),
            models.Index(fields=["subject"], name="observation_subject"),
        ]

    def __str__(self) -> str:
        return self.party


class Judgement(models.TextChoices):
    """Four answers; a no is remembered, and nothing is ever merged."""

    NONE = "none", _("sin revisar")
    ACCEPTED = "accepted", _("es el mismo asunto")
    REJECTED = "rejected", _("no es el mismo asunto")
    UNSURE = "unsure", _("no se sabe")


class Suggestion(models.Model):
    """Two threads that share values. A machine suggests; a person decides."""

    changeable = "a person gives the judgement"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    left = models.UUIDField()
    right = models.UUIDField()
    reasons = models.TextField()  # canonical JSON: [{"kind", "seen"}], no values
    made_at = models.DateTimeField()
    judgement = models.CharField(max_length=10, choices=Judgement.choices, default=Judgement.NONE)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="one_suggestion_per_pair"),
            models.CheckConstraint(name="pair_is_ordered", condition=Q(left__lt=F("right"))),
            models.CheckConstraint(
                name="judgement_names_who_and_when",
                condition=Q(judgement="none", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(judgement="none") & Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["right"], name="suggestion_right")]

    def __str__(self) -> str:
        return self.judgement
