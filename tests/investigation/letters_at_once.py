"""Six writers of one institution on six cases, each with five letters at the same moment; prints their numbers."""

import json
import os
import threading
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from hilo.accounts.actions import desk_account  # noqa: E402
from hilo.accounts.models import User  # noqa: E402
from hilo.cases.models import Case  # noqa: E402
from hilo.cases.thread import Weave  # noqa: E402
from hilo.investigation import request_actions  # noqa: E402
from hilo.investigation.models import Request  # noqa: E402
from hilo.investigation.request_content import RequestContent  # noqa: E402

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
nico = User.objects.create_user("nico", institution="FGE-NAY", role="investigator")
fields = ("hold", "video")
CONTENT = RequestContent(fields=fields, to="Tienda de ejemplo", signer="Nico", post="Agente", place="Tepic")


@transaction.atomic
def opened() -> Case:
    weave = Weave(now=NOW)
    case = Case(tier=3, institution="FGE-NAY", owner=desk_account("FGE-NAY"), opened_at=NOW)
    weave.open(case)
    weave.event(case, "case.opened")
    weave.write()
    return case


cases = [opened() for _ in range(6)]
wrong: list[str] = []
start = threading.Barrier(6)


def write(case: Case) -> None:
    start.wait()
    try:
        for _ in range(5):
            made = request_actions.draft(case=case, template="cctv_logs", by=nico, now=NOW, content=CONTENT)
        request_actions.send(request=made, by=nico, now=NOW)
    except Exception as one:
        wrong.append(repr(one))
    finally:
        connection.close()


threads = [threading.Thread(target=write, args=(case,)) for case in cases]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps({"wrong": wrong, "serials": sorted(Request.objects.values_list("serial", flat=True))}))
