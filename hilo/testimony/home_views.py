"""Hearing children, for one person: what waits for them, and where to rehearse."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases.models import Case
from hilo.testimony.double_queries import waiting
from hilo.testimony.models import Interview, Rehearsal
from hilo.testimony.prompt_queries import left_of

MOST = 50
ORDER = (F("begun_at").desc(nulls_last=True), F("planned_for").asc(nulls_last=True), "made_at")  # under way first


@require_safe
@requires(Permission.PRACTICE)
def home(request: HttpRequest) -> HttpResponse:
    """One's own interviews ahead and double codings to do; the ways to reviewing, comparing and rehearsing."""
    user = signed_in(request)
    ahead = Interview.objects.ahead().filter(interviewer=user, case__in=Case.objects.visible_to(user))
    context = {
        "interviews": ahead.select_related("case", "child").order_by(*ORDER)[:MOST],
        "to_review": len(left_of(user)) if user.has(Permission.TESTIMONY_CODE) else 0,
        "codings": waiting(user),
        "open_practice": Rehearsal.objects.filter(user=user, ended_at__isnull=True).count(),
    }
    return render(request, "testimony/home.html", context)
