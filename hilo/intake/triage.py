"""How soon people must look at a report, from the few codes that were said. Pure; the table is data.

Nothing here asks whether what was told is true: that is for people, and never a reason to look later.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from hilo.door.telling import Coarse
from hilo.reference.reports import ReportFactor

NO_ROW = "no_row"
USUAL = 3  # the tier of a report to which no row applies
UNOPENED = 2  # of one that the machine could not read: it may be anything


@dataclass(frozen=True, slots=True)
class Judged:
    """``tier`` 1 to 4; ``points`` order within it. ``reason``: code of the row that decided, of all ``applied``."""

    tier: int
    points: int
    reason: str
    applied: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Codes and numbers only."""
        return {"tier": self.tier, "points": self.points, "reason": self.reason, "applied": list(self.applied)}


def judge(coarse: Coarse, table: Sequence[ReportFactor]) -> Judged:
    """The most urgent tier of the rows that apply, and the sum of their points; tier 3 when none does."""
    said = asdict(coarse)
    rows = [row for row in table if all(_holds(said.get(name), wanted) for name, wanted in row.when.items())]
    if not rows:
        return Judged(USUAL, 0, NO_ROW)
    first = min(rows, key=lambda row: (row.tier, -row.points))
    return Judged(first.tier, sum(row.points for row in rows), first.code, tuple(row.code for row in rows))


def _holds(said: object, wanted: bool | str | list[str]) -> bool:
    return said in wanted if isinstance(wanted, list) else said == wanted
