"""What a partner may see: what passed between its institution and ours, but for cases it has a conflict with."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hilo.alerts.models import Alert
from hilo.cases.models import Conflict
from hilo.exchange import queries
from hilo.exchange.api.problems import nothing_there
from hilo.exchange.models import Feedback, HandOff, Partner
from hilo.exchange.models.handoffs import HandOffQuerySet
from hilo.exchange.sender_content import content_of


def _conflicted(partner: Partner) -> Exists:
    return Exists(Conflict.objects.filter(case=OuterRef("case"), institution=partner.institution))


def alerts_of(partner: Partner) -> QuerySet[Alert]:
    """Alerts that came from its institution."""
    return Alert.objects.filter(~_conflicted(partner), sender=partner.institution)


def handoffs_of(partner: Partner) -> HandOffQuerySet:
    """Hand-offs that its institution sent or was offered."""
    mine = Q(sender=partner.institution) | Q(receiver=partner.institution)
    return HandOff.objects.filter(mine).exclude(_conflicted(partner))


def one_handoff(partner: Partner, pk: UUID | None) -> Any:
    """One of them, with ``due_at``. Raises Problem (404)."""
    found = queries.dated(handoffs_of(partner)).filter(pk=pk).first()
    if found is None:
        raise nothing_there()
    return found


def told_of(alert: Alert) -> list[str]:
    """Codes of the outcomes that its sender was told, oldest first."""
    sent = alert.answers.filter(state=Feedback.State.SENT).order_by("sent_at", "id")
    told = [one.outcome for row in sent for one in content_of(row).leaving(row.ground).told]
    return list(dict.fromkeys(told))
