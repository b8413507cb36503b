"""Rows of the access table about hearing a child: prompts. See access_rows.py."""

from collections.abc import Callable
from typing import Any

from access_rows import HEARING, ONLY_GET, ONLY_POST, Subject


def a_transcript(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """The transcript of an interview in that case."""
    row = fixture("transcript")
    return {"code": row.case.code, "pk": row.pk}


TABLE: dict[str, frozenset[str]] = {
    "testimony:interview_quality": HEARING,
    "testimony:prompt_queue": HEARING,
    "testimony:prompt_run": HEARING,
    "testimony:prompts": HEARING,
    "testimony:who_first": HEARING,
}
OBJECTS: dict[str, Subject] = {
    "testimony:interview_quality": Subject(a_transcript, ONLY_GET),
    "testimony:prompt_run": Subject(a_transcript, ONLY_POST),
    "testimony:prompts": Subject(a_transcript),
    "testimony:who_first": Subject(a_transcript),
}
