"""Rows of the access table about hearing a child: hearing. See access_rows.py."""

from collections.abc import Callable
from typing import Any

from access_rows import HEARING, WORK, Subject, a_case

NEW = ("interview_new", "interview_held")
STEPS = ("interview_begin", "interview_close", "interview_end", "interview_cancel")


def a_child(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A child in a case of FGE-NAY."""
    child = fixture("child")
    return {"code": child.case.code, "child": child.pk}


def a_telling(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A time that the child told."""
    from django.utils import timezone

    from hilo.testimony.telling_actions import record

    child = fixture("child")
    given = {"case": child.case, "child": child, "by": fixture("ana"), "now": timezone.now()}
    return {**a_child(fixture), "pk": record(purpose="care", formal=False, **given).pk}


def a_key(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A key that was given to the child."""
    from tests.testimony.hearing_elsewhere import key

    child = fixture("child")
    key(child, fixture("ana"))
    return {**a_child(fixture), "pk": child.child_keys.get().pk}


def an_interview(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """An interview that is planned."""
    row = fixture("hear")("planned")
    return {"code": row.case.code, "pk": row.pk}


TABLE: dict[str, frozenset[str]] = {
    **{
        f"testimony:{name}": WORK for name in ("tellings", "telling_new", "telling_correct", "child_key", "child_unkey")
    },
    **{f"testimony:{name}": HEARING for name in ("interview", *NEW, *STEPS)},
}
OBJECTS: dict[str, Subject] = {
    "testimony:tellings": Subject(a_child, ("get",)),
    "testimony:telling_new": Subject(a_child),
    "testimony:telling_correct": Subject(a_telling),
    "testimony:child_key": Subject(a_child),
    "testimony:child_unkey": Subject(a_key),
    **{f"testimony:{name}": Subject(a_case) for name in NEW},
    "testimony:interview": Subject(an_interview, ("get",)),
    **{f"testimony:{name}": Subject(an_interview) for name in STEPS},
}
