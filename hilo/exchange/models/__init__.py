"""What passes between institutions, and what goes back to who raised an alert."""

from hilo.exchange.models.handoffs import Acknowledgement, HandOff, OneTimeLink
from hilo.exchange.models.outbox import OutboxItem
from hilo.exchange.models.partners import Partner, PartnerAnswer, PartnerKey, PartnerNonce, Scope

__all__ = [
    "Acknowledgement",
    "HandOff",
    "OneTimeLink",
    "OutboxItem",
    "Partner",
    "PartnerAnswer",
    "PartnerKey",
    "PartnerNonce",
    "Scope",
]
