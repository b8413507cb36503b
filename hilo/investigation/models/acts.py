"""Acts of a plan. What is merely proposed is computed and not kept; a row exists once a person decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hilo.cases.models import Case
from hilo.lib.ids import uuid7


class ActState(models.TextChoices):
    """Where an act stands."""

    PLANNED = "planned", _("en el plan")
    ASKED = "asked", _("solicitado")
    ORDERED = "ordered", _("ordenado")
    UNDER_WAY = "under_way", _("en curso")
    DONE = "done", _("realizado con resultado")
    NEGATIVE = "negative", _("realizado, resultado negativo")
    REFUSED = "refused", _("negado con razones")
    IMPOSSIBLE = "impossible", _("imposible")
    LAPSED = "lapsed", _("se venció el tiempo")
    SET_ASIDE = "set_aside", _("descartado con razón")


OPEN = (ActState.PLANNED, ActState.ASKED, ActState.ORDERED, ActState.UNDER_WAY)
UNSETTLED = (*OPEN, ActState.LAPSED)  # a person still has to say something


class Origin(models.TextChoices):
    """Who thought of the act first. A person decided in both cases."""

    PROPOSED = "proposed", _("propuesto por el sistema")
    PERSON = "person", _("agregado por una persona")


class AskedBy(models.TextChoices):
    """Who asked for the act."""

    VICTIM = "victim", _("la víctima o quien la representa")
    ADVISER = "adviser", _("la asesoría jurídica")
    PROSECUTOR = "prosecutor", _("el Ministerio Público")
    AUTHORITY = "authority", _("otra autoridad")


class ActQuerySet(models.QuerySet["Act"]):
    """Sets of acts."""

    def open(self) -> "ActQuerySet":
        """Something is still to be done."""
        return self.filter(state__in=OPEN)

    def unsettled(self) -> "ActQuerySet":
        """Open, or lapsed without a person having said what follows."""
        return self.filter(state__in=UNSETTLED)

    def perishable_first(self) -> "ActQuerySet":
        """What is lost first comes first; acts whose window has no end come by urgency."""
        ends = models.F("window_ends_at").asc(nulls_last=True)
        return self.order_by("urgency", ends, "added_at", "id")


class Act(models.Model):
    """One act of the plan. ``line``: acts about the same data share it (preserve, order, receive), and so their legal
    clocks; it is the id of the first of them.
    """

    changeable = "its state moves on; each move is an ActStep and an event of the thread"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="acts")
    type = models.CharField(max_length=64)  # code of acts.yaml
    number = models.PositiveIntegerField()  # within the case, from 1
    state = models.CharField(max_length=12, choices=ActState.choices)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    essential = models.BooleanField()
    urgency = models.CharField(max_length=2)
    line = models.UUIDField()
    target = models.BinaryField(null=True)  # sealed: what exactly (address, provider, number, place)
    data_from = models.DateField(null=True)  # the day of the data, from which windows count
    window_ends_at = models.DateTimeField(null=True)  # after it the result cannot be had any more
    asked_by = models.CharField(max_length=12, choices=AskedBy.choices, blank=True, default="")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ActQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_act_per_number"),
        ]
        indexes = [
            models.Index(fields=["case", "state"], name="act_of_case"),
            models.Index(
                fields=["window_ends_at"],
                name="act_to_lapse",
                condition=Q(state__in=["planned", "asked", "ordered", "under_way"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.number}"

    @property
    def target_place(self) -> str:
        """The place for which ``target`` is sealed."""
        return f"act.target:{self.pk}"


class ActStep(models.Model):
    """One move of an act. ``note``: result, reason or whom it was asked of; sealed for ``act.step:<id>``."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12, choices=ActState.choices)
    happened_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    event = models.UUIDField()  # of the thread
    note = models.BinaryField(null=True)

    class Meta:
        ordering = ["entered_at", "id"]

    def __str__(self) -> str:
        return self.state

    @property
    def note_place(self) -> str:
        """The place for which ``note`` is sealed."""
        return f"act.step:{self.pk}"
