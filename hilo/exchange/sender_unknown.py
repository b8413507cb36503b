"""Codes and senders that the pack does not know: each waits for a person, with a clock. Never a default."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from hilo.alerts.models import Alert
from hilo.alerts.queries import visible_alerts
from hilo.cases.clocks import Calendars
from hilo.cases.policies import check_reason
from hilo.exchange.models import UnknownCode
from hilo.exchange.sender_policies import check_can_decide
from hilo.exchange.sender_queries import senders
from hilo.lib.errors import Denied
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User

Kind, State = UnknownCode.Kind, UnknownCode.State
RULE = "unknown_code"


@transaction.atomic
def hear(
    *, dialect: str, code: str, subject: uuid.UUID, institution: str, now: datetime, came_from: str = ""
) -> str | None:
    """The outcome that a sender or partner means with its code; None when a person must decide first.

    ``subject``: the alert or hand-off it came for. ``institution``: whose people decide. An unknown code is kept
    once for its subject while it waits.
    """
    speaks = pack().speech.dialects.get(dialect)
    known = speaks.inbound.get(code) if speaks else None
    if known is None:
        _keep(Kind.CODE, code, dialect=dialect, institution=institution, subject=subject, now=now, came_from=came_from)
    return known


def _keep(
    kind: str, code: str, *, dialect: str, institution: str, subject: uuid.UUID, now: datetime, came_from: str
) -> None:
    due = Calendars().of(institution).due(now, pack().clocks[RULE].span)
    row = UnknownCode(
        kind=kind, dialect=dialect[:16], code=_printable(code), institution=institution, subject=subject,
        came_from=came_from[:64], received_at=now, due_at=due,
    )  # fmt: skip
    UnknownCode.objects.bulk_create([row], ignore_conflicts=True)


def _printable(code: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in code)[:64] or "?"


def alert_of(row: UnknownCode, user: "User") -> Alert | None:
    """The alert it came for, if this person may see it."""
    return visible_alerts(user).filter(pk=row.subject).first()


@transaction.atomic
def decide(*, row: UnknownCode, meaning: str, by: "User", now: datetime) -> UnknownCode:
    """A person says what a code means, or in which dialect a sender is answered; of a sender, for everybody."""
    row = UnknownCode.objects.select_for_update().get(pk=row.pk)
    check_can_decide(row, by=by)
    if meaning not in (pack().speech.dialects if row.kind == Kind.SENDER else pack().outcomes):
        raise Denied(_("Elija de la lista."))
    same = UnknownCode.objects.waiting().filter(kind=row.kind, code=row.code, dialect=row.dialect)
    rows = same if row.kind == Kind.SENDER else same.filter(pk=row.pk)
    rows.update(state=State.DECIDED, decided_at=now, decided_by=by, meaning=meaning)
    row.refresh_from_db()
    return row


@transaction.atomic
def set_aside(*, row: UnknownCode, why: str, by: "User", now: datetime) -> UnknownCode:
    """A person says why it means nothing that can be told."""
    row = UnknownCode.objects.select_for_update().get(pk=row.pk)
    check_can_decide(row, by=by)
    check_reason(why)
    row.state, row.why, row.decided_at, row.decided_by = State.SET_ASIDE, why.strip()[:300], now, by
    row.save()
    return row


@transaction.atomic
def sweep(*, now: datetime) -> int:
    """Put unknown senders of alerts into the queue, and record once each row whose time has passed."""
    for sender in _unknown_senders():
        _queue_sender(sender, now)
    late = 0
    for row in UnknownCode.objects.waiting().filter(due_at__lt=now, overdue_at__isnull=True).iterator(500):
        row.overdue_at = row.due_at
        row.save(update_fields=["overdue_at"])
        late += 1
    return late


def _unknown_senders() -> list[str]:
    """Senders of alerts about which nobody has decided: one look into an index for each sender there is."""
    known, found, last = senders(), [], ""
    while (last := Alert.objects.filter(sender__gt=last).aggregate(first=Min("sender"))["first"]) is not None:
        if last not in known:
            found.append(last)
    return found


def _queue_sender(sender: str, now: datetime) -> None:
    """One row for each institution that holds alerts of this sender and has none yet."""
    rows = UnknownCode.objects.filter(kind=Kind.SENDER, code=_printable(sender))
    told = set(rows.values_list("institution", flat=True))
    alerts = Alert.objects.filter(sender=sender).order_by("case__institution")
    for institution in alerts.values_list("case__institution", flat=True).distinct():
        if institution not in told:
            first = alerts.filter(case__institution=institution).order_by("id").values_list("pk", flat=True)[0]
            _keep(Kind.SENDER, sender, dialect="", institution=institution, subject=first, now=now, came_from="")
