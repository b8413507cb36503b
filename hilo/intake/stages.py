"""What who told is shown: six plain stages out of the many events of a case, and by when the next thing happens.

A stage goes forward only; what was closed goes back when the case is opened again. Events from before the report
came into the case say nothing about it.
"""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from hilo.cases.models import Case, Clock, Event
from hilo.door.models import Report, Stage
from hilo.intake.answering import end_of
from hilo.intake.models import Taken
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.cases.thread import Weave

ORDER = (Stage.RECEIVED, Stage.READING, Stage.ANSWERED, Stage.HELP_ASKED, Stage.FOLLOWING, Stage.CLOSED)
REOPENED = "case.reopened"
OWN = frozenset({"report.read", "report.answered"})  # of one report, not of all in the case
# Somebody else was asked to help: the prosecutor, those who protect, another institution.
ASKED = frozenset({
    "prosecutor.informed", "child_protection.informed", "police.informed", "complaint.received_by_police",
    "handoff.offered", "protection.urgent_requested", "aid.requested", "state_help.requested", "medical.referred",
})  # fmt: skip
# What is known or noted inside, and says nothing of anybody's help.
INSIDE = frozenset({
    "protection.risk_known", "violence.known", "digital_violence.known", "school.fact_known", "complaint.anonymous",
    "health.sexual_violence_known", "evidence.perishable_known",
})  # fmt: skip
HELPING = frozenset({"protection", "victim", "investigation", "evidence", "proceeding"})  # groups of others' acts
SAFE = frozenset({"handoff.accepted", "handoff.resulted", "child.located", "child.safeguarded"})

# Clocks that concern who told, besides the two about writing to them.
PROTECTING = (
    "urgent_protection_asked", "urgent_protection_ordered", "urgent_protection_ratified", "protection_by_prosecutor",
    "child_protection_informed", "prosecutor_informed",
)  # fmt: skip
WRITING = ("first_answer_to_child", "child_message_answered")


@cache
def stage_of(kind: str) -> Stage | None:
    """The stage that an event of this kind brings a report to; None when it stays where it is."""
    fixed = {"report.read": Stage.READING, "report.answered": Stage.ANSWERED, "case.closed": Stage.CLOSED}
    if kind in fixed:
        return fixed[kind]
    if kind in ASKED:
        return Stage.HELP_ASKED
    meaning = pack().event_kinds[kind]
    others = meaning.substantive and meaning.group in HELPING and kind not in INSIDE
    return Stage.FOLLOWING if others or kind in SAFE else None


@cache
def telling() -> frozenset[str]:
    """Kinds of events after which a stage or a promise may be another."""
    moved = {kind for kind in pack().event_kinds if stage_of(kind) is not None}
    said = {"report.added", "report.wrote", "report.withdrawn", "report.locked"}
    return frozenset(moved | said | {REOPENED})


def after_write(weave: "Weave") -> None:
    """Called with what was just written: reports of its cases are told on."""
    kinds = telling()
    touched = {event.case_id for event in weave.events if event.kind in kinds}
    if touched:
        follow(touched, weave.now)


def follow(case_ids: Iterable[uuid.UUID], now: datetime) -> int:
    """Bring stage and promise of all reports in these cases up to date: four queries, and one for each that changed."""
    taken = list(Taken.objects.filter(case__in=list(case_ids)).select_related("report", "case"))
    if not taken:
        return 0
    events, clocks = _events(taken), _clocks(taken)
    return sum(_follow(one, events.get(one.case_id, []), clocks.get(one.case_id, []), now) for one in taken)


def _follow(taken: Taken, events: list[Event], clocks: list[Clock], now: datetime) -> bool:
    report = taken.report
    mine = list(_about(taken, events))
    stage = furthest(taken.case, (event.kind for event in mine))
    promised = _promise(taken, mine, clocks, now)
    if (report.stage, report.promised_at) == (stage, promised):
        return False
    Report.objects.filter(pk=report.pk).update(stage=stage, promised_at=promised)
    return True


def furthest(case: Case, kinds: Iterable[str]) -> Stage:
    """The stage of a report in a case, out of the kinds of events since it came."""
    if not case.is_open:
        return Stage.CLOSED
    found = [stage for kind in kinds if (stage := stage_of(kind)) not in (None, Stage.CLOSED)]
    return max((stage for stage in found if stage is not None), key=ORDER.index, default=Stage.RECEIVED)


def _events(taken: list[Taken]) -> dict[uuid.UUID, list[Event]]:
    rows = Event.objects.filter(case__in={one.case_id for one in taken}, kind__in=telling())
    found: dict[uuid.UUID, list[Event]] = {}
    for event in rows.order_by("entered_at", "id"):
        found.setdefault(event.case_id, []).append(event)
    return found


def _clocks(taken: list[Taken]) -> dict[uuid.UUID, list[Clock]]:
    found: dict[uuid.UUID, list[Clock]] = {}
    rules = (*WRITING, *PROTECTING)
    for clock in Clock.objects.live().filter(case__in={one.case_id for one in taken}, rule__in=rules):
        found.setdefault(clock.case_id, []).append(clock)
    return found


def _about(taken: Taken, events: list[Event]) -> Iterator[Event]:
    """Events since the report came, without those about another report of the same case."""
    for event in events:
        if event.entered_at < taken.taken_at:
            continue
        if event.kind not in OWN or event.facts_dict().get("report") == str(taken.report_id):
            yield event


def _promise(taken: Taken, mine: list[Event], clocks: list[Clock], now: datetime) -> datetime | None:
    """By when who told hears, or something is done for them. A promise is not moved to a later moment."""
    report = taken.report
    if not taken.case.is_open or report.withdrawn_at or report.locked_at or report.destroyed_at:
        return None
    writing = [one.due_at for one in clocks if one.rule in WRITING and one.subject == report.pk]
    if taken.answered_at is None and not any(event.kind == "report.answered" for event in mine):
        return min([*writing, *([taken.answer_due_at] if taken.answer_due_at else [])], default=None)
    said = _last_promise(mine)
    if writing or (said and said >= now):
        return min([*writing, *([said] if said and said >= now else [])])
    return min((one.due_at for one in clocks if one.rule in PROTECTING and one.due_at >= now), default=None)


def _last_promise(mine: list[Event]) -> datetime | None:
    """The end of the day that whoever answered last promised to be heard from by."""
    for event in reversed(mine):
        if event.kind == "report.answered":
            day = event.facts_dict().get("promised")
            return end_of(date.fromisoformat(day)) if day else None
    return None
