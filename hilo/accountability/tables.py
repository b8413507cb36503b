"""The tables of the page: which measures stand together, and where each number leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hilo.accountability.figures import KEPT, LINE_TOTAL, Figures, Line
from hilo.accountability.measures import AGES, HOURS, MEASURES, Measure
from hilo.accountability.words import cell_words, month_words
from hilo.reference import pack


@dataclass(frozen=True)
class Opens:
    """That numbers open to their cases: of which institution, and the period as it stands in an address."""

    code: str
    period: str

    def address(self, measure: Measure, line: str) -> str:
        """The list behind one number."""
        asked = {"medida": measure.code} | ({} if line == LINE_TOTAL else {"mes": line})
        return f"{reverse('accountability:cases', kwargs={'code': self.code})}?{urlencode(asked)}&{self.period}"


@dataclass(frozen=True)
class Box:
    """A cell as it is shown. ``href``: where it leads, "" for nowhere."""

    label: str | Promise
    text: str
    href: str = ""


@dataclass(frozen=True)
class Table:
    """``rows``: head of the row and its boxes, in the order of ``heads``."""

    caption: str
    first: str
    heads: Sequence[str | Promise]
    rows: Sequence[tuple[str, Sequence[Box]]]


GROUPS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "casos": (
        gettext_lazy("Casos por el mes en que llegaron"),
        ("received", "acted", "not_acted", "first_act", "still_open", "silent", "age_median", "age_worst", "folded"),
    ),
    "acuses": (
        gettext_lazy("Acuses de las canalizaciones, por el mes en que se ofrecieron"),
        ("offered", "in_time", "late", "missing", "waiting", "taken_back"),
    ),
    "respuestas": (
        gettext_lazy("Respuestas a las canalizaciones, por el mes en que se ofrecieron"),
        ("offered", "accepted", "refused", "withdrawn", "unanswered"),
    ),
    "remitentes": (
        gettext_lazy("Respuestas a quienes enviaron alertas, por el mes en que llegó el caso"),
        ("alerts", "told", "untold"),
    ),
    "avisos": (
        gettext_lazy("Avisos por el mes en que llegaron: lectura y primera respuesta"),
        ("reports", "read_in_time", "read_late", "not_read", "answered_in_time", "answered_late", "not_answered",
         "answer_not_wanted", "first_answer"),
    ),
    "denuncias": (
        gettext_lazy("Avisos recibidos y avisados al Ministerio Público, por el mes en que llegaron"),
        ("reports", "notified", "not_notified", "school_reports", "school_notified", "school_not_notified"),
    ),
}  # fmt: skip


MONTHS = ("received", "acted", "folded", "offered", "alerts", "told")  # what others may see by month


def tables(told: Figures, opens: Opens | None) -> dict[str, Table]:
    """All tables by name. With a minimum they tell the period only, and ``meses`` what is shown by month."""
    lines = (told.total,) if told.minimum else told.lines
    found = {name: _table(told, str(caption), codes, lines, opens) for name, (caption, codes) in GROUPS.items()}
    if told.minimum:
        codes = tuple(code for code in MONTHS if any(line.cells[code].veil != KEPT for line in told.months))
        found["meses"] = _table(told, _("Por mes"), codes, told.lines, opens)
    found["edades"] = _ages(told, opens)
    return found


def _table(told: Figures, caption: str, codes: Sequence[str], lines: Sequence[Line], opens: Opens | None) -> Table:
    measures = [MEASURES[code] for code in codes]
    rows = [
        (month_words(line.key, "M Y"), [_box(one, line, told.minimum, opens) for one in measures]) for line in lines
    ]
    return Table(caption, _("Mes"), [one.label for one in measures], rows)


def _ages(told: Figures, opens: Opens | None) -> Table:
    """A row for each span of ages."""
    rows = []
    for code in AGES:
        box = _box(MEASURES[code], told.total, told.minimum, opens, _("Casos"))
        rows.append((str(MEASURES[code].label), [box]))
    return Table(_("Casos abiertos hoy por su edad"), _("Edad"), [_("Casos")], rows)


def _box(measure: Measure, line: Line, minimum: int, opens: Opens | None, label: str = "") -> Box:
    cell = line.cells[measure.code]
    leads = opens is not None and cell.number and measure.unit != HOURS
    href = opens.address(measure, line.key) if opens is not None and leads else ""
    return Box(label or measure.label, cell_words(cell, measure, minimum), href)


SUMMARY: tuple[tuple[str | Promise, str, str], ...] = (
    (gettext_lazy("casos que llegaron, o venían de antes"), "received", ""),
    (gettext_lazy("con algún acto"), "acted", "received"),
    (gettext_lazy("hasta el primer acto, en la mitad"), "first_act", ""),
    (gettext_lazy("siguen abiertos hoy"), "still_open", ""),
    (gettext_lazy("de los abiertos, callados hoy"), "silent", "still_open"),
    (gettext_lazy("llevan abiertos, en la mitad"), "age_median", ""),
    (gettext_lazy("lleva el más antiguo"), "age_worst", ""),
    (gettext_lazy("canalizaciones ofrecidas"), "offered", ""),
    (gettext_lazy("con acuse a tiempo"), "in_time", "offered"),
    (gettext_lazy("canalizaciones aceptadas"), "accepted", "offered"),
    (gettext_lazy("alertas con respuesta a quien las envió"), "told", "alerts"),
    (gettext_lazy("avisos con primera respuesta a tiempo"), "answered_in_time", "reports"),
    (gettext_lazy("avisos de los que supo el Ministerio Público"), "notified", "reports"),
)  # the words below a figure, and what it is a part of


def summary(told: Figures) -> list[tuple[str, str | Promise]]:
    """The figures of the whole period that come first: «20 de 53», and what that is."""
    found = []
    for says, code, whole in SUMMARY:
        words, cell = _words(told, code), told.total.cells[code]
        if whole and cell.veil != KEPT and not told.total.cells[whole].veil:
            words = _("%(n)s de %(all)s") % {"n": words, "all": _words(told, whole)}
        found.append((words, says))
    return found


def _words(told: Figures, code: str) -> str:
    return cell_words(told.total.cells[code], MEASURES[code], told.minimum)


def institutions() -> list[tuple[str, str]]:
    """Code and name of each institution, by name."""
    language = (get_language() or "es")[:2]
    return sorted(
        ((code, one.name.get(language)) for code, one in pack().institutions.items()), key=lambda pair: pair[1]
    )
