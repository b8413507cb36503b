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
from hilo.cases.models import Case
from hilo.cases.queries import silent_days
from hilo.desk import case_clocks, case_links, case_thread
from hilo.desk.event_words import outcome_words
from hilo.desk.route_words import route_words, state_words
from hilo.exchange import queries as exchange

MOST_ALERTS, MOST_PEOPLE = 50, 100

KINDS = {
    "alert": gettext_lazy("Alerta internacional"),
    "school": gettext_lazy("Violencia en una escuela"),
    "trafficking": gettext_lazy("Trata de personas"),
    "federal": gettext_lazy("Asunto federal"),
    "published": gettext_lazy("Caso publicado"),
}
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
    mine = Case.objects.visible_to(user).select_related("owner", "closed_by", "parent")
    case = get_object_or_404(mine, code=code.upper())
    return render(request, "desk/case_file.html", _told(case, user, now, request.GET))


def _told(case: Case, user: User, now: datetime, asked: Any) -> dict[str, Any]:
    total = case.events.count()
    page = case_thread.page_of(case, asked.get("page")) if asked.get("all") else None
    events = list(page.object_list) if page else case_thread.newest_of(case)
    found = case_clocks.found_of(case)
    if any(event.note for event in events) or case_clocks.has_reasons(found):
        log_read(user=user, subject_kind="case", subject_id=case.pk, field="notes")
    clocks = case_clocks.rows_of(case, found, user=user, now=now)
    every = [*clocks.live, *clocks.stopped]
    people, places = list(case.people.select_related("added_by")[:MOST_PEOPLE]), _places(case)
    folded, folds = case_links.folded_of(case, user)
    handoffs = exchange.of_case(case, user)
    return {
        "case": case,
        "now": now,
        "seen": total,
        "kind": KINDS.get(case.kind, case.kind),
        "state": state_words(case.state),
        "next": clocks.next_of(case),
        "silent_days": silent_days(case, now),
        "may_take": _may_take(case, user),
        "outcome": outcome_words(case.close_reason) if case.close_reason else "",
        "thread": case_thread.thread(events, every, total=total, user=user, now=now, page=page),
        "clocks": clocks,
        "alerts": _alerts(case),
        "alerts_total": case.alerts.count(),
        "people": people,
        "places": places,
        "named": len(people) + len(places),
        "suggestions": case_links.suggestions_of(case, user),
        "course": case_links.course_of(case, handoffs, [*found[0], *found[1]], now),
        "handoffs": handoffs,
        "route": route_words(case.route_reason),
        "folded": folded,
        "folds": folds,
        "parent": case.parent if case.parent and case.parent.institution == user.institution else None,
        "lapse": case_links.lapse_of(case, now),
    }


def _may_take(case: Case, user: User) -> bool:
    waits = case.owner is not None and case.owner.is_desk
    return case.is_open and waits and user.has(Permission.CASE_NOTE)


def _alerts(case: Case) -> list[dict[str, Any]]:
    rows = case.alerts.order_by("rank", "received_at", "id")[:MOST_ALERTS]
    return [{"alert": one, "why": JOINED.get(one.join_reason, ""), "about": _about(one)} for one in rows]


def _about(alert: Alert) -> str:
    """What it is about, in the pack's own words where the sender's are to be avoided."""
    return "; ".join(wording.preferred(alert.incident_type)) or alert.incident_type


def _places(case: Case) -> list[dict[str, Any]]:
    rows = case.places.select_related("added_by")[:MOST_PEOPLE]
    return [{"place": one, "state": state_words(one.state) if one.state else ""} for one in rows]
