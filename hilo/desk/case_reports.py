"""The reports of a case for its file: how each came, what who told asks for, and where it stands. Never its words."""

from dataclasses import dataclass
from datetime import datetime

from hilo.cases.access import Sight
from hilo.cases.models import Case
from hilo.door.models import Report
from hilo.intake import words
from hilo.intake.models import Taken
from hilo.intake.reading import hides

MOST = 20


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report. ``withheld``: what was told did not travel; ``waits``: until when the first answer is due."""

    taken: Taken
    channel: str
    wishes: list[str]
    withheld: bool
    waits: datetime | None

    @property
    def report(self) -> Report:
        """What the door keeps of it."""
        return self.taken.report


def of_case(case: Case, sight: Sight) -> list[ReportRow]:
    """The oldest reports first: one query."""
    rows = Taken.objects.filter(case=case).select_related("report").order_by("taken_at", "report")[:MOST]
    return [
        ReportRow(
            one,
            words.channel(one.report.channel),
            words.wishes(one),
            hides(sight, one.taken_at),
            one.answer_due_at if one.answered_at is None and one.report.destroyed_at is None else None,
        )
        for one in rows
    ]
