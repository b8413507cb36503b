"""The covering letter of a hand-off, and the one-time way to answer it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.exchange import links, papers, policies
from hilo.exchange.forms import LetterForm
from hilo.exchange.models import HandOff
from hilo.exchange.views import sent_by
from hilo.lib.errors import Denied

asked = require_http_methods(["GET", "HEAD", "POST"])


@asked
@requires(Permission.HANDOFF_MAKE)
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a one-time way to answer and show it, once."""
    row, way, wrong = sent_by(request, pk), None, ""
    if request.method == "POST":
        try:
            way = links.make(handoff=row, by=signed_in(request), now=timezone.now())
        except Denied as no:
            wrong = str(no)
    context = {"row": row, "way": way, "wrong": wrong, "lasts": links.LASTS.days}
    return render(request, "exchange/link.html", context, status=422 if wrong else 200)


@asked
@requires(Permission.HANDOFF_MAKE)
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Print the covering letter; for an institution without accounts, with a fresh way to answer."""
    row, user = sent_by(request, pk), signed_in(request)
    form = LetterForm(request.POST or None, initial={"signer": user.display_name, "post": user.role_card().label})
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            return _printed(request, row, form.cleaned_data)
        except Denied as no:
            form.add_error(None, str(no))
    context = {"row": row, "form": form, "with_link": not policies.has_people(row.receiver)}
    return render(request, "exchange/letter.html", context, status=status)


def _printed(request: HttpRequest, row: HandOff, given: dict[str, str]) -> HttpResponse:
    """The letter or, POST ``paper`` = ``form``, the sheet on which the receiver acknowledges it."""
    if request.POST.get("paper") == "form":
        signing = {name: given[name] for name in ("place", "signer", "post")}
        return pdf_response(papers.receipt_form(row, now=timezone.now(), **signing), f"acuse-{row.folio}.pdf")
    data = papers.covering(row, by=signed_in(request), now=timezone.now(), **given)
    return pdf_response(data, f"oficio-{row.folio}.pdf")


def pdf_response(data: bytes, name: str) -> HttpResponse:
    """A PDF to keep or print, never stored on the way."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type="application/pdf", headers=headers)
