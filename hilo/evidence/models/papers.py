"""What stands beside the items: lawful documents kept sealed, formal reviews, and stamps of an outside authority."""

from django.conf import settings
from django.db import models

from hilo.cases.models import Case
from hilo.evidence.models.items import Item
from hilo.investigation.models import Act, Request
from hilo.lib.ids import uuid7


class Document(models.Model):
    """A letter or other lawful text kept sealed. Pictures and video never come in (hilo.evidence.documents).

    ``name`` is sealed for ``document.name:<id>``, ``content`` for ``document.content:<id>``.
    """

    changeable = "its content can be erased by a person with a reason; the row and the event stay"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    act = models.ForeignKey(Act, null=True, on_delete=models.PROTECT, related_name="documents")
    request = models.ForeignKey(Request, null=True, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20)  # letter, answer, order, opinion, record, other
    media_type = models.CharField(max_length=40)
    name = models.BinaryField()
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(null=True)
    erased_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kept_at", "id"]

    def __str__(self) -> str:
        return self.kind


class Review(models.Model):
    """A formal review of evidence of outside origin: what each rule asks and whether it is met, as one person found.

    ``answers``: canonical JSON, code of evidence_rules.yaml -> "met", "missing" or "not_applicable".
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="reviews")
    alert = models.UUIDField(null=True)  # an alert of the case, when it is about what the sender sent
    origin = models.CharField(max_length=16)
    answers = models.TextField(default="{}")
    note = models.BinaryField(null=True)  # sealed for ``review.note:<id>``
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.origin


class Stamp(models.Model):
    """A time stamp of an outside authority (RFC 3161) over one checkpoint of the ledger."""

    append_only = True

    checkpoint = models.PositiveIntegerField()  # its number
    authority = models.CharField(max_length=120)  # as its certificate names it
    stamped_at = models.DateTimeField()  # as the authority says
    token = models.BinaryField()  # the whole response, DER
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkpoint", "authority"], name="one_stamp_per_authority")]

    def __str__(self) -> str:
        return f"{self.checkpoint} {self.authority}"
