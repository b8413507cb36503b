"""Who must look at which case, and why: what the ladder tells people."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hilo.cases.models.spine import Case
from hilo.lib.ids import uuid7


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Sets of notices. What a person may see of them is ``notices.shown_to``."""

    def unseen(self) -> "NoticeQuerySet":
        """Those that still ask for somebody's attention."""
        return self.filter(seen_at__isnull=True)


class Notice(models.Model):
    """One person must look at one case. There is one unseen notice for each; it rises with the delay."""

    changeable = "seen, raised to a higher rung, mailed; gone when somebody else must look instead"

    class Kind(models.TextChoices):
        OVERDUE = "overdue", _("venció un deber")
        SILENT = "silent", _("el caso calla")
        LETTER = "letter", _("el escrito para la autoridad externa está listo")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices", db_index=False)
    institution = models.CharField(max_length=40)  # for whose people it was made
    subject = models.UUIDField()  # what the duty is about: the case itself, or an alert or hand-off of it
    rule = models.CharField(max_length=64)  # the duty
    kind = models.CharField(max_length=8, choices=Kind.choices)
    rung = models.PositiveSmallIntegerField()
    at = models.DateTimeField()  # when the rung was reached
    mailed = models.BooleanField(default=False)  # whether a mail was made for it since it last rose
    seen_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "case"], condition=Q(seen_at__isnull=True), name="one_unseen_notice_per_case"
            ),
            models.CheckConstraint(name="notice_rung_is_1_to_4", condition=Q(rung__gte=1, rung__lte=4)),
        ]
        indexes = [
            models.Index(fields=["case"], name="notice_of_case", condition=Q(seen_at__isnull=True)),
            models.Index(fields=["user"], name="notice_to_mail", condition=Q(seen_at__isnull=True, mailed=False)),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.rung}"
