"""Passes of ``hilo work --once``, each killed with SIGKILL at a moment of its own, and what they left.

``python killed_work.py prepare`` makes alerts of three senders with released answers; ``killed SEED TIMES`` lets
TIMES passes die, one after another; ``end`` lets passes, two at once, end until nothing moves, and prints how all
stands.
Each pass is a fork, so that Django is read once. Passes are twelve minutes apart: leases run out between them.
"""

import json
import os
import random
import signal
import sys
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from django.db import connections, transaction  # noqa: E402

from hilo.accounts.models import User  # noqa: E402
from hilo.alerts.formats.letter_json import draft_from_letter, letter_payload  # noqa: E402
from hilo.alerts.models import Alert, Delivery  # noqa: E402
from hilo.alerts.receive import Receiver  # noqa: E402
from hilo.cases import actions as cases  # noqa: E402
from hilo.cases.models import Clock  # noqa: E402
from hilo.exchange import sender_bulk, sender_channels, sender_outbox, sender_queries, sender_unknown  # noqa: E402
from hilo.exchange.models import Feedback, OutboxItem, UnknownCode  # noqa: E402
from hilo.exchange.sender_content import content_of  # noqa: E402
from hilo.web.commands import work_once  # noqa: E402

NOW = datetime.now(UTC)
SENDERS = ("INHOPE", "TE-PROTEJO", "LINEA-CIEGA")  # it knows repetitions; it can be asked; neither
EACH, CLOSED = 36, 3
LAST_PASS = 75


def prepare() -> dict:
    by = User.objects.create_user("beto", None, display_name="Beto", institution="FGE-NAY", role="supervisor")
    place = {"party": "incident", "country": "MX", "region": "NAY"}
    for sender in SENDERS:
        letters = [letter_payload(sender=sender, reference=f"R-{n}", persons=[place]) for n in range(EACH)]
        with transaction.atomic():
            delivery = Delivery.objects.create(source=sender, started_at=NOW, finished_at=NOW)
            Receiver(delivery=delivery, now=NOW, by=None).take([("carta", draft_from_letter(one)) for one in letters])
    work_once(NOW)
    sender_unknown.decide(row=UnknownCode.objects.get(), meaning="iccam", by=by, now=NOW)
    for sender in SENDERS:
        alerts = list(Alert.objects.filter(sender=sender).select_related("case").order_by("id"))
        for alert in alerts[:CLOSED]:
            _close(alert, by)
        for outcome, some in (("not_illegal", alerts[:CLOSED]), ("content_removed", alerts[CLOSED:-1])):
            fresh = list(Alert.objects.filter(pk__in=[one.pk for one in some]).select_related("case"))
            sender_bulk.tell_many(alerts=fresh, outcome=outcome, by=by, now=NOW)
    return {"promised": OutboxItem.objects.count()}


def _close(alert: Alert, by: User) -> None:
    for clock in Clock.objects.live().filter(case=alert.case, informational=False).exclude(rule="silence"):
        cases.discharge(clock=clock, reason="prueba", by=by, now=NOW)
    cases.close(case=alert.case, reason="not_illegal", note="prueba", by=by, now=NOW)


def die(*_any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(rng: random.Random) -> None:
    """Choose where this process dies: at a statement, or just before or after something reached the sender."""
    how = rng.choice(["statement", "statement", "statement", "before", "after"])
    left = rng.randrange(1, 27) if how == "statement" else rng.randrange(1, 3)
    post = sender_channels.post

    def counting(execute, sql, params, many, context):
        nonlocal left
        left -= 1
        if not left:
            die()
        return execute(sql, params, many, context)

    def posting(*given):
        nonlocal left
        left -= 1
        if not left and how == "before":
            die()
        try:
            return post(*given)
        finally:  # also when the line went dead
            if not left:
                die()

    if how == "statement":
        connections["default"].execute_wrappers.append(counting)
    else:
        sender_outbox.post = posting


def begin(number: int, rng: random.Random | None) -> int:
    """Begin one pass, in a process of its own. Returns the process."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        if rng is not None:
            deadly(rng)
        work_once(NOW + timedelta(minutes=number))
        os._exit(0)
    return child


def ended(child: int) -> int:
    """How a pass ended."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed(seed: int, times: int) -> dict:
    rng, deaths, number = random.Random(seed), 0, 0
    while deaths < times and number < 12 * LAST_PASS:
        number += 12
        deaths += ended(begin(number, random.Random(rng.random()))) == -signal.SIGKILL  # one may end before its moment
    return {"killed": deaths}


def end() -> dict:
    number = 12 * LAST_PASS
    while OutboxItem.objects.filter(state__in=OutboxItem.MOVING).exists():
        number += 40  # past the first waits and every lease
        if any(ended(child) for child in [begin(number, None), begin(number, None)]):  # two at once
            raise SystemExit("a pass failed")
    waiting = set(sender_queries.not_told().values_list("pk", flat=True))
    told = []
    answers = {row.alert_id: row for row in Feedback.objects.all()}
    items = {item.subject: item for item in OutboxItem.objects.all()}
    for alert in Alert.objects.select_related("case").order_by("id"):
        row = answers.get(alert.pk)
        item = items.get(row.pk) if row else None
        told.append(
            {
                "alert": str(alert),
                "ended": alert.case.close_reason,
                "not_told": alert.pk in waiting,
                "key": item.key if item else "",
                "item": item.state if item else "",
                "answer": row.state if row else "",
                "codes": [line.code for line in content_of(row).message.lines] if item else [],
                "answered": alert.case.events.filter(kind="sender.answered").count(),
                "receipts": [one.reference for one in row.receipts.all()] if row else [],
            }
        )
    return {"alerts": told}


if __name__ == "__main__":
    act, *given = sys.argv[1:]
    print(json.dumps({"prepare": prepare, "killed": killed, "end": end}[act](*map(int, given))))
