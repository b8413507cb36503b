"""The ladder of silence: a duty that ran out rises to its owner, supervision, the head, and an outside body.

Where a clock stands are two of its columns: ``rung``, the last one recorded, and ``rung_at``, when the next is
due. How long each takes is data (``ladder.yaml``), counted by the calendar of the institution that holds the case.
The functions here work on a Weave: what they record is written with everything else that happens.
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _

from hilo.cases import clocks
from hilo.cases.models import Case, Clock
from hilo.lib.calendar import WorkCalendar
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.cases.thread import Weave


class Rung(IntegerChoices):
    """Who must look at a delay, one after the other."""

    OWNER = 1, _("quien lleva el caso")
    SUPERVISION = 2, _("supervisión")
    HEAD = 3, _("titular")
    LETTER = 4, _("escrito para la autoridad externa")


RAISED, LETTER_READY, LETTER_SENT = "escalation.raised", "escalation.letter_ready", "escalation.letter_sent"
TO = {Rung.OWNER: "owner", Rung.SUPERVISION: "supervision", Rung.HEAD: "head", Rung.LETTER: "outside"}


@dataclass(frozen=True, slots=True)
class Raised:
    """A rung that was recorded: of which clock, at which true moment, and who held the case then."""

    case: Case
    clock: Clock
    rung: Rung
    at: datetime
    institution: str


AlsoTold = Callable[[Sequence[Clock]], Mapping[uuid.UUID, Collection[str]]]
ALSO_TOLD: list[AlsoTold] = []
"""Asked, with all clocks that rise together, which other institutions must look at them, by id of the clock.

Filled once, when the application starts, by the part that knows: a delay of a hand-off rises at both sides.
The holder of the case is always told and need not be named.
"""


@cache
def letters() -> frozenset[str]:
    """Codes of the rules by which a letter that is ready must leave."""
    return frozenset(rule.code for rule in clocks.started_by(LETTER_READY))


@cache
def top_of(rule: str) -> Rung:
    """The last rung of a rule's clocks. An outside body hears of duties of law, of silence and of late hand-offs.

    What is only Hilo's own policy, such as taking a case from the desk, or that a letter did not leave, ends
    with the head of the institution.
    """
    known = pack().clocks.get(rule)
    outside = known is None or known.family == "legal" or known.per == "handoff" or rule == clocks.SILENCE
    return Rung.LETTER if outside else Rung.HEAD


def next_at(clock: Clock, after: datetime, calendar: WorkCalendar) -> datetime | None:
    """When the rung above the clock's own is due, counted from ``after``; None at the top."""
    if clock.rung >= top_of(clock.rule):
        return None
    row = pack().ladder[clock.tier]
    span = {Rung.OWNER: row.supervision, Rung.SUPERVISION: row.head, Rung.HEAD: row.letter}[Rung(clock.rung)]
    return calendar.due(after, span)


def due_of(clock: Clock) -> datetime | None:
    """The next moment of a live clock that must be recorded: that it runs out, then its rungs."""
    if clock.overdue_at is not None or clock.informational:
        return clock.rung_at
    return clock.due_at


def catch_up(weave: "Weave", case: Case, *, before: datetime) -> None:
    """Record all that was due in a case before a moment, in the order in which it was due."""
    while True:
        late = [(due_of(clock), clock.rule, clock) for clock in weave.live[case.pk].values()]
        found = [(due, rule, clock) for due, rule, clock in late if due is not None and due < before]
        if not found:
            return
        _due, _rule, clock = min(found, key=lambda one: one[:2])
        if clock.overdue_at is None:
            weave.overdue(case, clock)
        else:
            _step(weave, case, clock)


def rise(weave: "Weave", case: Case, clock: Clock, *, before: datetime) -> None:
    """Record the rungs that one clock reached before a moment."""
    while clock.rung_at is not None and clock.rung_at < before:
        if clock.rung == Rung.HEAD:  # the first duty that calls for a letter starts its clock: keep the order
            catch_up(weave, case, before=before)
            return
        _step(weave, case, clock)


def _step(weave: "Weave", case: Case, clock: Clock) -> None:
    """One rung up, dated to when it was due."""
    at, holder = clock.rung_at, weave.holder_of(case)
    if at is None:  # pragma: no cover - whoever calls has seen that it is due
        return
    rung = Rung(clock.rung + 1)
    clock.rung = rung.value
    clock.rung_at = next_at(clock, at, weave.calendars.of(holder))
    weave.changed(clock)
    facts = {"clock": str(clock.pk), "rule": clock.rule, "rung": rung.value, "to": TO[rung], "institution": holder}
    weave.event(case, LETTER_READY if rung == Rung.LETTER else RAISED, happened_at=at, facts=facts, machine=True)
    weave.raised.append(Raised(case, clock, rung, at, holder))


def leave(weave: "Weave", case: Case, clock: Clock, *, at: datetime, forget: bool = True) -> None:
    """A clock ended, or begins anew: it rises no more. ``forget``: it stands on no rung any longer.

    A letter that no duty of the case calls for any more need not leave either.
    """
    stood, clock.rung_at = clock.rung, None
    if forget:
        clock.rung = 0
    if not stood:
        return
    weave.settled.add(case.pk)
    others = [one for one in weave.live[case.pk].values() if one is not clock]
    if stood == Rung.LETTER and not any(one.rung == Rung.LETTER for one in others):
        for one in others:
            if one.rule in letters():
                weave.stop(case, one, max(at, one.started_at))


def hasten(weave: "Weave", case: Case, clock: Clock) -> None:
    """A case has another tier: its next rung comes as that tier has it from now on, if that is sooner."""
    if clock.rung and clock.rung_at is not None:
        sooner = next_at(clock, weave.now, weave.calendars.of(weave.holder_of(case)))
        clock.rung_at = min(clock.rung_at, sooner or clock.rung_at)


def change_hands(weave: "Weave", case: Case) -> None:
    """Another institution holds the case from now on: what ran out before begins at its first rung there."""
    catch_up(weave, case, before=weave.now)
    for key, clock in list(weave.live[case.pk].items()):
        if clock.overdue_at is not None and key in weave.live[case.pk]:  # a letter may have become pointless
            leave(weave, case, clock, at=weave.now)
            clock.rung_at = weave.now
            weave.changed(clock)
