"""One step of an act: the event on the thread, what it means in law, and the row that keeps it."""

from datetime import datetime

from hilo.accounts.sealing import seal_text
from hilo.cases import clocks
from hilo.cases.models import Case, Clock, Event
from hilo.cases.thread import Weave
from hilo.investigation import windows
from hilo.investigation.models import Act, ActState, ActStep
from hilo.investigation.moves import FOR_THE_VICTIM, RESUMED, TELLS
from hilo.reference import pack
from hilo.reference.acts import ActType

ASKED, ANSWERED, NOTIFIED = "victim.act_requested", "victim.act_answered", "inaction.notified"
CHALLENGED, ACCEPTED = "inaction.challenged", "inaction.accepted"
OF_THE_ACT = ("victim.", "inaction.")  # these are about the one act, other legal events about its line


def enter(weave: Weave, act: Act, *, note: str = "") -> ActStep:
    """The act comes into the plan: its clock starts by its urgency."""
    step = _tell(weave, act, ActState.PLANNED, at=weave.now, note=note, starts=True)
    _legal(weave, act, ActState.PLANNED, weave.now)
    return step


def resume(weave: Weave, act: Act, *, at: datetime, note: str = "") -> ActStep:
    """The act is taken up again: its clock starts anew, and there is no refusal left to challenge."""
    step = _tell(weave, act, ActState.PLANNED, at=at, note=note, kind=RESUMED, starts=True)
    for clock in running(weave, act, CHALLENGED):
        weave.stop(weave.cases[act.case_id], clock, max(at, clock.started_at))
    return step


def begin_again(weave: Weave, case: Case) -> None:
    """A case is reopened: its open acts stand where they stood, and each has its clock again."""
    for act in Act.objects.open().filter(case=case).perishable_first():
        starts = {f"act_due_{act.urgency}": weave.now}
        weave.event(case, RESUMED, facts=facts_of(act) | {"state": act.state}, subject=act.pk, starts=starts)


def take(weave: Weave, act: Act, to: ActState, *, at: datetime, note: str = "") -> ActStep:
    """The act goes where a person says, with what that means in law."""
    step = _tell(weave, act, to, at=at, note=note)
    _legal(weave, act, to, at)
    if to == ActState.ASKED:
        _asked(weave, act, at)
    elif to != ActState.SET_ASIDE and running(weave, act, ANSWERED):
        event(weave, act, ANSWERED, at)
    if to == ActState.REFUSED:
        event(weave, act, NOTIFIED, at)
    if to in (ActState.SET_ASIDE, ActState.IMPOSSIBLE):
        _let_go(weave, act, at)
    return step


def preserved(weave: Weave, act: Act, to: ActState) -> None:
    """Data are kept from this order on, for as long as the law's clock says; older orders about them count no more."""
    kind = pack().acts[act.type]
    clock = weave.live[act.case_id].get((windows.PRESERVATION, act.line))
    if clock is not None and windows.PRESERVED in legal_of(kind, to):
        older = Act.objects.filter(case=act.case_id, line=act.line, type__in=windows.preserving()).exclude(pk=act.pk)
        older.update(window_ends_at=None)
        act.window_ends_at = clock.due_at


def lapse(weave: Weave, act: Act, *, at: datetime) -> ActStep:
    """The time of the act ran out, whoever notices it."""
    return _tell(weave, act, ActState.LAPSED, at=at, machine=True)


def running(weave: Weave, act: Act, kind: str) -> list[Clock]:
    """Live clocks about this act that such an event would stop."""
    codes = clocks.stopped_by(kind)
    return [one for (code, about), one in weave.live[act.case_id].items() if about == act.pk and code in codes]


def duties_of(weave: Weave, act: Act) -> list[Clock]:
    """Live clocks about this act or the data it is about."""
    live = weave.live[act.case_id].items()
    return [one for (code, about), one in live if about in (act.pk, act.line) and code in clocks.of_one_thing()]


def legal_of(kind: ActType, to: str) -> tuple[str, ...]:
    """Legal events that an act of this kind puts on the thread when it comes to a state."""
    return kind.events.get(to, ())  # type: ignore[call-overload, no-any-return]


def facts_of(act: Act) -> dict[str, str | int]:
    """What an event says of its act."""
    return {"act": str(act.pk), "type": act.type, "number": act.number}


def _asked(weave: Weave, act: Act, at: datetime) -> None:
    if act.asked_by in FOR_THE_VICTIM and not running(weave, act, ANSWERED):
        event(weave, act, ASKED, at)


def _legal(weave: Weave, act: Act, to: ActState, at: datetime) -> None:
    """What it means in law. That the victim asks, or is refused, is not yet a request to a judge or his answer."""
    if to in (ActState.ASKED, ActState.REFUSED) and act.asked_by in FOR_THE_VICTIM:
        return
    for kind in legal_of(pack().acts[act.type], to):
        event(weave, act, kind, at)


def _let_go(weave: Weave, act: Act, at: datetime) -> None:
    """Nothing is to be done any more about data that no other act is about: their legal clocks end with this step."""
    gone = (ActState.SET_ASIDE, ActState.IMPOSSIBLE, ActState.REFUSED)
    if not Act.objects.filter(case=act.case_id, line=act.line).exclude(pk=act.pk).exclude(state__in=gone).exists():
        for clock in duties_of(weave, act):
            weave.stop(weave.cases[act.case_id], clock, max(at, clock.started_at))


def event(weave: Weave, act: Act, kind: str, at: datetime, note: str = "") -> Event:
    """What happened in law, about the act itself or about the data that its line is about."""
    subject = act.pk if kind.startswith(OF_THE_ACT) else act.line
    case = weave.cases[act.case_id]
    return weave.event(case, kind, happened_at=at, facts=facts_of(act), note=note, subject=subject)


def _tell(
    weave: Weave,
    act: Act,
    to: ActState,
    *,
    at: datetime,
    note: str = "",
    kind: str = "",
    starts: bool = False,
    machine: bool = False,
) -> ActStep:
    """The event and its step, not yet saved. A clock of the plan counts from now: nobody is late for the past."""
    facts = facts_of(act) | ({"asked_by": act.asked_by} if to == ActState.ASKED else {})
    told = weave.event(
        weave.cases[act.case_id], kind or TELLS[to], happened_at=at, facts=facts, note=note, subject=act.pk,
        starts={f"act_due_{act.urgency}": weave.now} if starts else None, machine=machine,
    )  # fmt: skip
    act.state = to
    who = None if machine else weave.by
    step = ActStep(act=act, state=to, happened_at=at, entered_at=weave.now, by=who, event=told.pk)
    step.note = seal_text(note, place=step.note_place) if note else None
    return step
