"""Transcripts of a case: the list, bringing one in, typing one, the words with what stands beside, taking one out."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.gate import fresh, requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases.access import Sight, sight_of
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case
from hilo.lib.errors import BadInput, Denied
from hilo.testimony import kept, policies, transcript_actions, transcript_upload
from hilo.testimony.models import Transcript
from hilo.testimony.transcript_forms import FileForm, OutForm
from hilo.testimony.transcript_queries import AT_ONCE, confirmed_prompts, page_of
from hilo.testimony.transcripts.chat_writing import write_chat
from hilo.testimony.transcripts.eaf_writing import write_eaf
from hilo.testimony.transcripts.model import Transcript as Words

asked = require_http_methods(["GET", "HEAD", "POST"])
ENDINGS = {"plain": "txt", "chat": "cha", "webvtt": "vtt", "eaf": "eaf"}
FORMATS = {"plain": gettext_lazy("texto simple"), "chat": "CHAT", "webvtt": "WebVTT", "eaf": "ELAN"}
MOST_FAULTS = 20  # that a page lists


def _sight(request: HttpRequest, case: Case) -> Sight:
    return sight_of(case, signed_in(request), timezone.now())


def row_of(request: HttpRequest, case: Case, pk: UUID) -> Transcript:
    """A transcript of this case that this person may open; 404 for any other. Raises Denied when it did not travel."""
    row: Transcript = get_object_or_404(case.transcripts.select_related("interview", "kept_by"), pk=pk)
    row.case = case
    policies.check_can_read(by=signed_in(request), sight=_sight(request, case), kept_at=row.kept_at)
    return row


def opened(request: HttpRequest, case: Case, pk: UUID) -> tuple[Transcript, Words]:
    """The same with its words; the look is logged. Raises Denied when it did not travel."""
    row = row_of(request, case, pk)
    return row, kept.opened(row, by=signed_in(request), sight=_sight(request, case))


@require_safe
@requires(Permission.TESTIMONY_READ)
def transcript_list(request: HttpRequest, code: str) -> HttpResponse:
    """What is kept of this case, in its order; and interviews of which something may still be typed."""
    case = load(request, code)
    sight = _sight(request, case)
    found = case.transcripts.select_related("interview", "kept_by").defer("original", "text", "lines")
    rows = [one for one in found if not policies.hidden(one.kept_at, sight)]
    begun = [one for one in case.interviews.select_related("interviewer") if one.begun_at and not one.cancelled_at]
    context = {"case": case, "rows": rows, "interviews": begun, "withheld": len(rows) < len(found)}
    return render(request, "testimony/transcripts.html", context)


@asked
@requires(Permission.TESTIMONY_CODE)
@csrf_exempt  # checked inside: the check reads the body, and must find our way of reading it in place
def transcript_new(request: HttpRequest, code: str) -> HttpResponse:
    """Bring a file in. With documents, the only page of the whole site that reads one."""
    request.upload_handlers = [transcript_upload.handler(request)]
    return _take_in(request, code)


@csrf_protect
def _take_in(request: HttpRequest, code: str) -> HttpResponse:
    case = load(request, code)
    begun = case.interviews.filter(begun_at__isnull=False, cancelled_at__isnull=True)
    form = filled(request, case, FileForm, {"interview": request.GET.get("de")}, interviews=begun)
    made: list[Transcript] = []
    act = partial(_keep, form=form, content=partial(transcript_upload.sent, request), made=made)
    more = {"any": begun.exists()}
    done = _("La transcripción quedó guardada, tal como llegó.")
    response = answer(request, case, form, act, "testimony/transcript_new.html", done=done, **more)
    return redirect("testimony:transcript", code=case.code, pk=made[0].pk) if made else response


def _keep(*, form: FileForm, content: Callable[[], bytes], made: list[Transcript], looked: str, **given: Any) -> None:
    """Where something was read leniently it is shown first; sending the same file again says that it is right so."""
    data = content()
    words = transcript_actions.read_or_refuse(data)
    if words.faults and looked != words.sha256:
        form.faults = words.faults[:MOST_FAULTS]
        form.tell(looked=words.sha256)
        raise Denied(_("Todavía no se guardó. Lea lo que sigue; si está bien así, elija el mismo archivo y guarde."))
    made.append(transcript_actions.keep(data=data, **given))


@require_safe
@requires(Permission.TESTIMONY_READ)
def transcript(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The words by turns, as received, and beside them what people noted."""
    case = load(request, code)
    try:
        row, words = opened(request, case, pk)
    except Denied as no:
        return render(request, "testimony/transcript_closed.html", {"case": case, "why": str(no)}, status=403)
    page = page_of(row, words, request.GET.get("pagina", ""))
    context = {
        "case": case,
        "row": row,
        "page": page,
        "faults": words.faults[:MOST_FAULTS],
        "format": FORMATS[row.format],
    }
    return render(request, "testimony/transcript.html", context)


@asked
@requires(Permission.TESTIMONY_EXPORT)
@fresh
def transcript_out(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Take the words out of Hilo, with a reason: as they came, or with the confirmed kinds of question beside."""
    case = load(request, code)
    row = get_object_or_404(case.transcripts, pk=pk)
    row.case = case
    form = filled(request, case, OutForm, {"form": "original"})
    made: list[HttpResponse] = []
    act = partial(_take_out, row=row, made=made)
    response = answer(request, case, form, act, "testimony/transcript_out.html", done="", row=row)
    return made[0] if made else response


def _take_out(*, row: Transcript, made: list[HttpResponse], form: str, **given: Any) -> None:
    words = transcript_actions.taken_out(transcript=row, form=form, **given)
    try:
        made.append(_as_file(row, form, _written(row, words, form)))
    except BadInput as wrong:
        raise Denied(str(wrong)) from None


def _written(row: Transcript, words: Words, form: str) -> bytes:
    if form == "original":
        return words.original
    tier = confirmed_prompts(row, words)
    tiers = [tier] if tier.codes else []
    return write_chat(words, tiers) if form == "chat" else write_eaf(words, tiers)


def _as_file(row: Transcript, form: str, content: bytes) -> HttpResponse:
    """To be kept, never shown inside the browser's page; whatever it is, it runs nothing here."""
    ending = {"chat": "cha", "eaf": "eaf"}.get(form, ENDINGS[row.format])
    headers = {
        "Content-Disposition": f'attachment; filename="transcripcion-{row.case.code}-{row.number}.{ending}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


def words_address(row: Transcript, turn: int) -> str:
    """Where a turn stands on the page of its transcript."""
    address = reverse("testimony:transcript", kwargs={"code": row.case.code, "pk": row.pk})
    return f"{address}?pagina={(turn - 1) // AT_ONCE + 1}#turno-{turn}"
