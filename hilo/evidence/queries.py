"""What pages and actions ask about items, their custody and the deliveries that wait: constant numbers of queries."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hilo.cases.models import Case, Conflict, Event
from hilo.evidence.models import CustodyEvent, CustodyKind, Item, Transfer

if TYPE_CHECKING:
    from hilo.accounts.models import User

MOVES = (CustodyKind.TRANSFERRED, CustodyKind.RECEIVED, CustodyKind.RETURNED)


def waiting_of(item: Item) -> Transfer | None:
    """The delivery of an item that has no other side yet. One query."""
    rows = Transfer.objects.filter(item=item, received=None).select_related("given__by", "item__case")
    return rows.order_by("-given__seq").first()


def vouched_of(case: Case) -> dict[UUID, list[dict[str, Any]]]:
    """What the thread says of steps of custody: item -> facts in the order of entering. One query."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    for event in case.events.filter(kind="custody.recorded").order_by("entered_at", "id"):
        facts = event.facts_dict()
        found.setdefault(UUID(facts["item"]), []).append(facts | {"event": str(event.pk)})
    return found


def where(item: Item) -> str:
    """The institution that last took the item in hand; "" when that was somebody outside."""
    rows = CustodyEvent.objects.filter(Q(seq=1) | Q(kind=CustodyKind.RECEIVED), item=item)
    last = rows.select_related("arrival").order_by("-seq").first()
    if last is None:
        return ""
    came = getattr(last, "arrival", None)
    return "" if came is not None and not came.to_institution else last.institution


def missed_of(cases: set[UUID]) -> dict[UUID, list[Event]]:
    """Who said that a delivery has not come: transfer -> events. One query."""
    found: dict[UUID, list[Event]] = {}
    rows = Event.objects.filter(case__in=cases, kind="custody.not_arrived").select_related("by")
    for event in rows.order_by("entered_at", "id"):
        found.setdefault(UUID(event.facts_dict()["transfer"]), []).append(event)
    return found


def answerable_by(user: "User") -> QuerySet[Transfer]:
    """Deliveries that wait for this person's institution to say whether they came; never of a case it is kept out of.

    To the institution, or by it to a person outside.
    """
    mine = Q(to_institution=user.institution) | Q(to_institution="", given__institution=user.institution)
    waiting = Transfer.objects.filter(mine, received=None)
    return _allowed(waiting, user).order_by("given__happened_at", "pk")


def in_hand_of(user: "User") -> QuerySet[Transfer]:
    """Deliveries that came to this person's institution and went no further, of cases that another one leads."""
    later = CustodyEvent.objects.filter(item=OuterRef("item"), seq__gt=OuterRef("received__seq"), kind__in=MOVES)
    came = Transfer.objects.filter(to_institution=user.institution, received__kind=CustodyKind.RECEIVED)
    came = came.exclude(item__case__institution=user.institution).exclude(Exists(later))
    return _allowed(came, user).order_by("received__happened_at", "pk")


def _allowed(rows: QuerySet[Transfer], user: "User") -> QuerySet[Transfer]:
    out = Conflict.objects.filter(case=OuterRef("item__case"), institution=user.institution)
    return rows.exclude(Exists(out)).select_related("item__case", "given__by", "received")
