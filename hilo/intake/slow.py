"""The slow lane: of very many reports from one place, those unlike any other come first."""

import json
import uuid
from collections import OrderedDict
from datetime import datetime

from hilo.door.models import Report
from hilo.door.sealing import open_arrival
from hilo.intake.bursts import ALIKE, KEPT, apart, signature
from hilo.intake.models import Burst
from hilo.lib.errors import BadInput

NEW_AT_ONCE = 200  # waiting reports whose likeness is read in one pass
REMEMBERED = 5000

_signatures: OrderedDict[uuid.UUID, bytes | None] = OrderedDict()  # of waiting reports, looked at again each pass


def unlike_first(waiting: list[uuid.UUID], *, now: datetime) -> list[uuid.UUID]:
    """The same reports, oldest first, but those that read like a burst, or like one before them, at the end."""
    _read([pk for pk in waiting if pk not in _signatures][:NEW_AT_ONCE])
    recent = Burst.objects.filter(last_at__gte=now - KEPT, signature__isnull=False)
    seen = [bytes(one) for one in recent.values_list("signature", flat=True) if one is not None]
    first: list[uuid.UUID] = []
    after: list[uuid.UUID] = []
    for pk in waiting:
        own = _signatures.get(pk)
        alike = own is not None and any(apart(own, other) <= ALIKE for other in seen)
        (after if alike or pk not in _signatures else first).append(pk)
        if own is not None and not alike:
            seen.append(own)
    return first + after


def _read(reports: list[uuid.UUID]) -> None:
    for report in Report.objects.filter(pk__in=reports):
        try:
            _signatures[report.pk] = signature(json.loads(open_arrival(report)).get("signature", ""))
        except (BadInput, ValueError, AttributeError):
            _signatures[report.pk] = None
    while len(_signatures) > REMEMBERED:
        _signatures.popitem(last=False)
