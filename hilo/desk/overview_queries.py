"""Reads for the overview of one institution. Exact counts, each one pass over its open cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from hilo.accounts.models import User
from hilo.alerts.models import Quarantined
from hilo.cases.ladder import Rung
from hilo.cases.models import Case, Clock
from hilo.desk import queries
from hilo.desk.filters import TIERS, Filter, order_of

WORST = 10


@dataclass(frozen=True)
class Figures:
    """Numbers of open cases."""

    open: int = 0
    overdue: int = 0
    silent: int = 0
    no_act: int = 0
    unassigned: int = 0

    @classmethod
    def total(cls, parts: Sequence["Figures"]) -> "Figures":
        """The sum of all."""
        return cls(*(sum(getattr(part, name) for part in parts) for name in cls.__dataclass_fields__))


def _tally(user: User, desk: int | None, now: datetime) -> dict[str, Count]:
    return {
        "open": Count("pk"),
        "overdue": Count("pk", filter=Q(next_due_at__lt=now)),
        "silent": Count("pk", filter=queries.silent(now, user.institution)),
        "no_act": Count("pk", filter=Q(last_act_at__isnull=True)),
        "unassigned": Count("pk", filter=Q(owner=desk)),
    }


def _grouped(user: User, column: str, *, desk: int | None, now: datetime) -> dict[int, Figures]:
    found: Any = queries.followed(user).order_by().values(column).annotate(**_tally(user, desk, now))
    return {row.pop(column): Figures(**row) for row in found}


def by_tier(user: User, *, desk: int | None, now: datetime) -> dict[int, Figures]:
    """Figures of the institution for each tier, zeros included. ``desk``: id of its duty desk."""
    figures = _grouped(user, "tier", desk=desk, now=now)
    return {tier: figures.get(tier, Figures()) for tier in TIERS}


def by_owner(user: User, *, desk: int | None, now: datetime) -> list[tuple[User, Figures]]:
    """Who holds how many, the most overdue first. Two queries."""
    figures = _grouped(user, "owner", desk=desk, now=now)
    people = User.objects.in_bulk(list(figures))
    held = [(people[pk], numbers) for pk, numbers in figures.items()]
    return sorted(held, key=lambda pair: (-pair[1].overdue, -pair[1].open, pair[0].pk))


def worst(user: User, situation: str, *, now: datetime) -> list[queries.Row]:
    """The first cases of a situation: overdue by urgency, silent by quiet. Two queries."""
    asked = Filter(situation=situation)
    found = queries.filtered(user, asked, desk=None, now=now).select_related("owner")
    cases: list[Case] = order_of(asked).page(found)[0][:WORST]
    return queries.rows(cases, now)


def risen(user: User, now: datetime) -> tuple[list[queries.Row], int]:
    """The most urgent cases of which a delay reached the head or a letter, and how many there are, bounded."""
    high = Clock.objects.live().filter(case=OuterRef("pk"), rung__gte=Rung.HEAD)
    found = queries.followed(user).filter(Exists(high))
    cases = list(found.select_related("owner").most_urgent_first()[:WORST])
    return queries.rows(cases, now), queries.bounded(found)


def quarantine(user: User, *, now: datetime) -> dict[str, Any]:
    """What the institution received and nobody could read: ``waiting`` and ``overdue``, in items."""
    waiting = Quarantined.objects.filter(institution=user.institution, state=Quarantined.State.WAITING)
    return waiting.aggregate(waiting=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now)))
