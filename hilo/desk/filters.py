"""What a person asked of the inbox: the filter kept in the address, and the place in the list."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import F, Value
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases.models import Case, CaseQuerySet
from hilo.reference import pack

MINE, DESK, ALL = "mios", "guardia", "todos"
OVERDUE, SILENT, NO_ACT = "vencidos", "callados", "sin_actos"
NOWHERE = "-"  # the filter for cases whose state is not known
TIERS = (1, 2, 3, 4)
PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Filter:
    """``whose``: MINE, DESK, ALL or the id of a person; ``situation``: OVERDUE, SILENT, NO_ACT or "".

    ``state``: key, NOWHERE or ""; ``duty``: code of a clock rule or "". Unknown values count as not asked.
    """

    whose: str = ALL
    tier: int | None = None
    situation: str = ""
    state: str = ""
    duty: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, Any], user: User) -> Self:
        """From an address. Who shares out work starts with everything, others with what is theirs."""
        whose, tier, situation, state, duty = (
            str(asked.get(name, "")) for name in ("de", "nivel", "situacion", "estado", "deber")
        )
        if whose not in (MINE, DESK, ALL) and not (whose.isdecimal() and len(whose) < 18):
            whose = ALL if user.has(Permission.CASE_ASSIGN) or user.has(Permission.SUPERVISE) else MINE
        return cls(
            whose=whose,
            tier=int(tier) if tier in ("1", "2", "3", "4") else None,
            situation=situation if situation in (OVERDUE, SILENT, NO_ACT) else "",
            state=state if state in pack().states or state == NOWHERE else "",
            duty=duty if duty in pack().clocks else "",
        )

    def query(self, **more: Any) -> str:
        """The query string of this filter; ``more``: other fields of it, or a place in the list."""
        own = {name: more.pop(name) for name in list(more) if name in self.__dataclass_fields__}
        asked = replace(self, **own)
        named = {
            "de": asked.whose,
            "nivel": asked.tier,
            "situacion": asked.situation,
            "estado": asked.state,
            "deber": asked.duty,
        }
        return urlencode({name: value for name, value in {**named, **more}.items() if value})

    @property
    def narrows(self) -> bool:
        """Whether more was asked than whose."""
        return bool(self.tier or self.situation or self.state or self.duty)


@dataclass(frozen=True)
class Order:
    """An order without ties, in which a page can begin behind any row, however many come before."""

    fields: tuple[str, ...]

    def cursor(self, case: Case) -> str:
        """The place of a row of :meth:`page`, fit for an address."""
        return "_".join(_written(getattr(case, name)) for name in self.fields)

    def page(self, cases: CaseQuerySet, *, after: str = "", before: str = "") -> tuple[list[Case], str, str]:
        """Up to PAGE rows behind ``after`` or ahead of ``before``; and the cursors of the pages around.

        A cursor that cannot be read counts as none.
        """
        backwards = bool(before) and not after
        place = self._place(before if backwards else after)
        names = [f"-{name}" for name in self.fields] if backwards else list(self.fields)
        rows = cases.annotate(quiet=Coalesce("last_act_at", Value(EPOCH))) if "quiet" in self.fields else cases
        if place:
            beyond = TupleLessThan if backwards else TupleGreaterThan
            rows = rows.filter(beyond(tuple(F(name) for name in self.fields), place))
        found = list(rows.order_by(*names)[: PAGE + 1])
        more, shown = len(found) > PAGE, found[:PAGE]
        if backwards:
            shown.reverse()
        ahead = shown and (more if backwards else place is not None)
        behind = shown and ((backwards and place is not None) or (more and not backwards))
        return shown, self.cursor(shown[0]) if ahead else "", self.cursor(shown[-1]) if behind else ""

    def _place(self, cursor: str) -> tuple[Any, ...] | None:
        parts = cursor.split("_")
        if len(parts) != len(self.fields):
            return None
        try:
            return tuple(_read(name, part) for name, part in zip(self.fields, parts, strict=True))
        except (ValueError, OverflowError):
            return None


URGENT = Order(("tier", "next_due_at", "id"))
QUIET = Order(("quiet", "opened_at", "id"))
OLDEST = Order(("opened_at", "id"))


def order_of(asked: Filter) -> Order:
    """The quietest first for silence; without any act that is the oldest; else by urgency."""
    return {SILENT: QUIET, NO_ACT: OLDEST}.get(asked.situation, URGENT)


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return str((value - EPOCH) // MICROSECOND)
    return value.hex if isinstance(value, uuid.UUID) else str(value)


def _read(name: str, text: str) -> Any:
    if name == "id":
        return uuid.UUID(hex=text)
    number = int(text[:20])
    return min(number, 9) if name == "tier" else EPOCH + number * MICROSECOND
