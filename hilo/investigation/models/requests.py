"""Official letters that ask for something, numbered, and what came back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hilo.cases.models import Case
from hilo.investigation.models.acts import Act
from hilo.lib.ids import uuid7


class RequestState(models.TextChoices):
    """Where a letter stands. That it is overdue is its clock's to say."""

    DRAFT = "draft", _("borrador")
    SENT = "sent", _("enviado")
    RECEIVED = "received", _("recibido")
    PARTLY = "partly", _("contestado en parte")
    ANSWERED = "answered", _("contestado")
    WITHDRAWN = "withdrawn", _("sin efecto")


class Request(models.Model):
    """One letter. ``content``: its values as canonical JSON, sealed for ``request.content:<id>``; it prints again the
    same. Once sent it does not change.
    """

    changeable = "a draft is written and sent; each later move is a RequestStep and an event of the thread"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    act = models.ForeignKey(Act, null=True, on_delete=models.PROTECT, related_name="requests")
    template = models.CharField(max_length=64)  # code of requests.yaml
    institution = models.CharField(max_length=32)  # who writes
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()  # of that institution and year; with them, the number of the letter
    addressee = models.CharField(max_length=32, blank=True, default="")  # institution of the pack; "" : see content
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.DRAFT)
    content = models.BinaryField()
    fingerprint = models.CharField(max_length=64, blank=True, default="")  # of the letter as it was sent
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)  # as the letter says it
    repeats = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="repeated_by")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "year", "serial"], name="one_letter_per_number"),
        ]
        indexes = [models.Index(fields=["case", "state"], name="request_of_case")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """«FGE-NAY/HILO/2026/0012»."""
        return f"{self.institution}/HILO/{self.year}/{self.serial:04d}"

    @property
    def content_place(self) -> str:
        """The place for which ``content`` is sealed."""
        return f"request.content:{self.pk}"


class RequestStep(models.Model):
    """One move of a letter. ``note``: what came, or what is missing; sealed for ``request.step:<id>``."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20)  # sent, received, answered, partly_answered, repeated, escalated
    happened_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    event = models.UUIDField()  # of the thread
    reference = models.CharField(max_length=120, blank=True, default="")  # folio or stamp of the addressee
    missing = models.TextField(default="[]")  # codes of data fields that did not come, canonical JSON
    note = models.BinaryField(null=True)

    class Meta:
        ordering = ["entered_at", "id"]

    def __str__(self) -> str:
        return self.kind
