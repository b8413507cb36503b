"""Other systems that send to this one: who they are, with which keys they sign, and what they were answered."""

import json

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hilo.lib.ids import uuid7


class Scope(models.TextChoices):
    """What a partner may do."""

    ALERTS = "alerts", _("enviar alertas y preguntar por las suyas")
    HANDOFFS = "handoffs", _("canalizar casos y responder las canalizaciones que recibe")
    OUTCOMES = "outcomes", _("decir resultados")


class Partner(models.Model):
    """A system of another institution. It speaks for that institution and for no other."""

    changeable = "the operator gives it keys, changes its limit and closes it"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=160)
    institution = models.CharField(max_length=32)  # code of the pack; for alerts only, a sender's code will do
    scopes = models.CharField(max_length=120, default="[]")  # codes of Scope, a JSON list
    per_minute = models.PositiveSmallIntegerField(default=60)
    active = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_partner_may_ask_something", condition=Q(per_minute__gte=1)),
            models.CheckConstraint(
                name="a_closed_partner_says_when",
                condition=Q(active=True, closed_at__isnull=True) | Q(active=False, closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def scope_set(self) -> frozenset[str]:
        """Codes of what it may do."""
        return frozenset(json.loads(self.scopes))


class PartnerKey(models.Model):
    """A public key with which a partner signs, from one moment to another. Two may be good at once, to change them."""

    changeable = "the operator ends it"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="keys")
    key_id = models.CharField(max_length=64, unique=True)
    public = models.BinaryField(max_length=32)  # Ed25519, raw
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_key_ends_after_it_began",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.key_id


class PartnerNonce(models.Model):
    """A nonce that a partner used: for as long as its signature is good, no other request may bring it."""

    changeable = "goes when no signature can bring it any more"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", db_index=False)
    nonce = models.BinaryField(max_length=32)  # SHA-256 of it
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "nonce"], name="a_nonce_is_used_once")]

    def __str__(self) -> str:
        return str(self.partner_id)


class PartnerAnswer(models.Model):
    """What a request with an idempotency key was answered: the same request again gets the same and does nothing."""

    changeable = "gets its answer in the transaction that made it; goes after its time"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    request = models.BinaryField(max_length=32)  # SHA-256 of method, address and body
    at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(default=0)  # 0 until it is answered; never seen from outside
    body = models.BinaryField(default=b"")  # sealed for ``answer.body:<id>``

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.status}"
