"""The loop that takes reports in: a thread beside the staff's site and the worker, each with a connection of its own.

It asks the database twice for next to nothing while nothing waits, and goes on when the database comes back.
"""

import logging
import threading
from datetime import UTC, datetime

from django.db import close_old_connections, connection

from hilo.intake.news import notice
from hilo.intake.receive import take_in
from hilo.lib.calendar import Span, Unit, WorkCalendar
from hilo.reference import pack

log = logging.getLogger(__name__)

PAUSE = 0.3  # seconds between two looks: a report stands in the inbox within a second
LONGEST_PAUSE = 5.0  # while the database is away


class Loop(threading.Thread):
    """Runs until :meth:`stop`. A daemon: the process need not wait for it, what it writes is in transactions."""

    def __init__(self, pause: float = PAUSE) -> None:
        super().__init__(name="arrivals", daemon=True)
        self._pause = pause
        self._ended = threading.Event()
        self._failed = 0  # passes in a row

    def run(self) -> None:
        """Look, and look again."""
        warm(datetime.now(UTC))
        while not self._ended.wait(min(self._pause * 2**self._failed, LONGEST_PAUSE)):
            self._look()
        connection.close()

    def stop(self, timeout: float = 10) -> None:
        """End after what is being written; ``timeout`` seconds at most."""
        self._ended.set()
        self.join(timeout)

    def _look(self) -> None:
        close_old_connections()
        try:
            look(datetime.now(UTC))
        except Exception as error:  # whatever it is, the next report must still be taken in
            self._failed = min(self._failed + 1, 10)
            if self._failed in (1, 10):
                log.error("Reports could not be taken in (%s); trying again.", type(error).__name__)
            connection.close()
        else:
            self._failed = 0


def warm(now: datetime) -> None:
    """Read the country pack and the holidays now, which takes seconds on a small machine, and not with a report."""
    pack()
    WorkCalendar().due(now, Span(15, Unit.NATURAL_DAYS, roll=True))


def look(now: datetime) -> int:
    """One pass: take in what waits, and put on the threads what is new. Returns how much there was."""
    return take_in(now=now).total + notice(now=now)
