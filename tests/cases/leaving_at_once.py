"""One thread gives cases to a person, another closes that person's account meanwhile; prints what came of it."""

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
from hilo.cases import actions, leaving  # noqa: E402
from hilo.cases.models import Case  # noqa: E402
from hilo.cases.thread import Weave  # noqa: E402
from hilo.lib.errors import Denied  # noqa: E402

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
ROUNDS, CASES = 6, 5
beto = User.objects.create_user("beto", institution="FGE-NAY", role="supervisor")
came: list[str] = []


@transaction.atomic
def opened() -> list[Case]:
    weave = Weave(now=NOW)
    made = [Case(tier=3, institution="FGE-NAY", owner=desk_account("FGE-NAY"), opened_at=NOW) for _ in range(CASES)]
    for case in made:
        weave.open(case)
        weave.event(case, "case.opened")
    weave.write()
    return made


def give(cases: list[Case], to: User, half_way: threading.Event) -> None:
    for number, case in enumerate(cases):
        if number == CASES // 2:
            half_way.set()
        try:
            actions.assign(cases=[case], to=to, by=beto, now=NOW)
            came.append("given")
        except Denied:
            came.append("refused")


def close(user: User, half_way: threading.Event) -> None:
    half_way.wait(60)
    leaving.deactivate(user=user, by=beto, now=NOW)
    came.append("closed")


def run(what, *arguments) -> None:
    try:
        what(*arguments)
    except Exception as wrong:
        came.append(repr(wrong))
    finally:
        connection.close()


for number in range(ROUNDS):
    ana = User.objects.create_user(f"ana-{number}", institution="FGE-NAY", role="caseworker")
    half_way = threading.Event()
    work = [(give, opened(), ana, half_way), (close, ana, half_way)]
    threads = [threading.Thread(target=run, args=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
left = Case.objects.open().exclude(owner__is_active=True).count()
print(json.dumps({"left": left, "came": sorted(came), "open": Case.objects.open().count()}))
