"""The gaps of the law, computed: whether something in force reaches each of them, whole or in part, order by order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hilo.reference.offences import Gap, GapCell
from hilo.reference.pack import Pack

COVERED, PARTLY, OPEN, NOT_APPLICABLE, UNREAD = "covered", "partly", "open", "not_applicable", "unread"
FEDERAL = "federal"


@dataclass(frozen=True, slots=True)
class Cell:
    """How one legal order stands to a gap on a day. ``by``: articles that reach it."""

    order: str
    status: str
    by: tuple[str, ...]
    cell: GapCell | None = None


def orders_of(pack: Pack) -> list[str]:
    """The federal order and the states whose code was read, in that order."""
    states = sorted({one.order for one in pack.offences} - {FEDERAL, "general"})
    return [FEDERAL, *states]


def row_of(gap: Gap, on: date, pack: Pack, orders: list[str]) -> list[Cell]:
    """The cells of a gap; a state that nobody has read stands as such, and nothing is guessed of it."""
    return [_cell(gap.orders.get(order), order, on, pack) for order in orders]


def _cell(cell: GapCell | None, order: str, on: date, pack: Pack) -> Cell:
    if cell is None:
        return Cell(order, UNREAD, ())
    if cell.not_applicable:
        return Cell(order, NOT_APPLICABLE, (), cell)
    live = [one for one in pack.offences if one.code in cell.by and one.in_force(on, on)]
    by = tuple(dict.fromkeys(one.article for one in live)) + ((cell.law,) if cell.law else ())
    status = OPEN if not by else PARTLY if cell.partly else COVERED
    return Cell(order, status, by, cell)


def touched(answers: Mapping[str, str], state: str, on: date, pack: Pack) -> list[tuple[Gap, list[Cell]]]:
    """Gaps that the facts of a case touch and that are not covered where it happened, with how they stand there."""
    orders = [FEDERAL, state] if state in orders_of(pack) else [FEDERAL]
    found = []
    for gap in pack.gaps.values():
        if any(answers.get(fact) == "yes" for fact in gap.facts):
            cells = row_of(gap, on, pack, orders)
            if cells[-1].status != COVERED:
                found.append((gap, cells))
    return found
