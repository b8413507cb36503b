"""Every write on the analysis of a case: a point is noted, settled, withdrawn, or given an act that would answer it."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hilo.accounts.sealing import seal_text
from hilo.cases.models import Case
from hilo.cases.policies import check_unchanged
from hilo.cases.thread import Weave
from hilo.investigation import actions, analysis_policies, analysis_sources
from hilo.investigation.models import Act, Point
from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User


def _held(case: UUID, *, by: "User", now: datetime, revision: int | None) -> tuple[Weave, Case]:
    """A weave that holds the case, locked and fresh."""
    weave = Weave(now=now, by=by)
    weave.hold([case])
    check_unchanged(weave.cases[case], revision)
    return weave, weave.cases[case]


@transaction.atomic
def note(
    *,
    case: Case,
    kind: str,
    text: str,
    by: "User",
    now: datetime,
    source: str = "",
    answer: str = "",
    revision: int | None = None,
) -> Point:
    """A person says what is known, what is not, or what may have happened.

    ``source``: ``kind:id`` of what it rests on. ``answer``: what would answer it, ``act:id`` of the plan or
    ``type:code`` of the catalogue. The words are sealed, with the event that vouches for them as well.
    """
    weave, fresh = _held(case.pk, by=by, now=now, revision=revision)
    rests = analysis_sources.of_code(fresh, source) if source else None
    analysis_policies.check_can_note(fresh, by=by, kind=kind, text=text, sourced=rests is not None)
    act, act_type = _answer(fresh, answer)
    pk = uuid7()
    point = Point.objects.create(
        id=pk, case=fresh, kind=kind, text=seal_text(text, place=f"point.text:{pk}"), added_at=now, added_by=by,
        source_kind=rests.kind if rests else "", source=rests.pk if rests else None, answered_by=act, act_type=act_type,
    )  # fmt: skip
    weave.event(fresh, "analysis.noted", facts={"point": str(pk), "kind": kind}, note=text, subject=pk)
    weave.write()
    return point


def _answer(case: Case, answer: str) -> tuple[Act | None, str]:
    """The act of the plan, or the code of the catalogue, that a form names. Raises Denied for anything else."""
    kind, _sep, named = answer.partition(":")
    if not answer:
        return None, ""
    if kind == "type" and named in pack().acts:
        return None, named
    found = analysis_sources.of_code(case, answer) if kind == "act" else None
    if found is None:
        raise Denied(_("Elija de la lista el acto que lo respondería."))
    return Act.objects.get(pk=found.pk), ""


@transaction.atomic
def settle(*, point: Point, state: str, reason: str, by: "User", now: datetime, revision: int | None = None) -> Point:
    """A point no longer stands as it was written: it was answered, or it is withdrawn. It stays readable."""
    weave, fresh = _held(point.case_id, by=by, now=now, revision=revision)
    held = Point.objects.select_for_update().get(pk=point.pk)
    held.case = fresh
    analysis_policies.check_can_settle(held, by=by, state=state, reason=reason)
    held.state, held.settled_at, held.settled_by = state, now, by
    held.settled_why = seal_text(reason, place=f"point.why:{held.pk}")
    held.save(update_fields=["state", "settled_at", "settled_by", "settled_why"])
    facts = {"point": str(held.pk), "kind": held.kind, "state": state}
    weave.event(fresh, "analysis.settled", facts=facts, note=reason, subject=held.pk)
    weave.write()
    return held


@transaction.atomic
def add_act(*, point: Point, by: "User", now: datetime, target: str = "", revision: int | None = None) -> Act:
    """The act that would answer a point goes into the plan, and the point waits for it."""
    case = Case.objects.select_for_update().get(pk=point.case_id)
    check_unchanged(case, revision)
    held = Point.objects.select_for_update().get(pk=point.pk)
    held.case = case
    analysis_policies.check_can_answer(held, by=by)
    wanted = actions.Adoption(type=held.act_type, target=target, origin="person")
    act = actions.adopt(case=case, adoptions=[wanted], by=by, now=now)[0]
    held.answered_by = act
    held.save(update_fields=["answered_by"])
    return act
