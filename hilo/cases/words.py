"""Lengths and lines of a count, in the reader's language."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext_lazy, pgettext_lazy

from hilo.lib.calendar import NEVER, Line, Span, Unit, Why

_LENGTHS = {
    Unit.HOURS: ngettext_lazy("%(n)d hora", "%(n)d horas", "n"),
    Unit.NATURAL_DAYS: ngettext_lazy("%(n)d día natural", "%(n)d días naturales", "n"),
    Unit.WORKING_DAYS: ngettext_lazy("%(n)d día hábil", "%(n)d días hábiles", "n"),
    Unit.MONTHS: ngettext_lazy("%(n)d mes", "%(n)d meses", "n"),
    Unit.YEARS: ngettext_lazy("%(n)d año", "%(n)d años", "n"),
}

_SENTENCES = {
    Why.START: gettext_lazy("empieza el %(day)s a las %(hour)s"),
    Why.COUNTED: gettext_lazy("día %(n)d = %(day)s"),
    Why.WEEKEND: gettext_lazy("%(day)s: fin de semana, no cuenta"),
    Why.HOLIDAY: gettext_lazy("%(day)s: %(name)s, no cuenta"),
    Why.CLOSURE: gettext_lazy("%(day)s: %(name)s (cierre de la institución), no cuenta"),
    Why.PAUSED: gettext_lazy("%(day)s: en pausa, no cuenta"),
    Why.ROLLED: gettext_lazy("%(day)s: inhábil (%(name)s), pasa al siguiente día hábil"),
    Why.EXTENDED: gettext_lazy("se amplía %(length)s desde el %(day)s a las %(hour)s"),
    Why.DUE: gettext_lazy("vence el %(day)s a las %(hour)s"),
}

_KINDS = {
    "alert": gettext_lazy("Alerta internacional"),
    "report": pgettext_lazy("lo que alguien cuenta", "Aviso"),
    "school": gettext_lazy("Violencia en una escuela"),
    "trafficking": gettext_lazy("Trata de personas"),
    "federal": gettext_lazy("Asunto federal"),
    "published": gettext_lazy("Caso publicado"),
}


def kind_words(kind: str) -> str:
    """What a case is about; its code for a kind that is not known."""
    return str(_KINDS.get(kind, kind))


def span_words(span: Span) -> str:
    """«10 días hábiles»."""
    return length_words(span.amount, span.unit)


def length_words(amount: int, unit: str) -> str:
    """«30 días naturales» for ``30`` and ``natural_days``."""
    return str(_LENGTHS[Unit(unit)] % {"n": amount})


def moment_words(moment: datetime) -> str:
    """«24 nov 2026, 14:05» in the local zone; «sin fecha» for a clock that stands still."""
    if moment >= NEVER:
        return gettext("sin fecha")
    month = "b" if (get_language() or "es").startswith("es") else "M"
    return date_format(localtime(moment), f"j {month} Y, H:i")


def date_words(moment: datetime) -> str:
    """«24 nov 2026» in the local zone."""
    month = "b" if (get_language() or "es").startswith("es") else "M"
    return date_format(localtime(moment), f"j {month} Y")


def line_words(line: Line) -> str:
    """One line of a working: «día 3 = mié 25 nov 2026», «lun 16 nov 2026: Día de la Revolución, no cuenta»."""
    day = date_format(line.day, "D j b Y").lower()
    name = line.name_en if (get_language() or "es").startswith("en") and line.name_en else line.name
    said = {"day": day, "name": name, "n": line.count, "hour": f"{localtime(line.at):%H:%M}" if line.at else ""}
    if line.why == Why.EXTENDED and line.count is not None:
        said["length"] = length_words(line.count, line.name)
    if line.at == NEVER:
        return gettext("en pausa sin fecha de fin")
    return str(_SENTENCES[line.why] % said)
