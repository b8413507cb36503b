"""Until when the result of an act can still be had, with the working. Data is erased on holidays too: nothing rolls."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from hilo.lib.calendar import Line, Unit, Why, WorkCalendar
from hilo.reference import pack
from hilo.reference.acts import ActType, Window
from hilo.reference.models import Label

PRESERVED = "preservation.ordered"  # from this event on data is kept, for as long as the law lets it
PRESERVATION = "preservation_lapses"  # the clock that counts it, one for each line of acts
MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class WindowEnd:
    """One window of an act: what holds until when, whether that is past, and how it was counted."""

    label: Label
    ends_at: datetime
    over: bool
    lines: list[Line]


@cache
def _calendar() -> WorkCalendar:
    return WorkCalendar()


def begins_at(data_from: date | None, now: datetime) -> datetime:
    """The moment from which windows count: the day of the data, else ``now``."""
    return now if data_from is None else datetime.combine(data_from, time(), _calendar().zone)


def ends_at(kind: ActType, data_from: date | None, now: datetime) -> datetime | None:
    """The last moment at which the result can be had, by the last window; None when nothing runs out."""
    if not kind.windows:
        return None
    return _calendar().due(begins_at(data_from, now), kind.windows[-1].span)


def preserves(kind: ActType) -> bool:
    """Whether the act keeps data from being erased: its window begins with the order, and ends also when it is done."""
    return any(PRESERVED in codes for codes in kind.events.values())


def preserving() -> list[str]:
    """Codes of the acts that preserve data."""
    return [code for code, kind in pack().acts.items() if preserves(kind)]


def of_plan(kind: ActType, data_from: date | None, since: datetime) -> datetime | None:
    """The window of an act that is in the plan since then; nothing is preserved before somebody orders it."""
    return None if preserves(kind) else ends_at(kind, data_from, since)


def working(kind: ActType, data_from: date | None, since: datetime, now: datetime) -> list[WindowEnd]:
    """Every window with its lines, in the order of the catalogue."""
    start = begins_at(data_from, since)
    rows = [(one, _calendar().due(start, one.span)) for one in kind.windows]
    return [WindowEnd(one.label, end, end < now, _told(start, one)) for one, end in rows]


def _told(start: datetime, window: Window) -> list[Line]:
    """The lines of the count; a long one is told by its ends, as nobody reads ninety days."""
    lines = _calendar().working(start, window.span)
    short = window.span.unit == Unit.HOURS or window.span.amount <= MOST_LINES
    return lines if short else [one for one in lines if one.why in (Why.START, Why.DUE)]
