"""Rows of the access table about hearing a child: disclosure. See access_rows.py."""

from collections.abc import Callable
from typing import Any

from access_rows import HEARING, ONLY_GET, WORK, Subject


def a_child(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A child of that case."""
    child = fixture("child")
    return {"code": child.case.code, "child": child.pk}


def a_field(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """The first of the sixteen, for that child."""
    return a_child(fixture) | {"field": "first_sign"}


def an_entry(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """Something noted about that child."""
    from django.utils import timezone

    from hilo.testimony.disclosure_actions import note

    child, ana = fixture("child"), fixture("ana")
    given = {"case": child.case, "child": child, "by": ana, "now": timezone.now(), "said_by": "child"}
    return a_child(fixture) | {"entry": note(field="first_sign", parts={"what": "Lloraba."}, **given).pk}


TABLE: dict[str, frozenset[str]] = {
    "testimony:disclosure": WORK,
    "testimony:disclosure_correct": HEARING,
    "testimony:disclosure_note": WORK,
}
OBJECTS: dict[str, Subject] = {
    "testimony:disclosure": Subject(a_child, ONLY_GET),
    "testimony:disclosure_correct": Subject(an_entry),
    "testimony:disclosure_note": Subject(a_field),
}
