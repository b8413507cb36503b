"""When something was done in a case, and for how long nothing was: the same as rows of a table and as a picture.

Plain Python; the picture is an inline SVG, 300 units wide, styled by the ``tp-`` classes of the style sheet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from itertools import pairwise

GAP = timedelta(days=7)  # from here on, time without an act is shown as a gap
WIDTH, HEIGHT, LINE, EDGE = 300, 64, 30, 8
LEAST = 34  # units that the number of days of a gap takes


@dataclass(frozen=True, slots=True)
class Mark:
    """One act. ``at`` aware, when it happened; ``late``: entered that much after it, None when at once."""

    at: datetime
    words: str
    by: str
    late: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: an act (``mark``), or the gap before the next one (``days``)."""

    mark: Mark | None
    since: datetime
    until: datetime
    days: int = 0


def rows(marks: Iterable[Mark], *, opened: datetime, until: datetime) -> list[Row]:
    """Acts in order, with each gap of a week or more where it stands; also before the first and after the last."""
    found: list[Row] = []
    last = opened
    for mark in sorted(marks, key=lambda one: one.at):
        found += _gap(last, mark.at)
        found.append(Row(mark, mark.at, mark.at))
        last = max(last, mark.at)
    return [*found, *_gap(last, until)]


def _gap(since: datetime, until: datetime) -> list[Row]:
    return [Row(None, since, until, (until - since).days)] if until - since >= GAP else []


def picture(
    found: Sequence[Row], *, opened: datetime, until: datetime, title: str, words: str, edges: tuple[str, str]
) -> str:
    """SVG markup; every text in it is escaped, so it may be marked safe. ``words``: for who cannot see it; ``edges``:
    the first and the last day in words.
    """
    begin = min([opened, *(row.since for row in found)])
    span = max((until - begin).total_seconds(), 1.0)

    def place(at: datetime) -> float:
        return EDGE + (WIDTH - 2 * EDGE) * min((at - begin).total_seconds() / span, 1.0)

    parts = [_stretches(found, place(begin), place(until), place)]
    parts += [_knot(place(row.since)) for row in found if row.mark]
    parts += [_days(place(row.since), place(row.until), row.days) for row in found if row.mark is None]
    first, last = (escape(edge) for edge in edges)
    parts.append(f'<text class="tp-when" x="0" y="{LINE + 24}">{first}</text>')
    parts.append(f'<text class="tp-when" x="{WIDTH}" y="{LINE + 24}" text-anchor="end">{last}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="tl-title" aria-describedby="tl-desc"><title id="tl-title">{escape(title)}</title>'
        f'<desc id="tl-desc">{escape(words)}</desc>{"".join(parts)}</svg>'
    )


def _stretches(found: Sequence[Row], left: float, right: float, place) -> str:  # type: ignore[no-untyped-def]
    """The line: taut where something was done, dotted through a gap."""
    edges = [left]
    parts = []
    for row in found:
        if row.mark is None:
            edges += [place(row.since), place(row.until)]
            parts.append(f'<path class="tp-slack" d="M{place(row.since):.1f} {LINE}H{place(row.until):.1f}"/>')
    edges.append(right)
    taut = [pair for pair in list(pairwise(edges))[::2] if pair[1] > pair[0]]
    return "".join(parts + [f'<path class="tp-line" d="M{a:.1f} {LINE}H{b:.1f}"/>' for a, b in taut])


def _knot(x: float) -> str:
    return f'<circle class="tp-person" cx="{x:.1f}" cy="{LINE}" r="4.5"/>'


def _days(left: float, right: float, days: int) -> str:
    """How many days a gap lasted, above it, where there is room; the table tells all of them."""
    if right - left < LEAST:
        return ""
    return f'<text class="tp-gap" x="{(left + right) / 2:.1f}" y="{LINE - 12}" text-anchor="middle">{days} d</text>'
