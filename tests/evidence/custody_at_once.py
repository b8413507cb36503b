"""Two threads at the same items at the same moment; prints what came of it."""

import json
import os
import threading
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from hilo.accounts.models import User  # noqa: E402
from hilo.cases.models import Case  # noqa: E402
from hilo.cases.thread import Weave  # noqa: E402
from hilo.evidence import actions, custody, queries  # noqa: E402
from hilo.evidence.models import CustodyEvent, Item, Transfer  # noqa: E402
from hilo.lib.errors import Denied  # noqa: E402

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
ana = User.objects.create_user("ana", institution="FGE-NAY", role="supervisor")
nico = User.objects.create_user("nico", institution="FGE-NAY", role="supervisor")


@transaction.atomic
def opened() -> Case:
    weave = Weave(now=NOW)
    case = Case(tier=3, institution="FGE-NAY", owner=ana, opened_at=NOW)
    weave.open(case)
    weave.event(case, "case.opened")
    weave.write()
    return case


case = opened()
given = {"form": "object", "origin": "person", "description": "Mochila"}
items = [actions.register(case=case, by=ana, now=NOW, **given) for _ in range(8)]
came: list[str] = []


def hands(by: User) -> None:
    """Each thread registers an item, says a step of each, and gives each: one of two deliveries is told to wait."""
    at = NOW + timedelta(hours=1)
    start.wait()
    try:
        for item in items:
            actions.register(case=case, by=by, now=at, **given)
            actions.record(item=item, kind="examined", holder="Ana", by=by, now=at)
            try:
                actions.give(item=item, to_institution="FGE-MOR", to_person="Perita", by=by, now=at)
                came.append("given")
            except Denied:
                came.append("told")
    except Exception as wrong:
        came.append(repr(wrong))
    finally:
        connection.close()


start = threading.Barrier(2)
threads = [threading.Thread(target=hands, args=(one,)) for one in (ana, nico)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

vouched = queries.vouched_of(case)
rows = {item.pk: list(CustodyEvent.objects.filter(item=item).select_related("item")) for item in Item.objects.all()}
print(
    json.dumps(
        {
            "came": sorted(came),
            "items": sorted(Item.objects.values_list("number", flat=True)),
            "steps": CustodyEvent.objects.count(),
            "waiting": Transfer.objects.filter(received=None).count(),
            "broken": sum(len(custody.broken(steps, vouched[pk])) for pk, steps in rows.items()),
        }
    )
)
