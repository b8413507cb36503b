"""Legal time, against dates worked out by hand and against properties that must always hold."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hilo.lib.calendar import NEVER, Pause, Span, Unit, Why, WorkCalendar
from hilo.lib.errors import BadInput

MEXICO = ZoneInfo("America/Mexico_City")
PLAIN = WorkCalendar()
TIJUANA = WorkCalendar(time_zone="America/Tijuana")


def noon(text: str, zone: ZoneInfo = MEXICO) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00").replace(tzinfo=zone)


def last_day(start: str, span: Span, calendar: WorkCalendar = PLAIN, **more) -> date:
    due = calendar.due(noon(start), span, **more).astimezone(calendar.zone)
    assert (due.hour, due.minute, due.second) == (23, 59, 59)
    return due.date()


def working(amount: int) -> Span:
    return Span(amount, Unit.WORKING_DAYS, roll=True)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2025-12-31", "2026-01-02"),  # 1 January
        ("2026-01-30", "2026-02-03"),  # first Monday of February
        ("2026-03-13", "2026-03-17"),  # third Monday of March
        ("2026-04-30", "2026-05-04"),  # 1 May, a Friday
        ("2026-09-15", "2026-09-17"),  # 16 September
        ("2026-11-13", "2026-11-17"),  # third Monday of November
        ("2026-12-24", "2026-12-28"),  # 25 December, a Friday
        ("2024-09-30", "2024-10-02"),  # 1 October of a presidential change
        ("2030-09-30", "2030-10-02"),
        ("2025-09-30", "2025-10-01"),  # and of any other year
    ],
)
def test_one_working_day_skips_the_weekend_and_the_statutory_holiday(start, end):
    assert last_day(start, working(1)) == date.fromisoformat(end)


def test_days_are_counted_from_the_day_after():
    assert last_day("2026-11-09", Span(1, Unit.NATURAL_DAYS)) == date(2026, 11, 10)


def test_the_day_is_the_local_one_even_when_it_is_tomorrow_in_utc():
    nine_at_night = datetime(2026, 11, 10, 3, tzinfo=UTC)
    assert PLAIN.due(nine_at_night, Span(1, Unit.NATURAL_DAYS)) == datetime(2026, 11, 11, 5, 59, 59, tzinfo=UTC)


def test_natural_days_that_end_on_a_saturday_roll_over_the_long_weekend_only_when_told():
    assert last_day("2026-11-09", Span(5, Unit.NATURAL_DAYS)) == date(2026, 11, 14)
    assert last_day("2026-11-09", Span(5, Unit.NATURAL_DAYS, roll=True)) == date(2026, 11, 17)


def test_preservation_ends_ninety_days_later():
    assert last_day("2026-01-01", Span(90, Unit.NATURAL_DAYS)) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-01-31", Span(1, Unit.MONTHS), "2026-02-28"),
        ("2026-01-31", Span(1, Unit.MONTHS, roll=True), "2026-03-02"),
        ("2024-02-29", Span(1, Unit.YEARS), "2025-02-28"),
        ("2026-08-15", Span(24, Unit.MONTHS), "2028-08-15"),
    ],
)
def test_months_and_years_end_on_the_same_day_or_the_last_of_the_month(start, span, end):
    assert last_day(start, span) == date.fromisoformat(end)


def test_hours_run_through_weekend_and_holiday():
    assert PLAIN.due(noon("2026-11-14"), Span(72, Unit.HOURS)) == noon("2026-11-17")


def test_hours_and_days_survive_the_change_of_clocks_at_the_border():
    eve = noon("2026-03-07", TIJUANA.zone)
    assert TIJUANA.due(eve, Span(24, Unit.HOURS)) == datetime(2026, 3, 8, 20, tzinfo=UTC)
    assert TIJUANA.due(eve, Span(1, Unit.NATURAL_DAYS)) == datetime(2026, 3, 9, 6, 59, 59, tzinfo=UTC)


def test_a_closure_moves_the_end():
    closed = WorkCalendar(closures={date(2026, 11, 10): "Cierre por obras"})
    assert last_day("2026-11-09", working(1), closed) == date(2026, 11, 11)
    assert closed.reason_off(date(2026, 11, 10)).es == "Cierre por obras"


def test_a_holiday_has_its_name_in_both_languages():
    off = PLAIN.reason_off(date(2026, 11, 16))
    assert (off.why, off.get("es"), off.get("en")) == (Why.HOLIDAY, "Día de la Revolución", "Revolution Day")
    assert PLAIN.reason_off(date(2026, 11, 17)) is None


def test_a_paused_day_is_one_whose_end_is_paused():
    pause = (noon("2026-11-10"), noon("2026-11-12"))  # Tuesday and Wednesday end in pause, Thursday does not
    assert last_day("2026-11-09", working(3), pauses=[pause]) == date(2026, 11, 17)


def test_a_pause_without_end_stops_the_clock_only_from_its_start():
    open_pause: list[Pause] = [(noon("2026-11-12"), None)]
    assert PLAIN.due(noon("2026-11-09"), working(2), pauses=open_pause).astimezone(MEXICO).day == 11
    assert PLAIN.due(noon("2026-11-09"), working(3), pauses=open_pause) == NEVER
    assert PLAIN.due(noon("2026-11-09"), Span(100, Unit.HOURS), pauses=open_pause) == NEVER
    assert PLAIN.working(noon("2026-11-09"), working(3), pauses=open_pause)[-1].at == NEVER


def test_overlapping_pauses_are_counted_once():
    first, second = (noon("2026-11-09"), noon("2026-11-11")), (noon("2026-11-10"), noon("2026-11-12"))
    due = PLAIN.due(noon("2026-11-09"), Span(1, Unit.HOURS), pauses=[second, first])
    assert due == noon("2026-11-12") + timedelta(hours=1)


def test_only_the_part_of_a_pause_after_the_start_counts():
    start, span = noon("2026-11-09"), Span(5, Unit.HOURS)
    before, across = (noon("2026-11-06"), noon("2026-11-07")), (noon("2026-11-08"), start + timedelta(hours=2))
    assert PLAIN.due(start, span, pauses=[before]) == start + timedelta(hours=5)
    assert PLAIN.due(start, span, pauses=[before, across]) == start + timedelta(hours=7)


def test_an_extension_is_counted_from_the_end_of_what_it_extends():
    assert last_day("2026-01-01", Span(60, Unit.NATURAL_DAYS), extensions=[Span(30, Unit.NATURAL_DAYS)]) == date(
        2026, 4, 1
    )


def test_the_working_can_be_read_aloud():
    lines = PLAIN.working(noon("2026-11-13"), working(2))
    assert [(line.day.day, line.why, line.count, line.name) for line in lines] == [
        (13, Why.START, None, ""),
        (14, Why.WEEKEND, None, "sábado"),
        (15, Why.WEEKEND, None, "domingo"),
        (16, Why.HOLIDAY, None, "Día de la Revolución"),
        (17, Why.COUNTED, 1, ""),
        (18, Why.COUNTED, 2, ""),
        (18, Why.DUE, None, ""),
    ]


def test_the_working_says_why_a_natural_end_rolled():
    lines = PLAIN.working(noon("2026-11-09"), Span(5, Unit.NATURAL_DAYS, roll=True))
    assert [(line.day.day, line.name) for line in lines if line.why == Why.ROLLED] == [
        (14, "sábado"),
        (15, "domingo"),
        (16, "Día de la Revolución"),
    ]


def test_what_cannot_be_counted_is_refused():
    with pytest.raises(ValueError, match="zona horaria"):
        PLAIN.due(datetime(2026, 1, 1), working(1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="1 o más"):
        Span(0, Unit.HOURS)
    with pytest.raises(ValueError, match="roll"):
        Span(1, Unit.HOURS, roll=True)
    with pytest.raises(BadInput, match="año 1500"):
        PLAIN.due(datetime(1500, 1, 1, tzinfo=UTC), working(1))
    assert PLAIN.due(datetime(9999, 12, 31, tzinfo=UTC), Span(1, Unit.YEARS)) == NEVER


starts = st.datetimes(datetime(2023, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
day_units = st.sampled_from([Unit.NATURAL_DAYS, Unit.WORKING_DAYS])
amounts = st.integers(1, 100)
spans = st.builds(
    lambda amount, unit, roll: Span(amount, unit, roll and unit != Unit.HOURS),
    st.integers(1, 40),
    st.sampled_from(Unit),
    st.booleans(),
)
pause_lists = st.lists(
    st.tuples(starts, st.none() | st.integers(0, 60 * 24 * 90)).map(
        lambda p: (p[0], None if p[1] is None else p[0] + timedelta(minutes=p[1]))
    ),
    max_size=3,
)
calendars = st.sampled_from([PLAIN, TIJUANA])


@settings(deadline=None)
@given(calendars, starts, starts, spans)
def test_a_later_start_never_ends_earlier(calendar, one, other, span):
    early, late = sorted([one, other])
    assert calendar.due(early, span) <= calendar.due(late, span)


@settings(deadline=None)
@given(calendars, starts, amounts, amounts, st.sampled_from(Unit))
def test_a_longer_span_never_ends_earlier(calendar, start, one, other, unit):
    short, long = sorted([one, other])
    assert calendar.due(start, Span(short, unit)) <= calendar.due(start, Span(long, unit))


@settings(deadline=None)
@given(calendars, starts, amounts)
def test_working_days_end_no_earlier_than_natural_ones(calendar, start, amount):
    assert calendar.due(start, Span(amount, Unit.WORKING_DAYS)) >= calendar.due(start, Span(amount, Unit.NATURAL_DAYS))


@settings(deadline=None)
@given(starts, amounts)
def test_between_start_and_end_lie_exactly_that_many_working_days(start, amount):
    first = start.astimezone(MEXICO).date()
    last = PLAIN.due(start, Span(amount, Unit.WORKING_DAYS)).astimezone(MEXICO).date()
    feasts = holidays.Mexico(years=range(first.year, last.year + 1))
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(day.weekday() < 5 and day not in feasts for day in days) == amount
    assert PLAIN.reason_off(last) is None


@settings(deadline=None)
@given(calendars, starts, st.integers(1, 2000))
def test_hours_are_exact(calendar, start, amount):
    assert calendar.due(start, Span(amount, Unit.HOURS)) - start == timedelta(hours=amount)


@settings(deadline=None)
@given(starts, spans, st.dates(date(2023, 1, 1), date(2032, 12, 31)))
def test_adding_a_closure_never_makes_it_earlier(start, span, closed):
    assert WorkCalendar(closures={closed: "cierre"}).due(start, span) >= PLAIN.due(start, span)


@settings(deadline=None)
@given(calendars, starts, spans, pause_lists, pause_lists)
def test_pauses_only_push_later(calendar, start, span, some, more):
    assert calendar.due(start, span) <= calendar.due(start, span, pauses=some)
    assert calendar.due(start, span, pauses=some) <= calendar.due(start, span, pauses=[*some, *more])


@settings(deadline=None)
@given(calendars, starts, spans, st.lists(spans, max_size=2), spans)
def test_an_extension_always_gives_more_time(calendar, start, span, some, one_more):
    assert calendar.due(start, span, extensions=some) < calendar.due(start, span, extensions=[*some, one_more])


@settings(deadline=None)
@given(calendars, starts, spans, pause_lists, st.lists(spans, max_size=2))
def test_the_last_line_of_the_working_is_the_due_date(calendar, start, span, pauses, extensions):
    due = calendar.due(start, span, pauses=pauses, extensions=extensions)
    lines = calendar.working(start, span, pauses=pauses, extensions=extensions)
    assert (lines[-1].why, lines[-1].at, lines[0].at) == (Why.DUE, due, start)
    assert [line.day for line in lines] == sorted(line.day for line in lines)


@settings(deadline=None)
@given(calendars, starts, amounts, day_units, pause_lists)
def test_the_working_counts_every_day_once(calendar, start, amount, unit, pauses):
    lines = calendar.working(start, Span(amount, unit), pauses=pauses)
    counted = [line.count for line in lines if line.why == Why.COUNTED]
    assert counted == list(range(1, len(counted) + 1))
    assert len(counted) == amount or lines[-1].at == NEVER
