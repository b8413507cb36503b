"""Rows of the access table about hearing a child: double coding. See access_rows.py."""

from collections.abc import Callable
from typing import Any

from access_rows import HEARING, ONLY_GET, ONLY_POST, Subject


def a_study(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A double coding of FGE-NAY."""
    from django.utils import timezone

    from hilo.testimony.double_actions import draw

    fixture("transcript")
    coders = [fixture("ana"), fixture("person")("nico")]
    return {"pk": draw(layer="prompt", share=20, coders=coders, seed=1, by=fixture("beto"), now=timezone.now()).pk}


def a_narrative(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """The first narrative of that coding: opened by its coders alone, whoever asks."""
    return a_study(fixture) | {"number": 1}


TABLE: dict[str, frozenset[str]] = {
    "testimony:studies": HEARING,
    "testimony:study": HEARING,
    "testimony:study_code": HEARING,
    "testimony:study_finish": HEARING,
    "testimony:study_leave": frozenset({"supervisor"}),
    "testimony:study_new": frozenset({"supervisor"}),
}
OBJECTS: dict[str, Subject] = {
    "testimony:study": Subject(a_study, ONLY_GET),
    "testimony:study_code": Subject(a_narrative, roles=frozenset()),
    "testimony:study_finish": Subject(a_study, ONLY_POST),
    "testimony:study_leave": Subject(a_study, ONLY_POST),
}
