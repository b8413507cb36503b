"""What a person says of the facts, and what was charged. Candidates are computed, never kept as a judgement."""

from django.conf import settings
from django.db import models

from hilo.cases.models import Case
from hilo.lib.ids import uuid7


class Classification(models.Model):
    """Facts as one person answered them at one time; the newest counts, earlier ones stay.

    ``answers``: canonical JSON, code of facts.yaml -> "yes", "no" or "unknown". ``pack``: version of the country pack.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="classifications")
    state = models.CharField(max_length=3, blank=True, default="")  # where it happened
    conduct_from = models.DateField(null=True)
    conduct_until = models.DateField(null=True)
    victim_born = models.DateField(null=True)
    accused_age = models.CharField(max_length=8, default="unknown")  # under12, 12-13, 14-15, 16-17, adult, unknown
    answers = models.TextField(default="{}")
    pack = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="classification_of_case")]

    def __str__(self) -> str:
        return str(self.pk)


class Charge(models.Model):
    """What the authority charged. The technology dimension and the codes for statistics stay, whatever the charge."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="charges")
    classification = models.ForeignKey(Classification, null=True, on_delete=models.PROTECT, related_name="charges")
    offence = models.CharField(max_length=64)  # code of offences.yaml
    text_date = models.CharField(max_length=10)  # of the law text
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    technology = models.BooleanField()  # the facts were facilitated by technology
    iccs = models.CharField(max_length=60, blank=True, default="")  # codes, by commas
    icvac = models.CharField(max_length=60, blank=True, default="")
    reason = models.BinaryField(null=True)  # sealed for ``charge.reason:<id>``
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="charge_of_case")]

    def __str__(self) -> str:
        return self.offence
