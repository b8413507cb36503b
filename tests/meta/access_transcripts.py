"""Rows of the access table about hearing a child: transcripts. See access_rows.py."""

from collections.abc import Callable
from typing import Any

from access_rows import CLOCKS, HEARING, ONLY_GET, Subject, a_case


def a_transcript(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """The transcript of an interview in that case."""
    row = fixture("transcript")
    return {"code": row.case.code, "pk": row.pk}


def an_interview_begun(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """An interview in which the child tells."""
    row = fixture("hear")("begun")
    return {"code": row.case.code, "pk": row.pk}


def a_turn(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """The first turn of that transcript."""
    return a_transcript(fixture) | {"turn": 1}


def a_note(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A note beside that turn."""
    from hilo.testimony.layer_actions import add

    row, ana = fixture("transcript"), fixture("ana")
    mark = add(transcript=row, layer="note", turn=1, body="Llovía.", by=ana, now=row.kept_at)
    return {"code": row.case.code, "pk": row.pk, "mark": mark.pk}


TABLE: dict[str, frozenset[str]] = {
    "testimony:layer_new": HEARING,
    "testimony:layer_replace": HEARING,
    "testimony:transcript": HEARING,
    "testimony:transcript_draft": HEARING,
    "testimony:transcript_new": HEARING,
    "testimony:transcript_out": CLOCKS,
    "testimony:transcripts": HEARING,
}
OBJECTS: dict[str, Subject] = {
    "testimony:layer_new": Subject(a_turn),
    "testimony:layer_replace": Subject(a_note),
    "testimony:transcript": Subject(a_transcript, ONLY_GET),
    "testimony:transcript_draft": Subject(an_interview_begun),
    "testimony:transcript_new": Subject(a_case),
    "testimony:transcript_out": Subject(a_transcript),
    "testimony:transcripts": Subject(a_case, ONLY_GET),
}
