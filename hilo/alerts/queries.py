"""Reads about alerts, for pages and commands."""

import json
from typing import Any

from hilo.alerts.models import Alert, FileDetails, Quarantined

WAITING_FOR_REPORT = "Datos de un archivo cuyo reporte no ha llegado. Se unirán solos cuando llegue."


def told_alert(report_id: str) -> dict[str, Any] | None:
    """The alert with this reference as ``hilo alerts show`` prints it; the newest when senders share one."""
    alert = Alert.objects.select_related("case").filter(report_id=report_id).order_by("-received_at").first()
    if alert is None:
        return None
    triage = latest_triage(alert)
    return {
        "report_id": alert.report_id,
        "sender": alert.sender,
        "tier": alert.tier,
        "factors": triage["applied"],
        "not_applied": triage["not_applied"],
        "unknown": triage["unknown"],
        "case": alert.case.code,
        "disposition": alert.disposition,
        "versions": alert.versions,
    }


def latest_triage(alert: Alert) -> dict[str, Any]:
    """The newest assessment: codes, details and numbers."""
    row = alert.triages.order_by("-id").first()
    found: dict[str, Any] = (
        json.loads(row.result) if row else {"applied": [], "not_applied": [], "unknown": []}
    )
    return found


def ranked(*, tier: int | None, limit: int | None) -> list[dict[str, Any]]:
    """Alerts most urgent first; ``rank`` 1 is the first of all."""
    rows = Alert.objects.order_by("rank", "received_at", "id")
    if tier is not None:
        rows = rows.filter(tier=tier)
    wanted = rows[:limit].values_list("report_id", "tier", "case__code")
    before = Alert.objects.filter(tier__lt=tier).count() if tier is not None else 0
    return [
        {"report_id": report, "tier": level, "rank": before + place, "case": code}
        for place, (report, level, code) in enumerate(wanted, 1)
    ]


def quarantined() -> list[dict[str, Any]]:
    """What waits: unread items, and file details without their report. Oldest first."""
    items = [
        {"source": row.source, "reason": row.reason, "received_at": row.received_at.isoformat()}
        for row in Quarantined.objects.filter(state=Quarantined.State.WAITING).order_by("received_at", "id")
    ]
    return items + [
        {"source": row.member, "reason": WAITING_FOR_REPORT, "received_at": row.entered_at.isoformat()}
        for row in FileDetails.objects.filter(alert__isnull=True).order_by("entered_at", "id")
    ]
