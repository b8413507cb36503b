"""Reads about alerts, for pages and commands."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import vault
from hilo.alerts import formats
from hilo.alerts.draft import Malformed
from hilo.alerts.models import Alert, FileDetails, Quarantined
from hilo.cases.models import Case
from hilo.lib import keyset
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User

PAGE = 50

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
        "factors": [{**factor, "label": _factor(factor["code"])} for factor in triage["applied"]],
        "not_applied": [
            {"code": code, "state": state, "label": _factor(code)}
            for state in ("not_applied", "unknown")
            for code in triage[state]
        ],
        "case": alert.case.code,
        "disposition": alert.disposition,
        "versions": alert.versions,
    }


def _factor(code: str) -> str:
    """The factor in words; the code itself for one that left the table."""
    return next((factor.label.es for factor in pack().triage.factors if factor.code == code), code)


def latest_triage(alert: Alert) -> dict[str, Any]:
    """The newest assessment: codes, details and numbers."""
    row = alert.triages.order_by("-id").first()
    found: dict[str, Any] = json.loads(row.result) if row else {"applied": [], "not_applied": [], "unknown": []}
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


def visible_alerts(user: "User") -> QuerySet[Alert]:
    """Alerts of the cases this person may see, with their case."""
    cases = Case.objects.visible_to(user)
    return Alert.objects.filter(case__in=cases).select_related("case")


def readable_alerts(user: "User", now: datetime) -> QuerySet[Alert]:
    """Alerts of the cases this person may read, in an emergency too; for the page of one alert."""
    cases = Case.objects.readable_by(user, now)
    return Alert.objects.filter(case__in=cases).select_related("case")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of what waits in a quarantine. ``more``: the mark of the next page, "" for none."""

    items: list[Quarantined]
    more: str
    details: list[FileDetails]
    more_details: bool
    handled: list[Quarantined]


def quarantine_of(user: "User", *, after: str | None) -> Waiting:
    """What waits in this person's institution, by when it is due; file details without report; the last handled."""
    mine = visible_quarantine(user).defer("sealed")
    rows = mine.filter(state=Quarantined.State.WAITING).order_by("due_at", "id")
    place = keyset.place(after)
    if place:
        moment, pk = place
        rows = rows.filter(Q(due_at__gt=moment) | Q(due_at=moment, pk__gt=pk))
    found = list(rows[: PAGE + 1])
    details = list(visible_details(user).order_by("due_at", "id")[: PAGE + 1])
    handled = mine.exclude(state=Quarantined.State.WAITING).select_related("handled_by").order_by("-handled_at", "-id")
    more = keyset.mark(found[PAGE - 1].due_at, found[PAGE - 1].pk) if len(found) > PAGE else ""
    return Waiting(found[:PAGE], more, details[:PAGE], len(details) > PAGE, list(handled[:PAGE]))


def visible_quarantine(user: "User") -> QuerySet[Quarantined]:
    """Unread items that this person's institution received; nothing without QUARANTINE_SEE."""
    if not user.has(Permission.QUARANTINE_SEE):
        return Quarantined.objects.none()
    return Quarantined.objects.filter(institution=user.institution)


def visible_details(user: "User") -> QuerySet[FileDetails]:
    """File details whose report has not come, received by this person's institution; their content stays closed."""
    if not user.has(Permission.QUARANTINE_SEE):
        return FileDetails.objects.none()
    waiting = FileDetails.objects.filter(alert__isnull=True, delivery__institution=user.institution)
    return waiting.defer("sealed").select_related("delivery")


def alerts_read_from(item: Quarantined, user: "User") -> list[Alert]:
    """What a mended item became, as far as this person may see it."""
    if item.state != Quarantined.State.MENDED or item.sealed is None:
        return []
    try:
        data = vault().open(bytes(item.sealed), place=f"quarantine:{item.pk}")
        drafts = formats.parse(data, name=item.source, format="auto", sender=item.delivery.sender or None)
    except Malformed:
        return []
    refs = {(draft.sender, draft.report_id) for draft in drafts}
    found = visible_alerts(user).filter(report_id__in={report for _sender, report in refs})
    return [alert for alert in found if (alert.sender, alert.report_id) in refs]
