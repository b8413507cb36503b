"""Rows of the access table about hearing a child: indicators. See access_rows.py."""

from collections.abc import Callable
from typing import Any

from access_rows import CLOCKS, HEARING, ONLY_GET, Subject


def a_child(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A child of FGE-NAY's case."""
    child = fixture("child")
    return {"code": child.case.code, "child": child.pk}


def an_indicator(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """An indicator, for that child."""
    return a_child(fixture) | {"indicator": "vehicle"}


def a_transcript(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """What that child said in an interview that is over."""
    row = fixture("transcript")
    return {"code": row.case.code, "pk": row.pk}


def a_mark(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A passage of it that Ana marked."""
    from hilo.testimony.indicator_actions import Passage, mark

    row = fixture("transcript")
    given = {"code": "vehicle", "provenance": "spontaneous", "by": fixture("ana"), "now": row.kept_at}
    made = mark(transcript=row, passage=Passage(6), **given)
    return {"code": row.case.code, "pk": row.pk, "mark": made.pk}


TABLE: dict[str, frozenset[str]] = {
    "testimony:indicator": HEARING,
    "testimony:indicators": HEARING,
    "testimony:indicator_mark": HEARING,
    "testimony:indicator_suggestions": CLOCKS,
    "testimony:indicator_unusual": HEARING,
    "testimony:indicator_withdraw": HEARING,
}
OBJECTS: dict[str, Subject] = {
    "testimony:indicator": Subject(an_indicator, ONLY_GET),
    "testimony:indicators": Subject(a_child, ONLY_GET),
    "testimony:indicator_mark": Subject(a_transcript),
    "testimony:indicator_suggestions": Subject(a_transcript),
    "testimony:indicator_unusual": Subject(a_transcript),
    "testimony:indicator_withdraw": Subject(a_mark),
}
