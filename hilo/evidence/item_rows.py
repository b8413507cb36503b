"""Items as pages show them: description opened, steps in order, and what in them is worth a look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hilo.accounts.sealing import open_text
from hilo.cases.access import Sight
from hilo.cases.models import Case
from hilo.evidence import custody, queries
from hilo.evidence.custody_faults import Fault
from hilo.evidence.models import CustodyEvent, Item, Transfer
from hilo.ledger.seal import known_public_keys

MOST = 200  # items of a page


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as a page shows it. ``steps`` by ``seq``; ``withheld``: it did not travel with the case; ``waits``: a
    delivery has no other side yet.
    """

    item: Item
    description: str
    place: str
    steps: list[CustodyEvent]
    faults: list[Fault]
    withheld: bool
    waits: bool

    @property
    def last(self) -> CustodyEvent | None:
        """The last hand it passed through."""
        return self.steps[-1] if self.steps else None


def rows_of(case: Case, sight: Sight, now: datetime, *, pk: UUID | None = None) -> list[ItemRow]:
    """The items of a case, by number; with ``pk`` that one. A constant number of queries."""
    found = Item.objects.filter(case=case).select_related("act", "derived_from", "registered_by", "case")
    found = found.prefetch_related("custody__by", "custody__item").order_by("number")
    rows = list(found.filter(pk=pk) if pk else found[:MOST])
    vouched = queries.vouched_of(case) if rows else {}
    waits = set(Transfer.objects.filter(item__case=case, received=None).values_list("item", flat=True))
    keys = known_public_keys() if rows else {}
    return [_row(item, vouched.get(item.pk, []), item.pk in waits, sight, now, keys) for item in rows]


def _row(
    item: Item, vouched: list[dict[str, Any]], waits: bool, sight: Sight, now: datetime, keys: Mapping[bytes, bytes]
) -> ItemRow:
    steps = sorted(item.custody.all(), key=lambda one: one.seq)
    withheld = sight.hides("notes", item.registered_at)
    description = "" if withheld else open_text(item.description, place=f"item.description:{item.pk}")
    place = "" if withheld else open_text(item.place, place=f"item.place:{item.pk}")
    faults = custody.faults(steps, vouched, now=now, keys=keys)
    return ItemRow(item, description, place, steps, faults, withheld, waits)
