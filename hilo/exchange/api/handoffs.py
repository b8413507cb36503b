"""Hand-offs between another system and ours: those it is offered, its answers, and those it makes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy
from ninja import Router, Status

from hilo.accounts.actions import desk_account, log_read
from hilo.accounts.sealing import open_text
from hilo.exchange import actions, queries
from hilo.exchange.api import arrivals, schemas
from hilo.exchange.api.answers import read, write
from hilo.exchange.api.gate import Signed
from hilo.exchange.api.problems import Problem, nothing_there
from hilo.exchange.api.sight import handoffs_of, one_handoff
from hilo.exchange.api.signatures import Asked
from hilo.exchange.api.store import once
from hilo.exchange.models import Acknowledgement, HandOff, Partner, Scope
from hilo.exchange.policies import Known
from hilo.lib import keyset
from hilo.reference import pack

router = Router(tags=["handoffs"])
MISSING = {
    "state": gettext_lazy("No existe ese estado: use la clave de tres letras de la lista."),
    "receiver": gettext_lazy("No existe esa institución: use la clave de la lista, o ninguna para seguir la ruta."),
}
SIGNED = Signed(Scope.HANDOFFS)
PAGE = 50
STEP = write(_200=schemas.Step)


@router.get("", auth=SIGNED, response=read(schemas.HandOffPage))
def list_handoffs(
    request: Asked,
    direction: schemas.Direction = "in",
    state: schemas.State | None = None,
    after: schemas.After | None = None,
) -> Status[Any]:
    """Those that your institution was offered (`in`) or made (`out`), newest first, 50 at a time."""
    partner = request.auth.partner
    side = {"receiver" if direction == "in" else "sender": partner.institution}
    rows = queries.dated(handoffs_of(partner).filter(**side)).order_by("-offered_at", "-id")
    if state:
        rows = rows.filter(state=state)
    if after:
        rows = rows.filter(_older(after))
    found = list(rows[: PAGE + 1])
    more = keyset.mark(found[PAGE - 1].offered_at, found[PAGE - 1].pk) if len(found) > PAGE else None
    return Status(200, schemas.HandOffPage(handoffs=[_row(row) for row in found[:PAGE]], after=more))


def _older(after: str) -> Q:
    place = keyset.place(after)
    if place is None:
        raise nothing_there()
    return Q(offered_at__lt=place[0]) | Q(offered_at=place[0], pk__lt=place[1])


@router.get("/{uuid:pk}", auth=SIGNED, response=read(schemas.HandOffDetail))
def see_handoff(request: Asked, pk: UUID) -> Status[Any]:
    """One of them, with its words; what is asked of you only once you acknowledged its receipt."""
    partner = request.auth.partner
    row = one_handoff(partner, pk)
    told = _row(row).model_dump() | _words(row, partner) | {"reference": _file_of(row, partner)}
    return Status(200, schemas.HandOffDetail.model_validate(told))


def _file_of(row: HandOff, partner: Partner) -> str | None:
    """The file number that this side told: the sender with its offer, the receiver with an answer."""
    told = Acknowledgement.objects.filter(handoff=row, how=HandOff.How.PARTNER).exclude(reference="")
    offers = Q(step=HandOff.State.OFFERED)
    mine = told.filter(offers if row.sender == partner.institution else ~offers)
    return mine.order_by("-at", "-id").values_list("reference", flat=True).first()


def _row(row: Any) -> schemas.HandOffRow:
    names = ("id", "state", "kind", "sender", "receiver", "origin", "offered_at", "due_at", "received_at",
             "answered_at", "result_at")  # fmt: skip
    values = {name: getattr(row, name) for name in names}
    return schemas.HandOffRow(**values, tier=row.case.tier, outcome=row.outcome or None)


def _words(row: HandOff, partner: Partner) -> dict[str, str]:
    """The texts this partner may read now. Each that is opened is logged, on the account of its institution's desk."""
    sealed = {"request": row.request, "reason": row.answer, "note": row.result}
    places = {"request": "request", "reason": "answer", "note": "result"}
    if row.receiver == partner.institution and row.state == HandOff.State.OFFERED:
        return {}
    words = {}
    for name, text in sealed.items():
        if text:
            place = places[name]
            log_read(
                user=desk_account(partner.institution), subject_kind="handoff", subject_id=row.pk, field=place,
                reason=f"partner:{partner.code}",
            )  # fmt: skip
            words[name] = open_text(text, place=f"handoff.{place}:{row.pk}")
    return words


@router.post("", auth=SIGNED, response=write(_201=schemas.Step))
@once
def hand_over(request: Asked, handoff: schemas.HandOffIn) -> Status[Any]:
    """Hand a case over to an institution that works here. It stays yours until they accept."""
    state = handoff.state or ""
    if state and state not in pack().states:
        raise _unknown("state")
    receiver = arrivals.receiver_of(handoff.receiver, state, handoff.tier)
    if receiver not in pack().institutions:
        raise _unknown("receiver")
    row = arrivals.hand_in(
        partner=request.auth.partner,
        reference=handoff.reference, request=handoff.request, tier=handoff.tier, receiver=receiver, state=state,
        people=[arrivals.Somebody(one.role, one.name, one.age) for one in handoff.people], now=timezone.now(),
    )  # fmt: skip
    return Status(201, schemas.Step(id=row.pk, state=row.state))


def _unknown(field: str) -> Problem:
    return Problem(422, str(MISSING[field]), fields=[f"body.handoff.{field}"])


def answer(partner: Partner, pk: UUID, told: schemas.Receipt, act: Callable[..., HandOff], **more: Any) -> schemas.Step:
    """One step of a hand-off that this partner's institution was offered. Raises Problem (404) and Denied."""
    row = one_handoff(partner, pk)
    if row.receiver != partner.institution:
        raise nothing_there()
    known = Known(how=HandOff.How.PARTNER, reference=told.reference or "", signer=told.signer or "")
    now: datetime = timezone.now()
    done = act(handoff=row, by=None, now=now, known=known, **more)
    return schemas.Step(id=done.pk, state=done.state)


@router.post("/{uuid:pk}/receipt", auth=SIGNED, response=STEP)
@once
def receipt(request: Asked, pk: UUID, told: schemas.Receipt) -> Status[Any]:
    """Somebody of yours has it in hands."""
    return Status(200, answer(request.auth.partner, pk, told, actions.acknowledge))


@router.post("/{uuid:pk}/acceptance", auth=SIGNED, response=STEP)
@once
def acceptance(request: Asked, pk: UUID, told: schemas.Acceptance) -> Status[Any]:
    """Your institution takes it; the result is then yours to tell."""
    return Status(200, answer(request.auth.partner, pk, told, actions.accept))


@router.post("/{uuid:pk}/refusal", auth=SIGNED, response=STEP)
@once
def refusal(request: Asked, pk: UUID, told: schemas.Refusal) -> Status[Any]:
    """Your institution does not take it; whoever sent it must decide again."""
    done = answer(request.auth.partner, pk, told, actions.refuse, reason=told.reason)
    return Status(200, done)


@router.post("/{uuid:pk}/result", auth=SIGNED, response=STEP)
@once
def result(request: Asked, pk: UUID, told: schemas.Result) -> Status[Any]:
    """What came of it: also told to whoever handed the case on before."""
    done = answer(request.auth.partner, pk, told, actions.give_result, outcome=told.outcome, note=told.note)
    return Status(200, done)
