"""``hilo doctor``: what is half-configured, why it matters, and the exact line that mends it.

A look is a function of the moment that yields findings. To add one, write it in the ``doctor_*`` file of its matter
and put it in that file's ``LOOKS``. Looks at the database come last, and only when it answers and is up to date.
"""

from collections.abc import Iterator
from datetime import datetime

from hilo.web import doctor_database, doctor_door, doctor_keys, doctor_people, doctor_record, doctor_site
from hilo.web.doctor_finding import Finding, Look

MACHINE: tuple[Look, ...] = (
    *doctor_keys.LOOKS,
    *doctor_site.LOOKS,
    *doctor_door.BEFORE,
    *doctor_database.BEFORE,
)
DATABASE: tuple[Look, ...] = (
    *doctor_database.LOOKS,
    *doctor_record.LOOKS,
    *doctor_people.LOOKS,
    *doctor_door.LOOKS,
)
STOPPING = {"database_unreachable", "database_not_migrated", "restore_unfinished"}


def examine(now: datetime) -> tuple[list[Finding], int]:
    """What was found, and how many looks were taken."""
    found = list(_all(MACHINE, now))
    if STOPPING & {one.code for one in found}:
        return found, len(MACHINE)
    return [*found, *_all(DATABASE, now)], len(MACHINE) + len(DATABASE)


def _all(looks: tuple[Look, ...], now: datetime) -> Iterator[Finding]:
    for look in looks:
        yield from look(now)
