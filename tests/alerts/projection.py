"""The end state of an import without anything that chance decides: ids, codes and what is sealed.

``python projection.py`` prints that of the deployment in the environment.
"""

import json
from collections import Counter
from typing import Any


def project(*, replays: bool = True) -> dict[str, Any]:
    """Cases by the reports they hold, and all that can be said of them. Plain JSON."""
    from hilo.alerts.models import Alert, AlertVersion, FileDetails, Quarantined, Replay
    from hilo.cases.models import Case, Clock, Event
    from hilo.linkage.models import Suggestion, Value

    refs = {alert.pk: f"{alert.sender}/{alert.report_id}" for alert in Alert.objects.all()}
    held: dict[Any, list[str]] = {pk: [] for pk in Case.objects.values_list("pk", flat=True)}
    for alert in Alert.objects.all():
        held[alert.case_id].append(refs[alert.pk])
    names = {pk: " ".join(sorted(reports)) for pk, reports in held.items()}
    cases = {
        names[case.pk]: {
            "status": case.status, "tier": case.tier, "institution": case.institution, "state": case.state,
            "owner": case.owner.username if case.owner else None, "parent": names.get(case.parent_id),
            "route": [case.course, case.route_reason], "next": [case.next_duty, str(case.next_due_at)],
            "lapses": str(case.data_lapses_at), "last_act": str(case.last_act_at),
            "clocks": sorted(
                [clock.rule, refs.get(clock.subject, "case"), str(clock.due_at), str(clock.stopped_at), clock.tier]
                for clock in Clock.objects.filter(case=case)
            ),
            "events": dict(Counter(Event.objects.filter(case=case).order_by("kind").values_list("kind", flat=True))),
        }
        for case in Case.objects.select_related("owner")
    }  # fmt: skip
    alerts = {
        refs[alert.pk]: {
            "disposition": alert.disposition, "join": alert.join_reason, "tier": alert.tier, "rank": alert.rank,
            "versions": alert.versions, "state": alert.state, "lapses": str(alert.lapses_at),
            "history": [bytes(row.digest).hex() for row in AlertVersion.objects.filter(alert=alert).order_by("number")],
            "triages": [[row.version, row.tier, row.result] for row in alert.triages.order_by("id")],
            "files": sorted(bytes(row.digest).hex() for row in alert.file_details.all()),
            "replays": sorted(Replay.objects.filter(alert=alert).values_list("member", flat=True)) if replays else None,
        }
        for alert in Alert.objects.all()
    }  # fmt: skip
    return {
        "cases": cases,
        "alerts": alerts,
        "waiting": sorted([row.report_id, row.member] for row in FileDetails.objects.filter(alert__isnull=True)),
        "quarantined": sorted([row.source, row.code, row.state] for row in Quarantined.objects.all()),
        "suggestions": sorted(
            [*sorted([names[row.left], names[row.right]]), row.reasons, row.judgement]
            for row in Suggestion.objects.all()
        ),
        "values": sorted([value.kind, value.seen] for value in Value.objects.all()),
    }


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
    django.setup()
    print(json.dumps(project()))
