"""Every write on a letter. A draft may be written again; once sent it never changes, and each later move is a step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localtime

from hilo.accounts.actions import desk_account, hold
from hilo.cases.access import Sight
from hilo.cases.models import Case
from hilo.cases.policies import check_happened, check_reason, check_unchanged
from hilo.cases.thread import Weave
from hilo.investigation import request_above, request_annex, request_policies, request_steps
from hilo.investigation.models import Act, Request, RequestState, RequestStep
from hilo.investigation.request_content import ESCALATION, Kept, RequestContent, keep, opened
from hilo.investigation.request_letter import is_repeat
from hilo.lib.ids import uuid7
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User

ORDINARY = Sight()
STATES = {
    "received": RequestState.RECEIVED, "answered": RequestState.ANSWERED, "partly_answered": RequestState.PARTLY,
}  # fmt: skip


@transaction.atomic
def draft(  # noqa: PLR0913 - every value is named
    *,
    case: Case,
    template: str,
    by: "User",
    now: datetime,
    content: RequestContent,
    act: Act | None = None,
    addressee: str = "",
    picks: Sequence[str] = (),
    sight: Sight = ORDINARY,
    revision: int | None = None,
) -> Request:
    """Write a letter and give it the next number. ``picks``: identifiers of alerts, by their keys, that are opened."""
    request_policies.check_template(template, act, case)
    serial, year = _next(by.institution, now)
    _weave, fresh = _held(case, by=by, now=now, revision=revision)
    request = _row(fresh, template, year, serial, by=by, now=now)
    request.act, request.addressee = act, addressee
    return _written(request, content, picks, by=by, sight=sight)


def _next(institution: str, now: datetime) -> tuple[int, int]:
    """The next number of an institution and its year. Its desk is locked first: two writers never get the same one,
    and a number that was not used in the end is given again.
    """
    hold(desk_account(institution))
    year = localtime(now).year
    last = Request.objects.filter(institution=institution, year=year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1, year


def _held(case: Case, *, by: "User", now: datetime, revision: int | None = None) -> tuple[Weave, Case]:
    weave = Weave(now=now, by=by)
    weave.hold([case.pk])
    fresh = weave.cases[case.pk]
    check_unchanged(fresh, revision)
    request_policies.check_can_write(fresh, by=by)
    return weave, fresh


def _row(case: Case, template: str, year: int, serial: int, *, by: "User", now: datetime) -> Request:
    return Request(
        id=uuid7(), case=case, template=template, institution=case.institution, year=year, serial=serial,
        made_at=now, made_by=by,
    )  # fmt: skip


def _written(request: Request, content: RequestContent, picks: Sequence[str], *, by: "User", sight: Sight) -> Request:
    request_policies.check_says(request.template, request.addressee, content)
    annex = (*content.annex, *request_annex.taken(request, picks, by=by, sight=sight))
    full = replace(content, annex=tuple(dict.fromkeys(annex)))
    request_policies.check_says(request.template, request.addressee, full)
    keep(request, Kept(full))
    request.save()
    return request


@transaction.atomic
def rewrite(
    *,
    request: Request,
    content: RequestContent,
    by: "User",
    now: datetime,
    addressee: str = "",
    picks: Sequence[str] = (),
    sight: Sight = ORDINARY,
    revision: int | None = None,
) -> Request:
    """Correct a draft. What it cites of earlier letters stays."""
    _weave, fresh = _fresh(request, "rewritten", by=by, now=now, revision=revision)
    before = opened(fresh).given
    fresh.addressee = addressee
    kept = replace(content, cites=before.cites, asked=before.asked, grounds=before.grounds)
    return _written(fresh, kept, picks, by=by, sight=sight)


def _fresh(
    request: Request, what: str, *, by: "User", now: datetime, revision: int | None = None
) -> tuple[Weave, Request]:
    """The letter as it stands now that its case is held."""
    weave, case = _held(request.case, by=by, now=now, revision=revision)
    fresh = Request.objects.select_related("act", "repeats").get(pk=request.pk, case=case)
    fresh.case = case
    request_policies.check_stands(fresh, what)
    return weave, fresh


@transaction.atomic
def withdraw(*, request: Request, by: "User", now: datetime, reason: str, revision: int | None = None) -> Request:
    """A draft is not sent after all. Its number stays used, with who said so and why."""
    _weave, fresh = _fresh(request, "withdrawn", by=by, now=now, revision=revision)
    check_reason(reason)
    keep(fresh, replace(opened(fresh), withdrawn={"by": by.pk, "at": now.isoformat(), "why": reason.strip()}))
    fresh.state = RequestState.WITHDRAWN
    fresh.save(update_fields=["state", "content"])
    return fresh


@transaction.atomic
def send(
    *,
    request: Request,
    by: "User",
    now: datetime,
    happened_at: datetime | None = None,
    move_to: str = "",
    revision: int | None = None,
) -> Request:
    """Fix the letter as it goes: from now on it prints the same bytes. ``move_to``: where its act stands then.

    Its clock starts, or, when it repeats another, the clock of the first letter begins again.
    """
    weave, fresh = _fresh(request, "sent", by=by, now=now, revision=revision)
    at, kept, rule = happened_at or now, opened(fresh), pack().clocks[pack().requests[fresh.template].within]
    check_happened(at, now)
    if fresh.repeats is not None:
        request_policies.check_moment(fresh.repeats, at, now)
    request_policies.check_complete(fresh.template, kept.given)
    due_at = weave.calendars.of(fresh.case.institution).due(at, rule.span_for(fresh.case.tier))
    printed = request_steps.fixed(fresh, kept, at, due_at, by=by)
    starts = {rule.code: at}
    first = {} if is_repeat(fresh) else starts
    rows = [request_steps.step(weave, fresh, "sent", at, facts=printed, starts=first)]
    rows += request_steps.of_first(weave, fresh, at, starts)
    moving = request_steps.moving(fresh, move_to)
    request_steps.in_law(weave, fresh, at, moving)
    weave.write()
    RequestStep.objects.bulk_create(rows)
    if moving:
        request_steps.move_act(fresh, moving, kept.given, by=by, now=now, at=at)
    return fresh


@transaction.atomic
def record(  # noqa: PLR0913 - every value is named
    *,
    request: Request,
    kind: str,
    by: "User",
    now: datetime,
    happened_at: datetime | None = None,
    reference: str = "",
    missing: Sequence[str] = (),
    note: str = "",
    revision: int | None = None,
) -> RequestStep:
    """``kind``: received, answered, partly_answered (``missing``: codes of what did not come). An answer counts for the
    letter and for those that repeat it; one in part lets their clock begin again.
    """
    weave, fresh = _fresh(request, kind, by=by, now=now, revision=revision)
    at = happened_at or now
    request_policies.check_moment(fresh, at, now)
    given = opened(fresh).given
    request_policies.check_missing(fresh, kind, missing, given.fields)
    partly = kind == "partly_answered"
    starts = {pack().requests[fresh.template].within: at} if partly else {}
    facts = {"missing": sorted(missing)} if partly else {}
    step = request_steps.step(
        weave, fresh, kind, at, facts=facts, starts=starts, reference=reference.strip(), note=note.strip(),
        missing=sorted(missing) if partly else (),
    )  # fmt: skip
    weave.write()
    whole = [fresh.pk] if kind == "received" else [one.pk for one in request_steps.line_of(fresh)]
    Request.objects.filter(pk__in=whole).update(state=STATES[kind])
    step.save(force_insert=True)
    return step


@transaction.atomic
def repeat(*, request: Request, by: "User", now: datetime, revision: int | None = None) -> Request:
    """A draft that asks again for what did not come, and cites what was sent before."""
    return _following(request, "repeated", by=by, now=now, revision=revision)


@transaction.atomic
def escalate(*, request: Request, by: "User", now: datetime, revision: int | None = None) -> Request:
    """A draft to the body above, when the time to answer is over or only part came."""
    return _following(request, "escalated", by=by, now=now, revision=revision)


def _following(request: Request, what: str, *, by: "User", now: datetime, revision: int | None) -> Request:
    serial, year = _next(by.institution, now)
    _weave, fresh = _fresh(request, what, by=by, now=now, revision=revision)
    first = fresh.repeats if fresh.repeats is not None and is_repeat(fresh) else fresh
    first.case = fresh.case
    template = ESCALATION if what == "escalated" else first.template
    request_policies.check_no_other_draft(first, template)
    if what == "escalated":
        request_policies.check_ran_out(fresh, request_above.clock_due(first), now)
    made = _row(fresh.case, template, year, serial, by=by, now=now)
    made.act, made.repeats = first.act, first
    letters = request_steps.line_of(first)
    made.addressee, content = request_above.content_of(what, first, letters, now=now)
    keep(made, Kept(content))
    made.save()
    return made
