"""Reports that wait become cases: the usual lane first, each in a transaction of its own, exactly once.

What cannot be taken in now waits and is tried again, ever more slowly, and holds up nobody else. See
``docs/explanation/public-door.md``.
"""

import json
import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction

from hilo.door.models import Report
from hilo.door.sealing import open_arrival
from hilo.door.telling import Arrival
from hilo.intake.models import Taken
from hilo.intake.opening import Opening
from hilo.intake.slow import unlike_first
from hilo.lib.errors import BadInput

log = logging.getLogger(__name__)

MOST_SEEN = 2000  # waiting reports that one pass knows of
SLOW_AT_ONCE = 20  # of the slow lane in one pass; the usual lane is looked at again before the next
GRACE = timedelta(minutes=5)  # how long an arrival that does not open is tried before a person must look
LONGEST = 60  # seconds between two tries

_later: dict[uuid.UUID, tuple[datetime, int]] = {}  # reports that failed here: when to try again, and how often


@dataclass
class Received:
    """What became of the reports of one pass. ``unopened``: cases about whose report the machine knows nothing."""

    opened: int = 0
    joined: int = 0
    folded: int = 0
    unopened: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        """Reports that are part of a case now and were not before."""
        return self.opened + self.joined + self.folded


def take_in(*, now: datetime, most: int = 200) -> Received:
    """Take in what waits, at most so many. Any number of processes may do it at the same time."""
    done = Received()
    waiting = _waiting(now)
    for pk in [pk for pk, slow in waiting if not slow][:most]:
        _try(pk, now, done)
    after = [pk for pk, slow in waiting if slow]
    for pk in unlike_first(after, now=now)[: min(most, SLOW_AT_ONCE)] if after else ():
        _try(pk, now, done)
    return done


def take(report: Report, *, now: datetime) -> Taken:
    """Take in this report at once, as when a person has just taken it down; what is taken in already stays."""
    arrival = _opened(report, now)
    with transaction.atomic():
        held = _held(report.pk)
        if held is None:
            return Taken.objects.select_related("case").get(report=report)
        return Opening(held, arrival, now=now).take()


def _waiting(now: datetime) -> list[tuple[uuid.UUID, bool]]:
    """Reports and whether they came in the slow lane, which stands last; one query."""
    rows = Report.objects.filter(taken_at__isnull=True).order_by("slow", "arrived_at", "id").values_list("pk", "slow")
    return [(pk, slow) for pk, slow in rows[:MOST_SEEN] if pk not in _later or _later[pk][0] <= now]


def _try(pk: uuid.UUID, now: datetime, done: Received) -> None:
    try:
        taken = _take(pk, now)
    except (OperationalError, InterfaceError):  # the database is away: this says nothing about the report
        raise
    except Exception as error:
        _put_off(pk, now, error)
        done.failed += 1
        return
    _later.pop(pk, None)
    if taken is not None:
        setattr(done, taken.disposition, getattr(done, taken.disposition) + 1)
        done.unopened += taken.report.arrival is not None


def _take(pk: uuid.UUID, now: datetime) -> Taken | None:
    report = Report.objects.filter(pk=pk, taken_at__isnull=True).first()
    if report is None:
        return None
    arrival = _opened(report, now)
    with transaction.atomic():
        held = _held(pk)
        return Opening(held, arrival, now=now).take() if held is not None else None


def _held(pk: uuid.UUID) -> Report | None:
    """The report, locked; None when it is taken in, or another process is about it."""
    waiting = Report.objects.filter(pk=pk, taken_at__isnull=True)
    return waiting.select_for_update(skip_locked=True).first()


def _opened(report: Report, now: datetime) -> Arrival | None:
    """What the machine may read of it; None when it never will. Raises BadInput while that may still change."""
    try:
        return Arrival.of(json.loads(open_arrival(report)))
    except (BadInput, ValueError, TypeError, KeyError):
        if now - report.arrived_at < GRACE:
            raise
        log.error("The arrival of report %s does not open: a person must open the report itself.", report.pk)
        return None


def _put_off(pk: uuid.UUID, now: datetime, error: Exception) -> None:
    """Try again later; the log says which report and what kind of failure, never what is in it."""
    tries = _later.get(pk, (now, 0))[1] + 1
    _later[pk] = now + timedelta(seconds=min(2**tries, LONGEST)), tries
    if tries in (1, 10, 100):
        log.error("Report %s could not be taken in (%s, try %d).", pk, type(error).__name__, tries)
