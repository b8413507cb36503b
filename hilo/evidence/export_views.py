"""The page that exports a case: which copy and what for, then the file."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hilo.accounts.gate import fresh, requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases.answering import load
from hilo.cases.models import Case, Event
from hilo.evidence import export
from hilo.evidence.export_forms import ExportForm
from hilo.evidence.standalone.verify_hilo import grouped
from hilo.ledger.seal import public_key
from hilo.lib.errors import BadInput, Denied

asked = require_http_methods(["GET", "HEAD", "POST"])
MOST = 10  # earlier exports that the page names


@asked
@requires(Permission.EVIDENCE_EXPORT)
@fresh
def export_case(request: HttpRequest, code: str) -> HttpResponse:
    """Ask which copy and what for; on POST give the zip, never stored on the way."""
    case = load(request, code)
    form = ExportForm(request.POST if request.method == "POST" else None, initial={"copy": "redacted"})
    if form.is_bound and form.is_valid():
        try:
            return _file(request, case, **form.cleaned_data)
        except (Denied, BadInput) as no:
            form.add_error(None, str(no))
    context = {"case": case, "form": form, "earlier": _earlier(case), "key": grouped(public_key())}
    return render(request, "evidence/export.html", context, status=422 if form.is_bound else 200)


def _file(request: HttpRequest, case: Case, *, copy: str, reason: str) -> HttpResponse:
    with TemporaryDirectory() as folder:
        out = Path(folder) / "export.zip"
        redacted, now = copy == "redacted", timezone.now()
        export.write(case=case, out=out, by=signed_in(request), now=now, redacted=redacted, reason=reason)
        data = out.read_bytes()
    name = f"{case.code}{'-sin-nombres' if redacted else ''}-{now:%Y%m%d}.zip"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type="application/zip", headers=headers)


def _earlier(case: Case) -> list[dict[str, Any]]:
    rows = Event.objects.filter(case=case, kind="evidence.exported").select_related("by")
    return [
        {"event": one, "redacted": facts.get("redacted"), "manifest": facts.get("manifest", "")}
        for one in rows.order_by("-entered_at", "-id")[:MOST]
        for facts in [one.facts_dict()]
    ]
