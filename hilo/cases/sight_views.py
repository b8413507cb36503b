"""Who may look into a case: keeping an institution out of it, reading it in an emergency, reviewing such looks."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.actions import log_read
from hilo.accounts.gate import fresh, requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text
from hilo.cases import access, breakglass, conflicts, queries, routing, sight_forms
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import BreakGlass, Case, Conflict
from hilo.cases.views import LEFT
from hilo.lib.errors import Denied

MOST = 200  # looks on the list of those to review
asked = require_http_methods(["GET", "HEAD", "POST"])


@asked
@requires(Permission.CONFLICT_RECORD)
def conflict(request: HttpRequest, code: str) -> HttpResponse:
    """Keep an institution out of the case; when it is one's own, the case leaves."""
    case = load(request, code)
    form = filled(request, case, sight_forms.ConflictForm)
    act = partial(conflicts.record_conflict, case=case)
    done = partial(_kept_out, signed_in(request))
    return answer(request, case, form, act, "cases/conflict.html", done=done, **_what_happens(case))


def _what_happens(case: Case) -> dict[str, Any]:
    """Who would take the case if its holder were named, and whether anybody there works with Hilo."""
    try:
        authority = routing.outside(case, case.institution, access.kept_out_of(case))
    except Denied as no:
        return {"nobody": str(no)}
    return {"authority": authority, "staffed": User.objects.people().filter(institution=authority).exists()}


def _kept_out(user: User, row: Conflict) -> str:
    if row.institution == user.institution:
        return str(LEFT)
    return _("%(institution)s quedó fuera de este caso.") % {
        "institution": queries.institution_name(row.institution, get_language() or "es")
    }


@asked
@requires(Permission.BREAK_GLASS)
@fresh
def break_glass(request: HttpRequest) -> HttpResponse:
    """Open a case of another institution by its code, to read it for three hours."""
    form = sight_forms.BreakGlassForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            look = breakglass.open_case(**form.cleaned_data, by=signed_in(request), now=timezone.now())
            return redirect("cases:file", code=look.case.code)
        except breakglass.NotThere as no:
            status = 404
            form.add_error("code", str(no))
        except Denied as no:
            form.add_error(None, str(no))
    return render(request, "cases/break_glass.html", {"form": form}, status=status)


@require_safe
@requires(Permission.BREAK_GLASS_REVIEW)
def emergencies(request: HttpRequest) -> HttpResponse:
    """Looks at one's institution's cases that nobody has reviewed."""
    waiting = breakglass.to_review(signed_in(request))
    looks = list(waiting.select_related("case", "user")[:MOST])
    return render(request, "cases/emergencies.html", {"looks": looks, "total": waiting.count()})


@asked
@requires(Permission.BREAK_GLASS_REVIEW)
def emergency(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One look: who, when, why and how much was read; say whether it was justified."""
    user = signed_in(request)
    look = get_object_or_404(breakglass.to_review(user).select_related("case", "user"), pk=pk)
    form = sight_forms.ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            breakglass.review(look=look, **form.cleaned_data, by=user, now=timezone.now())
        except Denied as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("La revisión quedó en el hilo del caso."))
            return redirect("cases:emergencies")
    return render(request, "cases/emergency.html", _told(look, form, user), status=422 if form.is_bound else 200)


def _told(look: BreakGlass, form: Any, user: User) -> dict[str, Any]:
    log_read(user=user, subject_kind="case", subject_id=look.case_id, field="emergency")
    reads = breakglass.looked_at(look)
    return {
        "look": look,
        "form": form,
        "reason": open_text(look.reason, place=f"breakglass.reason:{look.pk}"),
        "reads": reads.count(),
        "last": reads.last(),
    }
