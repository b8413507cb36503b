"""The case file: who holds it, what now, until when; then its thread and all that hangs on it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.alerts import wording
from hilo.alerts.models import Alert
from hilo.cases import access, notices
from hilo.cases.access import Sight
from hilo.cases.models import Case, Conflict
from hilo.cases.queries import silent_days
from hilo.cases.words import kind_words
from hilo.desk import case_clocks, case_links, case_plan, case_reports, case_thread
from hilo.desk.event_words import outcome_words
from hilo.desk.route_words import route_words, state_words
from hilo.exchange import queries as exchange
from hilo.exchange.sender_queries import told_back
from hilo.testimony.case_queries import summary_of

MOST_ALERTS, MOST_PEOPLE, MOST_TOLD = 50, 100, 10

JOINED = {
    "same_account": gettext_lazy("es la misma cuenta de la misma plataforma"),
    "prior_report": gettext_lazy("quien la envía nombra un reporte de este caso"),
    "named_as_prior": gettext_lazy("un reporte de este caso ya la nombraba"),
}


@require_safe
@requires(Permission.CASE_SEE)
def file(request: HttpRequest, code: str) -> HttpResponse:
    """The whole file; ``?all=1&page=n`` shows all of the thread, page by page."""
    user, now = signed_in(request), timezone.now()
    readable = Case.objects.readable_by(user, now).select_related("owner", "closed_by", "parent")
    case = get_object_or_404(readable, code=code.upper())
    sight = access.sight_of(case, user, now)
    if sight.emergency:
        log_read(user=user, subject_kind="case", subject_id=case.pk, field="file", reason=sight.reason())
    notices.see(by=user, case=case, now=now)
    return render(request, "desk/case_file.html", _told(case, user, sight, now, request.GET))


def _told(case: Case, user: User, sight: Sight, now: datetime, asked: Any) -> dict[str, Any]:
    total = case.events.count()
    page = case_thread.page_of(case, asked.get("page")) if asked.get("all") else None
    events = list(page.object_list) if page else case_thread.newest_of(case)
    found = case_clocks.found_of(case)
    if case_thread.has_notes(events, sight) or case_clocks.has_reasons(found, sight):
        log_read(user=user, subject_kind="case", subject_id=case.pk, field="notes", reason=sight.reason())
    clocks = case_clocks.rows_of(case, found, sight, user=user, now=now)
    every = [*clocks.live, *clocks.stopped]
    people, places = _people(case, sight), _places(case, sight)
    folded, folds = case_links.folded_of(case, user)
    handoffs = exchange.of_case(case, user)
    conflicts = list(Conflict.objects.filter(case=case).select_related("by").order_by("at", "id"))
    return {
        "case": case,
        "sight": sight,
        "conflicts": conflicts,
        "now": now,
        "seen": total,
        "kind": kind_words(case.kind),
        "state": state_words(case.state),
        "next": clocks.next_of(case),
        "silent_days": silent_days(case, now),
        "may_take": sight.mine and _may_take(case, user),
        "outcome": outcome_words(case.close_reason) if case.close_reason else "",
        "thread": case_thread.thread(events, every, sight, total=total, user=user, now=now, page=page),
        "clocks": clocks,
        "hearing": summary_of(case),
        "plan": case_plan.plan_of(case, now),
        "reports": case_reports.of_case(case, sight),
        "alerts": _alerts(case, sight),
        "alerts_total": case.alerts.count(),
        "people": people,
        "places": places,
        "named": len(people) + len(places),
        "suggestions": case_links.suggestions_of(case, user),
        "course": case_links.course_of(
            case, handoffs, [*found[0], *found[1]], now, {one.institution for one in conflicts}
        ),
        "handoffs": handoffs,
        "told": told_back(case, MOST_TOLD),
        "route": route_words(case.route_reason),
        "folded": folded,
        "folds": folds,
        "parent": case.parent if case.parent and case.parent.institution == user.institution else None,
        "lapse": case_links.lapse_of(case, now),
    }


def _may_take(case: Case, user: User) -> bool:
    waits = case.owner is not None and case.owner.is_desk
    return case.is_open and waits and user.has(Permission.CASE_NOTE)


def _alerts(case: Case, sight: Sight) -> list[dict[str, Any]]:
    rows = case.alerts.order_by("rank", "received_at", "id")[:MOST_ALERTS]
    return [
        {
            "alert": one,
            "why": JOINED.get(one.join_reason, ""),
            "about": _about(one),
            "withheld": sight.hides("alerts", one.received_at),
        }
        for one in rows
    ]


def _about(alert: Alert) -> str:
    """What it is about, in the pack's own words where the sender's are to be avoided."""
    return "; ".join(wording.preferred(alert.incident_type)) or alert.incident_type


def _people(case: Case, sight: Sight) -> list[dict[str, Any]]:
    rows = case.people.select_related("added_by")[:MOST_PEOPLE]
    return [{"person": one, "withheld": sight.hides("people", one.added_at)} for one in rows]


def _places(case: Case, sight: Sight) -> list[dict[str, Any]]:
    rows = case.places.select_related("added_by")[:MOST_PEOPLE]
    return [
        {
            "place": one,
            "state": state_words(one.state) if one.state else "",
            "withheld": sight.hides("places", one.added_at),
        }
        for one in rows
    ]
