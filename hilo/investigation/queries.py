"""Reads of a plan: a constant number of queries for any number of acts."""

from collections.abc import Iterable

from hilo.cases.models import Case, Clock
from hilo.investigation.models import Act
from hilo.investigation.steps import ACCEPTED, CHALLENGED
from hilo.reference import pack


def plan_of(case: Case) -> list[Act]:
    """The acts of a plan with their steps, what is lost first before the others: three queries."""
    return list(case.acts.perishable_first().prefetch_related("steps__by"))


def clocks_of(act: Act) -> list[Clock]:
    """Clocks about this act, or about the data of its line: those that run first, by what is due first. Two queries."""
    rows = Clock.objects.filter(case=act.case_id, subject__in={act.pk, act.line}).prefetch_related("changes")
    return sorted(rows.order_by("due_at", "rule"), key=lambda clock: clock.stopped_at is not None)


def awaited(act: Act, duties: Iterable[Clock]) -> list[str]:
    """Kinds of events that would meet one of these clocks, that a person records, and that no step of the act brings.

    Whether a refusal is challenged has a page of its own.
    """
    steps = {kind for kinds in pack().acts[act.type].events.values() for kind in kinds}
    kinds = (kind for one in duties if one.rule in pack().clocks for kind in pack().clocks[one.rule].stops_on)
    known = {kind: pack().event_kinds.get(kind) for kind in kinds if kind not in {*steps, CHALLENGED, ACCEPTED}}
    return [kind for kind, meaning in known.items() if meaning is not None and meaning.by_person]
