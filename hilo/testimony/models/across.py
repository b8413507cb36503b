"""A comparison of coded accounts, kept as it was reckoned; see hilo.testimony.similarity."""

from django.conf import settings
from django.db import models

from hilo.lib.ids import uuid7


class Comparison(models.Model):
    """``result``: JSON of the report and of what it rests on, sealed for ``comparison.result:<id>``.

    It holds codes, ids of children and figures; no words of anybody.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    institution = models.CharField(max_length=32)
    population = models.CharField(max_length=80)
    accounts = models.PositiveIntegerField()
    codebook = models.CharField(max_length=96)  # version and digest
    seed = models.PositiveIntegerField()
    result = models.BinaryField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["institution", "made_at"], name="comparison_of_institution")]

    def __str__(self) -> str:
        return self.population

    @property
    def result_place(self) -> str:
        """The place for which ``result`` is sealed."""
        return f"comparison.result:{self.pk}"
