"""The hub: cases, their thread and clocks (``spine``), who may look into them (``sight``), who must (``notices``)."""

from hilo.cases.models.notices import Notice, NoticeQuerySet
from hilo.cases.models.sight import BreakGlass, Conflict, Withheld
from hilo.cases.models.spine import (
    Case,
    CaseQuerySet,
    Clock,
    ClockChange,
    ClockQuerySet,
    Closure,
    Event,
    PersonInCase,
    PlaceInCase,
    RuleText,
    Status,
    Tier,
    event_digest,
)

__all__ = [
    "BreakGlass",
    "Case",
    "CaseQuerySet",
    "Clock",
    "ClockChange",
    "ClockQuerySet",
    "Closure",
    "Conflict",
    "Event",
    "Notice",
    "NoticeQuerySet",
    "PersonInCase",
    "PlaceInCase",
    "RuleText",
    "Status",
    "Tier",
    "Withheld",
    "event_digest",
]
