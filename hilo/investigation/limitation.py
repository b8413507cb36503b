"""Until when the action can be brought, with its working. What nobody has settled is for counsel, and says why.

Plain rules of ``offences_*.yaml`` (CPF 105, 107 Bis; the states' own). Interruption, suspension and conduct abroad (CPF
101, 110) are not computed: the working says so. For adolescents LNSIJPA 109.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hilo.reference.offences import Limitation, Offence

NEVER, UNTIL, COUNSEL = "never", "until", "counsel"
LEAST = 3.0  # years (CPF 105)
ADOLESCENT = {"12-13": 1, "14-15": 3, "16-17": 5}  # years (LNSIJPA 109)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Limit:
    """``kind``: never, until or counsel. ``until``: the last day, when it can be computed. ``lines``: the working."""

    kind: str
    until: date | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """Days that decide. ``last``: of the conduct; ``victim_born``: None when not known."""

    last: date | None
    victim_born: date | None = None
    victim_child: bool = False


def limit_of(offence: Offence, times: Times, accused_age: str = "unknown") -> Limit:
    """The limitation of an offence for conduct that ended on ``times.last``, for an accused of that age group."""
    rule = offence.limitation
    lines = [_("Regla: %(law)s.") % {"law": rule.law}]
    lines += [rule.note.get(get_language() or "es")] if rule.note else []
    if accused_age in ADOLESCENT:
        return _adolescent(offence, times, ADOLESCENT[accused_age], lines)
    if times.last is None:
        return _counsel(lines, _("No se sabe el día de los hechos: sin él no puede contarse."))
    if rule.since and times.last < rule.since:
        return _counsel(
            lines,
            _("Esta regla rige desde el %(day)s y los hechos son anteriores: la que regía entonces no se ha leído.")
            % {"day": rule.since.isoformat()},
        )
    if rule.rule == "never":
        return Limit(NEVER, None, (*lines, _("La acción no prescribe.")))
    return _counted(offence, rule, times, times.last, lines)


def _counsel(lines: list[str], why: str) -> Limit:
    return Limit(COUNSEL, None, (*lines, why))


def _counted(offence: Offence, rule: Limitation, times: Times, last: date, lines: list[str]) -> Limit:
    if rule.rule == "counsel":
        return _counsel(lines, _("No está resuelto: lo decide el área jurídica."))
    if offence.years is None:
        return _counsel(lines, _("La pena de este texto no se ha leído: sin ella no puede contarse."))
    years, how = _length(offence.years, rule.rule)
    lines = [*lines, how]
    start = _start(rule, last, times, lines)
    if start is None:
        return _counsel(lines, _("Falta la fecha de nacimiento de la víctima, o saber si tenía menos de 18 años."))
    end = _after(start, years)
    told = _("Último día: %(day)s, sin contar interrupciones ni suspensiones.") % {"day": end.isoformat()}
    return Limit(UNTIL, end, (*lines, told))


def _length(years: tuple[float, float], rule: str) -> tuple[float, str]:
    if rule == "three_quarters":
        length = years[1] * 3 / 4
        return length, _("Tres cuartas partes de la pena mayor (%(most)s años): %(n)s años.") % {
            "most": f"{years[1]:g}", "n": f"{length:g}",
        }  # fmt: skip
    length = max(LEAST, sum(years) / 2)
    return length, _("Media de %(least)s y %(most)s años, y tres al menos: %(n)s años.") % {
        "least": f"{years[0]:g}", "most": f"{years[1]:g}", "n": f"{length:g}",
    }  # fmt: skip


def _start(rule: Limitation, last: date, times: Times, lines: list[str]) -> date | None:
    """The first day that counts; what was counted goes to ``lines``."""
    if rule.rule != "from_18" or not times.victim_child:
        lines.append(_("Corre desde el último día de los hechos: %(day)s.") % {"day": last.isoformat()})
        return last
    if times.victim_born is None:
        return None
    adult = _after(times.victim_born, 18)
    lines.append(_("Corre desde que la víctima cumple 18 años: %(day)s.") % {"day": adult.isoformat()})
    return max(adult, last)


def _adolescent(offence: Offence, times: Times, years: int, lines: list[str]) -> Limit:
    """LNSIJPA 109: up to one, three or five years by age group; sexual or trafficking of a child, from 18 on."""
    lines = [*lines, _("Persona adolescente: LNSIJPA 109, hasta %(n)s años por su grupo de edad.") % {"n": years}]
    if times.last is None:
        return _counsel(lines, _("No se sabe el día de los hechos: sin él no puede contarse."))
    if times.victim_child and not offence.sexual_or_trafficking:
        return _counsel(lines, _("Desde los 18 años de la víctima solo corre si el delito es sexual o de trata."))
    if times.victim_child and times.victim_born is None:
        return _counsel(lines, _("Corre desde los 18 años de la víctima, y falta su fecha de nacimiento."))
    start = times.last
    if times.victim_child and times.victim_born is not None:
        start = max(start, _after(times.victim_born, 18))
    end = _after(start, years)
    return Limit(UNTIL, end, (*lines, _("Último día, a lo más: %(day)s.") % {"day": end.isoformat()}))


def _after(start: date, years: float) -> date:
    """The day that many years later; the last of the month where the day does not exist."""
    months = round(years * MONTHS)
    year, month = divmod(start.year * MONTHS + start.month - 1 + months, MONTHS)
    for day in range(start.day, start.day - 4, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("no month is shorter than 28 days")
