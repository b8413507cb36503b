"""Alerts as received: metadata only, sealed. No field here can hold a file."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hilo.cases.models import Case
from hilo.lib.ids import uuid7


class Delivery(models.Model):
    """One import: where it came from and how far it got. An unfinished one is taken up again."""

    changeable = "gets its end and its counts"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.CharField(max_length=500)
    sender = models.CharField(max_length=32, blank=True, default="")
    institution = models.CharField(max_length=32, blank=True, default="")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    counts = models.TextField(default="{}")

    class Meta:
        indexes = [models.Index(fields=["source"], name="delivery_open", condition=Q(finished_at__isnull=True))]

    def __str__(self) -> str:
        return self.source


class Disposition(models.TextChoices):
    """What became of an alert at import."""

    OPENED = "opened", _("abrió un caso")
    JOINED = "joined", _("se unió a un caso")
    FOLDED = "folded", _("se plegó bajo una campaña")


class Alert(models.Model):
    """A message from a channel, by the sender's reference. It always belongs to a case."""

    changeable = "points to its newest version and its present tier"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sender = models.CharField(max_length=32)
    report_id = models.CharField(max_length=128)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="alerts")
    disposition = models.CharField(max_length=8, choices=Disposition.choices)
    join_reason = models.CharField(max_length=64, blank=True, default="")
    esp = models.CharField(max_length=128, blank=True, default="")
    incident_type = models.CharField(max_length=160, blank=True, default="")
    tier = models.PositiveSmallIntegerField()
    rank = models.IntegerField()  # smallest first: tier, then points
    state = models.CharField(max_length=3, blank=True, default="")
    versions = models.PositiveSmallIntegerField(default=1)
    received_at = models.DateTimeField()
    sender_received_at = models.DateTimeField(null=True)
    lapses_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "report_id"], name="one_alert_per_reference"),
            models.CheckConstraint(name="alert_tier_is_1_to_4", condition=Q(tier__gte=1, tier__lte=4)),
        ]
        indexes = [
            models.Index(fields=["rank", "received_at", "id"], name="alert_most_urgent"),
            models.Index(fields=["report_id"], name="alert_by_report"),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.report_id}"


class AlertVersion(models.Model):
    """The alert as it arrived one time: the draft, compressed and sealed, and its triage."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="history", db_index=False)
    number = models.PositiveSmallIntegerField()
    format = models.CharField(max_length=32)
    digest = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="versions", db_index=False)
    member = models.CharField(max_length=300)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"v{self.number}"


class AlertTriage(models.Model):
    """What the factor table said of an alert at one moment: on arrival, for a version, for new file details."""

    append_only = True

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="triages", db_index=False)
    version = models.PositiveSmallIntegerField()
    tier = models.PositiveSmallIntegerField()
    points = models.SmallIntegerField()
    result = models.TextField()  # canonical JSON of codes and numbers, every factor with its state
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["alert", "id"], name="triage_of_alert")]

    def __str__(self) -> str:
        return f"{self.tier}"


class FileDetails(models.Model):
    """Details of a file that belong to a report, which may arrive later. Never the file."""

    changeable = "finds its alert when the report arrives"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sender = models.CharField(max_length=32)
    report_id = models.CharField(max_length=128)
    alert = models.ForeignKey(Alert, null=True, on_delete=models.PROTECT, related_name="file_details")
    digest = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+", db_index=False)
    member = models.CharField(max_length=300)
    entered_at = models.DateTimeField()
    due_at = models.DateTimeField()  # when somebody must ask where its report is
    overdue_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "report_id", "digest"], name="one_row_per_file_details")
        ]
        indexes = [
            models.Index(fields=["due_at"], name="details_waiting", condition=Q(alert__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.report_id


class Replay(models.Model):
    """The same alert, arrived again unchanged."""

    append_only = True

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="replays")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+", db_index=False)
    member = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "member", "alert"], name="a_replay_is_noted_once")]

    def __str__(self) -> str:
        return self.member


class Campaign(models.Model):
    """A file that goes round, by the blind index of its hash, and the case of an institution that its reports fold
    under. One for each institution: nobody's case may hide under a case that they cannot see."""

    append_only = True

    blind = models.BinaryField(max_length=16)
    institution = models.CharField(max_length=32)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blind", "institution"], name="one_campaign_per_file")]

    def __str__(self) -> str:
        return self.case.code


class Quarantined(models.Model):
    """Something that arrived and could not be read. Kept, listed, clocked, and tried again by a person."""

    changeable = "retried or set aside by a person, with a reason"

    class State(models.TextChoices):
        WAITING = "waiting", _("espera")
        MENDED = "mended", _("leído al reintentar")
        SET_ASIDE = "set_aside", _("apartado con razón")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.CharField(max_length=300)
    code = models.CharField(max_length=32)
    reason = models.CharField(max_length=500)
    size = models.BigIntegerField(default=0)
    fingerprint = models.BinaryField(max_length=32)
    sealed = models.BinaryField(null=True)  # what arrived, if small, textual and free of embedded data
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="quarantined")
    institution = models.CharField(max_length=32, blank=True, default="")
    times = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    overdue_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "fingerprint"], condition=Q(state="waiting"), name="quarantined_once"
            ),
            models.CheckConstraint(
                name="set_aside_names_who_and_why",
                condition=~Q(state="set_aside") | Q(handled_at__isnull=False, handled_by__isnull=False) & ~Q(why=""),
            ),
        ]
        indexes = [models.Index(fields=["institution", "due_at"], name="quarantine_list", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return self.source
