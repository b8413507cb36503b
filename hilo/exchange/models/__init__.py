"""What passes between institutions, and what goes back to who raised an alert."""

from hilo.exchange.models.feedback import Feedback, Receipt, UnknownCode
from hilo.exchange.models.handoffs import Acknowledgement, HandOff, OneTimeLink
from hilo.exchange.models.outbox import OutboxItem
from hilo.exchange.models.partners import Partner, PartnerAnswer, PartnerKey, PartnerNonce, Scope

__all__ = [
    "Acknowledgement",
    "Feedback",
    "HandOff",
    "OneTimeLink",
    "OutboxItem",
    "Partner",
    "PartnerAnswer",
    "PartnerKey",
    "PartnerNonce",
    "Receipt",
    "Scope",
    "UnknownCode",
]
