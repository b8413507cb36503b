"""Search. It is sent by POST, so that what is looked for never stands in an address or a log."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.desk import search_queries
from hilo.desk.forms import SearchForm
from hilo.desk.queries import Row
from hilo.desk.search_queries import SHOWN, Found

KINDS = {
    "case": _("código de caso"),
    "report": _("número de reporte"),
    "account": _("cuenta"),
    "screen_name": _("nombre de usuario"),
    "display_name": _("nombre que se muestra"),
    "email": _("correo electrónico"),
    "phone": _("teléfono"),
    "ip": _("dirección IP"),
    "device": _("dispositivo"),
    "url": _("dirección web"),
    "profile_url": _("perfil"),
    "group": _("grupo"),
    "hash": _("huella de archivo"),
    "person_name": _("nombre de persona"),
    "school": _("escuela"),
    "address": _("domicilio"),
    "case_number": _("número de otra autoridad"),
}


@dataclass(frozen=True)
class Hit:
    """A row of the results, and in words how it matched."""

    row: Row
    kinds: list[str | Promise]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEARCH)
def search(request: HttpRequest) -> HttpResponse:
    """Cases of one's institution by code, report or exact identifier (POST ``text``)."""
    if request.method != "POST":
        return render(request, "desk/search.html")
    form, now = SearchForm(request.POST), timezone.now()
    if not form.is_valid():
        return render(request, "desk/search.html", {"form": form}, status=422)
    found = look_up(form.cleaned_data["text"], by=signed_in(request), now=now)
    hits = [Hit(row, [KINDS[kind] for kind in kinds]) for row, kinds in found.rows]
    more = found.total > len(hits)
    return render(
        request,
        "desk/search.html",
        {"form": form, "now": now, "hits": hits, "total": found.total, "more": more, "shown": SHOWN, "asked": True},
    )


def look_up(text: str, *, by: User, now: datetime) -> Found:
    """A case's code, else a report's number, else an identifier: only that is logged, by its kind.

    What is written as codes are («H-7K3M-9QXD») is never taken for anything else.
    """
    code = search_queries.case_code_in(text)
    found = search_queries.by_code(by, code, now=now) if code else Found()
    if found.rows or code == text.upper():
        return found
    found = search_queries.by_report(by, text, now=now)
    if found.rows:
        return found
    kind = search_queries.likely_kind(text)
    log_read(user=by, subject_kind="search", subject_id=uuid.uuid4(), field=kind)
    return search_queries.by_identifier(by, text, now=now)
