"""What the door and its bursts need for a while only, and then forget."""

from datetime import datetime

from hilo.door.models import Draft
from hilo.intake.bursts import KEPT
from hilo.intake.models import Burst, Taken


def forget(now: datetime) -> int:
    """Delete drafts that grew old and empty the signatures of texts. Returns how many there were."""
    drafts, _by_model = Draft.objects.filter(until__lt=now).delete()
    old = now - KEPT
    texts = Taken.objects.filter(signature__isnull=False, taken_at__lt=old).update(signature=None)
    bursts = Burst.objects.filter(signature__isnull=False, last_at__lt=old).update(signature=None)
    return drafts + texts + bursts
