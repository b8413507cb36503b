"""Two threads that do the same thing to one case at the same moment; prints what came of it."""

import json
import os
import sys
import threading
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from hilo.accounts.models import User  # noqa: E402
from hilo.cases import actions, sweep  # noqa: E402
from hilo.cases.models import Case, Event  # noqa: E402
from hilo.cases.thread import Weave  # noqa: E402
from hilo.lib.errors import Denied  # noqa: E402

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
ana = User.objects.create_user("ana", institution="FGE-NAY", role="supervisor")


@transaction.atomic
def opened() -> Case:
    weave = Weave(now=NOW)
    case = Case(tier=3, institution="FGE-NAY", owner=ana, opened_at=NOW)
    weave.open(case)
    weave.event(case, "case.opened")
    weave.write()
    return case


cases = [opened() for _ in range(20)]
revisions = {case.pk: Case.objects.get(pk=case.pk).revision for case in cases}
came: list[str] = []
start = threading.Barrier(2)


def note() -> None:
    """Each thread writes on the page it saw of every case."""
    for case in cases:
        try:
            actions.record(case=case, kind="note.added", note="Nota.", by=ana, now=NOW, revision=revisions[case.pk])
            came.append("kept")
        except Denied:
            came.append("told")


def swept() -> None:
    came.append(str(sweep.sweep(now=NOW + timedelta(days=100))))


def run(what) -> None:
    start.wait()
    try:
        what()
    except Exception as wrong:
        came.append(repr(wrong))
    finally:
        connection.close()


what = {"note": note, "sweep": swept}[sys.argv[1]]
threads = [threading.Thread(target=run, args=(what,)) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
kinds = list(Event.objects.order_by("kind").values_list("kind", flat=True))
print(
    json.dumps({"came": sorted(came), "kinds": {kind: kinds.count(kind) for kind in set(kinds)}, "cases": len(cases)})
)
