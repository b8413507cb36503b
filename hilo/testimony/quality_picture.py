"""Shares with their intervals as bars: inline SVG. The table below a picture says the same in figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

WIDE, ROW, LEFT = 300, 26, 6  # units of the picture


@dataclass(frozen=True)
class Bar:
    """``value``, ``low``, ``high``: 0 to 1."""

    label: str
    value: float
    low: float
    high: float


def bars(shown: Sequence[Bar], title: str) -> SafeString:
    """One bar a share with its interval, 300 units wide; empty for none. ``title``: what a screen reader says."""
    if not shown:
        return SafeString("")
    drawn = "".join(_bar(number, one) for number, one in enumerate(shown))
    return mark_safe(  # noqa: S308 - every text in it is escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDE} {ROW * len(shown) + 4}"'
        f' aria-label="{escape(title)}">{drawn}</svg>'
    )


def _bar(number: int, one: Bar) -> str:
    y, wide = number * ROW, WIDE - 2 * LEFT
    low, high = LEFT + wide * one.low, LEFT + wide * one.high
    return (
        f'<text x="{LEFT}" y="{y + 11}">{escape(one.label)}: {100 * one.value:.0f} %</text>'
        f'<path class="tp-tie" d="M{LEFT} {y + 19}H{WIDE - LEFT}"/>'
        f'<rect class="bar" x="{LEFT}" y="{y + 15}" width="{wide * one.value:.1f}" height="7"/>'
        f'<path class="interval" d="M{low:.1f} {y + 18.5}H{high:.1f}"/>'
    )
