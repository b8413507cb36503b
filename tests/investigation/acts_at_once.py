"""Two threads at the same acts at the same moment; prints what came of it."""

import json
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from hilo.accounts.models import User  # noqa: E402
from hilo.cases.models import Case, Event  # noqa: E402
from hilo.cases.thread import Weave  # noqa: E402
from hilo.investigation import actions, lapse  # noqa: E402
from hilo.investigation.actions import Adoption  # noqa: E402
from hilo.investigation.models import Act, ActStep  # noqa: E402
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


adoptions = [Adoption("cctv_logs", target="Entrada")]
acts = [actions.adopt(case=opened(), adoptions=adoptions, by=ana, now=NOW)[0] for _ in range(20)]
moved = acts[:10]
came: list[str] = []


def move(to: str) -> None:
    """Each thread takes every one of these acts another way."""
    for act in moved:
        try:
            actions.move(act=act, to=to, note="Así fue.", by=ana, now=NOW + timedelta(hours=1))
            came.append("kept")
        except Denied:
            came.append("told")


def both(what: Callable[[str], object], *given: str) -> None:
    start = threading.Barrier(2)

    def run(one: str) -> None:
        start.wait()
        try:
            what(one)
        except Exception as wrong:
            came.append(repr(wrong))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in given]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


both(move, "done", "impossible")
both(lambda _: lapse.sweep(now=NOW + timedelta(days=100)), "one", "two")
last = {step.act_id: step.state for step in ActStep.objects.order_by("entered_at", "id")}
agree = all(act.state == last[act.pk] for act in Act.objects.all())
lapsed = Event.objects.filter(kind="act.lapsed").count()
print(json.dumps({"came": sorted(came), "agree": agree, "steps": ActStep.objects.count(), "lapsed": lapsed}))
