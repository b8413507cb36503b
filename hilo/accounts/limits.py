"""How often something may be tried: one counter for each key, shared by all processes through the database.

A counter is raised by one statement, so that attempts made at the same moment cannot slip past each
other. Keys are kept as keyed hashes: no user name and no address stands in the table.

For passwords and codes see :mod:`hilo.accounts.attempts`; others bring keys of their own, such as
``partner:<id>`` or ``link:<address>``.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from hilo.accounts.models import RateWindow
from hilo.accounts.sealing import vault

_TAKE = """
INSERT INTO accounts_ratewindow (key, taken, until) VALUES (%(key)s, 1, %(until)s)
ON CONFLICT (key) DO UPDATE SET
    taken = CASE WHEN accounts_ratewindow.until <= %(now)s THEN 1 ELSE accounts_ratewindow.taken + 1 END,
    until = CASE WHEN accounts_ratewindow.until <= %(now)s THEN excluded.until ELSE accounts_ratewindow.until END
RETURNING taken
"""


def take(key: str, *, limit: int, seconds: int, now: datetime) -> bool:
    """Count one attempt; whether it is among the first ``limit`` of the window that the first one opened.

    The window lasts ``seconds`` and is not made longer by those who come too often. The count is
    committed at once: RuntimeError inside a transaction, which could undo it.
    """
    moment = connection.ops.adapt_datetimefield_value
    given = {"key": _hashed(key), "now": moment(now), "until": moment(now + timedelta(seconds=seconds))}
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_TAKE, given)
        ((taken,),) = cursor.fetchall()
    return bool(taken <= limit)


def give_back(key: str) -> None:
    """Undo one :func:`take`: the attempt succeeded and does not count against the person."""
    RateWindow.objects.filter(key=_hashed(key), taken__gt=0).update(taken=F("taken") - 1)


def until(key: str, *, now: datetime) -> datetime | None:
    """When the window of a key ends; None when none is open."""
    return RateWindow.objects.filter(key=_hashed(key), until__gt=now).values_list("until", flat=True).first()


def forget(now: datetime) -> int:
    """Remove the counters whose window is over; how many. For ``hilo work``."""
    return RateWindow.objects.filter(until__lte=now).delete()[0]


def _hashed(key: str) -> str:
    return vault().blind("rate", key).hex()
