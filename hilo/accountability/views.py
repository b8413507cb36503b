"""The page of an institution: what came to it, what it did and how long it takes; for its own people, the cases."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hilo.accountability import charts, exports, tables
from hilo.accountability.figures import Figures, figures
from hilo.accountability.forms import PeriodForm
from hilo.accountability.ground import HANDOFFS, Asked
from hilo.accountability.measures import AGES, COUNT, MEASURES, Measure
from hilo.accountability.minimum import MINIMUM
from hilo.accountability.periods import Period
from hilo.accountability.queries import Listed, listed
from hilo.accountability.words import month_words
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases.queries import institution_name, silent_days
from hilo.reference import pack

RECEIPTS = ("in_time", "late", "missing", "waiting", "taken_back")


@require_safe
@requires(Permission.INSTITUTION_SEE)
def own(request: HttpRequest) -> HttpResponse:
    """One's own institution; ``?de=CODE`` leads to another."""
    other = request.GET.get("de", "")
    if other in pack().institutions:
        return redirect("accountability:institution", code=other)
    return _page(request, signed_in(request).institution)


@require_safe
@requires(Permission.INSTITUTION_SEE)
def institution(request: HttpRequest, code: str) -> HttpResponse:
    """Any institution of the pack: exact numbers for its own people, with a minimum count for others."""
    return _page(request, code)


def _page(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    form = PeriodForm(request.GET, now=timezone.now())
    told = _figures(user, code, form)
    ours = code == user.institution
    opens = ours and user.has(Permission.SUPERVISE)
    return render(
        request,
        "accountability/institution.html",
        {
            "told": told,
            "ours": ours,
            "institution": pack().institutions[code],
            "institutions": tables.institutions(),
            "form": form if ours else None,
            "period": form.query if ours else "",
            "summary": tables.summary(told),
            "tables": tables.tables(told, tables.Opens(code, form.query) if opens else None),
            "measures": [one for one in MEASURES.values() if one.code not in AGES[1:]],
            "receipts": [MEASURES[one] for one in RECEIPTS],
            "charts": {
                "acts": charts.of_lines(told.months, "received", ("acted",), told.minimum),
                "receipts": charts.of_lines(
                    (told.total,) if told.minimum else told.months, "offered", RECEIPTS, told.minimum
                ),
                "ages": charts.of_measures(told.total, AGES, told.minimum),
            },
        },
    )


def _figures(user: User, code: str, form: PeriodForm) -> Figures:
    """Others get one period only: from two that overlap, what is veiled could be subtracted."""
    if code not in pack().institutions:
        raise Http404
    ours = code == user.institution
    period = form.period if ours else Period.ending(form.now)
    return figures(Asked(code, period, form.now, user.institution), minimum=0 if ours else MINIMUM)


@require_safe
@requires(Permission.SUPERVISE)
def cases(request: HttpRequest, code: str) -> HttpResponse:
    """The cases behind a number of one's own institution (GET ``medida``, ``mes``), most urgent first."""
    user, asked_for = signed_in(request), request.GET
    form = PeriodForm(asked_for, now=timezone.now())
    asked = Asked(code, form.period, form.now, user.institution)
    measure, line = MEASURES.get(asked_for.get("medida") or "received"), asked_for.get("mes", "")
    if code != user.institution or measure is None or measure.unit != COUNT or (line and asked.bucket(line) is None):
        raise Http404
    found = listed(user, asked, measure, line, after=asked_for.get("tras", ""))
    here = {"medida": measure.code, "mes": line}
    context = {
        "institution": pack().institutions[code],
        "measure": measure,
        "line": line,
        "line_words": month_words(line),
        "found": found,
        "now": form.now,
        "back": form.query,
        "start": f"{urlencode(here)}&{form.query}",
        "next": urlencode(here | {"tras": found.after}) if found.after else "",
        "first": not asked_for.get("tras"),
    }
    return render(request, "accountability/cases.html", context | _rows(found, measure, form.now))


def _rows(found: Listed, measure: Measure, now: datetime) -> dict[str, Any]:
    """``handoffs`` with the name of who sent each, or ``rows``: cases with their days without an act."""
    if measure.rows == HANDOFFS:
        language = get_language() or "es"
        return {"handoffs": [(row, institution_name(row.sender, language)) for row in found.rows]}
    return {"rows": [(case, silent_days(case, now)) for case in found.rows]}


@require_safe
@requires(Permission.INSTITUTION_SEE)
def as_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The page's figures as a table for a spreadsheet."""
    told = _figures(signed_in(request), code, PeriodForm(request.GET, now=timezone.now()))
    answer = HttpResponse(exports.as_csv(told), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}-{told.period.first}-{told.period.last}.csv"'
    return answer


@require_safe
@requires(Permission.INSTITUTION_SEE)
def as_json(request: HttpRequest, code: str) -> HttpResponse:
    """The page's figures for programs."""
    told = _figures(signed_in(request), code, PeriodForm(request.GET, now=timezone.now()))
    return JsonResponse(exports.as_data(told), json_dumps_params={"ensure_ascii": False})
