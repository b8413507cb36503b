"""Who heard a child, when, for what: interviews that are planned and held, and every time a child was made to tell."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hilo.cases.models import Case, PersonInCase
from hilo.lib.ids import uuid7


class ChildKeyQuerySet(models.QuerySet["ChildKey"]):
    """Sets of keys."""

    def standing(self) -> "ChildKeyQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class ChildKey(models.Model):
    """What tells that children of two cases are one child, without naming the child.

    ``blind``: keyed index of 16 bytes (``Vault.blind``) of the CURP, or of full name and day of birth together.
    A key that was given by mistake joins two children who are not one: it is withdrawn, and stays to be seen.
    """

    changeable = "withdrawn when it was not this child's; an event of the thread"

    class Because(models.TextChoices):
        OTHER_CHILD = "other_child", _("es de otra niña, niño o adolescente")
        MISTYPED = "mistyped", _("se escribió con un error")

    class Kind(models.TextChoices):
        CURP = "curp", _("CURP")
        NAME_BIRTH = "name_birth", _("nombre completo y fecha de nacimiento")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    child = models.ForeignKey(PersonInCase, on_delete=models.PROTECT, related_name="child_keys", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    blind = models.BinaryField(max_length=16, db_index=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.CharField(max_length=16, choices=Because.choices, blank=True, default="")

    objects = ChildKeyQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "kind", "blind"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_child_key_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return self.kind


class Hearer(models.Model):
    """An adult whom a child told, or who was there. ``name``: how they are called; sealed for ``hearer.name:<id>``."""

    changeable = "a colleague's account may be joined to it later"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hearers")
    role = models.CharField(max_length=16)  # roles of tellings.yaml
    institution = models.CharField(max_length=32, blank=True, default="")  # of the pack; "": none, or not known
    name = models.BinaryField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.role

    @property
    def name_place(self) -> str:
        """The place for which ``name`` is sealed."""
        return f"hearer.name:{self.pk}"


class Telling(models.Model):
    """One time that a child was made to tell. Codes: ``tellings.yaml``; see hilo.testimony.disclosure.tellings.Telling.

    A correction is a row of its own that names the one it replaces; ``void``: that telling did not take place.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tellings")
    child = models.ForeignKey(PersonInCase, on_delete=models.PROTECT, related_name="tellings")
    on = models.DateField(null=True)  # any day of the month or year meant
    precision = models.CharField(max_length=8, default="unknown")  # day, month, year, unknown
    asked_by = models.ForeignKey(Hearer, null=True, on_delete=models.PROTECT, related_name="tellings")
    role = models.CharField(max_length=16)
    institution = models.CharField(max_length=32, blank=True, default="")
    purpose = models.CharField(max_length=24)
    formal = models.BooleanField()
    session_of = models.CharField(max_length=80, blank=True, default="")  # the protocol's own line of sessions
    planned = models.BooleanField(default=False)
    recorded = models.CharField(max_length=16, default="unknown")
    mode_chosen_by_child = models.CharField(max_length=16, default="not_asked")
    legal_need = models.CharField(max_length=24, default="none_stated")
    legal_note = models.BinaryField(null=True)  # sealed for ``telling.legal:<id>``
    earlier_usable = models.CharField(max_length=8, default="unknown")
    present = models.TextField(default="[]")  # ids of hearers, a JSON list
    note = models.BinaryField(null=True)  # sealed for ``telling.note:<id>``
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected")
    void = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_telling_without_date_says_so",
                condition=Q(on__isnull=True, precision="unknown") | Q(on__isnull=False) & ~Q(precision="unknown"),
            )
        ]

    def __str__(self) -> str:
        return self.purpose


class InterviewState(models.TextChoices):
    """Where an interview stands; computed from its moments."""

    PLANNED = "planned", _("por realizar")
    NARRATIVE = "narrative", _("en curso: relato libre")
    QUESTIONS = "questions", _("en curso: después del relato libre")
    ENDED = "ended", _("terminada")
    CANCELLED = "cancelled", _("cancelada")


class InterviewQuerySet(models.QuerySet["Interview"]):
    """Sets of interviews."""

    def ahead(self) -> "InterviewQuerySet":
        """Still to be held, or under way."""
        return self.filter(ended_at__isnull=True, cancelled_at__isnull=True)


class Interview(models.Model):
    """A formal hearing of a child by one adult: a colleague (``interviewer``) or somebody of elsewhere (``hearer``).

    Until ``closed_at`` the child tells freely, and nothing that a machine suggests about it may be read.
    """

    changeable = "begun, its free narrative closed, ended or cancelled; each is an event of the thread"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interviews")
    child = models.ForeignKey(PersonInCase, on_delete=models.PROTECT, related_name="interviews")
    number = models.PositiveIntegerField()  # within the case, from 1
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="interviews"
    )
    hearer = models.ForeignKey(Hearer, null=True, on_delete=models.PROTECT, related_name="interviews")
    protocol = models.CharField(max_length=32, blank=True, default="")  # of interview_words.PROTOCOLS
    line = models.UUIDField()  # sessions of one protocol share it; the id of the first
    session = models.PositiveSmallIntegerField(default=1)
    planned_for = models.DateTimeField(null=True)
    purpose = models.CharField(max_length=24)
    legal_need = models.CharField(max_length=24, default="none_stated")
    earlier_usable = models.CharField(max_length=8, default="unknown")
    reason = models.BinaryField(null=True)  # why one more, after the warning; sealed for ``interview.reason:<id>``
    mode = models.CharField(max_length=16, default="unknown")  # how it is kept; the child's choice, never a must
    mode_chosen_by_child = models.CharField(max_length=16, default="not_asked")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(null=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)  # the free narrative
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.BinaryField(null=True)  # sealed for ``interview.cancel:<id>``
    telling = models.OneToOneField(Telling, null=True, on_delete=models.PROTECT, related_name="interview")

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_interview_per_number"),
            models.CheckConstraint(
                name="an_interview_has_one_adult",
                condition=Q(interviewer__isnull=False, hearer__isnull=True)
                | Q(interviewer__isnull=True, hearer__isnull=False),
            ),
            models.CheckConstraint(
                name="an_interview_ends_after_its_narrative",
                condition=Q(ended_at__isnull=True) | Q(closed_at__isnull=False, begun_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["interviewer", "child"],
                name="interview_ahead",
                condition=Q(ended_at__isnull=True, cancelled_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def state(self) -> InterviewState:
        """Where it stands."""
        if self.cancelled_at is not None:
            return InterviewState.CANCELLED
        if self.ended_at is not None:
            return InterviewState.ENDED
        if self.closed_at is not None:
            return InterviewState.QUESTIONS
        return InterviewState.NARRATIVE if self.begun_at is not None else InterviewState.PLANNED
