"""Documents of a case: the list, the one form that takes a file, one document, and erasing it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text
from hilo.cases.access import Sight, sight_of
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case
from hilo.evidence import document_actions, document_policies, documents
from hilo.evidence.document_forms import KIND_WORDS, DocumentForm, EraseForm
from hilo.evidence.document_upload import handler, sent
from hilo.evidence.models import Document
from hilo.investigation.models import Act, Request
from hilo.lib.errors import Denied
from hilo.reference import pack

asked = require_http_methods(["GET", "HEAD", "POST"])
MOST = 200  # rows of the list, and choices of a form


@require_safe
@requires(Permission.CASE_SEE)
def document_list(request: HttpRequest, code: str) -> HttpResponse:
    """What is kept of this case, newest first. Titles are sealed: seeing them is a look, and logged."""
    case, user = load(request, code), signed_in(request)
    sight = sight_of(case, user, timezone.now())
    rows = case.documents.defer("content").select_related("kept_by", "erased_by").order_by("-kept_at", "-id")
    found = [_told(one, sight) for one in rows[:MOST]]
    if any(one["title"] for one in found):
        log_read(user=user, subject_kind="case", subject_id=case.pk, field="documents", reason=sight.reason())
    context = {"case": case, "documents": found, "most": MOST if len(found) == MOST else 0}
    return render(request, "evidence/documents.html", context)


def _told(row: Document, sight: Sight) -> dict[str, Any]:
    withheld = document_policies.hidden(row.kept_at, sight)
    title = "" if withheld or row.erased_at else open_text(row.name, place=f"document.name:{row.pk}")
    return {"row": row, "title": title, "withheld": withheld, "kind": KIND_WORDS.get(row.kind, row.kind)}


@asked
@requires(Permission.EVIDENCE_HANDLE)
@csrf_exempt  # checked inside: the check reads the body, and must find our way of reading it in place
def document_new(request: HttpRequest, code: str) -> HttpResponse:
    """Take a document in. The only page of the whole site that reads a file."""
    request.upload_handlers = [handler(request)]
    return _take_in(request, code)


@csrf_protect
def _take_in(request: HttpRequest, code: str) -> HttpResponse:
    case = load(request, code)
    known = {"about": request.GET.get("de", "")}
    form = filled(request, case, DocumentForm, known, about=_about(case))
    act = partial(_keep, request=request, case=case)
    done = _("El documento quedó guardado y sellado.")
    response = answer(request, case, form, act, "evidence/document_new.html", done=done, most=documents.MOST_BYTES)
    return redirect("evidence:documents", code=case.code) if response.status_code == 302 else response


def _about(case: Case) -> list[tuple[str, str]]:
    """Acts and letters of the case that a document may belong to."""
    lang, types, templates = get_language() or "es", pack().acts, pack().requests
    acts = Act.objects.filter(case=case).order_by("number")[:MOST]
    letters = Request.objects.filter(case=case).order_by("-made_at", "-id")[:MOST]
    return [
        *((f"act:{one.pk}", f"{one.number}. {types[one.type].label.get(lang)}") for one in acts if one.type in types),
        *(
            (f"request:{one.pk}", f"{one.number} · {templates[one.template].label.get(lang)}")
            for one in letters
            if one.template in templates
        ),
    ]


def _keep(*, request: HttpRequest, case: Case, about: str = "", **given: Any) -> Document:
    content = sent(request)
    kind, _sign, pk = about.partition(":")
    found = {"act": Act, "request": Request}.get(kind)
    owner = {kind: found.objects.get(pk=pk, case=case)} if found is not None else {}
    media_type = documents.media_type_of(content)
    return document_actions.keep(case=case, content=content, media_type=media_type, **owner, **given)


@asked
@requires(Permission.CASE_SEE)
def document(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """What is known of one document; POST gives it as a file to keep, for who may see names."""
    case, user = load(request, code), signed_in(request)
    row = get_object_or_404(
        case.documents.defer("content").select_related("kept_by", "erased_by", "act", "request"), pk=pk
    )
    sight = sight_of(case, user, timezone.now())
    wrong, status = "", 200
    if request.method == "POST":
        try:
            return _as_file(row, document_actions.opened(document=row, by=user, sight=sight))
        except Denied as no:
            wrong, status = str(no), 422
    told = _told(row, sight)
    if told["title"]:
        log_read(user=user, subject_kind="document", subject_id=row.pk, field="name", reason=sight.reason())
    context = {"case": case, **told, "wrong": wrong, "closed": _closed(row, user, sight)}
    return render(request, "evidence/document.html", context, status=status)


def _closed(row: Document, user: User, sight: Sight) -> str:
    """Why this person cannot open it; "" when they can."""
    try:
        document_policies.check_can_open(row, by=user, sight=sight)
    except Denied as no:
        return str(no)
    return ""


def _as_file(row: Document, content: bytes) -> HttpResponse:
    """To be kept, never shown inside the browser's page; whatever it is, it runs nothing here."""
    kind = documents.ENDINGS[row.media_type]
    headers = {
        "Content-Disposition": f'attachment; filename="documento-{row.case.code}-{row.pk.hex[-8:]}.{kind}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    charset = "; charset=utf-8" if row.media_type == documents.TEXT else ""
    return HttpResponse(content, content_type=row.media_type + charset, headers=headers)


@asked
@requires(Permission.EVIDENCE_HANDLE)
def document_erase(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Erase the content for good, with a reason."""
    case = load(request, code)
    row = get_object_or_404(case.documents.defer("content"), pk=pk)
    row.case = case
    form = filled(request, case, EraseForm)
    act = partial(document_actions.erase, document=row)
    done = _("El contenido se borró. Quedan el registro y la razón.")
    told = _told(row, sight_of(case, signed_in(request), timezone.now()))
    if told["title"]:
        log_read(user=signed_in(request), subject_kind="document", subject_id=row.pk, field="name")
    response = answer(request, case, form, act, "evidence/document_erase.html", done=done, **told)
    return redirect("evidence:documents", code=case.code) if response.status_code == 302 else response
