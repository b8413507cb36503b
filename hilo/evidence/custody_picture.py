"""The custody of an item as a picture: one knot a step, in order. The table beside it says the same and more."""

from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext, override

from hilo.evidence.item_rows import ItemRow
from hilo.evidence.models import CustodyEvent

LINE, STEP, TOP = 20, 44, 22


def custody_picture(row: ItemRow, lang: str) -> SafeString:
    """Inline SVG, 300 units wide; empty without steps. A step with something to explain has a triangle."""
    if not row.steps:
        return SafeString("")
    wrong = {fault.seq for fault in row.faults}
    height = TOP * 2 + STEP * (len(row.steps) - 1)
    with override(lang):
        knots = "".join(_knot(n, one, one.seq in wrong) for n, one in enumerate(row.steps))
        title = escape(gettext("Cadena de custodia de %(exhibit)s") % {"exhibit": row.item.exhibit})
    line = f'<path class="tp-line" d="M{LINE} {TOP}V{height - TOP}"/>'
    return mark_safe(  # noqa: S308 - every text in it is escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 300 {height}" aria-label="{title}">'
        f"{line}{knots}</svg>"
    )


def _knot(n: int, one: CustodyEvent, wrong: bool) -> str:
    y = TOP + STEP * n
    shape = (
        f'<path class="tp-overdue" d="M{LINE} {y - 8}l8 14h-16z"/>'
        if wrong
        else f'<circle class="tp-person" cx="{LINE}" cy="{y}" r="6.5"/>'
    )
    kind = escape(str(one.get_kind_display()))
    day = localtime(one.happened_at).strftime("%Y-%m-%d %H:%M")
    who = escape(one.institution)
    return (
        f'{shape}<text x="{LINE + 18}" y="{y}">{kind}</text>'
        f'<text class="tp-when" x="{LINE + 18}" y="{y + 15}">{day} · {who}</text>'
    )
