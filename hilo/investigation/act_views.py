"""One act of a plan: all about it on one page, and what a person says of it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text
from hilo.cases import access
from hilo.cases.access import Sight
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case
from hilo.cases.views import asked
from hilo.investigation import act_rows, actions, forms, queries
from hilo.investigation.models import Act, ActState
from hilo.investigation.plan_views import type_words
from hilo.reference import pack


@require_safe
@requires(Permission.CASE_SEE)
def act(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Where the act stands, until when, what it waits for, and each step. Its words are sealed: the look is logged."""
    case, user, now = load(request, code), signed_in(request), timezone.now()
    plan = queries.plan_of(case)
    one = _of(plan, pk)
    steps, sight, kind = list(one.steps.all()), access.sight_of(case, user, now), act_rows.kind_of(one)
    found = queries.clocks_of(one)
    live = [clock for clock in found if clock.stopped_at is None]
    may = case.is_open and user.has(Permission.PLAN_DECIDE)
    if not act_rows.hidden(one, steps, sight):
        log_read(user=user, subject_kind="case", subject_id=case.pk, field="notes", reason=sight.reason())
    context = {
        "case": case,
        "act": one,
        "now": now,
        "label": act_rows.label_of(one),
        "type": type_words(kind) if kind else None,
        "steps": act_rows.step_rows(steps, sight),
        "windows": act_rows.window_rows(one, kind, steps, now) if kind else [],
        "unordered": one.window_ends_at is None and bool(kind and kind.windows),
        "duties": act_rows.duties(live, case),
        "ended": act_rows.duties([clock for clock in found if clock.stopped_at is not None], case),
        "moves": act_rows.moves_of(one, steps) if may else [],
        "awaited": act_rows.to_record(one, live) if may else [],
        "challenge": act_rows.to_challenge(one, live),
        "neighbours": act_rows.neighbours(one, plan),
        "first": act_rows.first(one, plan),
        "letters": list(one.requests.order_by("made_at", "id")),
        "items": list(one.items.order_by("number")),
        "inexact": bool(kind and kind.needs_target),
        "target": _target(one, sight, user),
        "may": may,
    }
    return render(request, "investigation/act.html", context)


def _of(plan: list[Act], pk: UUID) -> Act:
    found = next((one for one in plan if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _target(one: Act, sight: Sight, user: User) -> dict[str, Any]:
    """What exactly the act is about, for whoever may see identifiers; the look is logged."""
    if not one.target:
        return {}
    if sight.hides("notes", one.added_at) or not user.has(Permission.IDENTIFIER_REVEAL):
        return {"withheld": True}
    log_read(user=user, subject_kind="case", subject_id=one.case_id, field="act", reason=sight.reason())
    return {"words": open_text(one.target, place=one.target_place)}


def _load_act(request: HttpRequest, code: str, pk: UUID) -> tuple[Case, Act]:
    """An act of a case of this person's institution."""
    case = load(request, code)
    one = get_object_or_404(case.acts.prefetch_related("steps"), pk=pk)
    one.case = case
    return case, one


def _to_act(response: HttpResponse, one: Act) -> HttpResponse:
    """Back to the act, where the next thing is done, and not to the case file."""
    if response.status_code != 302:
        return response
    return redirect("investigation:act", code=one.case.code, pk=one.pk)


@asked
@requires(Permission.PLAN_DECIDE)
def act_move(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Say where the act stands now; GET ``a``: which move. A move that is not allowed any more says what to do."""
    case, one = _load_act(request, code, pk)
    to = request.GET.get("a", "")
    if to not in act_rows.ASKS or to == ActState.SET_ASIDE:
        return redirect("investigation:act", code=case.code, pk=one.pk)
    plan = queries.plan_of(case)
    keeps = act_rows.preserved_by(one, plan)
    form = filled(request, case, forms.MoveForm, act=one, to=to, keeps=keeps, now=timezone.now())
    act = partial(actions.move, act=one, to=to)
    context = {
        "about": one,
        "to": to,
        "label": act_rows.label_of(one),
        "heading": act_rows.ASKS[to],
        "first": act_rows.first(one, plan) if to in (ActState.ORDERED, ActState.UNDER_WAY, ActState.DONE) else [],
    }
    done = _("Anotado. El plan y los plazos ya lo cuentan.")
    return _to_act(answer(request, case, form, act, "investigation/act_move.html", done=done, **context), one)


@asked
@requires(Permission.PLAN_DECIDE)
def act_set_aside(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """Say why an act is not to be done: one of the plan by its id, or one that was only proposed by its type."""
    case, pk = load(request, code), forms.uuid_or_none(what)
    if pk is None and what not in pack().acts:
        raise Http404
    one = get_object_or_404(case.acts, pk=pk) if pk else None
    given = {"act": one} if one else {"type": what}
    label = act_rows.label_of(one) if one else pack().acts[what].label.get(act_rows.lang())
    form = filled(request, case, forms.SetAsideForm)
    act = partial(actions.set_aside, case=case, **given)
    done = _("El acto quedó descartado, con su razón. Puede retomarse.")
    found = answer(
        request, case, form, act, "investigation/act_set_aside.html", done=done, about=one, label=label
    )  # fmt: skip
    return redirect("investigation:plan", code=case.code) if found.status_code == 302 else found


@asked
@requires(Permission.PLAN_DECIDE)
def act_challenge(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Say whether a refusal was challenged."""
    case, one = _load_act(request, code, pk)
    clock = act_rows.to_challenge(one, (found for found in queries.clocks_of(one) if found.stopped_at is None))
    form = filled(request, case, forms.ChallengeForm, now=timezone.now())
    act = partial(actions.challenge, act=one)
    context = {"about": one, "label": act_rows.label_of(one), "clock": clock}
    done = _("Quedó anotado en el hilo del caso.")
    return _to_act(answer(request, case, form, act, "investigation/act_challenge.html", done=done, **context), one)


@asked
@requires(Permission.PLAN_DECIDE)
def act_record(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Record something in law that the act waits for; GET ``hecho``: which, chosen beforehand."""
    case, one = _load_act(request, code, pk)
    live = [clock for clock in queries.clocks_of(one) if clock.stopped_at is None]
    kinds = act_rows.to_record(one, live)
    known = {"kind": request.GET.get("hecho", "")}
    form = filled(request, case, forms.FactForm, known, kinds=kinds, now=timezone.now())
    act = partial(actions.record, act=one)
    context = {"about": one, "label": act_rows.label_of(one), "duties": act_rows.duties(live, case), "kinds": kinds}
    done = _("Anotado. El plazo que lo esperaba ya lo cuenta.")
    return _to_act(answer(request, case, form, act, "investigation/act_record.html", done=done, **context), one)
