"""The sweep: what is due and not yet recorded, whatever time has passed since it last ran."""

from datetime import datetime

from django.db import transaction

from hilo.cases import clocks
from hilo.cases.models import Clock, ClockChange
from hilo.cases.thread import Weave

AT_ONCE = 500  # clocks recorded in one transaction


def sweep(*, now: datetime) -> tuple[int, int]:
    """Record every clock that ran out and every case that fell silent, once, dated to the true moment.

    Returns ``(overdue, silent)``: how many were recorded now. Nothing is recorded twice: a clock keeps the
    mark until it is counted anew.
    """
    end_pauses(now=now)
    overdue = silent = 0
    while True:
        done = _record_some(now)
        overdue, silent = overdue + done[0], silent + done[1]
        if not sum(done):
            return overdue, silent


@transaction.atomic
def _record_some(now: datetime) -> tuple[int, int]:
    due = Clock.objects.live().filter(due_at__lt=now, overdue_at__isnull=True, informational=False)
    weave = Weave(now=now)
    weave.hold(list(due.order_by("due_at").values_list("case", flat=True)[:AT_ONCE]))
    overdue = silent = 0
    for case in weave.cases.values():
        late = [clock for clock in weave.live[case.pk].values() if _is_late(clock, now)]
        for clock in sorted(late, key=lambda one: one.due_at):
            weave.overdue(case, clock)
            silent += clock.rule == clocks.SILENCE
            overdue += clock.rule != clocks.SILENCE
    weave.write()
    return overdue, silent


def _is_late(clock: Clock, now: datetime) -> bool:
    """Asked again once the case is held: another sweep, or a person, may have come first."""
    return clock.due_at < now and clock.overdue_at is None and not clock.informational


@transaction.atomic
def end_pauses(*, now: datetime) -> int:
    """End the pauses whose limit has passed: holding their cases does it. Returns how many ended."""
    over = ClockChange.objects.filter(kind=ClockChange.Kind.PAUSE, until__isnull=True, limit__lte=now)
    running = over.filter(clock__stopped_at__isnull=True, clock__paused_at__isnull=False)
    weave = Weave(now=now)
    weave.hold(list(running.values_list("clock__case", flat=True)))
    weave.write()
    return len(weave.events)
