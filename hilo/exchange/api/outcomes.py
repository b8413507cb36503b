"""Outcomes in a partner's own dialect. What no table knows goes to a person with a clock, never to a default."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status

from hilo.alerts.models import Alert
from hilo.cases.thread import Weave
from hilo.exchange import actions
from hilo.exchange.api import primero
from hilo.exchange.api.answers import write
from hilo.exchange.api.gate import Signed
from hilo.exchange.api.problems import Problem, nothing_there
from hilo.exchange.api.schemas import OutcomeIn, OutcomeTaken
from hilo.exchange.api.sight import alerts_of, one_handoff
from hilo.exchange.api.signatures import Asked
from hilo.exchange.api.store import once
from hilo.exchange.models import HandOff, Partner, Scope, UnknownCode
from hilo.exchange.policies import Known
from hilo.exchange.sender_unknown import hear
from hilo.reference import pack

router = Router(tags=["outcomes"])
OURS = "hilo"  # the dialect of the pack's own vocabulary


@router.post("", auth=Signed(Scope.OUTCOMES), response=write(_200=OutcomeTaken, _202=OutcomeTaken))
@once
def send_outcome(request: Asked, outcome: OutcomeIn) -> Status[Any]:
    """Tell what became of a report you sent, or of a hand-off you were offered, in your own dialect."""
    partner, now = request.auth.partner, timezone.now()
    told = _of_alert(partner, outcome, now) if outcome.alert else _of_handoff(partner, outcome, now)
    return Status(202 if told.result == "unknown" else 200, told)


def meaning(partner: Partner, said: OutcomeIn, subject: UUID, institution: str, now: datetime) -> str | None:
    """The outcome that a code means; None when no table says, and then it waits for a person of the institution."""
    code = str(said.code)
    if said.dialect == OURS and code in pack().outcomes:
        return code
    return hear(
        dialect=said.dialect, code=code, subject=subject, institution=institution, now=now, came_from=partner.code
    )


def _of_alert(partner: Partner, said: OutcomeIn, now: datetime) -> OutcomeTaken:
    """On the thread of the case, as what the sender said; it is no act of ours and closes nothing."""
    alert = alerts_of(partner).select_related("case").filter(report_id=said.alert).first()
    if alert is None:
        raise nothing_there()
    means = meaning(partner, said, alert.pk, alert.case.institution, now)
    if means is None:
        return _unknown(said, alert.pk)
    _tell(alert, partner, said, means, now)
    return OutcomeTaken(result="recorded", means=means, reference=alert.pk)


@transaction.atomic
def _tell(alert: Alert, partner: Partner, said: OutcomeIn, means: str, now: datetime) -> None:
    weave = Weave(now=now)
    weave.hold([alert.case_id])
    facts = {"alert": str(alert.pk), "outcome": means, "dialect": said.dialect, "code": str(said.code)}
    case = weave.cases[alert.case_id]
    weave.event(case, "sender.outcome_told", facts=facts | {"partner": partner.code}, subject=alert.pk)
    weave.write()


def _of_handoff(partner: Partner, said: OutcomeIn, now: datetime) -> OutcomeTaken:
    """The step, or the result, that the code means."""
    row = one_handoff(partner, said.handoff)
    if row.receiver != partner.institution:
        raise nothing_there()
    known = Known(how=HandOff.How.PARTNER, reference=said.reference or "")
    step = primero.STEPS.get(str(said.code)) if said.dialect == primero.DIALECT else None
    if step is not None:
        done = step(handoff=row, by=None, now=now, known=known, **_reason(said))
        return OutcomeTaken(result="recorded", means=done.state, reference=done.pk)
    means = meaning(partner, said, row.pk, row.sender, now)
    if means is None:
        return _unknown(said, row.pk)
    actions.give_result(handoff=row, outcome=means, by=None, now=now, known=known)
    return OutcomeTaken(result="recorded", means=means, reference=row.pk)


def _reason(said: OutcomeIn) -> dict[str, str]:
    if said.code != primero.NEEDS_REASON:
        return {}
    if said.reason is None:
        raise Problem(422, _("Diga por qué su institución no la acepta."), fields=["body.outcome.reason"])
    return {"reason": said.reason}


def _unknown(said: OutcomeIn, subject: UUID) -> OutcomeTaken:
    """It was kept; the row that waits is the reference."""
    rows = UnknownCode.objects.waiting().filter(subject=subject, code=str(said.code))
    return OutcomeTaken(result="unknown", means=None, reference=rows.values_list("pk", flat=True).first())
