"""Double codings: the list, drawing one, coding a narrative blind, finishing, and how far two people agreed."""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases.access import Sight, withheld_from
from hilo.lib.errors import Denied
from hilo.testimony import double_actions, double_policies, kept
from hilo.testimony import double_queries as queries
from hilo.testimony.double_forms import DrawForm
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.label_words import LABEL_WORDS
from hilo.testimony.models import Layer, Study, StudyText
from hilo.testimony.transcripts.reading import turns

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.TESTIMONY_CODE)
def studies(request: HttpRequest) -> HttpResponse:
    """The double codings of one's institution, newest first."""
    return render(request, "testimony/double_list.html", {"studies": queries.listed(signed_in(request))})


@asked
@requires(Permission.CODING_DRAW)
def study_new(request: HttpRequest) -> HttpResponse:
    """Draw narratives and say who codes them."""
    user = signed_in(request)
    form = DrawForm(request.POST if request.method == "POST" else None, institution=user.institution)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            study = double_actions.draw(
                layer=given["layer"], share=given["share"], coders=[given["first"], given["second"]],
                seed=secrets.randbelow(2**31), by=user, now=timezone.now(),
            )  # fmt: skip
        except Denied as no:
            form.add_error(None, str(no))
        else:
            return redirect("testimony:study", pk=study.pk)
    return render(request, "testimony/double_new.html", {"form": form}, status=422 if form.is_bound else 200)


def _study(request: HttpRequest, pk: UUID) -> Study:
    found: Study = get_object_or_404(queries.visible_to(signed_in(request)), pk=pk)
    return found


@require_safe
@requires(Permission.TESTIMONY_CODE)
def study(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own progress while it runs; how far both agreed once it is closed. Never the other coder's progress."""
    row, user = _study(request, pk), signed_in(request)
    coder = row.coders.filter(user=user).first()
    context: dict[str, Any] = {"study": row, "coder": coder, "of": row.texts.count(), "reasons": Study.Left.choices}
    if coder is not None:
        context["texts"] = queries.progress(row, user)
    if row.closed_at is not None and not row.left:
        context["results"] = [(_code_words(row, one.code), one) for one in row.results.all()]
    return render(request, "testimony/double_study.html", context)


def _code_words(row: Study, code: str) -> str:
    if not code:
        return _("Todos los tipos de pregunta juntos")
    if row.layer == Layer.PROMPT:
        return f"{code}: {LABEL_WORDS[code]}" if code in LABEL_WORDS else code
    known = {one.id: one.label.get(get_language() or "es") for one in codebook().indicators}
    return known.get(code, code)


@asked
@requires(Permission.TESTIMONY_CODE)
def study_code(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Code one narrative: its words and one's own codes, nothing that anybody or the machine said."""
    row, user = _study(request, pk), signed_in(request)
    text = queries.text_of(row, number)
    if text is None or not row.coders.filter(user=user).exists():
        raise Http404
    try:
        double_policies.check_can_code(row, text, by=user)
        units = _units(request, row, text)
    except Denied as no:
        return render(request, "testimony/double_closed.html", {"study": row, "why": str(no)}, status=403)
    pages = max(1, -(-len(units) // queries.AT_ONCE))
    given = request.GET.get("pagina", "1")
    page = int(given) if given.isascii() and given.isdigit() and 1 <= int(given[:6]) <= pages else 1
    shown = units[(page - 1) * queries.AT_ONCE : page * queries.AT_ONCE]
    wrong = ""
    if request.method == "POST":
        codes = _sent(request.POST, row.layer, [turn.number for _before, turn in shown])
        try:
            double_actions.code(text=text, codes=codes, by=user, now=timezone.now())
        except Denied as no:
            wrong = str(no)
        else:
            messages.success(request, _("Sus códigos quedaron guardados."))
            return redirect(f"{request.path}?pagina={min(page + 1, pages)}")
    mine = queries.codes_by(text, user)
    context = {
        "study": row, "number": number, "wrong": wrong, "page": page, "pages": pages, "choices": _choices(row.layer),
        "rows": [(before, turn, mine.get(turn.number, "").split(), turn.number in mine) for before, turn in shown],
    }  # fmt: skip
    return render(request, "testimony/double_code.html", context, status=422 if wrong else 200)


def _units(request: HttpRequest, row: Study, text: StudyText) -> list[tuple[str, Any]]:
    """Turns to code, each with the words before it. The look is logged. Raises Denied when it did not travel."""
    user, transcript = signed_in(request), text.transcript
    sight = Sight(withheld_from(transcript.case, user.institution))
    if transcript.case.institution != user.institution:
        raise Denied(_("Este caso ya está en otra institución: su relato no se codifica aquí."))
    said = turns(kept.opened(transcript, by=user, sight=sight, field="double coding"))
    before = {turn.number + 1: turn.text for turn in said}
    return [(before.get(turn.number, ""), turn) for turn in queries.units_of(row.layer, said)]


def _sent(sent: QueryDict, layer: str, shown: list[int]) -> Mapping[int, str]:
    """What was sent for the turns of the page; for prompts only those with an answer."""
    given = {turn: " ".join(sent.getlist(f"code-{turn}")) for turn in shown}
    return {turn: codes for turn, codes in given.items() if codes.strip()} if layer == Layer.PROMPT else given


def _choices(layer: str) -> list[tuple[str, str]]:
    if layer == Layer.PROMPT:
        return [(code, f"{code} · {words}") for code, words in LABEL_WORDS.items()]
    return [(one.id, one.label.get(get_language() or "es")) for one in codebook().indicators]


@require_POST
@requires(Permission.TESTIMONY_CODE)
def study_finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that one has finished; one's codes do not change any more."""
    row = _study(request, pk)
    try:
        double_actions.finish(study=row, by=signed_in(request), now=timezone.now())
    except Denied as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("Quedó anotado que usted terminó."))
    return redirect("testimony:study", pk=row.pk)


@require_POST
@requires(Permission.CODING_DRAW)
def study_leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a double coding that will not be finished."""
    row = _study(request, pk)
    try:
        because = request.POST.get("because", "")
        double_actions.leave(study=row, because=because, by=signed_in(request), now=timezone.now())
    except Denied as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("Quedó cerrada sin terminar. Puede sortear otra."))
    return redirect("testimony:study", pk=row.pk)
