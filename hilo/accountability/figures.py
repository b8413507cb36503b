"""The figures of one institution: one function gives all of them, to the page, the files and the command."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from hilo.accountability.ground import ALERTS, BEFORE, CASES, HANDOFFS, REPORTS, Asked, counting
from hilo.accountability.measures import COUNT, HOURS, MEASURES, Measure
from hilo.accountability.periods import Period

TOTAL = -1
LINE_BEFORE, LINE_TOTAL = "antes", "total"
SMALL, KEPT = "small", "kept"


@dataclass(frozen=True)
class Cell:
    """One figure. ``number``: a count, or whole hours; None when there is nothing to measure, or it is veiled.

    ``veil``: SMALL for fewer than the minimum, KEPT for one that would give a small one away, "" when shown.
    """

    number: int | None = None
    veil: str = ""


@dataclass(frozen=True)
class Line:
    """One row: ``key`` is a month («2026-05»), LINE_BEFORE or LINE_TOTAL; ``cells`` by code of the measure."""

    key: str
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Figures:
    """All that is told of an institution. ``minimum``: the least count that is shown, 0 when all are."""

    institution: str
    period: Period
    at: datetime
    minimum: int
    lines: tuple[Line, ...]

    @property
    def total(self) -> Line:
        """The whole period with what came before it and is still open."""
        return self.lines[-1]

    @property
    def months(self) -> tuple[Line, ...]:
        """All lines but the total."""
        return self.lines[:-1]

    @property
    def empty(self) -> bool:
        """Whether nothing at all came, was offered, or is shown."""
        return not any(self.total.cells[code].veil or self.total.cells[code].number for code in WHOLES)


WHOLES = ("received", "folded", "offered", "alerts", "reports")


def figures(asked: Asked, *, minimum: int = 0) -> Figures:
    """Count everything in four queries. With ``minimum``, counts below it are veiled, and what gives them away."""
    from hilo.accountability.minimum import veiled

    found: dict[int, dict[str, int | None]] = {}
    with counting():
        for rows in (CASES, HANDOFFS, ALERTS, REPORTS):
            for bucket, numbers in _counted(asked, rows):
                found.setdefault(bucket, {}).update(numbers)
    names = {BEFORE: LINE_BEFORE} | dict(enumerate(map(str, asked.period.months), 1)) | {TOTAL: LINE_TOTAL}
    lines = tuple(Line(name, _cells(found.get(bucket, {}))) for bucket, name in names.items())
    told = Figures(asked.institution, asked.period, asked.now, minimum, lines)
    return veiled(told) if minimum else told


def _cells(numbers: dict[str, int | None]) -> dict[str, Cell]:
    return {one.code: Cell(numbers.get(one.code, 0 if one.unit == COUNT else None)) for one in MEASURES.values()}


def _counted(asked: Asked, rows: str) -> Iterable[tuple[int, dict[str, int | None]]]:
    """For each bucket, and for all together as TOTAL, the numbers of the measures over these rows."""
    measures = [one for one in MEASURES.values() if one.rows == rows]
    counts = [one for one in measures if one.unit == COUNT]
    times = [one for one in measures if one.unit == HOURS]
    columns = [f"SUM(CASE WHEN {one.where} THEN 1 ELSE 0 END)" for one in counts]
    columns += [column for one in times for column in _picked(one)]
    sql, given = asked.sql(
        rows,
        f""", both_ways AS (
            SELECT * FROM rows UNION ALL SELECT {_as_total(rows)} FROM rows
        ), ranked AS (SELECT b.*{"".join(_rank(one) for one in times)} FROM both_ways b)
        SELECT bucket, {", ".join(columns)} FROM ranked GROUP BY bucket""",  # noqa: S608 - our own text
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        for bucket, *values in cursor.fetchall():
            numbers: dict[str, int | None] = dict(zip((one.code for one in counts), map(int, values), strict=False))
            rest = iter(values[len(counts) :])
            yield bucket, numbers | {one.code: _hours(next(rest), next(rest)) for one in times}


_COLUMNS = {
    CASES: ("case_id", "bucket", "folded", "held", "age", "waited", "silent"),
    HANDOFFS: ("id", "bucket", "state", "receipt"),
    ALERTS: ("case_id", "bucket", "told"),
    REPORTS: ("case_id", "bucket", "folded", "school", "reading", "answer", "waited", "notified"),
}


def _as_total(rows: str) -> str:
    return ", ".join(str(TOTAL) if name == "bucket" else name for name in _COLUMNS[rows])


def _rank(one: Measure) -> str:
    """For a median, the place of each row by its value among those of its bucket that count, and how many these are."""
    if one.pick != "median":
        return ""
    among = f"PARTITION BY bucket, CASE WHEN {one.where} THEN 1 ELSE 0 END"
    place = f"ROW_NUMBER() OVER ({among} ORDER BY {one.value}) AS {one.code}_place"
    return f", {place}, COUNT(*) OVER ({among}) AS {one.code}_of"


def _picked(one: Measure) -> tuple[str, str]:
    """The two values between which the measure's lies, in seconds: both in the middle, or both the longest."""
    if one.pick != "median":
        longest = f"MAX(CASE WHEN {one.where} THEN {one.value} END)"
        return longest, longest
    place, of = f"{one.code}_place", f"{one.code}_of"
    at = (f"({of} + 1) / 2", f"({of} + 2) / 2")
    low, high = (f"MAX(CASE WHEN {one.where} AND {place} = {here} THEN {one.value} END)" for here in at)
    return low, high


def _hours(low: Any, high: Any) -> int | None:
    """Whole hours of the mean of two lengths in seconds."""
    return None if low is None else int(low + high) // 2 // 3600
