"""What is told back to who raised an alert, in categories only, and the codes nobody here understands yet."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hilo.accounts.permissions import Permission
from hilo.alerts.models import Alert
from hilo.cases.models import Case
from hilo.lib.ids import uuid7

if TYPE_CHECKING:
    from hilo.accounts.models import User


class Feedback(models.Model):
    """One answer to the sender of one alert. An alert may have several in time, and one under way."""

    changeable = "drafted, released by a person, sent: each step is also an event of the case"

    class State(models.TextChoices):
        DRAFT = "draft", _("preparada, sin mandar")
        APPROVED = "approved", _("mandada, sin acuse")
        DOUBTFUL = "doubtful", _("no se sabe si llegó")
        FAILED = "failed", _("no se pudo enviar")
        SENT = "sent", _("dicha al remitente")
        DROPPED = "dropped", _("retirada")

    class Channel(models.TextChoices):
        MANUAL = "manual", _("una persona la escribe en el formulario del remitente")
        LETTER = "letter", _("carta firmada")
        HTTP = "http", _("conexión con el sistema del remitente")

    class Ground(models.TextChoices):
        CHILD = "child", _("La niña, el niño o adolescente lo sabe y está de acuerdo")
        REPRESENTATIVE = "representative", _("Quien le representa lo sabe y está de acuerdo")
        BEST_INTEREST = (
            "best_interest",
            _("No se pudo preguntar y decirlo le protege: se decidió por su interés superior"),
        )
        NONE = "none", _("No hay acuerdo, o todavía no se sabe: no se dice lo que le pasó")

    UNDER_WAY = (State.DRAFT, State.APPROVED, State.DOUBTFUL, State.FAILED)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="answers", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    dialect = models.CharField(max_length=16)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    lang = models.CharField(max_length=2)
    ground = models.CharField(max_length=16, choices=Ground.choices, blank=True, default="")
    ending = models.CharField(
        max_length=64, blank=True, default=""
    )  # the case's closing outcome, if this deals with it
    content = (
        models.BinaryField()
    )  # outcomes with their data, what was withheld, the message; ``feedback.content:<id>``
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # null: the machine proposed it
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # null: it went from one system to the other
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alert"],
                condition=Q(state__in=("draft", "approved", "doubtful", "failed")),
                name="one_answer_under_way_per_alert",
            ),
            models.CheckConstraint(
                name="an_answer_leaves_only_released_by_a_person",
                condition=Q(state__in=("draft", "dropped")) | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_answer_is_sent_when_its_date_says",
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["alert", "state"], name="answers_of_alert"),
            models.Index(fields=["alert", "ending"], name="answers_told", condition=Q(state="sent")),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.state}"

    @property
    def place(self) -> str:
        """Where its content is sealed."""
        return f"feedback.content:{self.pk}"

    @property
    def reference(self) -> str:
        """Our own reference that the sender is told: it belongs to no case and says nothing."""
        return f"R-{self.pk.hex[-10:].upper()}"


class Receipt(models.Model):
    """How it is known that an answer reached the sender: their reference, the date, the hash of the sheet."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="receipts")
    reference = models.CharField(max_length=80, blank=True, default="")
    dated = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")  # SHA-256 of the sheet or picture, hexadecimal
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.reference


class UnknownCodeQuerySet(models.QuerySet["UnknownCode"]):
    """Sets of unknown codes."""

    def visible_to(self, user: "User") -> "UnknownCodeQuerySet":
        """Those that reached the person's institution, if they may decide about them.

        One that came for a case from which that institution is kept out goes with the case, to who holds it.
        """
        if not user.is_authenticated or not user.has(Permission.SENDER_ANSWER):
            return self.none()
        kept_out = Case.objects.filter(alerts=models.OuterRef("subject"), conflicts__institution=user.institution)
        left = Q(alerts=models.OuterRef("subject"), conflicts__institution=models.OuterRef("institution"))
        came = Case.objects.visible_to(user).filter(left)
        ours = Q(institution=user.institution) & ~Q(models.Exists(kept_out))
        return self.filter(ours | Q(models.Exists(came)))

    def waiting(self) -> "UnknownCodeQuerySet":
        """Those nobody has decided about."""
        return self.filter(state=UnknownCode.State.WAITING)


class UnknownCode(models.Model):
    """A code, or a sender, that the pack does not know. A person decides; nothing is taken for granted."""

    changeable = "a person decides what it means, or sets it aside with a reason"

    class Kind(models.TextChoices):
        CODE = "code", _("código recibido")
        SENDER = "sender", _("remitente")

    class State(models.TextChoices):
        WAITING = "waiting", _("espera")
        DECIDED = "decided", _("decidido")
        SET_ASIDE = "set_aside", _("apartado con razón")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    dialect = models.CharField(max_length=16, blank=True, default="")  # in which a code was said
    code = models.CharField(max_length=64)
    institution = models.CharField(max_length=32)
    subject = models.UUIDField()  # the alert or hand-off it came for; of a sender, its first alert
    came_from = models.CharField(max_length=64, blank=True, default="")  # a sender's or partner's code
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    overdue_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    meaning = models.CharField(max_length=64, blank=True, default="")  # an outcome; of a sender, a dialect
    why = models.CharField(max_length=300, blank=True, default="")

    objects = UnknownCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "dialect", "code", "subject"], condition=Q(state="waiting"), name="unknown_once"
            ),
            models.CheckConstraint(
                name="a_decision_names_who_and_what",
                condition=Q(state="waiting", decided_by__isnull=True)
                | Q(state="decided", decided_by__isnull=False, decided_at__isnull=False) & ~Q(meaning="")
                | Q(state="set_aside", decided_by__isnull=False, decided_at__isnull=False) & ~Q(why=""),
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "due_at"], name="unknown_list", condition=Q(state="waiting")),
            models.Index(fields=["kind", "code"], name="unknown_by_code"),
        ]

    def __str__(self) -> str:
        return self.code
