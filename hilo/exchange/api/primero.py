"""How a Primero system says where a referral stands, and which step of a hand-off that is.

The words are those of Primero's API v2 (``status`` of a referral). ``done`` says that a service ended, not what
came of it; ``revoked`` is said by who made the referral, not by who got it. Neither has a step: a person decides.
"""

from collections.abc import Callable

from hilo.exchange import actions
from hilo.exchange.models import HandOff

DIALECT = "primero"
STEPS: dict[str, Callable[..., HandOff]] = {
    "in_progress": actions.acknowledge,
    "accepted": actions.accept,
    "rejected": actions.refuse,
}
NEEDS_REASON = "rejected"
