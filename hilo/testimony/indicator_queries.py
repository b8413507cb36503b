"""Confirmed indicators of a child: passages that people marked, and the state that follows from them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from hilo.cases.models import Case
from hilo.testimony.indicator_policies import NOTE
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.indicators.states import CodedPassage, IndicatorState, states
from hilo.testimony.models import Layer, Mark, MarkState, Transcript

OURS = Q(layer=Layer.SEGMENT) | Q(layer=Layer.NOTE, code=NOTE)  # other notes have pages of their own


def confirmed(case: Case, child_id: UUID, since: datetime | None) -> QuerySet[Mark]:
    """Passages of one child that stand, in every transcript of the case kept since then; no sealed words with them."""
    marks = Mark.objects.filter(
        transcript__case=case, transcript__child=child_id, layer=Layer.SEGMENT, state=MarkState.CONFIRMED,
        replaced__isnull=True,
    )  # fmt: skip
    marks = marks if since is None else marks.filter(transcript__kept_at__gte=since)
    return (
        marks.select_related("transcript__interview", "by")
        .defer("transcript__original", "transcript__text", "transcript__lines", "body")
        .order_by("transcript__interview__number", "transcript__number", "turn", "start", "at", "id")
    )


def states_of(marks: Iterable[Mark]) -> dict[str, IndicatorState]:
    """The state of every indicator of the codebook, for the passages of one child."""
    return states([_coded(mark) for mark in marks], codebook())


def _coded(mark: Mark) -> CodedPassage:
    return CodedPassage(
        indicator=mark.code, turn=mark.turn, first_by_child=bool(mark.first_by_child), status=mark.provenance,
        confirmed=True, denied=mark.denied, unanswered=mark.unanswered, session=mark.transcript.interview.number,
    )  # fmt: skip


def beside(transcript: Transcript) -> list[Mark]:
    """Passages and odd details of one transcript that stand, in the order of the text."""
    marks = transcript.marks.filter(OURS, state=MarkState.CONFIRMED, replaced__isnull=True)
    return list(marks.select_related("by").defer("body").order_by("turn", "start", "at", "id"))
