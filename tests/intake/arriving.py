"""What the tests of taking in run as processes of their own; each act prints one JSON object.

``python arriving.py prepare``: the unit of FGE-NAY can read. ``tell COUNT [slow]``: so many reports are sent.
``stands COUNT``: waits until so many are cases, 30 seconds at most, and tells how they stand.
``interrupt``: ends every other connection to the database, as when it is restarted (PostgreSQL).
"""

import json
import os
import secrets
import sys
import time
from datetime import UTC, datetime
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from hilo.door.models import Addressee, Report  # noqa: E402
from hilo.door.submit import Came, send  # noqa: E402
from hilo.door.telling import Coarse, Telling  # noqa: E402
from hilo.lib.sealed_to import KeyPair  # noqa: E402


def prepare() -> dict[str, Any]:
    """The unit of FGE-NAY can read what comes, and whoever brings two parts of the recovery key."""
    for kind, institution in (("unit", "FGE-NAY"), ("recovery", "")):
        public = KeyPair.make().public
        Addressee.objects.create(kind=kind, institution=institution, public_key=public, since=datetime.now(UTC))
    return {}


def tell(count: str, lane: str = "") -> dict[str, Any]:
    """Send so many reports, as the door does."""
    for number in range(int(count)):
        telling = Telling(Coarse(path="me", age="teen", state="NAY"), {"account": f"Perdí la mochila {number}."})
        digits = f"{secrets.randbelow(10**20):020d}"
        send(digits=digits, telling=telling, now=datetime.now(UTC), came=Came(slow=lane == "slow"))
    return {"told": int(count)}


def stands(count: str) -> dict[str, Any]:
    """How the cases stand: how many, on how many reports, and the longest that one waited, in seconds."""
    from hilo.cases.models import Case
    from hilo.intake.models import Taken

    end = time.monotonic() + 30
    while time.monotonic() < end and Report.objects.filter(taken_at__isnull=False).count() < int(count):
        time.sleep(0.1)
    rows = Report.objects.filter(taken_at__isnull=False).values_list("arrived_at", "taken_at")
    waits = [(taken - arrived).total_seconds() for arrived, taken in rows]
    inbox = Case.objects.open().filter(institution="FGE-NAY", parent__isnull=True)
    return {"cases": inbox.count(), "taken": Taken.objects.count(), "longest": max(waits, default=None)}


def interrupt() -> dict[str, Any]:
    """End every connection but this one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return {"ended": cursor.fetchone()[0]}


if __name__ == "__main__":
    print(
        json.dumps(
            {"prepare": prepare, "tell": tell, "stands": stands, "interrupt": interrupt}[sys.argv[1]](*sys.argv[2:])
        )
    )
