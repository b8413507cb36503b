"""What the machine suggests about a transcript. Who may not read it sees one page, whether or not there is any."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases.access import Sight, sight_of
from hilo.cases.answering import filled, load
from hilo.lib.errors import Denied
from hilo.testimony import indicator_actions as actions
from hilo.testimony import indicator_policies as policies
from hilo.testimony import indicator_suggestions as suggestions
from hilo.testimony import indicator_turns as pages
from hilo.testimony import kept
from hilo.testimony.indicator_forms import AnswerForm
from hilo.testimony.indicator_words import PROVENANCE, lang
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.models import MarkState, Run, Transcript

asked = require_http_methods(["GET", "HEAD", "POST"])


@asked
@requires(Permission.INDICATOR_SUGGESTED)
def indicator_suggestions(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Suggestions about one transcript; POST asks for them, or answers one."""
    case, user = load(request, code), signed_in(request)
    row = get_object_or_404(case.transcripts.select_related("interview", "child"), pk=pk)
    row.case = case
    sight = sight_of(case, user, timezone.now())
    if not policies.may_read_suggestions(row, by=user, sight=sight):
        return render(request, "testimony/indicator_kept_back.html", {"case": case}, status=404)
    if request.method != "POST":
        return _page(request, row, sight)
    if request.POST.get("act") == "look":
        suggestions.make(transcript=row, by=user, sight=sight, now=timezone.now())
        return redirect(request.path)
    return _answered(request, row, sight)


def _answered(request: HttpRequest, row: Transcript, sight: Sight) -> HttpResponse:
    form, run = filled(request, row.case, AnswerForm), suggestions.run_of(row)
    if run is None or not form.is_valid():
        return _page(request, row, sight, _("Elija una sugerencia y diga si la confirma o la descarta."))
    given = {name: form.cleaned_data[name] for name in ("key", "revision")}
    given |= {"transcript": row, "run": run, "by": signed_in(request), "now": timezone.now()}
    try:
        if form.cleaned_data["act"] == "reject":
            actions.reject(**given)
            messages.success(request, _("Se descartó. Queda anotado que se sugirió y que usted la descartó."))
        else:
            how = {name: form.cleaned_data[name] for name in ("provenance", "denied")}
            actions.accept(**given, **how)
            messages.success(request, _("Se confirmó. Si pide actos, se proponen en el plan."))
    except Denied as no:
        return _page(request, row, sight, str(no))
    return redirect(request.path)


def _page(request: HttpRequest, row: Transcript, sight: Sight, wrong: str = "") -> HttpResponse:
    """The suggestions in the order of the text, those without an answer first; no count of them."""
    run = suggestions.run_of(row)
    rows = _rows(run, row, request, sight) if run else []
    context = {
        "case": row.case, "row": row, "run": run, "wrong": wrong, "provenances": PROVENANCE.items(),
        "open": [one for one in rows if not one["answer"]], "answered": [one for one in rows if one["answer"]],
        "form": AnswerForm(initial=filled(request, row.case, AnswerForm).initial),
        "sent": request.POST if wrong else {},
    }  # fmt: skip
    return render(request, "testimony/indicator_suggestions.html", context, status=422 if wrong else 200)


def _rows(run: Run, row: Transcript, request: HttpRequest, sight: Sight) -> list[dict[str, Any]]:
    found = suggestions.opened(run, transcript=row, by=signed_in(request), sight=sight)
    answers, words = suggestions.answers_to(run), kept.words_of(row)
    turns = pages.rows(words, ())
    proposed = pages.proposals(row, words)
    return [
        {
            "key": one.key,
            "n": number,
            "label": codebook().indicator(one.indicator).label.get(lang()),
            "indicator": one.indicator,
            "one": one,
            "turn": turns[one.turn - 1],
            "answer": answers.get(one.key),
            "confirmed": one.key in answers and answers[one.key].state == MarkState.CONFIRMED,
            "proposed": proposed.get(one.turn, ""),
        }
        for number, one in enumerate(found, start=1)
    ]
