"""Reads about hand-offs: the lists of both sides, and how each one stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import get_language

from hilo.accounts.models import User
from hilo.cases.models import Case, Clock
from hilo.cases.queries import institution_name
from hilo.exchange.models import HandOff
from hilo.exchange.models.handoffs import HandOffQuerySet
from hilo.lib.calendar import NEVER
from hilo.reference import pack

MOST = 999  # counts go no further
PAGE = 50
IN, OUT, WAITING, ENDED = "recibidas", "enviadas", "sin_resultado", "terminadas"
VIEWS = (IN, OUT, WAITING, ENDED)


def listed(user: User, view: str) -> HandOffQuerySet:
    """What a list shows: offers to answer, offers unanswered, results awaited on either side, and what has ended."""
    rows = HandOff.objects.visible_to(user)
    if view == IN:
        return rows.unanswered().filter(receiver=user.institution)
    if view == OUT:
        return rows.unanswered().exclude(receiver=user.institution)
    if view == WAITING:
        return rows.filter(state=HandOff.State.ACCEPTED)
    return rows.exclude(state__in=HandOff.OPEN)


def dated(rows: HandOffQuerySet) -> QuerySet[Any]:
    """With ``due_at`` of the clock each stands on, those that ran out longest ago first."""
    running = Clock.objects.live().filter(case=OuterRef("case"), subject=OuterRef("pk"))
    due = Subquery(running.order_by("due_at").values("due_at")[:1])
    return rows.select_related("case").annotate(due_at=due).order_by(Coalesce("due_at", NEVER), "offered_at", "id")


def counts(user: User) -> dict[str, int]:
    """How many stand on each list, counted to one more than :data:`MOST`."""
    return {view: listed(user, view).order_by()[: MOST + 1].count() for view in VIEWS}


def to_answer(user: User) -> int:
    """How many offers wait for one's own institution: for the menu."""
    return listed(user, IN).order_by()[:100].count()


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four moments of a hand-off. ``state``: done, now or ahead."""

    name: str
    at: datetime | None
    by: User | None
    state: str


def steps(row: HandOff) -> list[Step]:
    """Offered, received, answered, result: which are done and which is awaited now."""
    moments = (
        ("offered", row.offered_at, row.offered_by),
        ("received", row.received_at, row.received_by),
        ("answered", row.answered_at, row.answered_by),
        ("resulted", row.result_at, row.result_by),
    )
    ended = row.state not in HandOff.OPEN
    found, awaited = [], not ended
    for name, at, by in moments:
        state = "done" if at else "now" if awaited else "ahead"
        awaited = awaited and at is not None
        found.append(Step(name, at, by, state))
    return found


def live_clock(row: HandOff) -> Clock | None:
    """The clock that a hand-off stands on; None when it has ended."""
    return Clock.objects.live().filter(case=row.case_id, subject=row.pk).order_by("due_at").first()


def of_case(case: Case, user: User) -> list[Any]:
    """The hand-offs of a case that this person may see, and the one that opened it; newest first."""
    rows = HandOff.objects.visible_to(user)
    found = rows.filter(case=case) | rows.filter(made=case)
    return list(dated(found).order_by("-offered_at", "-id"))


def choices(case: Case, suggested: Iterable[str], conflicted: Iterable[str]) -> tuple[list[tuple[str, str]], ...]:
    """Institutions a case may be offered to: those the course names, and all others; code and name."""
    lang, today = get_language() or "es", localdate()
    kept = {*conflicted, case.institution}
    able = {
        code: institution_name(code, lang)
        for code, one in pack().institutions.items()
        if code not in kept and not (one.valid_until and one.valid_until < today)
    }
    first = [(code, able[code]) for code in dict.fromkeys(suggested) if code in able]
    rest = sorted(((code, name) for code, name in able.items() if (code, name) not in first), key=lambda one: one[1])
    return first, rest


def told(case: Case) -> list[dict[str, Any]]:
    """The hand-offs of a case as ``hilo cases show`` prints them, oldest first: sealed words are not opened."""
    rows = dated(HandOff.objects.filter(case=case) | HandOff.objects.filter(made=case)).order_by("offered_at", "id")
    return [
        {
            "folio": row.folio,
            "kind": row.kind,
            "sender": row.sender,
            "receiver": row.receiver,
            "origin": row.origin,
            "state": row.state,
            "label": str(row.get_state_display()),
            "offered_at": row.offered_at.isoformat(),
            "received_at": _iso(row.received_at),
            "answered_at": _iso(row.answered_at),
            "result_at": _iso(row.result_at),
            "outcome": row.outcome or None,
            "due_at": _iso(row.due_at),
        }
        for row in rows
    ]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
