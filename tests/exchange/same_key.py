"""One request of a partner, in a process of its own: many at once, killed at a statement, or sent again."""

import json
import os
import signal
import sys
import threading
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ |= {"DJANGO_SETTINGS_MODULE": "hilo.web.settings", "HILO_SITE": "api", "HILO_HOSTS": "testserver"}
django.setup()

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
from signing import System, public_of  # noqa: E402

from hilo.alerts.models import Alert  # noqa: E402
from hilo.cases.models import Case  # noqa: E402
from hilo.exchange.api import actions  # noqa: E402
from hilo.exchange.models import Partner, PartnerAnswer, PartnerNonce  # noqa: E402

PRIVATE = Ed25519PrivateKey.from_private_bytes(b"llave inventada de 32 bytes 1234")
LETTER = {"sender": "X", "reference": "R-1", "narrative": "Texto inventado."}
REPORT = {"report": json.dumps(LETTER), "format": "letter_json"}
seen = 0


def prepare() -> System:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    partner = Partner.objects.filter(code="socio").first()
    if partner is None:
        partner = actions.add_partner(
            code="socio",
            name="Sistema inventado",
            institution="TE-PROTEJO",
            scopes=["alerts"],
            per_minute=1000,
            now=now,
        )
        actions.add_key(partner=partner, key_id="socio-1", public=public_of(PRIVATE), now=now)
    return System(Client(raise_request_exception=False), "socio-1", PRIVATE)


def post(key: str = "clave-0001"):
    return prepare().post("/v1/alerts", REPORT, key=key)


def together() -> dict:
    prepare()
    answers, start = [], threading.Barrier(8)

    def one() -> None:
        system = prepare()
        start.wait()
        try:
            answers.append(system.post("/v1/alerts", REPORT, key="clave-0001"))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told(answers)


def told(answers: list) -> dict:
    found = {"statuses": list(Counter(str(a.status_code) for a in answers).elements())}
    return found | {"bodies": len({a.content for a in answers})} | counts()


def counts() -> dict:
    return {"alerts": Alert.objects.count(), "cases": Case.objects.count(), "answers": PartnerAnswer.objects.count()}


def counting(at: str):
    """Count statements; die before the one of that number, or, at ``answered``, when all is done but committed."""

    def wrapper(execute, sql, params, many, context):
        global seen  # noqa: PLW0603 - counts for the process
        seen += 1
        if str(seen) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        done = execute(sql, params, many, context)
        if at == "answered" and sql.startswith('UPDATE "exchange_partneranswer"'):
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    return wrapper


def count() -> int:
    """How many statements one request takes, undone at the end."""
    from hilo.accounts import limits

    take, limits.take = limits.take, lambda *_all, **_more: True  # its count stands outside any transaction
    with transaction.atomic(), connection.execute_wrapper(counting("never")):
        assert post("clave-0002").status_code == 200
        transaction.set_rollback(True)
    limits.take = take
    return seen


def killed(at: str) -> dict:
    """How a child that sends the request ended, and what is there afterwards."""
    global seen  # noqa: PLW0603 - the child counts anew
    connection.close()
    seen = 0
    child = os.fork()
    if child == 0:
        with connection.execute_wrapper(counting(at)):
            post()
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return {"signal": os.WTERMSIG(status), **counts(), "nonces": PartnerNonce.objects.count()}


def again() -> dict:
    prepare()
    whole = count()
    ends = [killed(at) for at in (str(whole // 3), str(whole // 2), str(whole * 3 // 4), "answered")]
    return {"killed": ends, "retried": told([post(), post()])}


print(json.dumps({"together": together, "again": again}[sys.argv[1]]()))
