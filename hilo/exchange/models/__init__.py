"""What passes between institutions."""

from hilo.exchange.models.handoffs import Acknowledgement, HandOff, OneTimeLink
from hilo.exchange.models.partners import Partner, PartnerAnswer, PartnerKey, PartnerNonce, Scope

__all__ = [
    "Acknowledgement",
    "HandOff",
    "OneTimeLink",
    "Partner",
    "PartnerAnswer",
    "PartnerKey",
    "PartnerNonce",
    "Scope",
]
