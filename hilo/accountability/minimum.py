"""Small counts are not shown to other institutions, nor what would give them away by subtraction.

Shown are: some wholes by month with their total, the parts of each whole for the period, and a half by month
only when neither it nor what it leaves is small in any month. Every sum that a reader can write down with a veiled
count in it stands alone, so what protects a count in its sum protects it. ``docs/explanation/figures.md`` says why.
"""

from collections.abc import Mapping, Sequence

from hilo.accountability.figures import KEPT, LINE_TOTAL, SMALL, Cell, Figures, Line
from hilo.accountability.measures import PARTS

MINIMUM = 5
SHOWN = ""
BY_MONTH = ("received", "folded", "offered", "alerts")  # wholes of which also the months are told
HALVES = {"silent": "still_open"}  # what is told as one part only; the other follows by subtraction
# Of how many a time is told; of first answers at least so many were in time. Reports of schools are no whole here: they
# are part of the others, and what is left could be subtracted.
TIMES = {
    "first_act": "acted",
    "age_median": "still_open",
    "age_worst": "still_open",
    "first_answer": "answered_in_time",
}

Veils = dict[str, dict[str, str]]  # by key of the line, by code of the measure


def veiled(told: Figures) -> Figures:
    """The same figures as another institution may read them: ``told.minimum`` is the least count that is shown."""
    veils: Veils = {line.key: dict.fromkeys(line.cells, KEPT) for line in told.lines}
    for code in {*PARTS, *BY_MONTH}:
        _whole(told, code, veils)
    if _open_ones_show(told):
        veils[LINE_TOTAL]["still_open"] = veils[LINE_TOTAL]["still_open"] or KEPT
    for whole, groups in PARTS.items():
        for parts in groups:
            _parts(told, whole, parts, veils)
    for part, whole in HALVES.items():
        count = _count(told.total, part)
        left = _count(told.total, whole) - count
        crowded = any(_count(line, whole) > min(count, left) for line in told.months)
        if veils[LINE_TOTAL][whole] == SHOWN and min(count, left) >= told.minimum and not crowded:
            veils[LINE_TOTAL][part] = SHOWN
    for code, of in TIMES.items():
        veils[LINE_TOTAL][code] = SHOWN if veils[LINE_TOTAL][of] == SHOWN else KEPT
    lines = tuple(Line(line.key, _cells(line, veils[line.key])) for line in told.lines)
    return Figures(told.institution, told.period, told.at, told.minimum, lines)


def protect(parts: Sequence[int], least: int) -> list[str]:
    """What to veil of counts whose sum is known, so that no count below ``least`` can be told from the others.

    SMALL: it is below. KEPT: it is veiled for the sake of a small one. Enough is veiled when each small count could,
    as far as the others tell, be anything from zero to ``least - 1``. If nothing else helps, all are KEPT.
    """
    veils = [SMALL if count < least else SHOWN for count in parts]
    if SMALL not in veils:
        return veils
    for place in sorted(range(len(parts)), key=lambda n: parts[n]):
        if _hides(parts, veils, least):
            break
        veils[place] = veils[place] or KEPT
    return veils if _hides(parts, veils, least) else [KEPT] * len(parts)


def _hides(parts: Sequence[int], veils: Sequence[str], least: int) -> bool:
    """Whether the sum of what is veiled leaves every small count open, from zero to ``least - 1``."""
    rest = sum(count for count, veil in zip(parts, veils, strict=True) if veil)
    small, kept = veils.count(SMALL), veils.count(KEPT)
    if kept:
        return rest >= kept * least + least - 1
    return least - 1 <= rest <= (least - 1) * (small - 1)


def _whole(told: Figures, code: str, veils: Veils) -> None:
    """A whole, whose months add up to its total."""
    if _count(told.total, code) < told.minimum:
        for line in told.lines:
            veils[line.key][code] = SMALL
        return
    veils[LINE_TOTAL][code] = SHOWN
    if code in BY_MONTH:
        found = protect([_count(line, code) for line in told.months], told.minimum)
        for line, veil in zip(told.months, found, strict=True):
            veils[line.key][code] = veil


def _parts(told: Figures, whole: str, parts: Sequence[str], veils: Veils) -> None:
    """The parts of a whole: for the period, and by month two halves of which none is small in any month."""
    total = veils[LINE_TOTAL]
    counts = [_count(told.total, code) for code in parts]
    found = [total[whole]] * len(parts)
    if total[whole] == SHOWN:
        found = [KEPT] * len(parts) if _presses(told, whole, parts) else protect(counts, told.minimum)
    total.update(zip(parts, found, strict=True))
    for line in told.months:
        if len(parts) == 2 and _steady(told, whole, parts, veils):
            veils[line.key].update(dict.fromkeys(parts, SHOWN))


def _open_ones_show(told: Figures) -> bool:
    """Whether the number of open cases tells of a month with few: no more of a month can be open than came in it."""
    if _old_ones_show(told, "still_open"):
        return True
    still, came = _count(told.total, "still_open"), _count(told.total, "received")
    few = [line for line in told.months if _count(line, "still_open") < told.minimum]
    return any(still > came - _count(line, "received") for line in few)


def _old_ones_show(told: Figures, part: str) -> bool:
    """Whether a part that all of what came before the period belongs to leaves only a few for its months."""
    old = _count(told.lines[0], part)
    return old >= told.minimum and _count(told.total, part) - old < told.minimum


def _presses(told: Figures, whole: str, parts: Sequence[str]) -> bool:
    """Whether some month has so much of the whole that its other parts cannot hold it: a small one would show."""
    if "unanswered" in parts and _old_ones_show(told, "unanswered"):
        return True
    for code in parts:
        others, lines = _count(told.total, whole) - _count(told.total, code), told.months
        if "unanswered" in parts and code != "unanswered":  # all of what came before is unanswered, and of no month
            others, lines = others - _count(lines[0], whole), lines[1:]
        if any(_count(line, code) < told.minimum and _count(line, whole) > others for line in lines):
            return True
    return False


def _steady(told: Figures, whole: str, parts: Sequence[str], veils: Veils) -> bool:
    """Whether nothing is veiled of the whole in any month nor of its halves, and no half is small in any month."""
    if any(veils[line.key][whole] for line in told.lines) or any(veils[LINE_TOTAL][code] for code in parts):
        return False
    return all(_count(line, code) >= told.minimum for line in told.months for code in parts)


def _count(line: Line, code: str) -> int:
    return line.cells[code].number or 0


def _cells(line: Line, veils: Mapping[str, str]) -> dict[str, Cell]:
    return {code: Cell(None, veils[code]) if veils[code] else cell for code, cell in line.cells.items()}
