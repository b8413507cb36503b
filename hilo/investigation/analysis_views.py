"""The analysis of a case: what is known and from what, what is not, and which act would answer it."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases import access, queries
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case
from hilo.investigation import analysis, analysis_actions, analysis_forms, analysis_sources
from hilo.investigation.models import Point, PointKind, PointState
from hilo.reference import pack

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.CASE_SEE)
def page(request: HttpRequest, code: str) -> HttpResponse:
    """All of it on one page; the words of its points are sealed, and the look is logged."""
    case, user, now = load(request, code), signed_in(request), timezone.now()
    sight, points = access.sight_of(case, user, now), analysis.points_of(case)
    if analysis.has_words(points, sight):
        log_read(user=user, subject_kind="case", subject_id=case.pk, field="analysis", reason=sight.reason())
    holds, lacks = analysis.from_record(case)
    line = analysis.timeline_of(case, now)
    context = {
        "case": case,
        "seen": queries.seen_of(case),
        "analysis": analysis.of_points(case, points, sight),
        "holds": holds,
        "lacks": lacks,
        "line": line,
        "picture": mark_safe(line.svg),  # noqa: S308 - every text in it is escaped
        "may": case.is_open and user.has(Permission.PLAN_DECIDE),
    }
    return render(request, "investigation/analysis.html", context)


@asked
@requires(Permission.PLAN_DECIDE)
def point_new(request: HttpRequest, code: str) -> HttpResponse:
    """Note a point; GET ``tipo``: which kind, ``fuente``: what it rests on, chosen beforehand."""
    case = load(request, code)
    kind = request.GET.get("tipo", "")
    kind = kind if kind in PointKind.values else PointKind.KNOWN
    known = kind == PointKind.KNOWN
    offered = {
        "of": kind,
        "sources": analysis_sources.choices(case) if known else [],
        "acts": [] if known else analysis_sources.of_kind(case, "act"),
    }
    form = filled(request, case, analysis_forms.PointForm, {"source": request.GET.get("fuente", "")}, **offered)
    act = partial(analysis_actions.note, case=case, kind=kind)
    done = _("El punto quedó en el análisis.")
    found = answer(request, case, form, act, "investigation/point_new.html", done=done, kind=kind)
    return _to_analysis(case, found)


@asked
@requires(Permission.PLAN_DECIDE)
def point_settle(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Say how a point ended."""
    case, row = _load_point(request, code, pk)
    initial = {"state": PointState.SETTLED}
    form = filled(request, case, analysis_forms.SettleForm, initial, of=row.point.kind)
    act = partial(analysis_actions.settle, point=row.point)
    done = _("El punto ya no está abierto. Se puede leer al final del análisis.")
    found = answer(request, case, form, act, "investigation/point_settle.html", done=done, row=row)
    return _to_analysis(case, found)


@asked
@requires(Permission.PLAN_DECIDE)
def point_act(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Put the act that would answer a point into the plan."""
    case, row = _load_point(request, code, pk)
    kind = pack().acts.get(row.point.act_type)
    form = filled(request, case, analysis_forms.ActForm, needs_target=bool(kind and kind.needs_target))
    act = partial(analysis_actions.add_act, point=row.point)
    done = _("El acto está en el plan, y el punto espera su resultado.")
    found = answer(request, case, form, act, "investigation/point_act.html", done=done, row=row, kind=kind)
    return _to_analysis(case, found)


def _load_point(request: HttpRequest, code: str, pk: UUID) -> tuple[Case, analysis.PointRow]:
    """A point of a case of this person's institution, opened; the look is logged."""
    case, user = load(request, code), signed_in(request)
    point = get_object_or_404(Point.objects.select_related("answered_by", "added_by"), case=case, pk=pk)
    sight = access.sight_of(case, user, timezone.now())
    if not sight.hides("notes", point.added_at):
        log_read(user=user, subject_kind="case", subject_id=case.pk, field="analysis", reason=sight.reason())
    row = next(analysis.rows_of(case, [point], sight))
    point.case = case
    return case, row


def _to_analysis(case: Case, response: HttpResponse) -> HttpResponse:
    """Where the point is seen, once it is written."""
    return redirect("investigation:analysis", code=case.code) if response.status_code == 302 else response
