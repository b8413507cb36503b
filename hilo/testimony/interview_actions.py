"""Interviews: planned, begun, their free narrative closed, ended or cancelled. Each is an event of the thread."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from hilo.accounts.models import User
from hilo.accounts.sealing import seal_text
from hilo.cases.models import Case, PersonInCase
from hilo.cases.thread import Weave
from hilo.lib.ids import uuid7
from hilo.testimony import interview_policies, policies
from hilo.testimony.held import held
from hilo.testimony.models import Hearer, Interview, Telling
from hilo.testimony.telling_queries import before_one_more


@transaction.atomic
def plan(  # noqa: PLR0913 - every column of the row is named
    *,
    case: Case,
    child: PersonInCase,
    purpose: str,
    by: User,
    now: datetime,
    interviewer: User | None = None,
    hearer: Hearer | None = None,
    protocol: str = "",
    follows: Interview | None = None,
    planned_for: datetime | None = None,
    legal_need: str = "none_stated",
    earlier_usable: str = "unknown",
    reason: str = "",
    held_already: bool = False,
    revision: int | None = None,
) -> Interview:
    """Plan an interview, or a further session of one that it ``follows``.

    Where the child told already, ``reason`` says why once more; not for a further session of a protocol, nor for an
    interview ``held_already``, which nobody can spare the child any more.
    """
    weave, fresh = held(case, by=by, now=now, revision=revision)
    policies.check_can_hold(fresh, by=by)
    policies.check_child(fresh, child)
    interview_policies.check_can_plan(
        fresh, child=child, interviewer=interviewer, hearer=hearer, follows=follows, reason=reason, purpose=purpose
    )  # fmt: skip
    if not held_already:
        warned = _warned(child, fresh, purpose, follows, now)
        interview_policies.check_reason_once_more(interviewer, child, reason=reason, warned=warned)
    pk = uuid7()
    row = Interview.objects.create(
        id=pk, case=fresh, child=child, number=_next_number(fresh), interviewer=interviewer, hearer=hearer,
        protocol=protocol, line=follows.line if follows else pk, session=_session(follows), planned_for=planned_for,
        purpose=purpose, legal_need=legal_need, earlier_usable=earlier_usable, made_at=now, made_by=by,
        reason=seal_text(reason.strip(), place=f"interview.reason:{pk}") if reason.strip() else None,
    )  # fmt: skip
    _tell(weave, row, "interview.planned")
    return row


@transaction.atomic
def begin(
    *,
    interview: Interview,
    by: User,
    now: datetime,
    mode: str = "unknown",
    mode_chosen_by_child: str = "not_asked",
    happened_at: datetime | None = None,
    revision: int | None = None,
) -> Interview:
    """The child begins to tell; how it is kept is the child's choice and never a must."""
    weave, row = _held_row(interview, by=by, now=now, revision=revision)
    interview_policies.check_can_begin(row, mode=mode, mode_chosen_by_child=mode_chosen_by_child)
    row.begun_at, row.begun_by = interview_policies.moment(happened_at, now), by
    row.mode, row.mode_chosen_by_child = mode, mode_chosen_by_child
    return _moved(weave, row, "interview.begun", row.begun_at)


@transaction.atomic
def close_narrative(
    *, interview: Interview, by: User, now: datetime, happened_at: datetime | None = None, revision: int | None = None
) -> Interview:
    """The child has told freely. From here on questions may be asked."""
    weave, row = _held_row(interview, by=by, now=now, revision=revision)
    interview_policies.check_can_close(row)
    row.closed_at, row.closed_by = interview_policies.moment(happened_at, now, row.begun_at), by
    return _moved(weave, row, "narrative.closed", row.closed_at)


@transaction.atomic
def end(
    *,
    interview: Interview,
    by: User,
    now: datetime,
    happened_at: datetime | None = None,
    telling: Telling | None = None,
    revision: int | None = None,
) -> Interview:
    """The interview is over and counts as a telling; ``telling``: the row that counted it before it was entered."""
    weave, row = _held_row(interview, by=by, now=now, revision=revision)
    interview_policies.check_can_end(row)
    interview_policies.check_telling(row, telling)
    row.ended_at, row.ended_by = interview_policies.moment(happened_at, now, row.closed_at), by
    row.telling = telling or _telling(row, by=by, now=now)
    return _moved(weave, row, "interview.ended", row.ended_at)


@transaction.atomic
def enter(  # noqa: PLR0913 - every moment of it is named
    *,
    case: Case,
    by: User,
    now: datetime,
    begun_at: datetime,
    closed_at: datetime | None = None,
    ended_at: datetime | None = None,
    mode: str = "unknown",
    mode_chosen_by_child: str = "not_asked",
    telling: Telling | None = None,
    **planned: Any,
) -> Interview:
    """Enter an interview that was held before, so that its transcript can be kept; ``planned`` goes to :func:`plan`.

    Where it is not known when the free narrative or the interview ended, they stand at the moment before.
    """
    row = plan(case=case, by=by, now=now, held_already=True, **planned)
    row = begin(
        interview=row, by=by, now=now, happened_at=begun_at, mode=mode, mode_chosen_by_child=mode_chosen_by_child
    )
    row = close_narrative(interview=row, by=by, now=now, happened_at=closed_at or row.begun_at)
    return end(interview=row, by=by, now=now, happened_at=ended_at or row.closed_at, telling=telling)


@transaction.atomic
def cancel(*, interview: Interview, by: User, now: datetime, reason: str, revision: int | None = None) -> Interview:
    """It will not be held; the reason stays."""
    weave, row = _held_row(interview, by=by, now=now, revision=revision)
    interview_policies.check_can_cancel(row, reason)
    row.cancelled_at, row.cancelled_by = now, by
    row.cancel_reason = seal_text(reason.strip(), place=f"interview.cancel:{row.pk}")
    return _moved(weave, row, "interview.cancelled", now)


def _warned(child: PersonInCase, case: Case, purpose: str, follows: Interview | None, now: datetime) -> bool:
    """Whether there is something to know before this child tells once more."""
    line = str(follows.line) if follows is not None and of_protocol(follows) else ""
    return before_one_more(child, case.institution, purpose, now, session_of=line) is not None


def of_protocol(row: Interview) -> bool:
    """Whether it is a session of a protocol, so that another one may be planned to follow it."""
    return row.protocol not in ("", "none")


def _held_row(interview: Interview, *, by: User, now: datetime, revision: int | None) -> tuple[Weave, Interview]:
    weave, fresh = held(interview.case, by=by, now=now, revision=revision)
    policies.check_can_hold(fresh, by=by)
    row = Interview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    row.case = fresh
    return weave, row


def _moved(weave: Weave, row: Interview, kind: str, at: datetime) -> Interview:
    row.save()
    _tell(weave, row, kind, at)
    return row


def _tell(weave: Weave, row: Interview, kind: str, at: datetime | None = None) -> None:
    facts = {"interview": str(row.pk), "number": row.number, "session": row.session}
    weave.event(row.case, kind, happened_at=at, facts=facts, subject=row.pk)
    weave.write()


def _telling(row: Interview, *, by: User, now: datetime) -> Telling:
    """The row that counts it, with what the interview says of itself."""
    hearer = row.hearer or hearer_of(row.case, row.interviewer or by, by=by, now=now)
    return Telling.objects.create(
        case=row.case, child=row.child, on=localdate(row.begun_at or now), precision="day", asked_by=hearer,
        role=hearer.role, institution=hearer.institution, purpose=row.purpose, formal=True,
        session_of=str(row.line) if of_protocol(row) else "", planned=of_protocol(row), recorded=row.mode,
        mode_chosen_by_child=row.mode_chosen_by_child, legal_need=row.legal_need, earlier_usable=row.earlier_usable,
        at=now, by=by,
    )  # fmt: skip


def hearer_of(case: Case, user: User, *, by: User, now: datetime, role: str = "interviewer") -> Hearer:
    """The hearer that stands for a colleague in this case, made with ``role`` when there is none."""
    found = Hearer.objects.filter(case=case, user=user).first()
    return found or Hearer.objects.create(
        case=case, user=user, role=role, institution=user.institution, added_at=now, added_by=by
    )


def _next_number(case: Case) -> int:
    last: int | None = Interview.objects.filter(case=case).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _session(follows: Interview | None) -> int:
    if follows is None:
        return 1
    last: int = Interview.objects.filter(line=follows.line).aggregate(last=Max("session"))["last"]
    return last + 1


def of(case: Case, pk: UUID) -> Interview:
    """One interview of a case. Raises Interview.DoesNotExist."""
    return Interview.objects.select_related("interviewer", "hearer", "child").get(case=case, pk=pk)
