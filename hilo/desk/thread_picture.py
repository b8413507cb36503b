"""The thread of a case as a picture: one vertical line, a knot for each event, slack where nobody acted.

Plain Python; the answer is an inline SVG, 300 units wide (it fits a 320 px screen), styled by
the ``tp-`` classes of the style sheet. The page shows the same things as a list beside it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from itertools import pairwise
from textwrap import wrap
from typing import Any

WIDTH = 300
LINE_X, TEXT_X = 48, 66
LANES = (6, 15, 24, 33)  # where strands run, left of the thread
MOST_KNOTS = 40
KEPT_FIRST = 12
GAP_DAYS = 7
SIGNS_PER_LINE = 24

WORDS: dict[str, dict[str, Any]] = {
    "es": {
        "title": "El hilo del caso",
        "none": "Todavía no hay sucesos.",
        "today": "Hoy",
        "gap": "{n} días sin actos",
        "fold": ("… {n} suceso más", "… {n} sucesos más"),
        "due": "Vence: {label}",
        "overdue": "Venció: {label}",
        "stopped": "Terminó: {label}",
        "strands": ("… y {n} plazo más en la lista", "… y {n} plazos más en la lista"),
        "months": "ene feb mar abr may jun jul ago sep oct nov dic",
    },
    "en": {
        "title": "The thread of the case",
        "none": "Nothing has happened yet.",
        "today": "Today",
        "gap": "{n} days without an act",
        "fold": ("… {n} more event", "… {n} more events"),
        "due": "Due: {label}",
        "overdue": "Was due: {label}",
        "stopped": "Ended: {label}",
        "strands": ("… and {n} more deadline in the list", "… and {n} more deadlines in the list"),
        "months": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    },
}
SHAPES = {
    "arrival": '<path class="tp-arrival" d="M{x} {t}l8 8-8 8-8-8z"/>',
    "person": '<circle class="tp-person" cx="{x}" cy="{y}" r="6.5"/>',
    "machine": '<circle class="tp-machine" cx="{x}" cy="{y}" r="4.5"/>',
    "overdue": '<path class="tp-overdue" d="M{x} {t}l8 14h-16z"/>',
    "fold": '<path class="tp-fold" d="M{x} {t}m-2 0h4v4h-4zm0 6h4v4h-4zm0 6h4v4h-4z"/>',
}


@dataclass(frozen=True, slots=True)
class Knot:
    """One event. ``at`` aware; ``group``: arrival, person, machine or overdue (else drawn as machine).

    ``substantive`` is true for an act that moves the case; time without one is drawn as slack.
    """

    at: datetime
    label: str
    group: str
    by: str
    substantive: bool


@dataclass(frozen=True, slots=True)
class Strand:
    """One clock, from ``start`` to ``due``, and when it stopped. All times aware."""

    label: str
    start: datetime
    due: datetime
    stopped_at: datetime | None
    overdue: bool

    @property
    def end(self) -> datetime:
        """Where its tie to the thread stands: when it stopped, otherwise when it is or was due."""
        return self.stopped_at or self.due

    @property
    def state(self) -> str:
        """``stopped``, ``overdue`` or ``due``."""
        return "stopped" if self.stopped_at else "overdue" if self.overdue else "due"


@dataclass(slots=True)
class _Row:
    at: datetime
    until: datetime
    kind: str  # a key of SHAPES, "tie" or "today"
    words: str
    by: str = ""
    substantive: bool = False
    strand: Strand | None = None
    y: float = 0
    lines: list[str] = field(default_factory=list)


def thread_picture(knots: Sequence[Knot], clocks: Sequence[Strand], now: datetime, *, language: str) -> str:
    """SVG markup of a case's thread; every text in it is escaped, so it may be marked safe.

    ``now`` is aware and its zone is the one in which dates are written. ``language`` is ``es`` or
    ``en``, anything else reads as ``es``. At most 40 knots and four clocks are drawn; of the rest
    the number is told.
    """
    say = WORDS.get(language, WORDS["es"])
    strands = _chosen(clocks)
    rows = _rows(knots, strands, now, say)
    gaps = _gaps(rows)
    height = _lay_out(rows, gaps)
    left_out = len(clocks) - len(strands)
    notes = ([] if knots else [say["none"]]) + ([_counted(say["strands"], left_out)] if left_out else [])
    marks = [_line(rows, gaps, say), *(_strand(s, x, rows, now) for s, x in _lanes(strands))]
    marks += [_row(row, rows, now, say) for row in rows]
    marks += [_text(LANES[0], height + 22 * i, note, "tp-minor") for i, note in enumerate(notes, 1)]
    return _frame(marks, rows, gaps, notes, height + 22 * len(notes) + 8, now, say)


def _chosen(clocks: Sequence[Strand]) -> list[Strand]:
    """The strands worth a lane: what still runs first (nearest due), then what ended last."""
    running = sorted((c for c in clocks if not c.stopped_at), key=lambda c: c.due)
    ended = sorted((c for c in clocks if c.stopped_at), key=lambda c: c.end, reverse=True)
    return sorted((running + ended)[: len(LANES)], key=lambda c: c.start)


def _lanes(strands: list[Strand]) -> list[tuple[Strand, int]]:
    """The longest-lived farthest out, so that ties cross as little as possible."""
    outside_first = sorted(strands, key=lambda s: s.end, reverse=True)
    return list(zip(outside_first, LANES[len(LANES) - len(strands) :], strict=True))


def _rows(knots: Sequence[Knot], strands: list[Strand], now: datetime, say: dict[str, Any]) -> list[_Row]:
    rows = _folded(sorted(knots, key=lambda k: k.at), say)
    rows += [_Row(s.end, s.end, "tie", say[s.state].format(label=_clean(s.label)), strand=s) for s in strands]
    rows.append(_Row(now, now, "today", say["today"]))
    return sorted(rows, key=lambda row: (row.at, row.kind == "tie", row.kind == "today"))


def _folded(knots: list[Knot], say: dict[str, Any]) -> list[_Row]:
    if len(knots) <= MOST_KNOTS:
        return [_knot_row(knot) for knot in knots]
    kept_last = MOST_KNOTS - KEPT_FIRST
    inside = knots[KEPT_FIRST:-kept_last]
    words = _counted(say["fold"], len(inside))
    acted = any(knot.substantive for knot in inside)
    fold = _Row(inside[0].at, inside[-1].at, "fold", words, substantive=acted)
    return [*map(_knot_row, knots[:KEPT_FIRST]), fold, *map(_knot_row, knots[-kept_last:])]


def _knot_row(knot: Knot) -> _Row:
    kind = knot.group if knot.group in SHAPES else "machine"
    return _Row(knot.at, knot.at, kind, _clean(knot.label), _clean(knot.by), knot.substantive)


def _gaps(rows: list[_Row]) -> dict[int, tuple[int, int]]:
    """Times without a substantive act, up to today: first row -> (last row, whole days)."""
    stops = [i for i, row in enumerate(rows) if row.substantive or row.kind == "today"]
    today = next(i for i, row in enumerate(rows) if row.kind == "today")
    stops = [i for i in stops if i <= today]
    first = next(i for i, row in enumerate(rows) if row.kind != "tie")
    if first not in stops:
        stops.insert(0, first)
    found = {a: (b, (rows[b].at - rows[a].until).days) for a, b in pairwise(stops)}
    return {a: (b, days) for a, (b, days) in found.items() if days >= GAP_DAYS}


def _lay_out(rows: list[_Row], gaps: dict[int, tuple[int, int]]) -> float:
    """Give each row its lines and its height; answers the height below the last."""
    y = 16.0
    for i, row in enumerate(rows):
        row.y = y
        row.lines = _wrapped(row.words)
        y += 20 * len(row.lines) + (28 if row.kind == "today" else 32)
        if i in gaps:
            y += 28 + min(gaps[i][1], 60) * 0.6
    return y - 8


def _line(rows: list[_Row], gaps: dict[int, tuple[int, int]], say: dict[str, Any]) -> str:
    """The thread: taut between acts, slack in a gap, thin beyond today."""
    parts, slack_until, after_today = [], -1, False
    for i, (row, following) in enumerate(pairwise(rows)):
        after_today = after_today or row.kind == "today"
        if i in gaps:
            slack_until = gaps[i][0]
            parts.append(_text(TEXT_X, following.y - 24, say["gap"].format(n=gaps[i][1]), "tp-gap"))
        kind = "tp-ahead" if after_today else "tp-slack" if i < slack_until else "tp-line"
        parts.append(f'<path class="{kind}" d="{_segment(row.y, following.y, slack=i < slack_until)}"/>')
    return "".join(parts)


def _segment(top: float, bottom: float, *, slack: bool) -> str:
    if not slack:
        return f"M{LINE_X} {top:.0f}V{bottom:.0f}"
    third = (bottom - top) / 3
    bends = f"{LINE_X + 16} {top + third:.0f} {LINE_X - 16} {bottom - third:.0f}"
    return f"M{LINE_X} {top:.0f}C{bends} {LINE_X} {bottom:.0f}"


def _strand(strand: Strand, x: int, rows: list[_Row], now: datetime) -> str:
    """From its start to its due (or stop), tied to the thread there; late time goes on in another stroke."""
    tie = next(row for row in rows if row.strand is strand)
    top, bottom = min(_height_at(strand.start, rows), tie.y), tie.y
    css = "tp-strand-stopped" if strand.stopped_at else "tp-strand"
    parts = f'<path class="{css}" d="M{x} {top:.0f}V{bottom:.0f}"/>'
    parts += f'<path class="tp-tie" d="M{x} {bottom:.0f}H{LINE_X}"/>'
    if strand.state == "overdue":
        late = max(_height_at(now, rows), bottom)
        parts += f'<path class="tp-strand-overdue" d="M{x} {bottom:.0f}V{late:.0f}"/>'
    return parts


def _height_at(moment: datetime, rows: list[_Row]) -> float:
    """Where a moment stands on the picture: straight between the rows around it."""
    after = bisect_right([row.at for row in rows], moment)
    if after in (0, len(rows)):
        return rows[min(after, len(rows) - 1)].y
    before, following = rows[after - 1], rows[after]
    share = (moment - before.at) / (following.at - before.at)
    return before.y + share * (following.y - before.y)


def _row(row: _Row, rows: list[_Row], now: datetime, say: dict[str, Any]) -> str:
    if row.kind == "today":
        line = f'<path class="tp-today" d="M0 {row.y:.0f}H{WIDTH}"/>'
        return line + _text(TEXT_X, row.y + 20, f"{row.words}, {_date(row.at, now, say)}", "tp-today-text")
    shape = SHAPES.get(row.kind, "").format(x=LINE_X, y=f"{row.y:.0f}", t=f"{row.y - 8:.0f}")
    size = "tp-label" if row.substantive or row.kind in ("arrival", "overdue") else "tp-minor"
    parts = [_text(TEXT_X, row.y + 5 + 20 * i, line, size) for i, line in enumerate(row.lines)]
    if row.kind != "fold":
        below = row.y + 5 + 20 * len(row.lines) - 1
        parts.append(_text(TEXT_X, below, _short(_when(row, now, say), SIGNS_PER_LINE + 4), "tp-when"))
    return shape + "".join(parts)


def _when(row: _Row, now: datetime, say: dict[str, Any]) -> str:
    moment = f"{_date(row.at, now, say)}, {row.at.astimezone(now.tzinfo):%H:%M}"
    return f"{moment} · {row.by}" if row.by else moment


def _date(moment: datetime, now: datetime, say: dict[str, Any]) -> str:
    day = moment.astimezone(now.tzinfo)
    year = "" if day.year == now.year else f" {day.year}"
    return f"{day.day} {say['months'].split()[day.month - 1]}{year}"


def _frame(
    marks: list[str],
    rows: list[_Row],
    gaps: dict[int, tuple[int, int]],
    notes: list[str],
    height: float,
    now: datetime,
    say: dict[str, Any],
) -> str:
    told = []
    for i, row in enumerate(rows):
        told.append(row.words if row.kind == "fold" else f"{_when(row, now, say)}: {row.words}")
        told += [say["gap"].format(n=gaps[i][1])] if i in gaps else []
    words = escape(". ".join([*told, *(note.removesuffix(".") for note in notes)]) + ".")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
        f'aria-labelledby="tp-title" aria-describedby="tp-desc"><title id="tp-title">{say["title"]}</title>'
        f'<desc id="tp-desc">{words}</desc>{"".join(marks)}</svg>'
    )


def _text(x: float, y: float, words: str, css: str) -> str:
    return f'<text class="{css}" x="{x:.0f}" y="{y:.0f}">{escape(words)}</text>'


def _wrapped(words: str) -> list[str]:
    lines = wrap(words, SIGNS_PER_LINE) or [""]
    return lines if len(lines) <= 2 else [lines[0], _short(" ".join(lines[1:]), SIGNS_PER_LINE)]


def _short(words: str, signs: int) -> str:
    return words if len(words) <= signs else words[: signs - 1].rstrip() + "…"


def _counted(words: tuple[str, str], n: int) -> str:
    return words[n != 1].format(n=n)


def _clean(words: str) -> str:
    """One line, without the signs that XML does not allow."""
    return " ".join("".join(sign if _allowed(sign) else "\ufffd" for sign in words).split())


def _allowed(sign: str) -> bool:
    code = ord(sign)
    if code < 0x20:
        return sign in "\t\n\r"
    return not (0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code & 0xFFFF >= 0xFFFE)
