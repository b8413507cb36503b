"""Every decision on an act of a plan. Each is a step that stays, and an event of the thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from hilo.accounts.sealing import seal_text
from hilo.cases.models import Case, Event
from hilo.cases.policies import check_happened, check_unchanged
from hilo.cases.thread import Weave
from hilo.investigation import lapse, policies, queries, steps, windows
from hilo.investigation.models import Act, ActState, ActStep, Origin
from hilo.lib.ids import uuid7
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User


@dataclass(frozen=True)
class Adoption:
    """An act that is to come into the plan. ``follows``: an act about the same data, whose legal clocks it shares.

    ``asked_by``: who already asked for it; ``essential``: None as the catalogue says; ``reason``: why, in words.
    """

    type: str
    target: str = ""
    data_from: date | None = None
    asked_by: str = ""
    origin: str = Origin.PERSON
    follows: Act | None = None
    essential: bool | None = None
    reason: str = ""


def _held(case: Case, *, by: "User", now: datetime, revision: int | None) -> tuple[Weave, Case]:
    """A weave that holds the case, locked and fresh, of somebody who may decide on its plan."""
    weave = Weave(now=now, by=by)
    weave.hold([case.pk])
    fresh = weave.cases[case.pk]
    check_unchanged(fresh, revision)
    policies.check_can_decide(fresh, by=by)
    return weave, fresh


@transaction.atomic
def adopt(
    *, case: Case, adoptions: Sequence[Adoption], by: "User", now: datetime, revision: int | None = None
) -> list[Act]:
    """Take acts into the plan: all or none. What somebody already asked for goes in as asked for."""
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    for one in adoptions:
        policies.check_can_adopt(fresh, one.type, asked_by=one.asked_by, follows=one.follows)
    if adoptions and not Event.objects.filter(case=fresh, kind="plan.adopted").exists():
        weave.event(fresh, "plan.adopted", facts={"acts": len(adoptions)})
    first = _next_number(fresh)
    acts = [_row(fresh, one, first + n, by=by, now=now) for n, one in enumerate(adoptions)]
    rows = [steps.enter(weave, act, note=one.reason) for act, one in zip(acts, adoptions, strict=True)]
    rows += [steps.take(weave, act, ActState.ASKED, at=now) for act in acts if act.asked_by]
    Act.objects.bulk_create(acts)
    ActStep.objects.bulk_create(rows)
    weave.write()
    return acts


def _next_number(case: Case) -> int:
    return (Act.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1


def _row(case: Case, one: Adoption, number: int, *, by: "User", now: datetime) -> Act:
    kind, pk = pack().acts[one.type], uuid7()
    act = Act(
        id=pk, case=case, type=one.type, number=number, state=ActState.PLANNED, origin=one.origin,
        essential=kind.essential if one.essential is None else one.essential, urgency=kind.urgency,
        line=one.follows.line if one.follows else pk, data_from=one.data_from, asked_by=one.asked_by,
        window_ends_at=windows.of_plan(kind, one.data_from, now), added_at=now, added_by=by,
    )  # fmt: skip
    act.target = seal_text(one.target, place=act.target_place) if one.target.strip() else None
    return act


@transaction.atomic
def set_aside(
    *,
    case: Case,
    by: "User",
    now: datetime,
    reason: str,
    act: Act | None = None,
    type: str = "",
    revision: int | None = None,
) -> Act:
    """Say why an act is not to be done: one of the plan, or one that was only proposed and is kept with the reason."""
    if act is not None:
        return move(act=act, to=ActState.SET_ASIDE, by=by, now=now, note=reason, revision=revision).act
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    policies.check_type(type)
    policies.check_words(ActState.SET_ASIDE, reason)
    made = _row(fresh, Adoption(type, origin=Origin.PROPOSED), _next_number(fresh), by=by, now=now)
    step = steps.take(weave, made, ActState.SET_ASIDE, at=now, note=reason)
    made.save(force_insert=True)
    step.save(force_insert=True)
    weave.write()
    return made


@transaction.atomic
def move(  # noqa: PLR0913 - every thing a step may say is named
    *,
    act: Act,
    to: str,
    by: "User",
    now: datetime,
    note: str = "",
    happened_at: datetime | None = None,
    asked_by: str = "",
    target: str = "",
    data_from: date | None = None,
    follows: Act | None = None,
    revision: int | None = None,
) -> ActStep:
    """Say where the act stands now. Moves that are not allowed from where it stands are refused with what to do.

    ``target``, ``data_from`` and ``follows``: what exactly, of which day, and which act keeps the same data, when the
    act does not say it yet. If its time ran out unnoticed before this happened, that is recorded first.
    """
    weave, _case = _held(act.case, by=by, now=now, revision=revision)
    at = happened_at or now
    check_happened(at, now)
    fresh = _fresh(weave, act, at)
    been = list(fresh.steps.values_list("state", flat=True))
    unanswered = bool(steps.running(weave, fresh, steps.ANSWERED))
    policies.check_can_move(fresh, to, been, asked_by=asked_by, unanswered=unanswered)
    policies.check_words(to, note)
    policies.check_in_order(fresh, to, been)
    _specify(fresh, to, target=target.strip(), data_from=data_from, follows=follows)
    fresh.asked_by = asked_by if to == ActState.ASKED else fresh.asked_by
    if to == ActState.PLANNED:
        step = steps.resume(weave, fresh, at=at, note=note)
    else:
        step = steps.take(weave, fresh, ActState(to), at=at, note=note)
    steps.preserved(weave, fresh, ActState(to))
    fresh.save(update_fields=["state", "asked_by", "target", "data_from", "line", "window_ends_at"])
    step.save(force_insert=True)
    weave.write()
    return step


def _fresh(weave: Weave, act: Act, at: datetime) -> Act:
    """The act as it stands now that its case is held, lapsed if its time was over when it happened."""
    over = list(lapse.lapsed(at).filter(pk=act.pk))
    lapse.catch_up(weave, over)
    return over[0] if over else Act.objects.get(pk=act.pk)


def _specify(act: Act, to: str, *, target: str, data_from: date | None, follows: Act | None) -> None:
    policies.check_can_specify(act, target=target, data_from=data_from)
    if target:
        act.target = seal_text(target, place=act.target_place)
    if data_from:
        act.data_from = data_from
        act.window_ends_at = windows.of_plan(pack().acts[act.type], data_from, act.added_at)
    if follows is not None:
        policies.check_same_data(act, follows)
        act.line = follows.line
    policies.check_is_exact(act, to)


@transaction.atomic
def record(
    *,
    act: Act,
    kind: str,
    by: "User",
    now: datetime,
    note: str = "",
    happened_at: datetime | None = None,
    revision: int | None = None,
) -> Event:
    """Record something in law about this act that is none of its steps: it meets the clocks that run for it."""
    weave, _case = _held(act.case, by=by, now=now, revision=revision)
    check_happened(happened_at or now, now)
    policies.check_can_record(kind, queries.awaited(act, steps.duties_of(weave, act)))
    event = steps.event(weave, act, kind, happened_at or now, note)
    weave.write()
    return event


@transaction.atomic
def challenge(
    *,
    act: Act,
    challenged: bool,
    by: "User",
    now: datetime,
    note: str = "",
    happened_at: datetime | None = None,
    revision: int | None = None,
) -> Event:
    """Record that a refusal was challenged before the judge, or that the victim, advised, chose not to."""
    weave, _case = _held(act.case, by=by, now=now, revision=revision)
    check_happened(happened_at or now, now)
    running = bool(steps.running(weave, act, steps.CHALLENGED))
    policies.check_can_challenge(running=running, challenged=challenged, words=note)
    kind = steps.CHALLENGED if challenged else steps.ACCEPTED
    event = steps.event(weave, act, kind, happened_at or now, note)
    weave.write()
    return event
