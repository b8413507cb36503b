"""The map of a case's course: which institutions it should pass, and how it stands with each."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hilo.cases import routing
from hilo.cases.models import Case, Clock
from hilo.exchange.models import HandOff
from hilo.lib.errors import Denied
from hilo.reference import pack
from hilo.reference.models import Course, Label
from hilo.reference.models import Step as CourseStep

HERE, DONE, WORKING, WAITING, SILENT, REFUSED, MISSING = (
    "here", "done", "working", "waiting", "silent", "refused", "missing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """An institution of the course. ``state``: of this module; ``since``: of that; ``late``: what was due ran out."""

    institution: str
    duty: Label
    state: str
    since: datetime | None
    late: bool
    handoff: HandOff | None
    within: str  # the clock that says by when, "" for none


def course_of(case: Case) -> Course | None:
    """The pack's course of a case; None for one that left the pack."""
    return next((one for one in pack().courses if one.code == case.course), None)


def suggested(case: Case, kept_out: Collection[str] = ()) -> list[str]:
    """Institutions that the course names, in its order; an outside one for each that is kept out of the case."""
    course = course_of(case)
    return list(dict.fromkeys(_code(step, case, kept_out) for step in course.steps)) if course else []


def stops(
    case: Case,
    handoffs: Iterable[Any],
    clocks: Iterable[Clock],
    *,
    now: datetime,
    kept_out: Collection[str] = (),
) -> list[Stop]:
    """Each institution of the course and how the case stands with it. Reads nothing: everything is given.

    ``handoffs``: of the case, newest first, with ``due_at``; ``clocks``: all of the case, live and stopped;
    ``kept_out``: institutions with a conflict of interest, in whose place an outside one stands.
    """
    course = course_of(case)
    newest: dict[str, Any] = {}
    for row in handoffs:
        newest.setdefault(row.receiver, row)
    rules: dict[str, list[Clock]] = {}
    for clock in clocks:
        rules.setdefault(clock.rule, []).append(clock)
    steps = course.steps if course else ()
    return [_stop(step, _code(step, case, kept_out), case, newest, rules, now) for step in steps]


def _stop(
    step: CourseStep, code: str, case: Case, newest: Mapping[str, Any], rules: Mapping[str, list[Clock]], now: datetime
) -> Stop:
    row, mine = newest.get(code), rules.get(step.within or "", [])
    late = any(clock.stopped_at is None and clock.due_at < now for clock in mine)
    met = next((clock.stopped_at for clock in mine if clock.stopped_at is not None), None)
    state, since = _state(code, case, row, met, now)
    if row is not None and row.due_at is not None:
        late = row.due_at < now
    elif state in (DONE, HERE):
        late = False
    return Stop(code, step.duty, state, since, late, row, step.within or "")


def _state(code: str, case: Case, row: Any | None, met: datetime | None, now: datetime) -> tuple[str, datetime | None]:
    if code == case.institution and (row is None or row.state != HandOff.State.RESULTED):
        return HERE, row.answered_at if row else case.opened_at
    if row is not None and row.state != HandOff.State.WITHDRAWN and (met is None or row.state != HandOff.State.REFUSED):
        return _by_handoff(row, now)
    return (DONE, met) if met is not None else (MISSING, None)


def _by_handoff(row: Any, now: datetime) -> tuple[str, datetime | None]:
    if row.state in HandOff.OPEN and row.due_at is not None and row.due_at < now:
        return SILENT, row.due_at
    return {
        HandOff.State.OFFERED: (WAITING, row.offered_at),
        HandOff.State.RECEIVED: (WAITING, row.received_at),
        HandOff.State.ACCEPTED: (WORKING, row.answered_at),
        HandOff.State.REFUSED: (REFUSED, row.answered_at),
        HandOff.State.RESULTED: (DONE, row.result_at),
    }[HandOff.State(row.state)]


def _code(step: CourseStep, case: Case, kept_out: Collection[str]) -> str:
    code = step.institution.replace("{state}", case.state)
    if code not in kept_out:
        return code
    try:
        return routing.outside(case, code, kept_out)
    except Denied:  # the pack names nobody else: the map says who it would have been
        return code
