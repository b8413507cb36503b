"""Destroying what was told: its outer key is erased, and no copy of the database opens any more."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.cases import policies
from hilo.cases.thread import Weave
from hilo.door.models import Report
from hilo.door.sealing import key_store
from hilo.intake.models import Taken
from hilo.lib.errors import Denied

if TYPE_CHECKING:
    from hilo.accounts.models import User


@transaction.atomic
def destroy(*, taken: Taken, reason: str, by: "User", now: datetime) -> Report:
    """Erase the report's outer key for good. The case, its thread and that there was a report stay. Raises Denied."""
    weave = Weave(now=now, by=by)
    weave.hold([taken.case_id])
    case = weave.cases[taken.case_id]
    policies.check_holds(case, by, Permission.REPORT_DESTROY)
    policies.check_reason(reason)
    fresh = Taken.objects.select_related("report", "case").get(pk=taken.pk)
    report = Report.objects.select_for_update(of=("self",)).get(pk=taken.pk)
    refused = why_not(fresh)
    if refused:
        raise Denied(refused)
    # Before anything is written: were the rest undone, it can be done again.
    key_store().erase(report.pk)
    report.destroyed_at, report.arrival = now, None
    report.save(update_fields=["destroyed_at", "arrival"])
    weave.event(case, "report.destroyed", facts={"report": str(report.pk)}, note=reason, subject=report.pk)
    weave.write()
    return report


def why_not(taken: Taken) -> str:
    """Why what was told may not be destroyed now; "" when it may."""
    report = taken.report
    if report.destroyed_at is not None:
        return _("El contenido de este aviso ya se destruyó.")
    withdrawn_unread = report.withdrawn_at is not None and taken.read_at is None
    if taken.case.is_open and not withdrawn_unread:
        return _(
            "Solo se destruye lo contado cuando el caso está cerrado, o cuando quien avisó lo retiró antes de que "
            "alguien lo leyera."
        )
    return ""
