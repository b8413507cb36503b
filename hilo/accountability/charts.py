"""Where the bars of the pictures stand, in units of a picture 300 wide, which fits a screen of 320 px."""

from collections.abc import Sequence
from dataclasses import dataclass

from hilo.accountability.figures import Cell, Line
from hilo.accountability.measures import MEASURES
from hilo.accountability.words import cell_words, month_words

STEP, AFTER = 30, 56  # height of a row; room for the number behind the longest bar
MONTHS_LEFT, SPANS_LEFT = 62, 126  # room for the words before the bars


@dataclass(frozen=True)
class Piece:
    """A part of a bar: the ``code`` of its measure, where it begins and how long it is."""

    code: str
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """A row of a picture: the words before it, the whole, its parts, and the number behind it."""

    label: str
    text: str
    y: int
    x: int
    width: float
    pieces: tuple[Piece, ...]

    @property
    def text_x(self) -> float:
        """Where the number stands."""
        return self.x + self.width + 6


@dataclass(frozen=True)
class Chart:
    """A picture. Without bars when there is nothing to draw."""

    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        """In units."""
        return STEP * len(self.bars)


def of_lines(lines: Sequence[Line], whole: str, parts: Sequence[str], minimum: int) -> Chart:
    """A bar for each line, as long as its ``whole``, filled with what is shown of its ``parts``, one behind another."""
    most = max(line.cells[whole].number or 0 for line in lines)
    if not most:
        return Chart(())
    scale = (300 - MONTHS_LEFT - AFTER) / most
    return Chart(tuple(_bar(line, whole, parts, n * STEP, scale, minimum) for n, line in enumerate(lines)))


def of_measures(line: Line, codes: Sequence[str], minimum: int) -> Chart:
    """A bar for each of the measures of one line."""
    most = max(line.cells[code].number or 0 for code in codes)
    if not most:
        return Chart(())
    scale = (300 - SPANS_LEFT - AFTER) / most
    bars = []
    for n, code in enumerate(codes):
        cell, width = line.cells[code], _long(line.cells[code], scale)
        text = cell_words(cell, MEASURES[code], minimum)
        piece = (Piece(code, SPANS_LEFT, width),) if width else ()
        bars.append(Bar(str(MEASURES[code].label), text, n * STEP, SPANS_LEFT, width, piece))
    return Chart(tuple(bars))


def _bar(line: Line, whole: str, parts: Sequence[str], y: int, scale: float, minimum: int) -> Bar:
    pieces, x = [], float(MONTHS_LEFT)
    for code in parts:
        width = _long(line.cells[code], scale)
        pieces += [Piece(code, round(x, 1), width)] if width else []
        x += width
    words = cell_words(line.cells[whole], MEASURES[whole], minimum)
    width = max(_long(line.cells[whole], scale), round(x - MONTHS_LEFT, 1))
    return Bar(month_words(line.key, "M y"), words, y, MONTHS_LEFT, width, tuple(pieces))


def _long(cell: Cell, scale: float) -> float:
    """What is not zero is at least visible."""
    return round(max(cell.number * scale, 2), 1) if cell.number else 0
