"""The hub: cases, their thread of events and their clocks. Constraints here are promises to a child."""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hilo.ledger.encoding import microseconds
from hilo.lib.canonical import digest
from hilo.lib.ids import case_code, uuid7

if TYPE_CHECKING:
    from hilo.accounts.models import User


class Status(models.TextChoices):
    """A case is followed or it is closed by a named person with a reason. There is no third state."""

    OPEN = "open", _("abierto")
    CLOSED = "closed", _("cerrado")


class Tier(models.IntegerChoices):
    """How urgent: tiers first, points only inside a tier."""

    NOW = 1, _("1 · puede haber una niña o un niño en riesgo ahora")
    IDENTIFIABLE = 2, _("2 · se podría identificar a una niña o un niño")
    WORKABLE = 3, _("3 · hay con qué trabajar")
    LOW = 4, _("4 · bajo, viral o informativo")


class CaseQuerySet(models.QuerySet["Case"]):
    """Sets of cases. Every page starts from :meth:`visible_to`; pages that only read, from :meth:`readable_by`."""

    def visible_to(self, user: "User") -> "CaseQuerySet":
        """Cases this person may see: those their institution holds, if their role sees content.

        An institution with a conflict of interest never holds the case: the database refuses it (SIGHT_RULES).
        """
        from hilo.accounts.permissions import Permission

        if not user.is_authenticated or not user.has(Permission.CASE_SEE):
            return self.none()
        return self.filter(institution=user.institution)

    def readable_by(self, user: "User", now: datetime) -> "CaseQuerySet":
        """Cases this person may read: those visible to them, and those they opened in an emergency that still runs.

        For one case at a time; lists and everything that acts keep to :meth:`visible_to`.
        """
        from hilo.accounts.permissions import Permission
        from hilo.cases.models.sight import BreakGlass, Conflict

        if not user.is_authenticated or not user.has(Permission.CASE_SEE) or not user.has(Permission.BREAK_GLASS):
            return self.visible_to(user)
        looks = BreakGlass.objects.running(now).filter(case=models.OuterRef("pk"), user=user)
        kept_out = Conflict.objects.filter(case=models.OuterRef("pk"), institution=user.institution)
        return self.filter(Q(institution=user.institution) | Q(models.Exists(looks)) & ~Q(models.Exists(kept_out)))

    def open(self) -> "CaseQuerySet":
        """Cases somebody must still act on."""
        return self.filter(status=Status.OPEN)

    def most_urgent_first(self) -> "CaseQuerySet":
        """By tier, then by time left of the next duty."""
        return self.order_by("tier", "next_due_at", "id")

    def quietest_first(self) -> "CaseQuerySet":
        """Cases with no substantive act at all first, then by the age of the last one."""
        return self.order_by(F("last_act_at").asc(nulls_first=True), "opened_at", "id")


class Case(models.Model):
    """What is followed. An open case always has an owner, one next duty and one live clock."""

    changeable = "a fold of its thread: status, owner, tier and next duty are kept here for lists"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=16, unique=True, default=case_code)
    kind = models.CharField(max_length=32, default="alert")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    tier = models.PositiveSmallIntegerField(choices=Tier.choices)
    points = models.SmallIntegerField(default=0)
    institution = models.CharField(max_length=32)
    state = models.CharField(max_length=3, blank=True, default="")
    course = models.CharField(max_length=64, blank=True, default="")
    route_reason = models.CharField(max_length=64, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="folded", db_index=False
    )
    opened_at = models.DateTimeField()
    last_act_at = models.DateTimeField(null=True)
    silent_at = models.DateTimeField(null=True)  # when silence was recorded; emptied by the next act
    next_duty = models.CharField(max_length=64, blank=True, default="")
    next_due_at = models.DateTimeField(null=True)
    next_clock = models.ForeignKey("Clock", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    data_lapses_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    close_reason = models.CharField(max_length=64, blank=True, default="")

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="open_case_has_owner_duty_and_clock",
                condition=Q(status=Status.CLOSED)
                | Q(owner__isnull=False, next_clock__isnull=False, next_due_at__isnull=False) & ~Q(next_duty=""),
            ),
            models.CheckConstraint(
                name="closed_case_names_who_when_why",
                condition=Q(status=Status.OPEN, closed_at__isnull=True, closed_by__isnull=True)
                | Q(status=Status.CLOSED, closed_at__isnull=False, closed_by__isnull=False) & ~Q(close_reason=""),
            ),
            models.CheckConstraint(name="case_tier_is_1_to_4", condition=Q(tier__gte=1, tier__lte=4)),
            models.CheckConstraint(name="case_is_not_its_own_parent", condition=~Q(parent=F("id"))),
        ]
        indexes = [
            models.Index(
                fields=["institution", "tier", "next_due_at", "id"],
                name="case_inbox",
                condition=Q(status="open", parent__isnull=True),
            ),
            models.Index(fields=["institution", "opened_at"], name="case_by_institution"),
            models.Index(fields=["owner", "tier", "next_due_at"], name="case_by_owner", condition=Q(status="open")),
            models.Index(fields=["parent"], name="case_folded", condition=Q(parent__isnull=False)),
            models.Index(fields=["tier", "next_due_at", "id"], name="case_open", condition=Q(status="open")),
            models.Index(fields=["next_clock"], name="case_by_next_clock"),
            models.Index(
                fields=["institution"], name="case_silent", condition=Q(status="open", silent_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        """Whether somebody must still act."""
        return self.status == Status.OPEN


class Event(models.Model):
    """One knot of the thread. ``facts`` are ids, codes and numbers as canonical JSON text, never prose."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", db_index=False)
    kind = models.CharField(max_length=64)
    happened_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    facts = models.TextField(default="{}")
    note = models.BinaryField(null=True)  # sealed free text

    class Meta:
        indexes = [models.Index(fields=["case", "entered_at", "id"], name="event_thread")]

    def __str__(self) -> str:
        return self.kind

    def facts_dict(self) -> dict[str, Any]:
        """``facts`` as a dictionary."""
        found: dict[str, Any] = json.loads(self.facts)
        return found

    def content_digest(self) -> bytes:
        """SHA-256 over every column: what the ledger vouches for."""
        return event_digest(
            self.id,
            self.case_id,
            self.kind,
            self.happened_at,
            self.entered_at,
            self.by_id,
            self.facts,
            self.note,
        )


def event_digest(*columns: Any) -> bytes:
    """SHA-256 of an event's columns in their order; moments in UTC microseconds, bytes by their hash."""
    return digest([_plain(column) for column in columns])


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(bytes(value)).hexdigest()
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, datetime):
        return microseconds(value)
    return value


class ClockQuerySet(models.QuerySet["Clock"]):
    """Sets of clocks."""

    def live(self) -> "ClockQuerySet":
        """Running or paused: not stopped."""
        return self.filter(stopped_at__isnull=True)


class Clock(models.Model):
    """A running deadline. It keeps the version of the rule it was born with."""

    changeable = "stopped, paused, extended or recomputed; each change is also an event"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks", db_index=False)
    rule = models.CharField(max_length=64)
    rule_version = models.CharField(max_length=16)
    subject = models.UUIDField()  # the alert or hand-off it is about, or the case itself: one live clock a rule
    tier = models.PositiveSmallIntegerField()  # the tier whose span it uses
    informational = models.BooleanField(default=False)
    blocks_closing = models.BooleanField(default=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)  # set once, when overdue was recorded; equals due_at then
    rung = models.PositiveSmallIntegerField(default=0)  # the last rung of the ladder that was recorded
    rung_at = models.DateTimeField(null=True)  # when the next rung is due; null: none is

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule", "subject"],
                condition=Q(stopped_at__isnull=True),
                name="one_live_clock_per_rule",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="clock_to_record",
                condition=Q(stopped_at__isnull=True, overdue_at__isnull=True),
            ),
            models.Index(fields=["case", "started_at"], name="clock_of_case"),
            models.Index(
                fields=["rung_at"],
                name="clock_to_raise",
                condition=Q(stopped_at__isnull=True, rung_at__isnull=False),
            ),
            models.Index(
                fields=["case"], name="clock_high", condition=Q(stopped_at__isnull=True, rung__gte=3)
            ),  # what reached the head or a letter
        ]

    def __str__(self) -> str:
        return self.rule


class RuleText(models.Model):
    """The full text of a clock rule as it stood when a clock was born with it."""

    append_only = True

    code = models.CharField(max_length=64)
    version = models.CharField(max_length=16)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_text_per_rule_version")]

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"


class ClockChange(models.Model):
    """A pause (``until`` is its end, at the latest ``limit``) or an extension of a clock, with its reason."""

    changeable = "a pause gets its end"

    class Kind(models.TextChoices):
        PAUSE = "pause", _("pausa")
        EXTENSION = "extension", _("ampliación")

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    starts_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    limit = models.DateTimeField(null=True)
    span = models.CharField(max_length=40, blank=True, default="")  # "30 natural_days"
    reason = models.BinaryField()  # sealed
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return self.kind

    @property
    def reason_place(self) -> str:
        """The place for which ``reason`` is sealed."""
        return f"clock.change:{self.clock_id}:{self.starts_at.astimezone(UTC).isoformat()}"


class Closure(models.Model):
    """A day on which an institution does not count working days, beyond the law's holidays."""

    changeable = "added or withdrawn by the institution; running clocks are recomputed with an event"

    institution = models.CharField(max_length=32)
    day = models.DateField()
    name = models.CharField(max_length=120)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "day"], name="one_closure_per_day")]

    def __str__(self) -> str:
        return f"{self.institution} {self.day}"


class PersonInCase(models.Model):
    """Somebody in a case, by role. Names are sealed; persons of interest are presumed innocent."""

    changeable = "corrected by people who hold the case; each change is an event"

    class Role(models.TextChoices):
        CHILD = "child", _("niña, niño o adolescente")
        REPORTER = "reporter", _("quien avisa")
        PERSON_OF_INTEREST = "person_of_interest", _("persona de interés")
        CHILD_HARMFUL_BEHAVIOUR = "child_harmful_behaviour", _("NNA con conducta dañina")
        PROFESSIONAL = "professional", _("profesional")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="people")
    role = models.CharField(max_length=32, choices=Role.choices)
    name = models.BinaryField(null=True)
    age = models.PositiveSmallIntegerField(null=True)
    institution = models.CharField(max_length=32, blank=True, default="")  # where the person works, if of the pack
    source = models.CharField(max_length=64, blank=True, default="")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.role


class PlaceInCase(models.Model):
    """A place or an institution that appears in a case. The name is sealed."""

    changeable = "corrected by people who hold the case; each change is an event"

    class Role(models.TextChoices):
        PLACE_OF_HARM = "place_of_harm", _("lugar de los hechos")
        HOME = "home", _("domicilio")
        SCHOOL = "school", _("escuela")
        ONLINE = "online", _("espacio en línea")
        AUTHORITY = "authority", _("autoridad que interviene")
        OTHER = "other", _("otro")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="places")
    role = models.CharField(max_length=32, choices=Role.choices)
    institution = models.CharField(max_length=32, blank=True, default="")
    name = models.BinaryField(null=True)
    state = models.CharField(max_length=3, blank=True, default="")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.role
