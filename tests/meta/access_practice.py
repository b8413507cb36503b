"""Rows of the access table about hearing a child: practice. See access_rows.py."""

from collections.abc import Callable
from typing import Any

from access_rows import WORK, Subject


def a_rehearsal(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A rehearsal of Ana, which is nobody else's, whatever their role."""
    from django.utils import timezone

    from hilo.testimony.practice_actions import begin

    return {"pk": begin(story="mochila", age=6, by=fixture("ana"), now=timezone.now()).pk}


NOBODY: frozenset[str] = frozenset()
TABLE: dict[str, frozenset[str]] = {
    f"testimony:{name}": WORK
    for name in ("home", "practice", "practice_delete", "practice_end", "practice_new", "practice_session")
}
OBJECTS: dict[str, Subject] = {
    f"testimony:{name}": Subject(a_rehearsal, roles=NOBODY)
    for name in ("practice_delete", "practice_end", "practice_session")
}
