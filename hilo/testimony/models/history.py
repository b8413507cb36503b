"""The disclosure history of one child, entry by entry; see hilo.testimony.disclosure.history."""

from django.conf import settings
from django.db import models

from hilo.cases.models import Case, PersonInCase
from hilo.lib.ids import uuid7


class DisclosureEntry(models.Model):
    """One entry. ``parts``: canonical JSON, sealed for ``disclosure.parts:<id>``. ``said_by``: "child", the id of a
    Hearer, or "user:<id>".
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disclosure_entries")
    child = models.ForeignKey(PersonInCase, on_delete=models.PROTECT, related_name="disclosure_entries")
    field = models.CharField(max_length=32)  # code of fields.yaml
    parts = models.BinaryField()
    said_by = models.CharField(max_length=64)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected")
    written_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return self.field

    @property
    def parts_place(self) -> str:
        """The place for which ``parts`` is sealed."""
        return f"disclosure.parts:{self.pk}"
