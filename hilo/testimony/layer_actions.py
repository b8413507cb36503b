"""Notes and translations beside the words: added, replaced by another row, taken back. Never a word changed."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.sealing import seal_text
from hilo.cases.access import Sight, withheld_from
from hilo.cases.policies import Changed
from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7
from hilo.testimony import kept, policies
from hilo.testimony.held import held
from hilo.testimony.indicator_policies import check_passage
from hilo.testimony.models import Layer, Mark, MarkState, Transcript

FREE = (Layer.NOTE, Layer.TRANSLATION)  # layers that hold a person's own text
OURS = Q(layer=Layer.NOTE, code="") | Q(layer=Layer.TRANSLATION)  # notes with a code have pages of their own


@transaction.atomic
def add(  # noqa: PLR0913 - every column of the row is named
    *,
    transcript: Transcript,
    layer: str,
    turn: int,
    body: str,
    by: User,
    now: datetime,
    start: int | None = None,
    end: int | None = None,
    language: str = "",
    revision: int | None = None,
) -> Mark:
    """Put a note or a translation beside a turn, or beside some of its words. Raises Denied.

    ``start`` and ``end``: code points of the transcript's text, end excluded; None for the whole turn.
    """
    weave, fresh = held(transcript.case, by=by, now=now, revision=revision)
    _check(transcript, by)
    _check_text(layer, body, language)
    check_passage(kept.words_of(transcript), turn=turn, start=start, end=end)
    pk = uuid7()
    row = Mark.objects.create(
        id=pk, transcript=transcript, layer=layer, turn=turn, start=start, end=end, state=MarkState.CONFIRMED,
        code=language.strip() if layer == Layer.TRANSLATION else "", at=now, by=by,
        body=seal_text(body.strip(), place=f"mark.body:{pk}"),
    )  # fmt: skip
    weave.event(fresh, "layer.saved", facts={"transcript": str(transcript.pk), "layer": layer, "n": 1}, subject=row.pk)
    weave.write()
    return row


@transaction.atomic
def replace(*, mark: Mark, body: str, by: User, now: datetime, revision: int | None = None) -> Mark:
    """Another text in its place, or none: the row that was there stays, and this one names it."""
    transcript = mark.transcript
    weave, fresh = held(transcript.case, by=by, now=now, revision=revision)
    _check(transcript, by)
    ours = mark.layer == Layer.TRANSLATION or (mark.layer == Layer.NOTE and not mark.code)
    if not ours or mark.state == MarkState.REJECTED:
        raise Denied(_("Solo se cambia una nota o una traducción que sigue puesta."))
    policies.check_text(body)
    pk, text = uuid7(), body.strip()
    try:
        with transaction.atomic():
            row = Mark.objects.create(
                id=pk, transcript=transcript, layer=mark.layer, turn=mark.turn, start=mark.start, end=mark.end,
                code=mark.code, state=MarkState.CONFIRMED if text else MarkState.REJECTED, replaces=mark, at=now, by=by,
                body=seal_text(text, place=f"mark.body:{pk}") if text else None,
            )  # fmt: skip
    except IntegrityError:
        raise Changed(_("Alguien más ya la cambió. Revise cómo quedó y vuelva a guardar.")) from None
    facts = {"transcript": str(transcript.pk), "layer": mark.layer, "n": 1}
    weave.event(fresh, "layer.saved", facts=facts, subject=row.pk)
    weave.write()
    return row


def earlier(mark: Mark) -> list[Mark]:
    """What stood in its place before, newest first: one query."""
    beside = mark.transcript.marks.filter(layer=mark.layer, turn=mark.turn).select_related("by")
    rows, found, before = {one.pk: one for one in beside}, [], mark.replaces_id
    while before is not None:
        found.append(rows[before])
        before = rows[before].replaces_id
    return found


def _check(transcript: Transcript, by: User) -> None:
    case = transcript.case
    policies.check_can_code(case, by=by)
    policies.check_can_read(by=by, sight=Sight(withheld_from(case, by.institution)), kept_at=transcript.kept_at)


def _check_text(layer: str, body: str, language: str) -> None:
    if layer not in FREE:
        raise Denied(_("Elija si es una nota o una traducción."))
    if layer == Layer.TRANSLATION and not language.strip():
        raise Denied(_("Escriba a qué lengua es la traducción."))
    if not body.strip():
        raise Denied(_("Escriba el texto."))
    policies.check_text(body)
