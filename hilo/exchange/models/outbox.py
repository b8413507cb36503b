"""What is to leave the machine: each row is the promise of one effect, which happens once or is asked about."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hilo.accounts.permissions import Permission
from hilo.cases.models import Case
from hilo.exchange.models.feedback import Feedback
from hilo.lib.ids import uuid7

if TYPE_CHECKING:
    from hilo.accounts.models import User


FEEDBACK = "feedback"  # the kind of answers to senders


class OutboxQuerySet(models.QuerySet["OutboxItem"]):
    """Sets of items. Pages start from :meth:`visible_to`."""

    def visible_to(self, user: "User") -> "OutboxQuerySet":
        """What the person's institution sends, if their role sees cases.

        An answer to a sender goes with its case: whoever holds the case now settles it.
        """
        if not user.is_authenticated or not user.has(Permission.CASE_SEE):
            return self.none()
        held = Feedback.objects.filter(pk=models.OuterRef("subject"), alert__case__in=Case.objects.visible_to(user))
        return self.filter(
            Q(kind=FEEDBACK) & Q(models.Exists(held)) | ~Q(kind=FEEDBACK) & Q(institution=user.institution)
        )

    def takeable(self, now: datetime) -> "OutboxQuerySet":
        """Waiting and due, or cut short: taken by somebody whose lease has run out."""
        return self.filter(state__in=OutboxItem.MOVING, available_at__lte=now).order_by("available_at", "id")

    def stuck(self) -> "OutboxQuerySet":
        """Those that wait for a person."""
        return self.filter(state__in=OutboxItem.STUCK)


class OutboxItem(models.Model):
    """One effect outside: which kind, about which row, under which key. Never a text or an identifier."""

    changeable = "taken, done, doubtful or failed: each step of one effect"

    class State(models.TextChoices):
        WAITING = "waiting", _("espera su turno")
        SENDING = "sending", _("se está enviando")
        DONE = "done", _("enviado")
        DOUBTFUL = "doubtful", _("no se sabe si llegó")
        FAILED = "failed", _("no se pudo enviar")
        DROPPED = "dropped", _("retirado por una persona")

    MOVING = (State.WAITING, State.SENDING)
    STUCK = (State.DOUBTFUL, State.FAILED)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=16)  # by which its handler is registered
    subject = models.UUIDField()  # the row it is about
    key = models.CharField(max_length=64, unique=True)  # the other side hears it too, and knows a repetition by it
    institution = models.CharField(max_length=32, blank=True, default="")  # who sent it
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # who sent it; null: the machine, as for a notice
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)  # also tells one lease from the next
    enqueued_at = models.DateTimeField()
    available_at = models.DateTimeField()  # not before; of a taken one, when its lease runs out
    leased_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=32, blank=True, default="")  # a code, never a message
    done_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)  # a person said whether it arrived, or took it back
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = OutboxQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_outbox_item_stands_where_its_dates_say",
                condition=Q(state="sending", leased_until__isnull=False, done_at__isnull=True)
                | Q(state="done", leased_until__isnull=True, done_at__isnull=False)
                | Q(state="dropped", leased_until__isnull=True, done_at__isnull=True, resolved_by__isnull=False)
                | Q(state__in=("waiting", "doubtful", "failed"), leased_until__isnull=True, done_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["available_at", "id"], name="outbox_takeable", condition=Q(state__in=("waiting", "sending"))
            ),
            models.Index(fields=["institution", "state", "enqueued_at"], name="outbox_of_institution"),
            models.Index(fields=["subject"], name="outbox_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


def key_of(kind: str, subject: uuid.UUID, more: str = "") -> str:
    """The usual key: one effect of a kind for a row; ``more`` tells apart several of the same row."""
    return f"{kind}:{subject.hex}:{more}"[:64] if more else f"{kind}:{subject.hex}"
