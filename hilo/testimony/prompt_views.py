"""What adults' turns ask: confirmed turn by turn, waiting in the queue, and counted on the page of the interview."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases.access import sight_of
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case
from hilo.lib.errors import BadInput, Denied
from hilo.testimony import first_mention, kept, policies, prompt_actions, prompt_queries, prompt_runs
from hilo.testimony.models import Transcript
from hilo.testimony.prompt_forms import DetailsForm, PromptsForm, choices, said_of
from hilo.testimony.prompt_policies import Said
from hilo.testimony.prompt_quality import page_of
from hilo.testimony.quality import describe
from hilo.testimony.transcript_views import row_of
from hilo.testimony.transcripts.reading import turns

asked = require_http_methods(["GET", "HEAD", "POST"])


def _opened(request: HttpRequest, case: Case, pk: UUID) -> tuple[Transcript, prompt_queries.Coded]:
    """The transcript and what is said of its questions; the look is logged. Raises Denied."""
    row, user = row_of(request, case, pk), signed_in(request)
    words = kept.opened(row, by=user, sight=sight_of(case, user, timezone.now()))
    return row, prompt_queries.coded(row, turns(words))


def _closed(request: HttpRequest, case: Case, no: Denied) -> HttpResponse:
    return render(request, "testimony/transcript_closed.html", {"case": case, "why": str(no)}, status=403)


@asked
@requires(Permission.TESTIMONY_CODE)
def prompts(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Each adult turn with its suggestion; a person confirms it, or says something else."""
    case = load(request, code)
    try:
        row, found = _opened(request, case, pk)
    except Denied as no:
        return _closed(request, case, no)
    unsure = request.GET.get("orden") == "dudosas"
    every = prompt_queries.rows(found, unsure_first=unsure)
    pages = max(1, -(-len(every) // prompt_queries.AT_ONCE))
    asked_page = request.GET.get("pagina", "1")
    page = int(asked_page) if asked_page.isascii() and asked_page.isdigit() and 1 <= int(asked_page[:6]) <= pages else 1
    shown = every[(page - 1) * prompt_queries.AT_ONCE : page * prompt_queries.AT_ONCE]
    form = filled(request, case, PromptsForm)
    numbers = [one.turn.number for one in shown]
    act = partial(_confirm, row=row, said=said_of(request.POST, _sent(request, numbers)))
    context = {"row": row, "rows": shown, "page": page, "pages": pages, "unsure": unsure, "found": found, **choices()}
    response = answer(request, case, form, act, "testimony/prompts.html", done=_done, **context)
    return redirect(request.get_full_path()) if response.status_code == 302 else response


def _sent(request: HttpRequest, shown: list[int]) -> list[int]:
    """The turns that the sent page had; another order may be shown by now."""
    given = request.POST.get("turns", "")
    sent = [int(one) for one in given.split() if one.isascii() and one.isdigit() and len(one) < 8]
    return sent or shown


def _confirm(*, row: Transcript, said: list[Said], **given: Any) -> int:
    return prompt_actions.confirm(transcript=row, said=said, **given)


def _done(number: int) -> str:
    return ngettext("Quedó confirmado %(n)d turno.", "Quedaron confirmados %(n)d turnos.", number) % {"n": number}


@require_POST
@requires(Permission.TESTIMONY_CODE)
def prompt_run(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask for suggestions: of a long transcript, or of one kept before the present rules."""
    case = load(request, code)
    try:
        row = row_of(request, case, pk)
        policies.check_can_code(case, by=signed_in(request))
    except Denied as no:
        return _closed(request, case, no)
    prompt_runs.make(row, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Las sugerencias están al día."))
    return redirect("testimony:prompts", code=case.code, pk=row.pk)


@require_safe
@requires(Permission.TESTIMONY_CODE)
def prompt_queue(request: HttpRequest) -> HttpResponse:
    """Transcripts with suggestions of which the machine is less sure, and nobody has looked."""
    waiting, of = prompt_queries.queue(signed_in(request))
    return render(request, "testimony/prompt_queue.html", {"waiting": waiting, "left": of - len(waiting)})


@require_safe
@requires(Permission.TESTIMONY_READ)
def interview_quality(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """How the interview was asked: counted of adults' turns, with what was published beside. It describes."""
    case = load(request, code)
    try:
        row, found = _opened(request, case, pk)
    except Denied as no:
        return _closed(request, case, no)
    age = row.child.age
    quality = describe(found.turns, found.prompts, age=age if age is not None and age < 120 else None)
    figures = page_of(quality, found.prompts, found.turns)
    context = {"case": case, "row": row, "found": found, "quality": quality, "figures": figures}
    return render(request, "testimony/interview_quality.html", context)


@asked
@requires(Permission.TESTIMONY_READ)
def who_first(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Who named each detail first, and after what kind of question. What is typed is not kept, nor in the address."""
    case = load(request, code)
    try:
        row, found = _opened(request, case, pk)
    except Denied as no:
        return _closed(request, case, no)
    form, rows, sent = DetailsForm(request.POST or None), [], request.method == "POST"
    if sent and form.is_valid():
        try:
            rows = first_mention.rows(found, first_mention.asked(form.cleaned_data["details"]))
        except BadInput as wrong:
            form.add_error("details", str(wrong))
    context = {"case": case, "row": row, "found": found, "form": form, "rows": rows}
    return render(request, "testimony/who_first.html", context, status=422 if sent and form.errors else 200)
