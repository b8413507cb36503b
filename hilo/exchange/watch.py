"""What the parts below ask of this one: who else must look at a late hand-off, and what ends with a conflict."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from hilo.accounts.models import User
from hilo.cases.conflicts import keep_out
from hilo.cases.models import Case, Clock, Conflict, Notice
from hilo.cases.thread import Weave
from hilo.exchange.models import HandOff
from hilo.reference import pack


def both_sides(clocks: Sequence[Clock]) -> Mapping[uuid.UUID, Collection[str]]:
    """A late hand-off is the business of who offered it and of who was offered it, by id of its clock."""
    about = {clock.pk: clock.subject for clock in clocks if _of_handoff(clock.rule)}
    sides = {
        row.pk: (row.sender, row.receiver)
        for row in HandOff.objects.filter(pk__in=set(about.values())).only("id", "sender", "receiver")
    }
    return {pk: sides[subject] for pk, subject in about.items() if subject in sides}


def _of_handoff(code: str) -> bool:
    rule = pack().clocks.get(code)
    return rule is not None and rule.per == "handoff"


def seen_by(user: User) -> Q:
    """Notices about hand-offs that this person may see: of either side, and without a conflict of interest."""
    return Q(Exists(HandOff.objects.visible_to(user).open().filter(pk=OuterRef("subject"))))


def where(notice: Notice) -> str:
    """The sheet of the hand-off."""
    return reverse("exchange:handoff", args=[notice.subject])


def end_with_conflict(weave: Weave, case: Case, institution: str, reason: str) -> list[Conflict]:
    """Offers to and from an institution that is kept out end; it is kept from the other half of a part too."""
    involved = Q(sender=institution) | Q(receiver=institution)
    for row in HandOff.objects.filter(involved, case=case).unanswered():
        row.state, row.answered_at, row.answered_by = HandOff.State.WITHDRAWN, weave.now, weave.by
        row.revision += 1
        row.save(update_fields=["state", "answered_at", "answered_by", "revision"])
        facts = {"handoff": str(row.pk), "sender": row.sender, "receiver": row.receiver, "why": "conflict"}
        weave.event(case, "handoff.withdrawn", facts=facts, subject=row.pk)
    return [row for other in _other_halves(weave, case) for row in keep_out(weave, other, institution, reason=reason)]


def _other_halves(weave: Weave, case: Case) -> list[Case]:
    """Cases that parts of this one opened, or of which this one is a part, that were not come to yet."""
    parts = HandOff.objects.filter(Q(case=case) | Q(made=case), made__isnull=False).values_list("case", "made")
    ids = {pk for pair in parts for pk in pair} - {case.pk}
    been = {event.case_id for event in weave.events if event.kind == "conflict.recorded"}
    weave.hold(ids - been)
    return [weave.cases[pk] for pk in sorted(ids - been)]
