"""Notes and translations beside the words: one more, another in its place, or none."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hilo.accounts.gate import requires
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text
from hilo.cases.answering import answer, filled, load
from hilo.lib.errors import BadInput, Denied
from hilo.testimony import indicator_turns, layer_actions
from hilo.testimony.models import Mark, MarkState, Transcript
from hilo.testimony.transcript_forms import LayerForm, ReplaceForm
from hilo.testimony.transcript_views import opened, words_address
from hilo.testimony.transcripts.model import Transcript as Words

asked = require_http_methods(["GET", "HEAD", "POST"])


@asked
@requires(Permission.TESTIMONY_CODE)
def layer_new(request: HttpRequest, code: str, pk: UUID, turn: int) -> HttpResponse:
    """A note or a translation beside one turn, or beside some words of it."""
    case = load(request, code)
    row, words = _opened(request, case, pk)
    near = indicator_turns.rows(words, ())
    if not 1 <= turn <= len(near):
        raise Http404
    form = filled(request, case, LayerForm)
    act, back = partial(_add, form=form, row=row, read=words, turn=turn), words_address(row, turn)
    context = {"row": row, "turn": turn, "near": near[max(0, turn - 2) : turn + 1], "back": back}
    done = _("Quedó junto a las palabras.")
    response = answer(request, case, form, act, "testimony/layer_new.html", done=done, **context)
    return redirect(back) if response.status_code == 302 else response


def _opened(request: HttpRequest, case: Any, pk: UUID) -> tuple[Transcript, Words]:
    """The transcript with its words; the look is logged. 404 for one that did not travel."""
    try:
        return opened(request, case, pk)
    except Denied:
        raise Http404 from None


def _add(  # what the form gives goes on as it is
    *, form: Any, row: Transcript, read: Words, turn: int, words_typed: str, at: int | None, **given: Any
) -> Mark:
    try:
        place = indicator_turns.passage_in(read, turn=turn, typed=words_typed, at=at)
    except BadInput as no:
        form.places = getattr(no, "choices", ())
        raise Denied(str(no)) from None
    return layer_actions.add(transcript=row, turn=turn, start=place.start, end=place.end, **given)


@asked
@requires(Permission.TESTIMONY_CODE)
def layer_replace(request: HttpRequest, code: str, pk: UUID, mark: UUID) -> HttpResponse:
    """Another text in the place of one, or none; what it said before stays in sight here."""
    case = load(request, code)
    row, words = _opened(request, case, pk)
    standing = row.marks.filter(layer_actions.OURS, replaced__isnull=True, state=MarkState.CONFIRMED)
    one = get_object_or_404(standing.select_related("by"), pk=mark)
    one.transcript = row
    form = filled(request, case, ReplaceForm, {"body": _text(one)})
    before = [(each, _text(each)) for each in layer_actions.earlier(one)]
    act, back = partial(layer_actions.replace, mark=one), words_address(row, one.turn)
    context = {"row": row, "mark": one, "back": back, "before": before, "words": indicator_turns.quoted(words, one)}
    context["near"] = indicator_turns.rows(words, ())[one.turn - 1 : one.turn]
    done = _("Quedó cambiado.")
    response = answer(request, case, form, act, "testimony/layer_replace.html", done=done, **context)
    return redirect(back) if response.status_code == 302 else response


def _text(mark: Mark) -> str:
    return open_text(mark.body, place=mark.body_place)
