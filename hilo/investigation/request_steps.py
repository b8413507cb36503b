"""How a letter moves: its step, the events that tell it, what it means for the letter before it and for its act."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.timezone import localtime

from hilo.accounts.sealing import seal_text
from hilo.cases.thread import Weave
from hilo.exchange.letters import pdf
from hilo.investigation import actions, request_policies
from hilo.investigation.models import Act, AskedBy, Request, RequestState, RequestStep
from hilo.investigation.request_content import ESCALATION, Kept, RequestContent, keep
from hilo.investigation.request_letter import is_repeat, letter_of
from hilo.lib.canonical import canonical_bytes
from hilo.lib.ids import uuid7
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User


def fixed(request: Request, kept: Kept, at: datetime, due_at: datetime, *, by: "User") -> dict[str, str]:
    """Keep the letter as it is sent; what proves it: the fingerprint printed on it, and SHA-256 of the file."""
    letter = letter_of(request, day=localtime(at).date(), due_at=due_at)
    keep(request, kept.sent_as(letter.data()))
    request.state, request.fingerprint = RequestState.SENT, letter.fingerprint
    request.sent_at, request.sent_by, request.due_at = at, by, due_at
    request.save()
    return {"fingerprint": letter.fingerprint, "sha256": hashlib.sha256(pdf(letter)).hexdigest()}


def of_first(weave: Weave, request: Request, at: datetime, starts: Mapping[str, datetime]) -> list[RequestStep]:
    """What it means for the letter that got no answer that it was repeated, or taken to the body above."""
    if request.repeats is None:
        return []
    request.repeats.case = request.case
    more = {"with": request.number}
    if not is_repeat(request):
        return [step(weave, request.repeats, "escalated", at, facts=more)]
    return [step(weave, request.repeats, "repeated", at, facts=more, starts=starts)]


def step(  # noqa: PLR0913 - every thing a step may say is named
    weave: Weave,
    request: Request,
    kind: str,
    at: datetime,
    *,
    facts: Mapping[str, Any],
    starts: Mapping[str, datetime] | None = None,
    reference: str = "",
    missing: Sequence[str] = (),
    note: str = "",
) -> RequestStep:
    """A move of a letter: its event, about the first letter of its line, and its row."""
    told = {"request": str(request.pk), "template": request.template, "letter": request.number} | dict(facts)
    about = request.repeats_id if is_repeat(request) and kind != "sent" else request.pk
    event = weave.event(
        request.case, f"request.{kind}", happened_at=at, facts=told, note=note, subject=about, starts=starts
    )  # fmt: skip
    pk = uuid7()
    return RequestStep(
        id=pk, request=request, kind=kind, happened_at=at, entered_at=weave.now, by=weave.by, event=event.pk,
        reference=reference, missing=canonical_bytes(list(missing)).decode(),
        note=seal_text(note, place=f"request.step:{pk}") if note else None,
    )  # fmt: skip


def moving(request: Request, move_to: str) -> str:
    """Where the act goes with its letter; "" when a colleague already moved it."""
    return move_to if move_to in request_policies.act_moves(request.act) else ""


def in_law(weave: Weave, request: Request, at: datetime, moving: str) -> None:
    """The events of law that the letter stands for, save those that its act brings along when it is moved."""
    act = request.act
    by_act = pack().acts[act.type].events.get(moving, ()) if act and moving else ()  # type: ignore[call-overload]
    for kind in () if is_repeat(request) else pack().requests[request.template].events:
        if kind not in by_act:
            weave.event(request.case, kind, happened_at=at, subject=act.line if act else None)


def move_act(request: Request, to: str, given: RequestContent, *, by: "User", now: datetime, at: datetime) -> None:
    """Move the act on with its letter; what it is about, if it does not say so yet, is what the annex names."""
    act = Act.objects.select_related("case").get(requests=request)
    exact = pack().acts[act.type].needs_target and not act.target
    target = "\n".join(one.value for one in given.annex) if exact else ""
    asked_by = (
        AskedBy.PROSECUTOR if pack().institutions[request.institution].kind == "prosecutor" else AskedBy.AUTHORITY
    )
    actions.move(act=act, to=to, by=by, now=now, happened_at=at, target=target, asked_by=act.asked_by or asked_by)


def line_of(request: Request) -> list[Request]:
    """The first letter and those sent to repeat it, oldest first; an escalation stands alone."""
    if request.template == ESCALATION:
        return [request]
    first = request.repeats_id or request.pk
    rows = Request.objects.filter(Q(pk=first) | Q(repeats=first)).exclude(template=ESCALATION)
    return list(rows.filter(state__in=request_policies.WAITS).order_by("sent_at", "id"))
