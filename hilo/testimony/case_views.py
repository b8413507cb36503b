"""The hearing of the children of one case: where each thing is, and what comes next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases.access import sight_of
from hilo.cases.answering import load
from hilo.testimony.case_queries import children_of


@require_safe
@requires(Permission.CASE_SEE)
def hearing(request: HttpRequest, code: str) -> HttpResponse:
    """Each child of the case: how often they were made to tell, interviews, transcripts, disclosure history."""
    case, user = load(request, code), signed_in(request)
    sight = sight_of(case, user, timezone.now())
    context = {"case": case, "children": children_of(case, sight), "withheld": "narratives" in sight.withheld}
    return render(request, "testimony/case.html", context)
