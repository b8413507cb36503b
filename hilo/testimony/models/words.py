"""The words as they were said, and layers that stand beside them. Nothing here can change a word."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hilo.cases.models import Case, PersonInCase
from hilo.lib.ids import uuid7
from hilo.testimony.models.hearing import Interview


class Transcript(models.Model):
    """One file or one typed text, for good. Sealed: ``original`` (its bytes) for ``transcript.original:<id>``, ``text``
    for ``transcript.text:<id>``, ``lines`` for ``transcript.lines:<id>`` (who says what: see hilo.testimony.kept).

    ``lines`` is kept and not read anew, so that a later version of a reader moves no offset.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transcripts")
    child = models.ForeignKey(PersonInCase, on_delete=models.PROTECT, related_name="transcripts")
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="transcripts")
    number = models.PositiveIntegerField()  # within the case, from 1
    format = models.CharField(max_length=8)  # plain, chat, webvtt, eaf
    typed = models.BooleanField(default=False)  # in Hilo, rather than brought in as a file
    sha256 = models.CharField(max_length=64)  # of the bytes
    size = models.PositiveIntegerField()  # of the bytes
    turns = models.PositiveIntegerField()
    original = models.BinaryField()
    text = models.BinaryField()
    lines = models.BinaryField()
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_transcript_per_number"),
            models.UniqueConstraint(fields=["case", "sha256"], name="one_transcript_per_content"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def place(self, field: str) -> str:
        """The place for which ``original``, ``text`` or ``lines`` is sealed."""
        return f"transcript.{field}:{self.pk}"


class Draft(models.Model):
    """What somebody is typing of an interview, until it is kept as a transcript. Sealed for ``draft.text:<id>``."""

    changeable = "typed on; gone when it becomes a transcript"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="drafts", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "by"], name="one_draft_per_typist")]

    def __str__(self) -> str:
        return str(self.pk)


class Layer(models.TextChoices):
    """What stands beside the words."""

    PROMPT = "prompt", _("tipo de pregunta")
    SEGMENT = "segment", _("indicador")
    NOTE = "note", _("nota")
    TRANSLATION = "translation", _("traducción")


class MarkState(models.TextChoices):
    """What a person said of a code."""

    SUGGESTED = "suggested", _("sugerido")
    CONFIRMED = "confirmed", _("confirmado")
    REJECTED = "rejected", _("descartado")


class Run(models.Model):
    """What the machine suggests for one transcript, at once. ``body`` is sealed for ``run.body:<id>``: a JSON list.

    Of indicators there is none before the free narrative is closed. ``low``: JSON list of the turns that a person
    should look at first; empty for indicators, so that not even a number tells anything.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    transcript = models.ForeignKey(Transcript, on_delete=models.PROTECT, related_name="runs")
    layer = models.CharField(max_length=12, choices=Layer.choices)
    version = models.CharField(max_length=96)  # of the rules, or of the codebook with its digest
    low = models.TextField(default="[]")
    body = models.BinaryField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["transcript", "layer", "version"], name="one_run_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.layer} {self.version}"

    @property
    def body_place(self) -> str:
        """The place for which ``body`` is sealed."""
        return f"run.body:{self.pk}"


class Mark(models.Model):
    """What one person put beside the words: a prompt's code, an indicator on a passage, a note, a translation.

    ``turn``: number of the turn; ``start`` and ``end``: code points of ``Transcript.text``, null for the whole turn.
    A change of mind is a new row that ``replaces`` the old one. What the machine had suggested stays in ``run``.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    transcript = models.ForeignKey(Transcript, on_delete=models.PROTECT, related_name="marks", db_index=False)
    layer = models.CharField(max_length=12, choices=Layer.choices)
    turn = models.PositiveIntegerField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=40, blank=True, default="")  # a label, an indicator, a language
    flags = models.CharField(max_length=120, blank=True, default="")  # separated by spaces
    phase = models.CharField(max_length=12, blank=True, default="")
    state = models.CharField(max_length=12, choices=MarkState.choices)
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="marks")  # that suggested it
    suggested = models.CharField(max_length=160, blank=True, default="")  # its code and flags there
    provenance = models.CharField(max_length=24, blank=True, default="")  # labels.STATUSES, of an indicator
    first_by_child = models.BooleanField(null=True)
    denied = models.BooleanField(default=False)
    unanswered = models.BooleanField(default=False)
    version = models.CharField(max_length=96, blank=True, default="")  # of the taxonomy or codebook, with its digest
    body = models.BinaryField(null=True)  # sealed for ``mark.body:<id>``
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["transcript", "layer", "turn"], name="mark_of_turn")]
        constraints = [
            models.UniqueConstraint(
                fields=["transcript", "turn"],
                condition=Q(layer="prompt", replaces__isnull=True),
                name="one_line_of_codes_per_prompt",
            ),
            models.CheckConstraint(
                name="a_passage_has_both_ends",
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__lt=models.F("end")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.layer} {self.turn}"

    @property
    def body_place(self) -> str:
        """The place for which ``body`` is sealed."""
        return f"mark.body:{self.pk}"
