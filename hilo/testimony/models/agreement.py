"""Two people code the same narratives without seeing each other's work, and how far they agreed is kept."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hilo.lib.ids import uuid7
from hilo.testimony.models.words import Layer, Transcript


class Study(models.Model):
    """One double coding of a share of an institution's narratives, drawn by ``seed``."""

    changeable = "closed when its coders have finished, or left unfinished with a reason"

    class Left(models.TextChoices):
        CODER_GONE = "coder_gone", _("una de las dos personas ya no puede codificar")
        CASE_GONE = "case_gone", _("un relato ya no se puede abrir aquí")
        WRONG_DRAW = "wrong_draw", _("el sorteo se hizo por error")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    institution = models.CharField(max_length=32)
    layer = models.CharField(max_length=12, choices=Layer.choices)  # prompt or segment
    version = models.CharField(max_length=96)  # of the taxonomy or codebook, with its digest
    seed = models.PositiveIntegerField()
    share = models.PositiveSmallIntegerField()  # per cent of the narratives there were
    of = models.PositiveIntegerField()  # narratives from which it was drawn
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    left = models.CharField(max_length=16, choices=Left.choices, blank=True, default="")  # unfinished: no results

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.institution} {self.layer}"


class StudyText(models.Model):
    """A narrative that was drawn."""

    append_only = True

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="texts")
    transcript = models.ForeignKey(Transcript, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["study", "transcript"], name="one_text_once_in_a_study")]

    def __str__(self) -> str:
        return str(self.pk)


class StudyCoder(models.Model):
    """Somebody who codes all narratives of a study; ``done_at``: when they had finished."""

    changeable = "finished, after which their codes do not change"

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="coders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["study", "user"], name="one_coder_once_in_a_study")]

    def __str__(self) -> str:
        return str(self.pk)


class StudyCode(models.Model):
    """What one coder said of one turn: for prompts a label, for indicators those present, separated by spaces.

    The newest row of a coder for a turn counts; "" says that there is none.
    """

    append_only = True

    text = models.ForeignKey(StudyText, on_delete=models.PROTECT, related_name="codes", db_index=False)
    turn = models.PositiveIntegerField()
    codes = models.CharField(max_length=1000, blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["text", "by", "turn"], name="study_code_of_turn")]

    def __str__(self) -> str:
        return str(self.pk)


class StudyResult(models.Model):
    """How far the coders of a closed study agreed on one code; "" for all labels of prompts together."""

    append_only = True

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="results")
    code = models.CharField(max_length=40, blank=True, default="")
    alpha = models.FloatField(null=True)  # -1 to 1; null: undefined
    low = models.FloatField(null=True)  # 95 %
    high = models.FloatField(null=True)
    why = models.CharField(max_length=32, blank=True, default="")  # why there is no value or no interval
    units = models.PositiveIntegerField()
    both = models.PositiveIntegerField()  # units in which both said it
    one = models.PositiveIntegerField()  # units in which one of the two did
    verdict = models.CharField(max_length=20)  # of hilo.testimony.agreement.verdict
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["study", "code"], name="one_result_per_code")]

    def __str__(self) -> str:
        return self.code
