"""What there is of hearing the children of one case, in counts: nothing sealed is opened, no indicator is counted."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from hilo.cases.access import Sight
from hilo.cases.models import Case, PersonInCase
from hilo.testimony.models import Interview, Transcript


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One child. ``number`` tells children of a case apart without their names, in the order they were added."""

    child: PersonInCase
    number: int
    formal: int
    informal: int
    entries: int  # of the disclosure history, each counted as it now stands
    interviews: list[Interview]
    transcripts: list[Transcript]


@dataclass(frozen=True, slots=True)
class Summary:
    """For the page of the case. ``next``: the interview that is to be held first, or is under way."""

    children: int
    tellings: int
    interviews: int
    transcripts: int
    next: Interview | None


def children_of(case: Case, sight: Sight) -> list[ChildRow]:
    """Every child of the case: five queries for any number. What did not travel is not counted."""
    since = sight.withheld.get("narratives")
    told = list(case.tellings.filter(corrected__isnull=True, void=False).only("pk", "child_id", "formal", "at"))
    noted = list(case.disclosure_entries.filter(corrected__isnull=True).only("pk", "child_id", "written_at"))
    heard = list(case.interviews.select_related("interviewer", "hearer"))
    kept = list(case.transcripts.select_related("kept_by").defer("original", "text", "lines"))
    people = case.people.filter(role=PersonInCase.Role.CHILD)
    return [
        ChildRow(
            child=child,
            number=number,
            formal=sum(one.formal for one in told if one.child_id == child.pk and _came(one.at, since)),
            informal=sum(not one.formal for one in told if one.child_id == child.pk and _came(one.at, since)),
            entries=sum(one.child_id == child.pk and _came(one.written_at, since) for one in noted),
            interviews=[one for one in heard if one.child_id == child.pk],
            transcripts=[one for one in kept if one.child_id == child.pk and _came(one.kept_at, since)],
        )
        for number, child in enumerate(people, start=1)
    ]


def _came(at: datetime, since: datetime | None) -> bool:
    return since is None or at >= since


def summary_of(case: Case) -> Summary:
    """Counts for the case file, in five queries."""
    soonest = (F("begun_at").desc(nulls_last=True), F("planned_for").asc(nulls_last=True), "number")
    ahead = case.interviews.ahead().select_related("interviewer").order_by(*soonest)
    return Summary(
        children=case.people.filter(role=PersonInCase.Role.CHILD).count(),
        tellings=case.tellings.filter(corrected__isnull=True, void=False).count(),
        interviews=case.interviews.filter(cancelled_at__isnull=True).count(),
        transcripts=case.transcripts.count(),
        next=ahead.first(),
    )
