"""How lines of the table, months and lengths of time are written."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hilo.accountability.figures import LINE_BEFORE, LINE_TOTAL, SMALL, Cell
from hilo.accountability.measures import HOURS, Measure
from hilo.accountability.periods import Month

HOURS_SHOWN = 72  # a longer time is told in days


def month_words(key: str, form: str = "") -> str:
    """«mayo de 2026», or as ``form`` says («M y»: «may 26»); the words of a line that is no month."""
    month = Month.read(key)
    if month is None:
        return {LINE_BEFORE: _("Antes"), LINE_TOTAL: _("Total")}.get(key, key)
    first = date(month.year, month.number, 1)
    if form:
        return date_format(first, form).lower()
    return date_format(first, "F \\d\\e Y" if (get_language() or "es").startswith("es") else "F Y")


def cell_words(cell: Cell, measure: Measure, minimum: int) -> str:
    """A figure in words: its number, «menos de 5», «reservado»."""
    if cell.veil:
        return _("menos de %(n)d") % {"n": minimum} if cell.veil == SMALL else _("reservado")
    return span(cell.number) if measure.unit == HOURS else str(cell.number)


def span(hours: int | None) -> str:
    """«5 h», «12 días»; a dash when there is nothing to measure."""
    if hours is None:
        return "—"
    if hours < HOURS_SHOWN:
        return _("%(n)d h") % {"n": hours}
    return ngettext("%(n)d día", "%(n)d días", hours // 24) % {"n": hours // 24}
