"""The hub: cases, their thread and clocks (``spine``), and who may look into them (``sight``)."""

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
    "PersonInCase",
    "PlaceInCase",
    "RuleText",
    "Status",
    "Tier",
    "Withheld",
    "event_digest",
]
