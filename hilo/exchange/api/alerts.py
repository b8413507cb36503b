"""Alerts from other systems: the same reading, quarantine and triage as a file that a person imports."""

import hashlib
from datetime import datetime
from typing import Any

from django.utils import timezone
from ninja import Path, Router, Status

from hilo.alerts.actions import receive_one
from hilo.alerts.models import AlertVersion, Delivery, FileDetails, Quarantined, Replay
from hilo.alerts.receive import Counts
from hilo.exchange.api.answers import read, write
from hilo.exchange.api.gate import Signed
from hilo.exchange.api.problems import nothing_there
from hilo.exchange.api.schemas import AlertIn, AlertReceived, AlertState, ReportId, What
from hilo.exchange.api.sight import alerts_of, told_of
from hilo.exchange.api.signatures import Asked
from hilo.exchange.api.store import once
from hilo.exchange.models import Partner, Scope

NO_NUMBER = "-"  # as of standard input: a format that takes the number from the name finds none
router = Router(tags=["alerts"])


@router.post("", auth=Signed(Scope.ALERTS), response=write(_200=AlertReceived, _202=AlertReceived))
@once
def send_alert(request: Asked, alert: AlertIn) -> Status[Any]:
    """Send one report: it opens a case or joins one. What cannot be read is kept for a person (202)."""
    told = receive(request.auth.partner, alert, now=timezone.now())
    return Status(202 if told.result == "quarantined" else 200, told)


@router.get("/{report_id}", auth=Signed(Scope.ALERTS), response=read(AlertState))
def see_alert(request: Asked, report_id: Path[ReportId]) -> Status[Any]:
    """How a report of yours stands, and what you were told of it."""
    partner = request.auth.partner
    alert = alerts_of(partner).select_related("case").filter(report_id=report_id).first()
    if alert is None:
        raise nothing_there()
    return Status(
        200,
        AlertState(
            report_id=alert.report_id,
            reference=alert.pk,
            received_at=alert.received_at,
            versions=alert.versions,
            case="open" if alert.case.is_open else "closed",
            told=told_of(alert),
        ),
    )


def receive(partner: Partner, alert: AlertIn, *, now: datetime) -> AlertReceived:
    """Take one report in, as coming from the partner's institution whatever it says of itself."""
    name = f"{partner.code}/{alert.report_id or NO_NUMBER}"
    data = alert.report.encode()
    delivery, counts = receive_one(data=data, name=name, format=alert.format, sender=partner.institution, now=now)
    if counts.quarantined:
        kept = Quarantined.objects.filter(source=name, fingerprint=hashlib.sha256(data).digest())
        unread = kept.latest("received_at")
        return AlertReceived(result="quarantined", reference=unread.pk, reason=unread.code)
    return AlertReceived(result=_what(counts), reference=_reference(delivery), reason=None)


def _what(counts: Counts) -> What:
    if counts.new:
        return "joined" if counts.joined else "new"
    return "version" if counts.versions else "file_details" if counts.details else "replay"


def _reference(delivery: Delivery) -> Any:
    """The alert it belongs to; file details that wait for their report go by their own."""
    for rows in (AlertVersion.objects, Replay.objects, FileDetails.objects):
        found = rows.filter(delivery=delivery).values_list("alert", flat=True).first()
        if found is not None:
            return found
    details = FileDetails.objects.filter(delivery=delivery).values_list("pk", flat=True).first()
    return details or delivery.pk
