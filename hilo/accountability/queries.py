"""The cases behind a number: the same rows that were counted, for those who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case as When
from django.db.models import F, Value
from django.db.models import When as Where
from django.db.models.expressions import RawSQL
from django.db.models.fields.tuple_lookups import TupleGreaterThan
from django.db.models.functions import Coalesce

from hilo.accountability.ground import HANDOFFS, Asked, counting
from hilo.accountability.measures import Measure
from hilo.accounts.models import User
from hilo.cases.models import Case
from hilo.exchange.models import HandOff
from hilo.lib import keyset

PAGE = 50
CLOSED_LAST = 9  # after every tier
LAST = datetime(9999, 1, 1, tzinfo=UTC)  # for what has no due date any more


@dataclass(frozen=True)
class Listed:
    """A page of what a number counts. ``number``: as the table tells it; ``cases``: how many cases or hand-offs it
    stands for; ``gone``: those of them that the reader's institution may not open any more; ``after``: the next page.
    """

    rows: Sequence[Any]
    number: int
    cases: int
    gone: int
    after: str


def listed(user: User, asked: Asked, measure: Measure, line: str, *, after: str = "") -> Listed:
    """What ``measure`` counts in a line of the table (all lines for ""), most urgent first. Three queries."""
    with counting():
        return _listed(user, asked, measure, line, after)


def _listed(user: User, asked: Asked, measure: Measure, line: str, after: str) -> Listed:
    key = "id" if measure.rows == HANDOFFS else "case_id"
    number, cases = _numbers(asked, measure, line, key)
    sql, given = _chosen(asked, measure, line, key)
    wanted = RawSQL(sql, given)  # noqa: S611 - the text is ours, values are parameters
    model: Any = HandOff if measure.rows == HANDOFFS else Case
    seen = model.objects.visible_to(user).filter(pk__in=wanted)
    rows, following = _page(_ranked_handoffs(seen) if model is HandOff else _ranked_cases(seen), after)
    return Listed(rows, number, cases, cases - seen.count(), following)


def _chosen(asked: Asked, measure: Measure, line: str, what: str) -> tuple[str, list[Any]]:
    bucket = asked.bucket(line) if line else None
    among = "" if bucket is None else " AND bucket = :bucket"
    ending = f"SELECT {what} FROM rows WHERE ({measure.where}){among}"  # noqa: S608 - our own text
    return asked.sql(measure.rows, ending, bucket=bucket)


def _numbers(asked: Asked, measure: Measure, line: str, key: str) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(*_chosen(asked, measure, line, f"COUNT(*), COUNT(DISTINCT {key})"))
        number, cases = cursor.fetchone()
    return number, cases


def _ranked_cases(cases: Any) -> Any:
    """Open ones by tier and time left, closed ones last."""
    urgency = When(Where(status="open", then=F("tier")), default=Value(CLOSED_LAST))
    return cases.select_related("owner").annotate(urgency=urgency, until=Coalesce("next_due_at", Value(LAST)))


def _ranked_handoffs(handoffs: Any) -> Any:
    """By the tier of their case, the longest waiting first."""
    return handoffs.select_related("case").annotate(urgency=F("case__tier"), until=F("offered_at"))


def _page(rows: Any, after: str) -> tuple[list[Any], str]:
    place = _place(after)
    if place:
        rows = rows.filter(TupleGreaterThan((F("urgency"), F("until"), F("pk")), place))
    found = list(rows.order_by("urgency", "until", "pk")[: PAGE + 1])
    shown = found[:PAGE]
    more = len(found) > PAGE
    return shown, f"{shown[-1].urgency}-{keyset.mark(shown[-1].until, shown[-1].pk)}" if more else ""


def _place(text: str) -> tuple[int, datetime, UUID] | None:
    urgency, _dash, rest = text.partition("-")
    found = keyset.place(rest)
    return (int(urgency), *found) if found and urgency in {"1", "2", "3", "4", "9"} else None
