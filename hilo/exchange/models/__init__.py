"""What passes between institutions."""

from hilo.exchange.models.handoffs import Acknowledgement, HandOff, OneTimeLink

__all__ = ["Acknowledgement", "HandOff", "OneTimeLink"]
