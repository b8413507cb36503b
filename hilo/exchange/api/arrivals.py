"""A case that another system hands over to an institution that works with Hilo."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hilo.accounts.actions import desk_account
from hilo.accounts.models import User
from hilo.accounts.sealing import seal_text
from hilo.cases.models import Case, PersonInCase, Withheld
from hilo.cases.policies import check_open
from hilo.cases.thread import Weave
from hilo.exchange.models import Acknowledgement, HandOff, Partner
from hilo.exchange.policies import check_receiver
from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7
from hilo.reference import pack

KIND = "handoff"  # of a case that came so; the pack's courses for any kind apply


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person in the case: a role of PersonInCase, and what is known."""

    role: str
    name: str = ""
    age: int | None = None


@transaction.atomic
def hand_in(
    *,
    partner: Partner,
    reference: str,
    request: str,
    tier: int,
    receiver: str,
    state: str,
    people: Iterable[Somebody],
    now: datetime,
) -> HandOff:
    """Offer it to the receiver, like any hand-off: the case stays with the partner's institution until they accept.

    ``reference``: the partner's file number. After a refusal the same one offers the same case again.
    """
    Partner.objects.select_for_update().get(pk=partner.pk)  # two at once must not open two cases of one file
    weave = Weave(now=now)
    case = _known_case(partner, reference, weave) or _open(partner, weave, tier=tier, state=state, people=people)
    check_receiver(case, receiver, now.date())
    if not User.objects.people().filter(institution=receiver).exists():
        raise Denied(_("Nadie de esa institución trabaja aquí: elija otra, o avísele por su propio medio."))
    row = HandOff(
        id=uuid7(), case=case, kind=HandOff.Kind.TRANSFER, sender=partner.institution, receiver=receiver,
        origin=partner.institution, scope=json.dumps(sorted(Withheld.Part.values)), offered_at=now,
        offered_by=desk_account(partner.institution),
    )  # fmt: skip
    row.request = seal_text(request, place=f"handoff.request:{row.pk}")
    facts = {"handoff": str(row.pk), "sender": row.sender, "receiver": receiver, "kind": row.kind}
    weave.event(case, "handoff.offered", facts=facts | {"how": "partner", "partner": partner.code}, subject=row.pk)
    row.save(force_insert=True)
    weave.write()
    Acknowledgement.objects.create(handoff=row, step=row.state, how=HandOff.How.PARTNER, at=now, reference=reference)
    return row


def earlier(partner: Partner, reference: str) -> HandOff | None:
    """The last hand-off of this file that the partner's institution sent from its system."""
    told = Acknowledgement.objects.filter(
        step=HandOff.State.OFFERED, how=HandOff.How.PARTNER, reference=reference, handoff__sender=partner.institution
    )
    last = told.select_related("handoff__case").order_by("-at", "-id").first()
    return last.handoff if last else None


def _known_case(partner: Partner, reference: str, weave: Weave) -> Case | None:
    """The case of a file that was refused before, held; None for a new file. Raises Denied while it stands."""
    before = earlier(partner, reference)
    if before is None:
        return None
    ended = before.state in (HandOff.State.REFUSED, HandOff.State.WITHDRAWN)
    if not ended or before.case.institution != partner.institution:
        raise Denied(_("Ese expediente ya se canalizó: pregunte cómo va con la clave que recibió."))
    weave.hold([before.case_id])
    case = weave.cases[before.case_id]
    check_open(case)
    return case


def _open(partner: Partner, weave: Weave, *, tier: int, state: str, people: Iterable[Somebody]) -> Case:
    """A case of the partner's institution, with the people in it."""
    choice = pack().course_for(KIND, state or None, tier)
    case = Case(
        kind=KIND, tier=tier, institution=partner.institution, state=state, course=choice.course,
        route_reason="partner", owner=desk_account(partner.institution), opened_at=weave.now,
    )  # fmt: skip
    weave.open(case)
    opened = {"institution": case.institution, "course": case.course, "owner": case.owner_id, "reason": "partner"}
    weave.event(case, "case.opened", facts=opened | {"partner": partner.code})
    PersonInCase.objects.bulk_create([_person(case, one, weave) for one in people])
    return case


def _person(case: Case, one: Somebody, weave: Weave) -> PersonInCase:
    pk = uuid7()
    weave.event(case, "person.added", facts={"person": str(pk), "role": one.role})
    name = seal_text(one.name, place=f"person.name:{pk}") if one.name.strip() else None
    return PersonInCase(id=pk, case=case, role=one.role, name=name, age=one.age, source="partner", added_at=weave.now)


def receiver_of(receiver: str | None, state: str, tier: int) -> str:
    """The institution named, or the first of the pack's course."""
    return receiver or pack().course_for(KIND, state or None, tier).institution
