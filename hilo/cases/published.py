"""The published table of organised violence in schools, as cases to be followed. Rows have no names."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hilo.cases.models import Case, PlaceInCase
from hilo.cases.thread import Weave
from hilo.lib.ids import uuid7
from hilo.reference import pack
from hilo.reference.models import PublishedCase

if TYPE_CHECKING:
    from hilo.accounts.models import User

KIND = "published"
TIER = 3  # nothing in the table says that a child is at risk now; a person may move it


@transaction.atomic
def open_published(*, now: datetime, owner: "User") -> int:
    """Open a case for every row of the table that has none yet, held by the owner's institution.

    A range of years stays a range. Returns how many were opened; a second time none.
    """
    known = set(Case.objects.filter(kind=KIND).values_list("code", flat=True))
    weave = Weave(now=now, by=owner)
    places = []
    for row in pack().published_cases():
        if _code(row) not in known:
            places.append(_open(weave, row, owner))
    weave.write()
    PlaceInCase.objects.bulk_create(places)
    return len(places)


def _code(row: PublishedCase) -> str:
    return f"PUB-{row.row:02d}"


def _open(weave: Weave, row: PublishedCase, owner: "User") -> PlaceInCase:
    case = Case(
        code=_code(row), kind=KIND, tier=TIER, institution=owner.institution, state=row.state, owner=owner,
        course=pack().course_for("school", row.state, TIER).course, route_reason="published", opened_at=weave.now,
    )  # fmt: skip
    weave.open(case)
    facts = {
        "published": row.row, "year_from": row.year_from, "year_to": row.year_to, "sector": row.sector,
        "edition": row.edition, "institution": owner.institution, "state": row.state, "owner": owner.pk,
    }  # fmt: skip
    weave.event(case, "case.opened", facts=facts)
    weave.event(case, "case.assigned", facts={"to": owner.pk})
    return PlaceInCase(
        id=uuid7(), case=case, role=PlaceInCase.Role.SCHOOL, state=row.state, added_at=weave.now, added_by=owner
    )


def totals(rows: Iterable[PublishedCase]) -> dict[str, object]:
    """Cases, states, sectors and the running total of each edition, to compare with what was published."""
    rows = list(rows)
    editions = {}
    for edition in (1, 2, 3, 4):
        upto = [row for row in rows if row.edition <= edition]
        editions[edition] = (len(upto), len({row.state for row in upto}))
    return {
        "cases": len(rows),
        "states": len({row.state for row in rows}),
        "sectors": dict(Counter(row.sector for row in rows)),
        "editions": editions,
    }
