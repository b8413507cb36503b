"""Accounts beside each other: the list, a new comparison, what it says; and codes taken out for other programs."""

import json
import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case, PersonInCase
from hilo.lib.errors import Denied
from hilo.testimony import across_actions, across_queries, codes_out
from hilo.testimony.across_forms import CodesForm, CompareForm
from hilo.testimony.across_words import told_of

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.ACCOUNT_COMPARE)
def comparisons(request: HttpRequest) -> HttpResponse:
    """Those of one's institution, newest first."""
    rows = across_queries.visible_to(signed_in(request))[:100]
    return render(request, "testimony/across_list.html", {"rows": rows, "bands": across_queries.BANDS})


@asked
@requires(Permission.ACCOUNT_COMPARE)
def comparison_new(request: HttpRequest) -> HttpResponse:
    """First the age, in the address; then which accounts, of what setting."""
    user, band = signed_in(request), request.GET.get("edad", "")
    if band not in across_queries.BANDS:
        return render(request, "testimony/across_new.html", {"bands": across_queries.BANDS.items()})
    rows = across_queries.children_of(user, band)
    choices = [(str(one.child.pk), _label(one)) for one in rows]
    form = CompareForm(request.POST if request.method == "POST" else None, children=choices)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            row = across_actions.compare(
                band=band, setting=given["setting"], children=given["children"], seed=secrets.randbelow(2**31), by=user,
                now=timezone.now(),
            )  # fmt: skip
        except Denied as no:
            form.add_error(None, str(no))
        else:
            return redirect("testimony:comparison", pk=row.pk)
    context = {"form": form, "band": across_queries.BANDS[band], "any": bool(rows)}
    return render(request, "testimony/across_new.html", context, status=422 if form.is_bound else 200)


def _label(row: across_queries.ChildRow) -> str:
    words = _("caso %(code)s, %(age)s años") % {"code": row.case.code, "age": row.child.age}
    return words if row.coded else _("%(child)s (sin pasajes marcados)") % {"child": words}


@require_safe
@requires(Permission.ACCOUNT_COMPARE)
def comparison(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was reckoned, as it was. Of cases that are no longer one's own, nothing is shown."""
    user = signed_in(request)
    row = get_object_or_404(across_queries.visible_to(user), pk=pk)
    found = json.loads(open_text(row.result, place=row.result_place))
    told = told_of(found, _names(found, user))
    return render(request, "testimony/across.html", {"row": row, "told": told})


def _names(found: Mapping[str, Any], user: User) -> dict[str, Case]:
    """Child of the report -> the case in which this person still sees it: one query."""
    ids = {
        one for line in ("strict", "every") for pair in found["report"][line]["pairs"] for one in (pair["a"], pair["b"])
    }
    mine = Case.objects.visible_to(user)
    rows = PersonInCase.objects.filter(pk__in=ids, case__in=mine).select_related("case")
    return {str(one.pk): one.case for one in rows}


@asked
@requires(Permission.TESTIMONY_EXPORT)
def codes(request: HttpRequest, code: str) -> HttpResponse:
    """Take the confirmed codes of a case out, or the codebook alone."""
    case = load(request, code)
    form = filled(request, case, CodesForm, {"form": "qdpx"})
    made: list[HttpResponse] = []
    response = answer(
        request, case, form, partial(_take_out, case=case, made=made), "testimony/codes_out.html", done=""
    )
    return made[0] if made else response


def _take_out(*, case: Case, made: list[HttpResponse], form: str, **given: Any) -> None:
    data = codes_out.codebook_file() if form == "qdc" else codes_out.taken_out(case=case, **given)
    name = "libro-de-codigos.qdc" if form == "qdc" else f"codigos-{case.code}.qdpx"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    made.append(HttpResponse(data, content_type="application/octet-stream", headers=headers))
