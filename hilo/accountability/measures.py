"""What is counted. Each measure is a function: its docstring defines it exactly, what it answers is told on the page.

``rows`` names the rows it is counted from (see ``ground``), ``where`` which of them count, in SQL. The same
condition counts and lists, so a number and its list cannot differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hilo.accountability.ground import ALERTS, CASES, HANDOFFS, REPORTS

COUNT, HOURS = "count", "hours"
_AGES = (0, 7, 30, 90, 180, 365)  # where each span of the distribution of ages begins, in days
_DAY = 86_400


@dataclass(frozen=True)
class Measure:
    """``label``: head of its column. ``of``: HOURS measures tell ``pick`` of ``value`` among the rows that count."""

    code: str
    label: str | Promise
    rows: str
    where: str
    says: Callable[[], str]
    definition: str
    unit: str = COUNT
    value: str = ""
    pick: str = ""  # "median" or "worst"

    @property
    def counts(self) -> str:
        """What it counts, in one sentence for people."""
        return self.says()


MEASURES: dict[str, Measure] = {}


def _measure(
    label: str | Promise, rows: str, where: str, **more: Any
) -> Callable[[Callable[[], str]], Callable[[], str]]:
    def keep(says: Callable[[], str]) -> Callable[[], str]:
        code = says.__name__
        MEASURES[code] = Measure(code, label, rows, where, says, " ".join((says.__doc__ or "").split()), **more)
        return says

    return keep


# ---- Cases. Base: each time a case came to the institution. Row: the month in which it came. ----


@_measure(gettext_lazy("Llegaron"), CASES, "folded = 0")
def received() -> str:
    """Base: arrivals of cases not folded under a campaign. Moment: when the hold began. Source: ``case.opened`` naming
    the institution, or ``case.routed`` to it. A case that comes back is another arrival.
    """
    return _(
        "Casos que llegaron a la institución en el mes: abiertos ahí, turnados a ella o recibidos al aceptar una "
        "canalización. El que se fue y volvió cuenta otra vez."
    )


@_measure(gettext_lazy("Con algún acto"), CASES, "folded = 0 AND waited IS NOT NULL")
def acted() -> str:
    """Base: received. Moment: until now, entered while the institution held the case. Source: a substantive event of
    any kind but the steps of hand-offs.
    """
    return _(
        "De los que llegaron en el mes, aquellos en los que se anotó al menos un acto que mueve el caso mientras la "
        "institución lo tenía. Notas, asignaciones y acuses no son actos."
    )


@_measure(gettext_lazy("Sin ningún acto"), CASES, "folded = 0 AND waited IS NULL")
def not_acted() -> str:
    """Base: received. Moment: until now. Source: no event that makes it ``acted``, or no event at all."""
    return _("De los que llegaron en el mes, aquellos en los que no se anotó ningún acto, aunque ya se hayan ido.")


@_measure(gettext_lazy("Abiertos hoy"), CASES, "folded = 0 AND held = 1")
def still_open() -> str:
    """Base: received. Moment: now. Source: status open, and no later arrival elsewhere."""
    return _("De los que llegaron en el mes, los que siguen abiertos y en la institución.")


@_measure(gettext_lazy("Callados hoy"), CASES, "folded = 0 AND silent = 1")
def silent() -> str:
    """Base: still_open. Moment: now. Source: ``case.silent`` recorded and no act since, or no live clock ``silence``
    that still runs.
    """
    return _(
        "De los que siguen abiertos en la institución, aquellos sin un acto por más días de los que permite su nivel."
    )


@_measure(gettext_lazy("Primer acto (mediana)"), CASES, "folded = 0 AND waited IS NOT NULL",
          unit=HOURS, value="waited", pick="median")  # fmt: skip
def first_act() -> str:
    """Base: acted. Moment: from the arrival to when its first act happened, zero when it happened before. Source: as
    acted. Whole hours.
    """
    return _("De los casos con algún acto, el tiempo que pasó entre que llegaron y el primero: la mitad tardó menos.")


@_measure(gettext_lazy("Edad (mediana)"), CASES, "folded = 0 AND held = 1", unit=HOURS, value="age", pick="median")
def age_median() -> str:
    """Base: still_open. Moment: from the arrival to now. Source: as received. Whole hours."""
    return _("De los que siguen abiertos, el tiempo que la institución lleva con ellos: la mitad lleva menos.")


@_measure(gettext_lazy("La mayor edad"), CASES, "folded = 0 AND held = 1", unit=HOURS, value="age", pick="worst")
def age_worst() -> str:
    """Base: still_open. Moment: from the arrival to now. Source: as received. Whole hours."""
    return _("El tiempo que la institución lleva con el caso abierto más antiguo.")


@_measure(gettext_lazy("Plegados"), CASES, "folded = 1")
def folded() -> str:
    """Base: arrivals of cases that stand folded under a campaign now. Moment: when the hold began. Source: as
    received. All other counts of cases leave them out: their campaign is counted.
    """
    return _(
        "Reportes plegados bajo una campaña viral. Se siguen con ella y no cuentan en las demás columnas de casos."
    )


# ---- Hand-offs. Base: each hand-off offered to the institution. Row: the month in which it was offered. ----


@_measure(gettext_lazy("Ofrecidas"), HANDOFFS, "1 = 1")
def offered() -> str:
    """Base: hand-offs whose receiver it is. Moment: when offered. Source: ``handoff.offered``."""
    return _("Canalizaciones que otras instituciones le enviaron en el mes, del caso entero o de una parte.")


@_measure(gettext_lazy("Acuse a tiempo"), HANDOFFS, "receipt = 'in_time'")
def in_time() -> str:
    """Base: offered. Moment: the receipt, or the refusal when that came first. Source: ``handoff.received`` no later
    than the due date of the clock ``handoff_receipt``.
    """
    return _("De las ofrecidas en el mes, aquellas cuyo acuse se dio antes de que venciera su plazo.")


@_measure(gettext_lazy("Acuse tarde"), HANDOFFS, "receipt = 'late'")
def late() -> str:
    """Base: offered. Moment and source: as in_time, after the due date. One without a clock counts as late: nothing
    shows that it was in time.
    """
    return _("Aquellas cuyo acuse se dio después de vencido su plazo.")


@_measure(gettext_lazy("Sin acuse"), HANDOFFS, "receipt = 'missing'")
def missing() -> str:
    """Base: offered. Moment: now, or when taken back. Source: no receipt when the clock had run out."""
    return _("Aquellas cuyo plazo venció sin acuse, también si después se retiraron.")


@_measure(gettext_lazy("Aún en plazo"), HANDOFFS, "receipt = 'waiting'")
def waiting() -> str:
    """Base: offered. Moment: now. Source: no receipt, and the clock ``handoff_receipt`` still runs."""
    return _("Aquellas sin acuse cuyo plazo todavía corre.")


@_measure(gettext_lazy("Retiradas antes"), HANDOFFS, "receipt = 'taken_back'")
def taken_back() -> str:
    """Base: offered. Moment: when taken back. Source: ``handoff.withdrawn`` without receipt, before the due date."""
    return _("Aquellas que quien las envió retiró antes de que venciera el plazo del acuse.")


@_measure(gettext_lazy("Aceptadas"), HANDOFFS, "state IN ('accepted', 'resulted')")
def accepted() -> str:
    """Base: offered. Moment: until now. Source: ``handoff.accepted``."""
    return _("De las ofrecidas en el mes, las que la institución aceptó.")


@_measure(gettext_lazy("No aceptadas"), HANDOFFS, "state = 'refused'")
def refused() -> str:
    """Base: offered. Moment: until now. Source: ``handoff.refused``."""
    return _("Las que la institución no aceptó, con su razón.")


@_measure(gettext_lazy("Retiradas"), HANDOFFS, "state = 'withdrawn'")
def withdrawn() -> str:
    """Base: offered. Moment: until now. Source: ``handoff.withdrawn``."""
    return _("Las que quien las envió retiró, antes o después del plazo.")


@_measure(gettext_lazy("Sin respuesta"), HANDOFFS, "state IN ('offered', 'received')")
def unanswered() -> str:
    """Base: offered. Moment: now. Source: neither accepted, refused nor withdrawn."""
    return _("Las que siguen sin un sí ni un no.")


# ---- Alerts. Base: each alert of a case that came. Row: the month in which the case came. ----


@_measure(gettext_lazy("Alertas"), ALERTS, "1 = 1")
def alerts() -> str:
    """Base: alerts of the cases that came, folded ones too, received before the hold ended. Moment: when the hold
    began. Source: ``alert.received``.
    """
    return _("Alertas de los casos que llegaron en el mes, también de los plegados: cada remitente espera respuesta.")


@_measure(pgettext_lazy("al remitente", "Con respuesta"), ALERTS, "told = 1")
def told() -> str:
    """Base: alerts. Moment: before the hold ended. Source: ``sender.answered`` for the alert, or for the whole case
    after the alert had come.
    """
    return _("Alertas a cuyo remitente ya se le dijo qué pasó, antes de que el caso dejara la institución.")


@_measure(pgettext_lazy("al remitente", "Sin respuesta"), ALERTS, "told = 0")
def untold() -> str:
    """Base: alerts. Moment: until now, or the end of the hold. Source: nothing that makes it ``told``."""
    return _("Alertas a cuyo remitente no se le ha dicho qué pasó.")


# ---- Reports. Base: each report that the institution had to receive. Row: the month in which it came. ----


@_measure(gettext_lazy("Avisos recibidos"), REPORTS, "folded = 0")
def reports() -> str:
    """Base: reports whose first institution it is, not folded in a burst. Moment: when they became part of a case.
    Source: ``report.received``; before the period, those not answered in a case still open.
    """
    return _(
        "Avisos que alguien dio por la puerta pública, por teléfono o en persona y que la institución tenía que "
        "recibir. Los agrupados en una ráfaga de avisos iguales cuentan una vez."
    )


@_measure(gettext_lazy("Leídos a tiempo"), REPORTS, "folded = 0 AND reading = 'in_time'")
def read_in_time() -> str:
    """Base: reports. Moment: the first reading. Source: ``report.read`` no later than the clock ``report_read``."""
    return _("De los avisos, aquellos que una persona leyó antes de que venciera el plazo.")


@_measure(gettext_lazy("Leídos tarde"), REPORTS, "folded = 0 AND reading = 'late'")
def read_late() -> str:
    """Base: reports. Moment and source: as read_in_time, after the due date, or without a clock."""
    return _("Aquellos que una persona leyó después de vencido el plazo.")


@_measure(gettext_lazy("Sin leer"), REPORTS, "folded = 0 AND reading = 'missing'")
def not_read() -> str:
    """Base: reports. Moment: now. Source: no ``report.read``."""
    return _("Aquellos que nadie ha leído, venza o no su plazo.")


@_measure(gettext_lazy("Respondidos a tiempo"), REPORTS, "folded = 0 AND answer = 'in_time'")
def answered_in_time() -> str:
    """Base: reports. Moment: the first answer. Source: ``report.answered`` by when who told was promised it."""
    return _("De los avisos, aquellos a cuyo autor se le escribió antes de lo que se le prometió.")


@_measure(gettext_lazy("Respondidos tarde"), REPORTS, "folded = 0 AND answer = 'late'")
def answered_late() -> str:
    """Base: reports. Moment and source: as answered_in_time, after what was promised."""
    return _("Aquellos a cuyo autor se le escribió después de lo que se le prometió.")


@_measure(gettext_lazy("Sin responder"), REPORTS, "folded = 0 AND answer = 'missing'")
def not_answered() -> str:
    """Base: reports. Moment: now. Source: no ``report.answered``, and nothing that makes it ``answer_not_wanted``."""
    return _("Aquellos a cuyo autor nadie le ha escrito, venza o no lo que se le prometió.")


@_measure(gettext_lazy("Sin quien lea la respuesta"), REPORTS, "folded = 0 AND answer = 'not_wanted'")
def answer_not_wanted() -> str:
    """Base: reports. Moment: now. Source: not answered, and withdrawn, locked or destroyed."""
    return _("Aquellos cuyo autor pidió que no se le escriba, o cerró su clave, antes de la primera respuesta.")


@_measure(gettext_lazy("Primera respuesta (mediana)"), REPORTS, "folded = 0 AND answer IN ('in_time', 'late')",
          unit=HOURS, value="waited", pick="median")  # fmt: skip
def first_answer() -> str:
    """Base: answered_in_time and answered_late. Moment: from when the report came to its first answer. Source: as
    answered_in_time. Whole hours.
    """
    return _("De los avisos respondidos, el tiempo hasta la primera respuesta: la mitad tardó menos.")


@_measure(gettext_lazy("Avisados al Ministerio Público"), REPORTS, "folded = 0 AND notified = 1")
def notified() -> str:
    """Base: reports. Moment: since the report came, whoever held the case. Source: ``prosecutor.informed``; for a
    prosecutor also ``investigation.act_done`` or ``investigation.act_registered``: receiving alone does not count.
    """
    return _(
        "De los avisos, aquellos de los que consta que el Ministerio Público lo supo. Una fiscalía que recibe un aviso "
        "cuenta cuando anota que se informó, o el primer acto de su investigación; recibirlo no basta."
    )


@_measure(gettext_lazy("Sin avisar al Ministerio Público"), REPORTS, "folded = 0 AND notified = 0")
def not_notified() -> str:
    """Base: reports. Moment: until now. Source: nothing that makes it ``notified``."""
    return _("Aquellos de los que no consta que el Ministerio Público lo supiera.")


@_measure(gettext_lazy("De una escuela o un servicio"), REPORTS, "folded = 0 AND school = 1")
def school_reports() -> str:
    """Base: reports. Moment: when they came. Source: the place is a school of a known state, or who told works in a
    school or service.
    """
    return _("De los avisos, los que son de hechos en una escuela, o que dio quien trabaja en una escuela o servicio.")


@_measure(gettext_lazy("De ellos, avisados"), REPORTS, "folded = 0 AND school = 1 AND notified = 1")
def school_notified() -> str:
    """Base: school_reports. Moment and source: as notified."""
    return _(
        "De los avisos de una escuela o un servicio, aquellos de los que consta que el Ministerio Público lo supo."
    )


@_measure(gettext_lazy("De ellos, sin avisar"), REPORTS, "folded = 0 AND school = 1 AND notified = 0")
def school_not_notified() -> str:
    """Base: school_reports. Moment: until now. Source: nothing that makes it ``notified``."""
    return _(
        "De los avisos de una escuela o un servicio, aquellos de los que no consta que el Ministerio Público supiera."
    )


# ---- Ages of what is open: base still_open, moment now, from the arrival. ----


def _age(days: int, until: int | None, label: str | Promise) -> None:
    upper = f" AND age < {until * _DAY}" if until else ""

    def says() -> str:
        return _("Casos abiertos hoy, por el tiempo que la institución lleva con ellos.")

    where = f"folded = 0 AND held = 1 AND age >= {days * _DAY}{upper}" if days else f"folded = 0 AND held = 1{upper}"
    code = f"age_{days}"
    definition = f"Base: still_open. Moment: now. Source: the arrival, {days} to {until or 'more'} days ago."
    MEASURES[code] = Measure(code, label, CASES, where, says, definition)


_LABELS = (
    gettext_lazy("menos de 7 días"),
    gettext_lazy("7 a 29 días"),
    gettext_lazy("30 a 89 días"),
    gettext_lazy("90 a 179 días"),
    gettext_lazy("180 a 364 días"),
    gettext_lazy("un año o más"),
)
for _days, _until, _label in zip(_AGES, (*_AGES[1:], None), _LABELS, strict=True):
    _age(_days, _until, _label)

AGES = tuple(f"age_{days}" for days in _AGES)

# What adds up: the whole, and the parts that make it. Minimum counts are kept over these.
PARTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "received": (("acted", "not_acted"),),
    "still_open": (AGES,),
    "offered": (
        ("in_time", "late", "missing", "waiting", "taken_back"),
        ("accepted", "refused", "withdrawn", "unanswered"),
    ),
    "alerts": (("told", "untold"),),
    "reports": (
        ("read_in_time", "read_late", "not_read"),
        ("answered_in_time", "answered_late", "not_answered", "answer_not_wanted"),
        ("notified", "not_notified"),
    ),
}
