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
    rows = list(due.order_by("due_at").values_list("pk", "case")[:AT_ONCE])
    wanted = {pk for pk, _case in rows}
    weave = Weave(now=now)
    weave.hold(case for _pk, case in rows)
    overdue = silent = 0
    for case in weave.cases.values():
        late = [clock for clock in weave.live[case.pk].values() if clock.pk in wanted]
        for clock in sorted(late, key=lambda one: one.due_at):
            weave.overdue(case, clock)
            silent += clock.rule == clocks.SILENCE
            overdue += clock.rule != clocks.SILENCE
    weave.write()
    return overdue, silent


@transaction.atomic
def end_pauses(*, now: datetime) -> int:
    """Pauses whose limit has passed end at that limit; the due date already counts on it."""
    over = ClockChange.objects.filter(kind=ClockChange.Kind.PAUSE, until__isnull=True, limit__lte=now)
    rows = list(over.select_related("clock"))
    weave = Weave(now=now)
    weave.hold(row.clock.case_id for row in rows)
    for row in rows:
        row.until = row.limit
        row.save(update_fields=["until"])
        case = weave.cases[row.clock.case_id]
        clock = weave.live[case.pk].get((row.clock.rule, row.clock.subject))
        if clock is not None and row.limit is not None:
            clock.paused_at = None
            weave.changed(clock)
            facts = {"clock": str(clock.pk), "rule": clock.rule}
            weave.event(case, "clock.resumed", happened_at=row.limit, facts=facts)
    weave.write()
    return len(rows)
