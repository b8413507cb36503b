"""The sweep: what is due and not yet recorded, whatever time has passed since it last ran."""

import uuid
from collections import Counter
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from hilo.cases import ladder
from hilo.cases.models import Clock, ClockChange
from hilo.cases.thread import Weave

AT_ONCE = 500  # clocks recorded in one transaction


class Swept(NamedTuple):
    """How many clocks ran out, cases fell silent, and rungs of the ladder were recorded now."""

    overdue: int = 0
    silent: int = 0
    rungs: int = 0


def sweep(*, now: datetime) -> Swept:
    """Record every clock that ran out, every case that fell silent and every rung they reached.

    Each once, dated to the true moment. Nothing is recorded twice: a clock keeps the marks until it is
    counted anew.
    """
    end_pauses(now=now)
    total = Swept()
    while True:
        done = _record_some(now)
        total = Swept(*map(sum, zip(total, done, strict=True)))
        if not any(done):
            return total


@transaction.atomic
def _record_some(now: datetime) -> Swept:
    weave = Weave(now=now)
    weave.hold(_due(now))
    for case in list(weave.cases.values()):
        # asked again now that the case is held: another sweep, or a person, may have come first
        ladder.catch_up(weave, case, before=now)
    weave.write()
    kinds = Counter(event.kind for event in weave.events)
    return Swept(kinds["clock.overdue"], kinds["case.silent"], kinds[ladder.RAISED] + kinds[ladder.LETTER_READY])


def _due(now: datetime) -> list[uuid.UUID]:
    """Cases with something to record: a clock that ran out, or a rung that was reached."""
    live = Clock.objects.live()
    late = live.filter(due_at__lt=now, overdue_at__isnull=True, informational=False).order_by("due_at")
    found = list(late.values_list("case", flat=True)[:AT_ONCE])
    rising = live.filter(rung_at__lt=now).order_by("rung_at")
    return found + list(rising.values_list("case", flat=True)[: AT_ONCE - len(found)])


@transaction.atomic
def end_pauses(*, now: datetime) -> int:
    """End the pauses whose limit has passed: holding their cases does it. Returns how many ended."""
    over = ClockChange.objects.filter(kind=ClockChange.Kind.PAUSE, until__isnull=True, limit__lte=now)
    running = over.filter(clock__stopped_at__isnull=True, clock__paused_at__isnull=False)
    weave = Weave(now=now)
    weave.hold(list(running.values_list("clock__case", flat=True)))
    weave.write()
    return len(weave.events)
