"""Counting legal time: hours minute to minute, natural days, working days, months and years.

The rule is article 94 of the Código Nacional de Procedimientos Penales: days are counted from the day
after the fact and end with their last day; working days leave out Saturdays, Sundays and non-working
days; a term that ends on such a day moves to the next working one when its law says so (``roll``);
hours run without rest. Every moment given back is in UTC; days are those of the calendar's zone.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar
from zoneinfo import ZoneInfo

import holidays

from hilo.lib.errors import BadInput

NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # due date of a clock that stands still
FIRST_YEAR, LAST_YEAR = 1900, 9000
LAST_SECOND = time(23, 59, 59)
ONE_DAY = timedelta(days=1)

Pause = tuple[datetime, datetime | None]
"""From and until, both with zone; without an end the clock stands still."""


class Unit(StrEnum):
    """How a term is counted."""

    HOURS = "hours"
    NATURAL_DAYS = "natural_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of legal time, such as 5 working days.

    ``amount`` is 1 or more. ``roll`` moves an end on a non-working day to the next working one; hours
    never roll. Raises ValueError for either mistake.
    """

    amount: int
    unit: Unit
    roll: bool = False

    __pydantic_config__: ClassVar = {"extra": "forbid"}  # a misspelt key in a country pack is an error

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("el plazo debe ser de 1 o más")
        if self.roll and self.unit == Unit.HOURS:
            raise ValueError("las horas corren de momento a momento: quite 'roll'")


class Why(StrEnum):
    """What one line of the working says."""

    START = "start"
    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    PAUSED = "paused"
    ROLLED = "rolled"
    EXTENDED = "extended"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Off:
    """Why a day does not work, with its name in both languages. A closure has one name, as typed."""

    why: Why
    es: str
    en: str

    def get(self, lang: str) -> str:
        """The name in ``es`` or ``en``."""
        return self.en if lang.startswith("en") else self.es


WEEKEND = {5: Off(Why.WEEKEND, "sábado", "Saturday"), 6: Off(Why.WEEKEND, "domingo", "Sunday")}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the working.

    ``day`` is local; ``at`` (UTC) is set where the minute matters: start, pauses of hours, extended, due.
    ``count`` is the number of a counted day, or the length of an extension, whose unit is then ``name``.
    ``name`` and ``name_en`` otherwise say which holiday, weekday or closure it is.
    """

    day: date
    why: Why
    count: int | None = None
    at: datetime | None = None
    name: str = ""
    name_en: str = ""


class WorkCalendar:
    """The working days of one place. Give it one closure set and keep it: answers are remembered.

    ``country`` is ISO 3166-1 alpha-2, ``time_zone`` an IANA name, ``closures`` day -> why it is closed.
    """

    def __init__(
        self,
        country: str = "MX",
        time_zone: str = "America/Mexico_City",
        closures: Mapping[date, str] | None = None,
    ) -> None:
        self.country = country
        self.zone = ZoneInfo(time_zone)
        self.closures = dict(closures or {})
        self._years: dict[int, dict[date, Off]] = {}
        # An import asks for the same few spans, from one moment or from few days, thousands of times a second.
        self._last_day_remembered = lru_cache(maxsize=65536)(self._last_day)
        self._plain_due_remembered = lru_cache(maxsize=4096)(self._plain_due)

    def reason_off(self, day: date) -> Off | None:
        """Why ``day`` is not a working day, or None."""
        if day.weekday() in WEEKEND:
            return WEEKEND[day.weekday()]
        if day in self.closures:
            return Off(Why.CLOSURE, self.closures[day], self.closures[day])
        return self._holidays(day.year).get(day)

    def due(
        self,
        start: datetime,
        span: Span,
        *,
        pauses: Sequence[Pause] = (),
        extensions: Sequence[Span] = (),
    ) -> datetime:
        """When ``span`` ends, in UTC: to the second for hours, else 23:59:59 local of the last day.

        A day is paused, and not counted, when a pause covers its end; hours are paused to the second.
        An extension is counted from the end of what it extends. A pause without an end that begins
        before the end gives :data:`NEVER`. Raises ValueError for a moment without zone and BadInput
        for a start before the year 1900; an end after the year 9000 is :data:`NEVER`.
        """
        if not pauses and not extensions:
            return self._plain_due_remembered(start, span)
        moment = _instant(start)
        halts = _merged(pauses)
        for leg in (span, *extensions):
            moment = self._leg(moment, leg, halts)
            if moment == NEVER:
                break
        return moment

    def working(
        self,
        start: datetime,
        span: Span,
        *,
        pauses: Sequence[Pause] = (),
        extensions: Sequence[Span] = (),
    ) -> list[Line]:
        """:meth:`due` shown line by line; the last line is the due date."""
        moment = _instant(start)
        halts = _merged(pauses)
        lines = [Line(self._local(moment), Why.START, at=moment)]
        for number, leg in enumerate((span, *extensions)):
            if number:
                lines.append(Line(self._local(moment), Why.EXTENDED, count=leg.amount, at=moment, name=leg.unit))
            end = self._leg(moment, leg, halts)
            lines += self._hour_lines(moment, end, halts) if leg.unit == Unit.HOURS else []
            lines += self._day_lines(moment, end, leg, halts) if leg.unit != Unit.HOURS else []
            moment = end
            if end == NEVER:
                break
        return [*lines, Line(self._local(moment), Why.DUE, at=moment)]

    def _plain_due(self, start: datetime, span: Span) -> datetime:
        return self._leg(_instant(start), span, [])

    def _leg(self, start: datetime, span: Span, halts: list[Pause]) -> datetime:
        if start.year > LAST_YEAR:
            return NEVER
        if span.unit == Unit.HOURS:
            return _add_hours(start, span.amount, halts)
        if not halts:
            last = self._last_day_remembered(self._local(start), span)
            return self._day_end(last)
        paused = _Halted(self, halts)
        last = self._last_day(self._local(start), span, paused)
        return NEVER if paused.stood_still else self._day_end(last)

    def _last_day(self, start: date, span: Span, paused: "_Halted | None" = None) -> date:
        last = start
        for day, counts in self._walk(start, span, paused):
            last = day if counts else last
        while span.roll and not (paused and paused.stood_still) and self._is_off(last, paused):
            last += ONE_DAY
        return last

    def _walk(self, start: date, span: Span, paused: "_Halted | None") -> Iterator[tuple[date, bool]]:
        """Each day after ``start`` and whether it is counted, up to the last counted one."""
        left = _days_in(start, span)
        day = start
        while left and not (paused and paused.stood_still):
            day += ONE_DAY
            off = span.unit == Unit.WORKING_DAYS and self.reason_off(day) is not None
            counts = not off and not (paused and paused(day))
            left -= counts
            yield day, counts

    def _is_off(self, day: date, paused: "_Halted | None") -> bool:
        return self.reason_off(day) is not None or bool(paused and paused(day))

    def _day_lines(self, start: datetime, end: datetime, span: Span, halts: list[Pause]) -> list[Line]:
        paused = _Halted(self, halts)
        first = self._local(start)
        by_date = span.unit in (Unit.MONTHS, Unit.YEARS)  # counted from date to date: days carry no number
        lines, count, last = [], 0, first
        for day, counts in self._walk(first, span, paused):
            count, last = count + counts, day
            off = self.reason_off(day) if span.unit == Unit.WORKING_DAYS else None
            if counts and not by_date:
                lines.append(Line(day, Why.COUNTED, count))
            elif off:
                lines.append(Line(day, off.why, name=off.es, name_en=off.en))
            elif not counts:
                lines.append(Line(day, Why.PAUSED))
        if span.roll and end != NEVER:
            lines += self._roll_lines(last, self._local(end))
        return lines

    def _roll_lines(self, last: date, end: date) -> Iterator[Line]:
        for gone in range((end - last).days):
            off = self.reason_off(last + gone * ONE_DAY)
            yield Line(last + gone * ONE_DAY, Why.ROLLED, name=off.es if off else "", name_en=off.en if off else "")

    def _hour_lines(self, start: datetime, end: datetime, halts: list[Pause]) -> list[Line]:
        return [
            Line(self._local(max(begin, start)), Why.PAUSED, at=max(begin, start))
            for begin, until in halts
            if begin < end and (until is None or until > start)
        ]

    def _local(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _day_end(self, day: date) -> datetime:
        if day.year > LAST_YEAR:
            return NEVER
        return datetime.combine(day, LAST_SECOND, self.zone).astimezone(UTC)

    def _holidays(self, year: int) -> dict[date, Off]:
        if year not in self._years:
            names = holidays.country_holidays(self.country, years=year, language="es")
            english = holidays.country_holidays(self.country, years=year, language="en_US")
            self._years[year] = {day: Off(Why.HOLIDAY, name, english[day]) for day, name in names.items()}
        return self._years[year]


class _Halted:
    """Says whether a local day is paused; ``stood_still`` once a day falls in a pause without end."""

    def __init__(self, place: WorkCalendar, halts: list[Pause]) -> None:
        self.place, self.halts = place, halts
        self.stood_still = False

    def __call__(self, day: date) -> bool:
        end = self.place._day_end(day)
        for begin, until in self.halts:
            if begin <= end and (until is None or end < until):
                self.stood_still = self.stood_still or until is None
                return True
        return False


def _extended(day: date, moment: datetime, span: Span) -> Line:
    return Line(day, Why.EXTENDED, span.amount, moment, span.unit.value, span.unit.value)


def _instant(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("un momento sin zona horaria no sirve para contar")
    if moment.year < FIRST_YEAR:
        raise BadInput(f"No se cuentan plazos desde el año {moment.year}: revise la fecha de inicio.")
    return NEVER if moment.year > LAST_YEAR else moment.astimezone(UTC)


def _merged(pauses: Sequence[Pause]) -> list[Pause]:
    """In order and in UTC, overlapping ones joined, empty ones left out."""
    merged: list[Pause] = []
    for begin, until in sorted(((b.astimezone(UTC), u and u.astimezone(UTC)) for b, u in pauses), key=lambda p: p[0]):
        if until is not None and until <= begin:
            continue
        if merged and (merged[-1][1] is None or begin <= merged[-1][1]):
            previous = merged[-1][1]
            joined = None if previous is None or until is None else max(previous, until)
            merged[-1] = (merged[-1][0], joined)
        else:
            merged.append((begin, until))
    return merged


def _add_hours(start: datetime, amount: int, halts: list[Pause]) -> datetime:
    due = start + timedelta(hours=amount)
    for begin, until in halts:
        if begin >= due:
            break
        if until is None:
            return NEVER
        due += max(timedelta(0), until - max(begin, start))
    return due


def _days_in(start: date, span: Span) -> int:
    """How many days to count; months and years end on the same day, or the month's last."""
    if span.unit not in (Unit.MONTHS, Unit.YEARS):
        return span.amount
    months = start.month - 1 + span.amount * (12 if span.unit == Unit.YEARS else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return (date(year, month, min(start.day, monthrange(year, month)[1])) - start).days
