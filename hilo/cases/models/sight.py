"""Who may look into a case beyond, or in spite of, holding it: conflicts, what did not travel, emergencies."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hilo.cases.models.spine import Case
from hilo.lib.ids import uuid7


class Conflict(models.Model):
    """An institution named as the place, or as the employer of a person, of harm: it may not hold or see the case."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conflicts", db_index=False)
    institution = models.CharField(max_length=32)
    reason = models.BinaryField()  # sealed for ``conflict.reason:<id>``
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "institution"], name="one_conflict_per_institution")]
        indexes = [models.Index(fields=["institution", "case"], name="conflict_by_institution")]

    def __str__(self) -> str:
        return self.institution


class Withheld(models.Model):
    """A part of a case that did not travel with a hand-off: this institution may not open it."""

    changeable = "who handed the case over opens it afterwards, with an event"

    class Part(models.TextChoices):
        ALERTS = "alerts", _("contenido e identificadores de las alertas")
        NARRATIVES = "narratives", _("relatos: lo que dijo la niña, niño o adolescente")
        PEOPLE = "people", _("nombres de las personas")
        PLACES = "places", _("nombres de los lugares")
        NOTES = "notes", _("notas del hilo")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="withheld", db_index=False)
    institution = models.CharField(max_length=32)
    part = models.CharField(max_length=16, choices=Part.choices)
    before = models.DateTimeField()  # what came into the case later is theirs to see
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        indexes = [models.Index(fields=["case", "institution"], name="withheld_from")]

    def __str__(self) -> str:
        return f"{self.institution} {self.part}"


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    """Sets of looks."""

    def running(self, now: datetime) -> "BreakGlassQuerySet":
        """Those that have begun and not ended."""
        return self.filter(opened_at__lte=now, ends_at__gt=now)


class BreakGlass(models.Model):
    """A person looked into a case that was not theirs, in an emergency: for three hours, with a reason, reviewed."""

    changeable = "another person reviews it"

    class Verdict(models.TextChoices):
        JUSTIFIED = "justified", _("justificado")
        NOT_JUSTIFIED = "not_justified", _("no justificado")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="emergencies", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="emergencies")
    reason = models.BinaryField()  # sealed for ``breakglass.reason:<id>``
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()  # three hours later, to the second
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=16, choices=Verdict.choices, blank=True, default="")
    review_note = models.BinaryField(null=True)  # sealed for ``breakglass.review:<id>``

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="nobody_reviews_their_own_look", condition=~Q(reviewed_by=F("user"))),
            models.CheckConstraint(
                name="a_review_says_who_when_what",
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, verdict="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(verdict=""),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "ends_at"], name="breakglass_by_user"),
            models.Index(fields=["case", "opened_at"], name="breakglass_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.case_id}"
