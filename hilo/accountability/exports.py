"""The figures as JSON and as CSV: the same cells as on the page, with their definitions."""

import csv
import io
from typing import Any

from django.utils.translation import gettext as _

from hilo.accountability.figures import SMALL, Cell, Figures, Line
from hilo.accountability.measures import HOURS, MEASURES
from hilo.cases.queries import institution_name

COLUMNS = ("institucion", "desde", "hasta", "generado", "minimo", "mes")
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")  # with these a spreadsheet takes a text for a formula


def as_data(told: Figures) -> dict[str, Any]:
    """For JSON. A count that is not shown is «<5» (below the minimum) or «*» (kept back); null: nothing to measure."""
    return {
        "institution": told.institution,
        "name": institution_name(told.institution),
        "from": str(told.period.first),
        "to": str(told.period.last),
        "generated_at": told.at.isoformat(),
        "minimum": told.minimum,
        "definitions": {
            one.code: {
                "label": str(one.label),
                "counts": one.counts,
                "definition": one.definition,
                "unit": "hours" if one.unit == HOURS else "count",
            }
            for one in MEASURES.values()
        },
        "lines": [_line(line, told.minimum) for line in told.lines],
    }


def _line(line: Line, minimum: int) -> dict[str, Any]:
    return {"month": line.key} | {code: _plain(cell, minimum) for code, cell in line.cells.items()}


def _plain(cell: Cell, minimum: int) -> int | str | None:
    if cell.veil:
        return f"<{minimum}" if cell.veil == SMALL else "*"
    return cell.number


def as_csv(told: Figures) -> str:
    """A row of names, a row that says what each counts, and a row for each line of the table."""
    page = io.StringIO(newline="")
    write = csv.writer(page)
    write.writerow([*COLUMNS, *MEASURES])
    write.writerow([*_meanings(), *(_harmless(one.counts) for one in MEASURES.values())])
    about = (told.institution, told.period.first, told.period.last, told.at.isoformat(), told.minimum)
    for line in told.lines:
        cells = (_plain(line.cells[code], told.minimum) for code in MEASURES)
        write.writerow([_harmless(one) for one in (*about, line.key, *cells)])
    return page.getvalue()


def _meanings() -> list[str]:
    return [
        _("Clave de la institución"),
        _("Primer mes"),
        _("Último mes"),
        _("Momento en que se contó"),
        _("La cuenta más pequeña que se muestra; 0: todas. «<5» es menos que ella, «*» se reserva por otra"),
        _("Mes en que llegó u ofreció; «antes»: llegó antes y sigue; «total»: la suma"),
    ]


def _harmless(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text
