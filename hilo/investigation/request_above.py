"""The letter that follows one without answer: the same again, or one to the body above."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hilo.cases.access import kept_out_of
from hilo.cases.models import Clock
from hilo.investigation.models import Request
from hilo.investigation.request_content import ESCALATION, Cited, Ground, RequestContent, opened
from hilo.investigation.request_letter import addressee_words, asked_of, span_in_words
from hilo.lib.errors import BadInput, Denied
from hilo.reference import pack
from hilo.reference.outside import OutsideBody


def clock_due(first: Request) -> datetime | None:
    """When the time to answer a line of letters ends, or ended; None when no clock of it runs."""
    rule = pack().requests[first.template].within
    live = Clock.objects.live().filter(case=first.case_id, rule=rule, subject=first.pk)
    return live.values_list("due_at", flat=True).first()


def missing_of(letters: Sequence[Request]) -> tuple[str, ...]:
    """What the newest answer in part left out; () when nothing came."""
    step = None
    for one in letters:
        found = one.steps.filter(kind="partly_answered").order_by("entered_at", "id").last()
        if found is not None and (step is None or found.entered_at > step.entered_at):
            step = found
    return tuple(json.loads(step.missing)) if step else ()


def content_of(what: str, first: Request, letters: Sequence[Request], *, now: datetime) -> tuple[str, RequestContent]:
    """Whom the letter that follows goes to, by code, and what it says. ``letters``: those sent, oldest first.

    Raises Denied when no body above is known.
    """
    given, missing = opened(letters[-1]).given, missing_of(letters)
    cites = tuple(_cited(one, missing) for one in letters)
    if what == "repeated":
        fields = tuple(code for code in given.fields if not missing or code in missing)
        return first.addressee, replace(given, fields=fields, cites=cites)
    sender = RequestContent(signer=given.signer, post=given.post, place=given.place, cites=cites)
    every = tuple(one.code for one in pack().requests[ESCALATION].fields)
    return _above(first, replace(sender, fields=every))


def _cited(request: Request, missing: Sequence[str]) -> Cited:
    given, template = opened(request).given, pack().requests[request.template]
    left = asked_of(template, replace(given, fields=tuple(missing))) if missing else []
    return Cited(
        number=request.number,
        day=_day(request.sent_at),
        due=_day(request.due_at),
        to=addressee_words(request, given),
        asked=template.label.es,
        missing=tuple(left),
    )


def _day(moment: datetime | None) -> str:
    return localtime(moment).date().isoformat() if moment else ""


def _above(first: Request, content: RequestContent) -> tuple[str, RequestContent]:
    """An authority has an outside body by the pack; a company, whoever its template names."""
    template = pack().requests[first.template]
    if first.addressee:
        body, own = _outside_body(first), Ground(template.law, template.basis.es, template.to_confirm)
        within = span_in_words(pack().clocks[pack().requests[ESCALATION].within].span)
        asked = tuple(one.es.replace("{within}", within) for one in body.asked)
        grounds = tuple(Ground(one.law, one.says.es, one.to_confirm) for one in body.grounds)
        return body.body, replace(content, asked=asked, grounds=(own, *grounds))
    if template.escalate_to is None:
        raise _nobody()
    # Whose it is to require a company's answer is our judgement: the letter says so before anybody signs it.
    ground = Ground(template.law, template.basis.es, to_confirm=True)
    return "", replace(content, to=template.escalate_to.es, grounds=(ground,))


def _outside_body(first: Request) -> OutsideBody:
    case = first.case
    try:
        return pack().outside_body_for(first.addressee, case.state or "", but=kept_out_of(case) | {case.institution})
    except BadInput:
        raise _nobody() from None


def _nobody() -> Denied:
    return Denied(
        _("No consta quién puede requerir esta respuesta. Reitere el oficio, o haga uno nuevo a quien corresponda.")
    )
