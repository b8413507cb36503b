"""The only way anything happens in a case: events go on the thread, clocks and the ledger follow.

A :class:`Weave` collects what happens in many cases and writes it in a constant number of statements.
The same code serves one note by one person and ten thousand alerts.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hilo.accounts.sealing import seal_text
from hilo.cases import clocks, ladder, notices
from hilo.cases.models import Case, Clock, ClockChange, Event, Status, Tier
from hilo.ledger import bulk
from hilo.ledger.record import NewEntry, append
from hilo.lib.canonical import canonical_bytes
from hilo.lib.ids import uuid7
from hilo.reference import pack
from hilo.reference.models import ClockRule

if TYPE_CHECKING:
    from hilo.accounts.models import User

CASE_COLUMNS = [
    "status", "tier", "points", "institution", "state", "course", "route_reason", "owner", "parent", "last_act_at",
    "silent_at", "next_duty", "next_due_at", "next_clock", "data_lapses_at", "revision", "closed_at", "closed_by",
    "close_reason",
]  # fmt: skip
CLOCK_COLUMNS = [
    "tier", "started_at", "due_at", "paused_at", "stopped_at", "overdue_at", "rule_version", "rung", "rung_at",
]  # fmt: skip

# What other parts must tell on when something happened, such as the stage shown to a child. A part above this one
# appends a function in its AppConfig.ready. It is called inside the transaction, after everything is written; it must
# not write the weave, and ask the database nothing when none of the kinds in ``weave.events`` concern it.
AFTER_WRITE: list[Callable[["Weave"], None]] = []


class Weave:
    """What happens now, in memory until :meth:`write`. Use inside one transaction."""

    def __init__(self, *, now: datetime, by: "User | None" = None) -> None:
        self.now = now
        self.by = by
        self.calendars = clocks.Calendars()
        self.live: dict[uuid.UUID, dict[tuple[str, uuid.UUID], Clock]] = {}
        self.cases: dict[uuid.UUID, Case] = {}
        self.met: set[tuple[uuid.UUID, str, uuid.UUID]] = set()  # clocks that run once and have ended
        self._new_cases: dict[uuid.UUID, Case] = {}
        self._new_clocks: dict[uuid.UUID, Clock] = {}
        self._changed_clocks: dict[uuid.UUID, Clock] = {}
        self._touched: dict[uuid.UUID, Case] = {}
        self._stood_on: dict[uuid.UUID, uuid.UUID | None] = {}
        self._held_by: dict[uuid.UUID, notices.Hands] = {}  # as the cases were when they were held
        self.raised: list[ladder.Raised] = []
        self.settled: set[uuid.UUID] = set()  # cases of which a clock came down from the ladder
        self._rules: dict[str, ClockRule] = {}  # with which clocks were born or began again
        self.events: list[Event] = []

    def hold(self, ids: Iterable[uuid.UUID]) -> None:
        """Lock existing cases and read their live clocks: three queries for any number of cases."""
        wanted = [pk for pk in dict.fromkeys(ids) if pk not in self.cases]
        if not wanted:
            return
        for case in Case.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"):
            self.cases[case.id] = case
            self.live[case.id] = {}
            self._stood_on[case.id] = case.next_clock_id
            self._held_by[case.id] = notices.Hands(case.institution, case.owner_id)
        paused = {}
        for clock in Clock.objects.live().filter(case__in=wanted):
            self.live[clock.case_id][clock.rule, clock.subject] = clock
            if clock.paused_at is not None:
                paused[clock.id] = clock
        if paused:
            self._end_pauses(paused)
        met = Clock.objects.filter(case__in=wanted, stopped_at__isnull=False, rule__in=clocks.once())
        self.met.update(met.values_list("case", "rule", "subject"))

    def _end_pauses(self, paused: Mapping[uuid.UUID, Clock]) -> None:
        """Pauses whose limit has passed end at that limit; the due date already counts on it."""
        over = ClockChange.objects.filter(kind=ClockChange.Kind.PAUSE, until__isnull=True, limit__lte=self.now)
        for row in over.filter(clock__in=list(paused)):
            clock = paused[row.clock_id]
            if clock.paused_at == row.starts_at and row.limit is not None:
                ClockChange.objects.filter(pk=row.pk).update(until=row.limit)
                clock.paused_at = None
                self.changed(clock)
                self._notice(self.cases[clock.case_id], "clock.resumed", clock, at=row.limit)

    def open(self, case: Case) -> None:
        """Take a new case in; its first event must start a clock."""
        self.cases[case.id] = self._new_cases[case.id] = case
        self.live[case.id] = {}

    def event(
        self,
        case: Case,
        kind: str,
        *,
        happened_at: datetime | None = None,
        facts: Mapping[str, Any] | None = None,
        note: str = "",
        subject: uuid.UUID | None = None,
        starts: Mapping[str, datetime] | None = None,
        machine: bool = False,
    ) -> Event:
        """Put an event on the thread and let it stop and start clocks.

        ``facts``: ids, codes and numbers. ``note``: free text, sealed. ``subject``: the alert or hand-off it is
        about.
        ``starts``: another starting moment for some rules, such as the sender's own date of receipt.
        ``machine``: the machine noticed it by itself, whoever it works for now.
        """
        meaning = pack().event_kinds[kind]
        who = None if machine else self.by
        pk = uuid7()
        event = bulk.made(
            Event,
            id=pk,
            case_id=case.id,
            kind=kind,
            happened_at=happened_at or self.now,
            entered_at=self.now,
            by_id=who.pk if who else None,
            facts=canonical_bytes(dict(facts or {})).decode(),
            note=seal_text(note, place=f"event.note:{pk}") if note else None,
        )
        self.events.append(event)
        self._touched[case.id] = case
        self._stop(case, kind, event.happened_at, subject)
        self._start(case, kind, event.happened_at, subject or case.id, starts or {})
        if meaning.substantive:
            case.last_act_at = max(case.last_act_at or event.happened_at, event.happened_at)
        return event

    def _stop(self, case: Case, kind: str, at: datetime, subject: uuid.UUID | None) -> None:
        codes = clocks.stopped_by(kind)
        for (code, about), clock in list(self.live[case.id].items()):
            mine = self._speaks_of(case, subject, code, about)
            runs = (code, about) in self.live[case.id]  # what stopped before may have made it pointless
            if runs and ((code in codes and mine) or kind == "case.closed"):
                self.stop(case, clock, max(at, clock.started_at))

    @staticmethod
    def _speaks_of(case: Case, subject: uuid.UUID | None, code: str, about: uuid.UUID) -> bool:
        """Whether what happened, about ``subject`` (None: about the case), meets a clock that is about ``about``."""
        if code in clocks.of_one_thing():
            return about == (subject or case.id)
        return about == case.id or subject is None or about == subject

    def stop(self, case: Case, clock: Clock, at: datetime) -> None:
        """End a clock; if it had run out unnoticed, that is recorded first."""
        self._run_out(case, clock, at)
        self._break_silence(case, clock)
        clock.stopped_at = at
        self.met.add((case.id, clock.rule, clock.subject))
        self.changed(clock)
        del self.live[case.id][clock.rule, clock.subject]
        ladder.leave(self, case, clock, at=at, forget=False)

    def _run_out(self, case: Case, clock: Clock, at: datetime) -> None:
        """Record that a clock ran out before ``at``, and how far it rose, if no sweep has recorded it."""
        if clock.due_at < at and clock.overdue_at is None and not clock.informational:
            self.overdue(case, clock)
        ladder.rise(self, case, clock, before=at)
        if clock.rung == ladder.Rung.LETTER:  # whether a letter is still called for depends on the other duties
            ladder.catch_up(self, case, before=at)

    def overdue(self, case: Case, clock: Clock) -> None:
        """Record once, dated to the true moment, that a clock ran out; silence has its own name."""
        clock.overdue_at = clock.rung_at = clock.due_at
        self.changed(clock)
        if clock.rule == clocks.SILENCE:
            case.silent_at = clock.due_at
        kind = "case.silent" if clock.rule == clocks.SILENCE else "clock.overdue"
        self._notice(case, kind, clock, at=clock.due_at)

    def _notice(self, case: Case, kind: str, clock: Clock, *, at: datetime) -> None:
        self.event(case, kind, happened_at=at, facts={"clock": str(clock.id), "rule": clock.rule}, machine=True)

    def _start(self, case: Case, kind: str, at: datetime, subject: uuid.UUID, starts: Mapping[str, datetime]) -> None:
        for rule in clocks.started_by(kind) if case.is_open else ():
            if not rule.applies_to(case.tier) or (rule.counts_from != "event" and rule.code not in starts):
                continue
            about = case.id if rule.per == "case" else subject
            if rule.once and (case.id, rule.code, about) in self.met:
                continue
            running = self.live[case.id].get((rule.code, about))
            start = starts.get(rule.code, at)
            if running is None:
                self._born(rule, case, about, start)
            elif rule.restart and start > running.started_at:
                self._restart(rule, case, running, start)

    def _born(self, rule: ClockRule, case: Case, about: uuid.UUID, start: datetime) -> None:
        calendar = self.calendars.of(case.institution)
        clock = clocks.born(rule, case, subject=about, start=start, calendar=calendar)
        self._rules[rule.code] = rule
        self._new_clocks[clock.id] = clock
        self.live[case.id][rule.code, about] = clock

    def _restart(self, rule: ClockRule, case: Case, clock: Clock, start: datetime) -> None:
        if clock.id not in self._new_clocks:
            self._run_out(case, clock, start)
        self._break_silence(case, clock)
        clock.tier, clock.rule_version, clock.started_at = case.tier, rule.version, start
        clock.paused_at = clock.overdue_at = None
        ladder.leave(self, case, clock, at=start)
        clock.due_at = self.calendars.of(case.institution).due(start, rule.span_for(case.tier))
        self._rules[rule.code] = rule
        self.changed(clock)

    @staticmethod
    def _break_silence(case: Case, clock: Clock) -> None:
        if clock.rule == clocks.SILENCE:
            case.silent_at = None

    def recompute(self, case: Case, clock: Clock, due_at: datetime, *, why: str) -> None:
        """Move a live clock's due date, with an event that says from, to and why."""
        if due_at == clock.due_at or clock.stopped_at is not None:
            return
        if clock.id not in self._new_clocks:
            self._run_out(case, clock, self.now)
        before, clock.due_at = clock.due_at, due_at
        if clock.overdue_at is not None and due_at > self.now:
            clock.overdue_at = None
            self._break_silence(case, clock)
            ladder.leave(self, case, clock, at=self.now)
        self.changed(clock)
        facts = {
            "clock": str(clock.id),
            "rule": clock.rule,
            "from": before.isoformat(),
            "to": due_at.isoformat(),
        }
        self.event(case, "clock.recomputed", facts=facts | {"why": why})

    def retier(self, case: Case, tier: int) -> dict[str, str]:
        """Give a case another tier: its live clocks take the new tier's length.

        An urgent case does not stay folded under a campaign, where lists do not show it. Returns facts
        for the event that the caller writes: from which campaign it came out.
        """
        for clock in list(self.live[case.id].values()):
            if clock.id not in self._new_clocks:
                self._run_out(case, clock, self.now)
        case.tier = tier
        facts = {}
        if tier <= Tier.IDENTIFIABLE and case.parent_id is not None:
            facts["unfolded_from"] = str(case.parent_id)
            case.parent = None
        for clock in list(self.live[case.id].values()):
            rule = clocks.rule_of(clock)
            clock.tier = tier
            self.changed(clock)
            if rule.by_tier:
                calendar = self.calendars.of(case.institution)
                self.recompute(case, clock, self._due(clock, calendar), why="tier")
            ladder.hasten(self, case, clock)
        return facts

    def _due(self, clock: Clock, calendar: Any) -> datetime:
        if clock.id in self._new_clocks:
            return calendar.due(clock.started_at, clocks.rule_of(clock).span_for(clock.tier))  # type: ignore[no-any-return]
        return clocks.due_of(clock, calendar)

    def changed(self, clock: Clock) -> None:
        """A column of a live clock changed."""
        if clock.id not in self._new_clocks:
            self._changed_clocks[clock.id] = clock

    def holder_of(self, case: Case) -> str:
        """Who held the case when it was taken in; who receives it answers from :meth:`write` on."""
        return self._held_by[case.id].institution if case.id in self._held_by else case.institution

    def touch(self, case: Case) -> None:
        """A column of the case changed."""
        self._touched[case.id] = case

    def write(self) -> None:
        """Write everything. At every statement an open case stands on a live clock of its own."""
        moved = [(case, self._held_by[pk]) for pk, case in self._touched.items() if self._moved(case)]
        for case, before in moved:
            if before.institution != case.institution:
                ladder.change_hands(self, case)
        for case in self._touched.values():
            self._next(case)
        clocks.keep_texts(self._rules.values())
        known = [case for pk, case in self._touched.items() if pk not in self._new_cases]
        self._free_clocks(known)
        closed = [one for one in self._changed_clocks.values() if not self.cases[one.case_id].is_open]
        bulk.update([one for one in self._changed_clocks.values() if self.cases[one.case_id].is_open], CLOCK_COLUMNS)
        bulk.insert(list(self._new_cases.values()))
        bulk.insert(list(self._new_clocks.values()))
        bulk.insert(self.events)
        append([NewEntry(e.case_id, e.kind, e.pk, e.content_digest(), e.entered_at) for e in self.events])
        for case in known:
            case.revision += 1
        bulk.update(known, CASE_COLUMNS)
        bulk.update(closed, CLOCK_COLUMNS)
        quiet = [pk for pk in self.settled if not any(clock.rung for clock in self.live[pk].values())]
        notices.keep(self.raised, moved=moved, quiet=quiet)
        for after in AFTER_WRITE:
            after(self)

    def _moved(self, case: Case) -> bool:
        before = self._held_by.get(case.id)
        return before is not None and before != notices.Hands(case.institution, case.owner_id)

    def _free_clocks(self, known: list[Case]) -> None:
        """Let open cases stand on their silence clock while the clock they stood on is stopped."""
        moved = []
        for case in known:
            silence = self.live[case.id].get((clocks.SILENCE, case.id))
            before = self._stood_on.get(case.id)
            if before in self._changed_clocks and silence is not None and silence.id not in self._new_clocks:
                moved.append(Case(id=case.id, next_clock_id=silence.id))
        bulk.update(moved, ["next_clock"])

    def _next(self, case: Case) -> None:
        """Fold: what is to be done next is the live duty that is due first."""
        if case.status == Status.CLOSED:
            case.next_duty, case.next_due_at, case.next_clock_id = "", None, None
            return
        duties = [clock for clock in self.live[case.id].values() if not clock.informational]
        first = min(duties, key=lambda clock: (clock.due_at, clock.rule))
        case.next_duty, case.next_due_at, case.next_clock_id = first.rule, first.due_at, first.id
