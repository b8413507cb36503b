"""Outcomes in a partner's own dialect. What no table knows goes to a person with a clock, never to a default."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status

from hilo.alerts.models import Alert
from hilo.cases.clocks import Calendars
from hilo.cases.thread import Weave
from hilo.exchange import actions
from hilo.exchange.api import primero
from hilo.exchange.api.answers import write
from hilo.exchange.api.gate import Signed
from hilo.exchange.api.problems import Problem, nothing_there
from hilo.exchange.api.schemas import OutcomeIn, OutcomeTaken
from hilo.exchange.api.sight import alerts_of, one_handoff
from hilo.exchange.api.store import once
from hilo.exchange.models import HandOff, Partner, Scope, UnknownCode
from hilo.exchange.policies import Known
from hilo.reference import pack

router = Router(tags=["outcomes"])
OURS = "hilo"  # the dialect of the pack's own vocabulary


@router.post("", auth=Signed(Scope.OUTCOMES), response=write(_200=OutcomeTaken, _202=OutcomeTaken))
@once
def send_outcome(request: HttpRequest, outcome: OutcomeIn) -> Status[Any]:
    """Tell what became of a report you sent, or of a hand-off you were offered, in your own dialect."""
    partner, now = request.auth.partner, timezone.now()  # type: ignore[attr-defined]
    told = _of_alert(partner, outcome, now) if outcome.alert else _of_handoff(partner, outcome, now)
    return Status(202 if told.result == "unknown" else 200, told)


def meaning(dialect: str, code: str) -> str | None:
    """The outcome that a code means, by the pack's tables; None when nobody has said."""
    if dialect == OURS:
        return code if code in pack().outcomes else None
    spoken = pack().speech.dialects.get(dialect)
    return spoken.inbound.get(code) if spoken else None


def _of_alert(partner: Partner, said: OutcomeIn, now: datetime) -> OutcomeTaken:
    """On the thread of the case, as what the sender said; it is no act of ours and closes nothing."""
    alert = alerts_of(partner).select_related("case").filter(report_id=said.alert).first()
    if alert is None:
        raise nothing_there()
    means = meaning(said.dialect, str(said.code))
    if means is None:
        return _unknown(partner, said, alert.pk, alert.case.institution, now)
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
    code = str(said.code)
    step = primero.STEPS.get(code) if said.dialect == primero.DIALECT else None
    means = meaning(said.dialect, code)
    if step is not None:
        done = step(handoff=row, by=None, now=now, known=known, **_reason(said))
    elif means is not None:
        done = actions.give_result(handoff=row, outcome=means, by=None, now=now, known=known)
    else:
        return _unknown(partner, said, row.pk, row.sender, now)
    return OutcomeTaken(result="recorded", means=means or done.state, reference=done.pk)


def _reason(said: OutcomeIn) -> dict[str, str]:
    if said.code != primero.NEEDS_REASON:
        return {}
    if said.reason is None:
        raise Problem(422, _("Diga por qué su institución no la acepta."), fields=["body.outcome.reason"])
    return {"reason": said.reason}


def _unknown(partner: Partner, said: OutcomeIn, subject: UUID, institution: str, now: datetime) -> OutcomeTaken:
    """Keep a code that no table knows for a person of the institution that follows the case."""
    due = Calendars().of(institution).due(now, pack().clocks["unknown_code"].span)
    row, _made = UnknownCode.objects.get_or_create(
        kind=UnknownCode.Kind.CODE, dialect=said.dialect[:16], code=str(said.code), subject=subject,
        state=UnknownCode.State.WAITING,
        defaults={"institution": institution, "came_from": partner.code, "received_at": now, "due_at": due},
    )  # fmt: skip
    return OutcomeTaken(result="unknown", reference=row.pk)
