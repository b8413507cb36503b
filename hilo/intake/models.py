"""A report as part of a case. What was told stays sealed at the door; here are codes, numbers and times."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hilo.cases.models import Case
from hilo.door.models import Report
from hilo.lib.ids import uuid7


class Burst(models.Model):
    """Reports that came in great number from one place and read alike. Followed as one; each stays what it is."""

    changeable = "grows, and a person says what it was"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # keyed similarity of the words: opaque outside this deployment; forgotten two days after the last of them
    signature = models.BinaryField(max_length=8, null=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    size = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="burst_recent")]

    def __str__(self) -> str:
        return f"{self.size}"


class Taken(models.Model):
    """A report has become part of a case. ``result``: canonical JSON of codes and numbers, never words."""

    changeable = "its first answer, its burst and what was told of the case change"

    class Disposition(models.TextChoices):
        OPENED = "opened", _("abrió un caso")
        JOINED = "joined", _("se unió a un caso")
        FOLDED = "folded", _("se agrupó en una ráfaga")

    report = models.OneToOneField(Report, on_delete=models.PROTECT, primary_key=True, related_name="taken")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    disposition = models.CharField(max_length=8, choices=Disposition.choices)
    institution = models.CharField(max_length=32)  # who had to receive it: measured by this one
    tier = models.PositiveSmallIntegerField()
    points = models.SmallIntegerField(default=0)
    result = models.TextField(default="{}")
    burst = models.ForeignKey(Burst, null=True, on_delete=models.PROTECT, related_name="reports")
    signature = models.BinaryField(max_length=8, null=True)  # kept two days, to know a burst by
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)  # first opened by a person
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)  # first answer to who told
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer_due_at = models.DateTimeField(null=True)  # what was promised

    class Meta:
        constraints = [
            models.CheckConstraint(name="taken_tier_is_1_to_4", condition=Q(tier__gte=1, tier__lte=4)),
        ]
        indexes = [models.Index(fields=["institution", "taken_at"], name="taken_by_unit")]

    def __str__(self) -> str:
        return f"{self.case_id}"
