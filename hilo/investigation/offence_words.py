"""Codes of offences in words, in the reader's language."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

MONTHS, DAYS = 12, 365

ORDERS = {"federal": _("Federal"), "general": _("General")}
TECHNOLOGY = {
    "explicit": _("La ley nombra la tecnología."),
    "data_files": _("La ley habla solo de «archivos de datos»."),
    "any_means": _("«Por cualquier medio»: alcanza a la tecnología."),
    "none": _("La ley no nombra la tecnología; el registro la conserva."),
}
WHY_ORDER = {
    "own": _("Código del estado donde ocurrió."),
    "general": _("Ley general: rige en todo el país."),
    "federal_signs": _("Orden federal: hay señales del artículo 20 del CNPP."),
    "federal_unless": _("Solo si el asunto es del orden federal (CNPP 20)."),
    "other": _("Código federal: el del estado aún no se ha leído o no se sabe dónde ocurrió."),
}


def prison(years: tuple[float, float]) -> str:
    """«de 4 años a 8 años de prisión»."""
    return gettext("de %(least)s a %(most)s de prisión") % {"least": _term(years[0]), "most": _term(years[1])}


def _term(years: float) -> str:
    if years >= 1:
        return ngettext("%(n)s año", "%(n)s años", round(years)) % {"n": f"{years:g}"}
    if years * MONTHS >= 1:
        return ngettext("%(n)s mes", "%(n)s meses", round(years * MONTHS)) % {"n": f"{years * MONTHS:g}"}
    return ngettext("%(n)s día", "%(n)s días", int(years * DAYS)) % {"n": int(years * DAYS)}
