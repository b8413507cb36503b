"""Indicators of one child, one indicator with its passages, and marking a passage of a transcript or taking it back."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hilo.accounts.actions import log_read
from hilo.accounts.gate import requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.cases.access import Sight, sight_of
from hilo.cases.answering import answer, filled, load
from hilo.cases.models import Case, PersonInCase
from hilo.lib.errors import BadInput, Denied
from hilo.testimony import indicator_actions as actions
from hilo.testimony import indicator_policies as policies
from hilo.testimony import indicator_queries as queries
from hilo.testimony import indicator_turns as pages
from hilo.testimony import kept
from hilo.testimony.indicator_forms import MarkForm, PassageForm, WithdrawForm
from hilo.testimony.indicator_words import CERTAINTY, PROVENANCE, lang, state_words
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.indicators.unusual import NOTE_UNUSUAL
from hilo.testimony.models import Layer, Mark, Transcript
from hilo.testimony.transcripts.model import Transcript as Words

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.TESTIMONY_READ)
def indicators(request: HttpRequest, code: str, child: UUID) -> HttpResponse:
    """Every indicator of the codebook with its state for one child: most were neither asked nor mentioned."""
    case = load(request, code)
    one = _child(case, child)
    marks = list(queries.confirmed(case, one.pk, _since(request, case)))
    states = queries.states_of(marks)
    found = [
        {
            "id": each.id,
            "label": each.label.get(lang()),
            "state": state_words(states[each.id].state),
            "known": states[each.id].turn is not None,
            "also": [state_words(also) for also in states[each.id].also],
            "marks": [mark for mark in marks if mark.code == each.id],
        }
        for each in codebook().indicators
    ]
    kept_ones = case.transcripts.filter(child=one).defer("original", "text", "lines")
    context = {"case": case, "child": one, "rows": found, "any": bool(marks), "transcripts": list(kept_ones)}
    return render(request, "testimony/indicators.html", context)


def _child(case: Case, pk: UUID) -> PersonInCase:
    found: PersonInCase = get_object_or_404(case.people.filter(role=PersonInCase.Role.CHILD), pk=pk)
    return found


def _since(request: HttpRequest, case: Case) -> Any:
    return _sight(request, case).withheld.get("narratives")


def _sight(request: HttpRequest, case: Case) -> Sight:
    return sight_of(case, signed_in(request), timezone.now())


@require_safe
@requires(Permission.TESTIMONY_READ)
def indicator(request: HttpRequest, code: str, child: UUID, indicator: str) -> HttpResponse:
    """What one indicator is and is not, and the passages of this child that people marked with it, in their words."""
    case = load(request, code)
    one = _child(case, child)
    if indicator not in codebook().ids:
        raise Http404
    marks = list(queries.confirmed(case, one.pk, _since(request, case)))
    mine = [mark for mark in marks if mark.code == indicator]
    if mine:
        log_read(user=signed_in(request), subject_kind="case", subject_id=case.pk, field="passages")
    words = pages.quotes(mine)
    entry = codebook().indicator(indicator)
    context = {
        "case": case,
        "child": one,
        "entry": {name: getattr(entry, name).get(lang()) for name in ENTRY},
        "indicator": entry,
        "source_is": CERTAINTY[entry.certainty],
        "law_is": CERTAINTY[entry.legal_certainty],
        "note": NOTE_UNUSUAL["en" if lang().startswith("en") else "es"] if entry.unusual else "",
        "state": state_words(queries.states_of(marks)[indicator].state),
        "machine": policies.may_know(signed_in(request), one),
        "passages": [(mark, words[mark.pk], PROVENANCE[mark.provenance]) for mark in mine],
    }
    return render(request, "testimony/indicator.html", context)


ENTRY = (
    "label", "definition", "includes", "excludes", "example", "near_miss", "base_rate", "not_proof_of", "legal",
    "author",
)  # fmt: skip


@asked
@requires(Permission.TESTIMONY_CODE)
def indicator_mark(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """The turns of a transcript with what is marked in them; with ``?turno=`` the form that marks in that one."""
    case, row, words = _opened(request, code, pk)
    turn = _turn(request, words)
    if not turn:
        return _turns(request, case, row, words, MarkForm)
    known = {"provenance": pages.proposals(row, words).get(turn, "")}
    form = filled(request, case, MarkForm, known)
    act = partial(_mark, form=form, row=row, words=words, turn=turn)
    done = _("El pasaje quedó marcado. Si pide actos, se proponen en el plan.")
    context = _about(request, row, words, turn) | {"proposed": PROVENANCE.get(known["provenance"], "")}
    response = answer(request, case, form, act, "testimony/indicator_mark.html", done=done, **context)
    return redirect(_address("indicator_mark", row)) if response.status_code == 302 else response


def _opened(request: HttpRequest, code: str, pk: UUID) -> tuple[Case, Transcript, Words]:
    """A transcript of the case with its words; the look is logged. 404 for one that did not travel."""
    case = load(request, code)
    row = get_object_or_404(case.transcripts.select_related("interview", "child"), pk=pk)
    row.case = case
    try:
        return case, row, kept.opened(row, by=signed_in(request), sight=_sight(request, case))
    except Denied:
        raise Http404 from None


def _turn(request: HttpRequest, words: Words) -> int:
    """The turn that the address names; 0 for none."""
    given = request.GET.get("turno", "")
    found = int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0
    if found > len(pages.rows(words, ())):
        raise Http404
    return found


def _turns(request: HttpRequest, case: Case, row: Transcript, words: Words, kind: Any) -> HttpResponse:
    """All turns; whatever was sent without saying of which turn is refused."""
    context = {
        "case": case,
        "row": row,
        "turns": pages.rows(words, queries.beside(row)),
        "machine": _machine(request, row),
    }
    wrong = _("Elija primero el turno en que quiere marcar.") if request.method == "POST" else ""
    status = 422 if wrong else 200
    return render(request, "testimony/indicator_turns.html", context | {"wrong": wrong}, status=status)


def _about(request: HttpRequest, row: Transcript, words: Words, turn: int) -> dict[str, Any]:
    """The turn that is marked, and what was said right before and after it."""
    near = pages.rows(words, queries.beside(row))[max(0, turn - 2) : turn + 1]
    note = NOTE_UNUSUAL["en" if lang().startswith("en") else "es"]
    return {"row": row, "turn": turn, "near": near, "note": note, "machine": _machine(request, row)}


def _machine(request: HttpRequest, row: Transcript) -> bool:
    """Whether this person may know what a machine had suggested before somebody confirmed it."""
    return policies.may_know(signed_in(request), row.child)


def _passage(form: Any, words: Words, turn: int, typed: str, at: int | None) -> actions.Passage:
    try:
        return pages.passage_in(words, turn=turn, typed=typed, at=at)
    except BadInput as no:
        form.places = getattr(no, "choices", ())
        raise Denied(str(no)) from None


def _mark(  # what the form gives goes on as it is
    *, form: Any, row: Transcript, words: Words, turn: int, at: int | None, **given: Any
) -> Mark:
    passage = _passage(form, words, turn, given.pop("words_typed"), at)
    return actions.mark(transcript=row, passage=passage, **given)


def _address(name: str, row: Transcript) -> str:
    return reverse(f"testimony:{name}", kwargs={"code": row.case.code, "pk": row.pk})


@asked
@requires(Permission.TESTIMONY_CODE)
def indicator_unusual(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Odd details of a transcript, as they were said; with ``?turno=`` one more is kept."""
    case, row, words = _opened(request, code, pk)
    turn = _turn(request, words)
    form = filled(request, case, PassageForm)
    odd = [mark for mark in queries.beside(row) if mark.layer == Layer.NOTE]
    context = _about(request, row, words, turn) | {"odd": [(mark, pages.quoted(words, mark)) for mark in odd]}
    act = partial(_keep, form=form, row=row, words=words, turn=turn)
    done = _("El detalle quedó guardado tal como se dijo.")
    response = answer(request, case, form, act, "testimony/indicator_unusual.html", done=done, **context)
    return redirect(_address("indicator_unusual", row)) if response.status_code == 302 else response


def _keep(*, form: Any, row: Transcript, words: Words, turn: int, at: int | None, **given: Any) -> Mark:
    if not turn:
        raise Denied(_("Elija primero el turno en que quiere marcar."))
    passage = _passage(form, words, turn, given.pop("words_typed"), at)
    return actions.keep_unusual(transcript=row, passage=passage, **given)


@asked
@requires(Permission.TESTIMONY_CODE)
def indicator_withdraw(request: HttpRequest, code: str, pk: UUID, mark: UUID) -> HttpResponse:
    """Take a mark back, with a reason."""
    case, row, words = _opened(request, code, pk)
    one = get_object_or_404(row.marks.filter(queries.OURS).select_related("by"), pk=mark)
    one.transcript = row
    form = filled(request, case, WithdrawForm)
    label = codebook().indicator(one.code).label.get(lang()) if one.layer == Layer.SEGMENT else ""
    context = {"row": row, "mark": one, "label": label, "words": pages.quoted(words, one)}
    act = partial(actions.withdraw, mark=one)
    done = _("Se retiró. Queda quién la puso, quién la retiró y por qué.")
    response = answer(request, case, form, act, "testimony/indicator_withdraw.html", done=done, **context)
    return redirect(_address("indicator_mark", row)) if response.status_code == 302 else response
