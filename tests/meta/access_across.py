"""Rows of the access table about hearing a child: several accounts, and codes taken out. See access_rows.py."""

from collections.abc import Callable
from typing import Any

from access_rows import CLOCKS, ONLY_GET, Subject, a_case


def a_comparison(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """Two accounts of FGE-NAY beside each other."""
    from django.utils import timezone

    from hilo.cases import actions
    from hilo.testimony.across_actions import compare
    from tests.testimony.spoken import WORDS

    ana, now, first = fixture("ana"), timezone.now(), fixture("transcript")
    second = actions.add_person(case=fixture("case"), role="child", age=9, by=ana, now=now)
    fixture("keep")(fixture("hear")("ended", child=second), WORDS + "E: Adiós.\n")
    children = [str(first.child_id), str(second.pk)]
    return {"pk": compare(band="12", setting="escuela", children=children, seed=1, by=ana, now=now).pk}


TABLE: dict[str, frozenset[str]] = {
    "testimony:codes_out": CLOCKS,
    "testimony:comparison": CLOCKS,
    "testimony:comparison_new": CLOCKS,
    "testimony:comparisons": CLOCKS,
}
OBJECTS: dict[str, Subject] = {
    "testimony:codes_out": Subject(a_case),
    "testimony:comparison": Subject(a_comparison, ONLY_GET),
}
