"""Every step of a hand-off. The same functions serve pages, one-time links, papers and partner systems."""

import json
import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime

from hilo.accounts.actions import desk_account
from hilo.accounts.models import User
from hilo.accounts.sealing import open_text, seal_text
from hilo.cases import conflicts, routing
from hilo.cases.access import Sight, withheld_from
from hilo.cases.models import Case, Conflict, PersonInCase, PlaceInCase, Withheld
from hilo.cases.policies import check_reason, check_unchanged
from hilo.cases.thread import Weave
from hilo.exchange import policies
from hilo.exchange.models import Acknowledgement, HandOff
from hilo.exchange.policies import BY_ACCOUNT, Known
from hilo.intake import sharing
from hilo.lib.ids import uuid7

Kind, State = HandOff.Kind, HandOff.State


@transaction.atomic
def offer(
    *,
    case: Case,
    receiver: str,
    kind: str,
    request: str,
    scope: Collection[str],
    by: User,
    now: datetime,
    revision: int | None = None,
) -> HandOff:
    """Offer the case, or a part of it, to another institution. It stays here until they accept."""
    weave = Weave(now=now, by=by)
    weave.hold([case.pk])
    fresh = weave.cases[case.pk]
    check_unchanged(fresh, revision)
    policies.check_can_offer(fresh, receiver, kind=kind, scope=scope, request=request, by=by, now=now)
    previous = _came_by(fresh)
    row = HandOff(
        id=uuid7(), case=fresh, kind=kind, sender=fresh.institution, receiver=receiver, previous=previous,
        origin=previous.origin if previous else fresh.institution, scope=json.dumps(sorted(scope)),
        offered_at=now, offered_by=by,
    )  # fmt: skip
    row.request = seal_text(request, place=f"handoff.request:{row.pk}")
    row.save(force_insert=True)
    _tell(weave, fresh, row, "handoff.offered", kind=kind, scope=sorted(scope))
    sharing.settle(weave, fresh, _offered(fresh))
    weave.write()
    return row


def _came_by(case: Case) -> HandOff | None:
    """The hand-off by which the present holder got the case; a chain of them leads back to who began."""
    mine = HandOff.objects.filter(receiver=case.institution, state__in=(State.ACCEPTED, State.RESULTED))
    by_transfer = mine.filter(case=case, kind=Kind.TRANSFER)
    return (by_transfer | mine.filter(made=case)).order_by("-answered_at", "-id").first()


class _Step:
    """One step of one hand-off: its case is held, its row is fresh, and everything is written at the end."""

    def __init__(
        self,
        handoff: HandOff,
        *,
        by: User | None,
        now: datetime,
        known: Known = BY_ACCOUNT,
        revision: int | None = None,
    ) -> None:
        self.by, self.now, self.known = by, now, known
        self.weave = Weave(now=now, by=by)
        self.weave.hold([handoff.case_id])
        self.row = HandOff.objects.get(pk=handoff.pk)
        self.case = self.row.case = self.weave.cases[self.row.case_id]
        policies.check_same(self.row, revision)

    def tell(self, what: str, /, *, note: str = "", **facts: Any) -> None:
        """The event, on the case and on the one that a part had made."""
        _tell(self.weave, self.case, self.row, what, note=note, how=self.known.how, **facts)
        if self.row.made_id is not None and self.weave.cases.get(self.row.made_id):
            _tell(self.weave, self.weave.cases[self.row.made_id], self.row, what, how=self.known.how, **facts)

    def receive(self) -> None:
        """Somebody there has it in hands."""
        self.row.state, self.row.received_at, self.row.received_by = State.RECEIVED, self.now, self.by
        self.tell("handoff.received")

    def answer(self, state: HandOff.State, reason: str = "") -> None:
        """Accepted, refused or withdrawn."""
        self.row.state, self.row.answered_at, self.row.answered_by = state, self.now, self.by
        if reason:
            self.row.answer = seal_text(reason, place=f"handoff.answer:{self.row.pk}")

    def acknowledge(self) -> None:
        """Keep how the step is known."""
        known, pk = self.known, uuid7()
        policies.check_paper(known, today=localtime(self.now).date())
        Acknowledgement.objects.create(
            id=pk, handoff=self.row, step=self.row.state, how=known.how, at=self.now, by=self.by,
            reference=known.reference.strip(), dated=known.dated, digest=known.digest,
            signer=seal_text(known.signer, place=f"ack.signer:{pk}") if known.signer else None,
        )  # fmt: skip

    def write(self) -> HandOff:
        """The row and the thread, together."""
        self.row.revision += 1
        self.row.save()
        sharing.settle(self.weave, self.case, _offered(self.case))
        self.weave.write()
        return self.row


def _offered(case: Case) -> list[str]:
    """Institutions that may take the whole case now, and so must be able to open what was told."""
    rows = HandOff.objects.filter(case=case, kind=Kind.TRANSFER).unanswered()
    return list(rows.values_list("receiver", flat=True))


@transaction.atomic
def share_reports(*, handoff: HandOff, by: User, now: datetime) -> str:
    """Give the receiver's unit the key of the reports of an offered or handed-over case, with the keys in hand.

    How its unit stands then, of :func:`hilo.intake.sharing.state_of`.
    """
    step = _Step(handoff, by=by, now=now)
    policies.check_can_share(step.row, by=by)
    sharing.settle(step.weave, step.case, _offered(step.case))
    step.weave.write()
    return sharing.state_of(step.case, step.row.receiver)


def _tell(weave: Weave, case: Case, row: HandOff, what: str, /, *, note: str = "", **facts: Any) -> None:
    about = {"handoff": str(row.pk), "sender": row.sender, "receiver": row.receiver}
    weave.event(case, what, facts=about | facts, note=note, subject=row.pk)


@transaction.atomic
def acknowledge(
    *,
    handoff: HandOff,
    by: User | None,
    now: datetime,
    known: Known = BY_ACCOUNT,
    revision: int | None = None,
) -> HandOff:
    """The receiver has it in hands; nothing else changes."""
    step = _Step(handoff, by=by, now=now, known=known, revision=revision)
    policies.check_may_answer(step.row, by=by, how=known.how)
    policies.check_awaits(step.row, State.OFFERED)
    step.receive()
    step.acknowledge()
    return step.write()


@transaction.atomic
def accept(
    *,
    handoff: HandOff,
    by: User | None,
    now: datetime,
    known: Known = BY_ACCOUNT,
    revision: int | None = None,
) -> HandOff:
    """The receiver takes it: the case moves to them, or a case of their own opens for the part.

    Where nobody of the receiver works with Hilo, the case stays and its holder keeps asking for the result.
    """
    step = _Step(handoff, by=by, now=now, known=known, revision=revision)
    policies.check_may_answer(step.row, by=by, how=known.how)
    policies.check_awaits(step.row, *HandOff.UNANSWERED)
    policies.check_receiver(step.case, step.row.receiver, now.date())
    if step.row.state == State.OFFERED:
        step.receive()
    step.answer(State.ACCEPTED)
    moves = policies.has_people(step.row.receiver)
    step.tell("handoff.accepted", moves=moves)
    if moves and step.row.kind == Kind.TRANSFER:
        _move(step)
    elif moves:
        _open_part(step)
    step.acknowledge()
    return step.write()


def _move(step: _Step) -> None:
    """The case, and the open reports folded under it, change hands; what was not to travel stays closed to them."""
    weave, row = step.weave, step.row
    folded = Case.objects.open().filter(parent=step.case, institution=step.case.institution)
    weave.hold(folded.values_list("pk", flat=True))
    reports = [one for one in weave.cases.values() if one.parent_id == step.case.pk]
    moved = [step.case, *_that_may_go(weave, reports, row.receiver)]
    routing.move(weave, moved, row.receiver, handoff=str(row.pk))
    if not HandOff.objects.filter(case=step.case, sender=row.receiver).exists():  # who held it knows it
        _withhold(moved, step)


def _that_may_go(weave: Weave, reports: list[Case], receiver: str) -> list[Case]:
    """Reports that the receiver may see. The others stay, and stand by themselves from now on."""
    conflicts_of = Conflict.objects.filter(case__in=reports, institution=receiver)
    kept = set(conflicts_of.values_list("case", flat=True))
    for case in reports:
        if case.pk in kept:
            weave.event(case, "campaign.unfolded", facts={"unfolded_from": str(case.parent_id)})
            case.parent = None
    return [case for case in reports if case.pk not in kept]


def _withhold(moved: list[Case], step: _Step) -> None:
    """What does not travel, and what had not travelled to the sender either: nobody hands on what they may not open."""
    row, kept = step.row, sorted(set(Withheld.Part.values) - step.row.scope_set)
    rows = [(case.pk, part, step.now) for case in moved for part in kept]
    before = Withheld.objects.filter(case__in=moved, institution=row.sender, released_at__isnull=True)
    before = before.exclude(part__in=kept)
    rows += before.values_list("case", "part", "before")
    Withheld.objects.bulk_create(
        Withheld(case_id=case, institution=row.receiver, part=part, before=moment) for case, part, moment in rows
    )


def _open_part(step: _Step) -> None:
    """A case of the receiver's own for its part, with the names that travel."""
    source, row = step.case, step.row
    made = Case(
        kind=source.kind, tier=source.tier, institution=row.receiver, state=source.state, course=source.course,
        route_reason="handoff", owner=desk_account(row.receiver), opened_at=step.now,
    )  # fmt: skip
    step.weave.open(made)
    row.made = made
    opened = {"institution": row.receiver, "owner": made.owner.pk, "handoff": str(row.pk)}  # type: ignore[union-attr]
    step.weave.event(made, "case.opened", facts=opened)
    _tell(step.weave, made, row, "handoff.accepted", how=step.known.how, moves=True)
    conflicts.inherit(step.weave, source, made)
    for model, part in ((PersonInCase, "people"), (PlaceInCase, "places")):
        if part in row.scope_set:
            _copy(model, step, made)


def _copy(model: type[Any], step: _Step, made: Case) -> None:
    """People or places of the case, sealed again for where they now stand; without names the sender may not open.

    ``copy_of`` in the event lets a child be known again in both cases, without a name.
    """
    what, part = ("person", "people") if model is PersonInCase else ("place", "places")
    sight = Sight(withheld_from(step.case, step.row.sender))
    for one in model.objects.filter(case=step.case):
        hidden = sight.hides(part, one.added_at)
        name = "" if hidden else open_text(one.name, place=f"{what}.name:{one.pk}")
        before = str(one.pk)
        one.pk, one.case, one.added_at, one.added_by = uuid7(), made, step.now, step.by
        one.name = seal_text(name, place=f"{what}.name:{one.pk}") if name else None
        one.save(force_insert=True)
        step.weave.event(made, f"{what}.added", facts={what: str(one.pk), "role": one.role, "copy_of": before})


@transaction.atomic
def refuse(
    *,
    handoff: HandOff,
    reason: str,
    by: User | None,
    now: datetime,
    known: Known = BY_ACCOUNT,
    revision: int | None = None,
) -> HandOff:
    """The receiver says no, and why. The case has stayed with the sender, who must now decide again."""
    step = _Step(handoff, by=by, now=now, known=known, revision=revision)
    policies.check_may_answer(step.row, by=by, how=known.how)
    policies.check_awaits(step.row, *HandOff.UNANSWERED)
    check_reason(reason)
    step.answer(State.REFUSED, reason)
    step.tell("handoff.refused", note=reason)
    step.acknowledge()
    return step.write()


@transaction.atomic
def withdraw(*, handoff: HandOff, reason: str, by: User, now: datetime, revision: int | None = None) -> HandOff:
    """The sender takes back what nobody has answered."""
    step = _Step(handoff, by=by, now=now, revision=revision)
    policies.check_can_withdraw(step.row, by=by, reason=reason)
    step.answer(State.WITHDRAWN, reason)
    step.tell("handoff.withdrawn", note=reason)
    return step.write()


@transaction.atomic
def release(
    *, handoff: HandOff, parts: Collection[str], by: User, now: datetime, revision: int | None = None
) -> HandOff:
    """The sender lets the receiver open what had not travelled, of the case and of what is folded under it."""
    step = _Step(handoff, by=by, now=now, revision=revision)
    policies.check_can_release(step.row, parts, by=by)
    cases = Case.objects.filter(Q(pk=step.case.pk) | Q(parent=step.case))
    rows = Withheld.objects.filter(case__in=cases, institution=step.row.receiver, part__in=parts)
    rows.filter(released_at__isnull=True).update(released_at=now, released_by=by)
    step.row.scope = json.dumps(sorted(step.row.scope_set | set(parts)))
    step.tell("handoff.released", parts=sorted(parts))
    return step.write()


@transaction.atomic
def give_result(
    *,
    handoff: HandOff,
    outcome: str,
    note: str = "",
    by: User | None,
    now: datetime,
    known: Known = BY_ACCOUNT,
    revision: int | None = None,
) -> HandOff:
    """Say what came of it. Those who handed the case on before are told the same, back to who began."""
    step = _Step(handoff, by=by, now=now, known=known, revision=revision)
    policies.check_may_answer(step.row, by=by, how=known.how)
    policies.check_can_give_result(step.row, outcome)
    step.weave.hold([step.row.made_id] if step.row.made_id else [])
    _result(step.row, outcome, note, by=by, now=now)
    step.tell("handoff.resulted", note=note, outcome=outcome)
    _tell_back(step, outcome, note)
    step.acknowledge()
    return step.write()


def _result(row: HandOff, outcome: str, note: str, *, by: User | None, now: datetime) -> None:
    row.state, row.outcome, row.result_at, row.result_by = State.RESULTED, outcome, now, by
    row.result = seal_text(note, place=f"handoff.result:{row.pk}") if note else None


def _tell_back(step: _Step, outcome: str, note: str) -> None:
    """Up the chain of the same case: each earlier sender waits for this very result."""
    seen: set[uuid.UUID] = {step.row.pk}
    earlier = step.row.previous
    while earlier is not None and earlier.pk not in seen:
        seen.add(earlier.pk)
        if earlier.state == State.ACCEPTED and earlier.case_id == step.row.case_id:
            _result(earlier, outcome, note, by=step.by, now=step.now)
            earlier.revision += 1
            earlier.save()
            _tell(step.weave, step.case, earlier, "handoff.resulted", how=step.known.how, outcome=outcome)
        earlier = earlier.previous
