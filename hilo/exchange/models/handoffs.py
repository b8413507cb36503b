"""Passing a case, or a part of it, to another institution: offered, received, accepted or refused, result."""

import json
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hilo.accounts.permissions import Permission
from hilo.cases.models import Case, Conflict
from hilo.lib.ids import uuid7

if TYPE_CHECKING:
    from hilo.accounts.models import User


class HandOffQuerySet(models.QuerySet["HandOff"]):
    """Sets of hand-offs. Every page starts from :meth:`visible_to`."""

    def visible_to(self, user: "User") -> "HandOffQuerySet":
        """What one's institution offered, was offered, or began; never of a case it has a conflict with."""
        if not user.is_authenticated or not user.has(Permission.CASE_SEE):
            return self.none()
        ours = Q(sender=user.institution) | Q(receiver=user.institution) | Q(origin=user.institution)
        conflicted = Conflict.objects.filter(case=models.OuterRef("case"), institution=user.institution)
        return self.filter(ours).exclude(models.Exists(conflicted))

    def unanswered(self) -> "HandOffQuerySet":
        """Offered or received, and neither accepted nor refused nor withdrawn."""
        return self.filter(state__in=HandOff.UNANSWERED)

    def open(self) -> "HandOffQuerySet":
        """Unanswered, or accepted and without result yet: both sides keep these on a list."""
        return self.filter(state__in=HandOff.OPEN)


class HandOff(models.Model):
    """One offer to one institution. The case stays with the sender until the receiver accepts."""

    changeable = "a fold of its thread: each step is also an event of the case"

    class Kind(models.TextChoices):
        TRANSFER = "transfer", _("el caso entero")
        PART = "part", _("una parte del caso")

    class State(models.TextChoices):
        OFFERED = "offered", _("enviada, sin acuse")
        RECEIVED = "received", _("con acuse, sin respuesta")
        ACCEPTED = "accepted", _("aceptada, sin resultado")
        REFUSED = "refused", _("no aceptada")
        WITHDRAWN = "withdrawn", _("retirada")
        RESULTED = "resulted", _("con resultado")

    class How(models.TextChoices):
        ACCOUNT = "account", _("con su cuenta")
        LINK = "link", _("con un enlace de un solo uso")
        PAPER = "paper", _("con un acuse en papel")
        PARTNER = "partner", _("desde su propio sistema")

    UNANSWERED = (State.OFFERED, State.RECEIVED)
    OPEN = (State.OFFERED, State.RECEIVED, State.ACCEPTED)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handoffs", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    sender = models.CharField(max_length=32)
    receiver = models.CharField(max_length=32)
    origin = models.CharField(max_length=32)  # the institution that began the chain: it is told the result too
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="next", db_index=False)
    made = models.ForeignKey(  # the case that accepting a part opened at the receiver
        Case, null=True, on_delete=models.PROTECT, related_name="made_by", db_index=False
    )
    scope = models.CharField(max_length=120, default="[]")  # codes of Withheld.Part that travel, a JSON list
    request = models.BinaryField()  # what is asked; sealed for ``handoff.request:<id>``
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # null: by a link, or from another system
    answered_at = models.DateTimeField(null=True)  # accepted, refused or withdrawn
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answer = models.BinaryField(null=True)  # the reason of a refusal or withdrawal; sealed for ``handoff.answer:<id>``
    result_at = models.DateTimeField(null=True)
    result_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=64, blank=True, default="")  # code of the pack's outcomes
    result = models.BinaryField(null=True)  # words beside it; sealed for ``handoff.result:<id>``
    revision = models.PositiveIntegerField(default=1)

    objects = HandOffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind="transfer", state__in=("offered", "received")),
                name="one_open_handoff_of_a_case",
            ),
            models.UniqueConstraint(
                fields=["case", "receiver"],
                condition=Q(state__in=("offered", "received", "accepted"), kind="part"),
                name="one_open_part_per_receiver",
            ),
            models.CheckConstraint(name="nobody_hands_over_to_itself", condition=~Q(sender=F("receiver"))),
            models.CheckConstraint(
                name="a_handoff_stands_where_its_dates_say",
                condition=Q(state="offered", received_at__isnull=True, answered_at__isnull=True, result_at__isnull=True)
                | Q(state="received", received_at__isnull=False, answered_at__isnull=True, result_at__isnull=True)
                | Q(state="accepted", received_at__isnull=False, answered_at__isnull=False, result_at__isnull=True)
                | Q(state__in=("refused", "withdrawn"), answered_at__isnull=False, result_at__isnull=True)
                | Q(state="resulted", received_at__isnull=False, answered_at__isnull=False, result_at__isnull=False)
                & ~Q(outcome=""),
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "state", "offered_at"], name="handoff_in"),
            models.Index(fields=["sender", "state", "offered_at"], name="handoff_out"),
            models.Index(fields=["origin", "state"], name="handoff_begun"),
            models.Index(fields=["case", "offered_at"], name="handoff_of_case"),
            models.Index(fields=["made"], name="handoff_made", condition=Q(made__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.sender} → {self.receiver}"

    @property
    def folio(self) -> str:
        """How people name it on paper and by telephone: «C-7K3M-9QXD», out of the end of its id."""
        number, signs = self.id.int % 32**8, []
        for _step in range(8):
            number, rest = divmod(number, 32)
            signs.append("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[rest])
        return f"C-{''.join(signs[:4])}-{''.join(signs[4:])}"

    @property
    def scope_set(self) -> frozenset[str]:
        """Codes of the parts that travel."""
        return frozenset(json.loads(self.scope))


class Acknowledgement(models.Model):
    """How a step of a hand-off is known: by whom, by which way, and the reference, date and hash of a paper."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    handoff = models.ForeignKey(HandOff, on_delete=models.PROTECT, related_name="acknowledgements")
    step = models.CharField(max_length=10, choices=HandOff.State.choices)
    how = models.CharField(max_length=8, choices=HandOff.How.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=80, blank=True, default="")  # the other side's own file number
    dated = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")  # SHA-256 of the scanned sheet, in hexadecimal
    signer = models.BinaryField(null=True)  # name and post of who answered; sealed for ``ack.signer:<id>``

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.step} {self.how}"


class OneTimeLink(models.Model):
    """An address with which an institution without account answers one step once. Only its keyed hash is kept."""

    changeable = "used or revoked, once"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    handoff = models.ForeignKey(HandOff, on_delete=models.PROTECT, related_name="links")
    token = models.BinaryField(max_length=32, unique=True)  # HMAC-SHA-256 of the token under the index key
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # null: by the answer to the step before
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return str(self.handoff_id)
