"""Every write on a case on behalf of a person. The same functions serve pages, commands and imports."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from hilo.accounts.actions import desk_account, hold
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import seal_text
from hilo.cases import clocks, conflicts, policies, routing
from hilo.cases.models import Case, Clock, ClockChange, Closure, Event, PersonInCase, PlaceInCase, Status
from hilo.cases.routing import count_anew
from hilo.cases.thread import Weave
from hilo.cases.words import moment_words
from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7
from hilo.linkage import actions as linkage
from hilo.linkage.models import Judgement, Suggestion
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User

LINK_EVENTS: dict[str, str] = {
    Judgement.ACCEPTED: "link.accepted",
    Judgement.REJECTED: "link.rejected",
    Judgement.UNSURE: "link.suggested",  # it stays a suggestion; the thread tells that somebody looked
}


# What else begins again with a reopened case. A part above this one appends a function in its AppConfig.ready: it gets
# the weave that holds the case, after the event of reopening and before anything is written.
ON_REOPEN: list[Callable[[Weave, Case], None]] = []


def _held(case: Case, *, by: "User | None", now: datetime, revision: int | None = None) -> tuple[Weave, Case]:
    """A weave that holds the case, locked and fresh."""
    weave = Weave(now=now, by=by)
    weave.hold([case.pk])
    fresh = weave.cases[case.pk]
    policies.check_unchanged(fresh, revision)
    return weave, fresh


@transaction.atomic
def record(
    *,
    case: Case,
    kind: str,
    by: "User",
    now: datetime,
    happened_at: datetime | None = None,
    note: str = "",
    revision: int | None = None,
) -> Event:
    """Put an act or a note on the thread: it stops and starts the clocks whose rules name it."""
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    policies.check_can_record(fresh, kind, by=by)
    policies.check_happened(happened_at or now, now)
    if kind == "note.added":
        policies.check_reason(note)
    event = weave.event(fresh, kind, happened_at=happened_at, note=note)
    weave.write()
    return event


@transaction.atomic
def assign(
    *,
    cases: Sequence[Case],
    to: "User",
    by: "User",
    now: datetime,
    revisions: Mapping[uuid.UUID, int] | None = None,
) -> int:
    """Give cases to a person; folded reports of a campaign go along. All or none. Returns how many.

    ``revisions``: by case, the one that was on the page; those left out are not checked.
    """
    to = hold(to)  # before the cases, as whoever closes the account does
    weave = Weave(now=now, by=by)
    folded = Case.objects.open().filter(parent__in=[case.pk for case in cases], institution=by.institution)
    weave.hold([*(case.pk for case in cases), *folded.values_list("pk", flat=True)])
    for case in list(weave.cases.values()):
        policies.check_unchanged(case, (revisions or {}).get(case.pk))
        policies.check_can_assign(case, by=by, to=to)
        case.owner = to
        weave.event(case, "case.assigned", facts={"to": to.pk})
    weave.write()
    return len(weave.cases)


@transaction.atomic
def take(*, case: Case, by: "User", now: datetime, revision: int | None = None) -> Case:
    """A person takes a case that waits at the desk; from here on they answer for it."""
    by = hold(by)
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    policies.check_can_take(fresh, by=by)
    fresh.owner = by
    weave.event(fresh, "case.assigned", facts={"to": by.pk})
    weave.write()
    return fresh


@transaction.atomic
def move_tier(*, case: Case, tier: int, reason: str, by: "User", now: datetime, revision: int | None = None) -> Case:
    """A person changes the urgency, with a reason; the machine's own triage stays beside it."""
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    policies.check_can_move_tier(fresh, tier, by=by, reason=reason)
    facts = {"from": fresh.tier, "to": tier, "by": "person"} | weave.retier(fresh, tier)
    weave.event(fresh, "tier.moved", facts=facts, note=reason)
    weave.write()
    return fresh


@transaction.atomic
def change_state(
    *, case: Case, state: str, reason: str, by: "User", now: datetime, revision: int | None = None
) -> Case:
    """Where the case belongs became known: it takes that state's course. Who holds it changes by a hand-off."""
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    policies.check_can_record(fresh, "note.added", by=by)
    policies.check_reason(reason)
    if state not in pack().states or state == fresh.state:
        raise Denied(_("Elija un estado distinto del actual."))
    choice = pack().course_for(fresh.kind, state, fresh.tier)
    facts = {"from": fresh.state, "to": state}
    fresh.state, fresh.course, fresh.route_reason = state, choice.course, "person"
    weave.event(fresh, "state.changed", facts=facts, note=reason)
    waiting = weave.live[fresh.pk].get((clocks.UNLOCATED, fresh.pk))
    if waiting is not None and routing.fit(fresh, choice.institution) == fresh.institution:
        weave.stop(fresh, waiting, now)  # located, and with whom it belongs
    weave.write()
    return fresh


@transaction.atomic
def close(*, case: Case, reason: str, note: str, by: "User", now: datetime, revision: int | None = None) -> Case:
    """A named person closes a case that has no open duty, with an outcome of the vocabulary."""
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    policies.check_can_close(fresh, weave.live[fresh.pk].values(), by=by, reason=reason)
    policies.check_reason(note)
    fresh.status, fresh.closed_at, fresh.closed_by, fresh.close_reason = Status.CLOSED, now, by, reason
    weave.event(fresh, "case.closed", facts={"outcome": reason}, note=note)
    weave.write()
    return fresh


@transaction.atomic
def reopen(*, case: Case, reason: str, by: "User", now: datetime, revision: int | None = None) -> Case:
    """Open a closed case again: everything is kept, and its clocks of opening run anew."""
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    policies.check_can_reopen(fresh, by=by)
    policies.check_reason(reason)
    fresh.status, fresh.closed_at, fresh.closed_by, fresh.close_reason = Status.OPEN, None, None, ""
    fresh.owner = desk_account(fresh.institution)
    weave.event(fresh, "case.reopened", note=reason)
    for begin in ON_REOPEN:
        begin(weave, fresh)
    weave.write()
    return fresh


@transaction.atomic
def add_person(  # noqa: PLR0913 - every column of the row is named
    *,
    case: Case,
    role: str,
    by: "User",
    now: datetime,
    name: str = "",
    age: int | None = None,
    institution: str = "",
    source: str = "",
    revision: int | None = None,
) -> PersonInCase:
    """Somebody appears in the case, by role. The name is sealed.

    ``institution``: where the person works; for a person of interest it is kept out of the case.
    """
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    policies.check_can_record(fresh, "note.added", by=by)
    if role not in PersonInCase.Role.values or (institution and institution not in pack().institutions):
        raise Denied(_("Elija un papel y una institución de la lista."))
    pk = uuid7()
    person = PersonInCase.objects.create(
        id=pk, case=fresh, role=role, age=age, institution=institution, source=source, added_at=now, added_by=by,
        name=seal_text(name, place=f"person.name:{pk}") if name else None,
    )  # fmt: skip
    weave.event(fresh, "person.added", facts={"person": str(pk), "role": role})
    why = _("Ahí trabaja una persona de interés en el caso.")
    _write_and_keep_out(weave, fresh, conflicts.of_person(role, institution), why)
    return person


def _write_and_keep_out(weave: Weave, case: Case, institution: str, why: str) -> None:
    """Write, keeping an institution that was named ("": none) out of the case in the same transaction."""
    rows = conflicts.keep_out(weave, case, institution, reason=why) if institution else []
    weave.write()
    conflicts.write(rows)


@transaction.atomic
def add_place(
    *,
    case: Case,
    role: str,
    by: "User",
    now: datetime,
    name: str = "",
    institution: str = "",
    state: str = "",
    revision: int | None = None,
) -> PlaceInCase:
    """A place, or an institution of the pack, appears in the case. The name is sealed.

    An institution that is the place of harm or the school is kept out of the case.
    """
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    policies.check_can_record(fresh, "note.added", by=by)
    known = role in PlaceInCase.Role.values and (not state or state in pack().states)
    if not known or (institution and institution not in pack().institutions):
        raise Denied(_("Elija un lugar o una institución de la lista."))
    pk = uuid7()
    place = PlaceInCase.objects.create(
        id=pk, case=fresh, role=role, institution=institution, state=state, added_at=now, added_by=by,
        name=seal_text(name, place=f"place.name:{pk}") if name else None,
    )  # fmt: skip
    kind = "institution.involved" if institution else "place.added"
    weave.event(fresh, kind, facts={"place": str(pk), "role": role, "institution": institution})
    why = _("Se anotó como lugar de los hechos o escuela del caso.")
    _write_and_keep_out(weave, fresh, conflicts.of_place(role, institution), why)
    return place


@transaction.atomic
def pause(
    *, clock: Clock, until: datetime, reason: str, by: "User", now: datetime, revision: int | None = None
) -> Clock:
    """Stop counting until a moment, within the rule's limit. The pause ends by itself."""
    weave, case = _held(clock.case, by=by, now=now, revision=revision)
    clock = _live(weave, case, clock)
    policies.check_can_pause(clock, by=by, until=until, now=now, reason=reason)
    calendar = weave.calendars.of(case.institution)
    most = clocks.rule_of(clock).max_pause
    if most is not None and until > calendar.due(now, most):
        raise Denied(
            _("La pausa es más larga de lo que la regla permite: puede durar hasta el %(day)s.")
            % {"day": moment_words(calendar.due(now, most))}
        )
    _change(clock, ClockChange.Kind.PAUSE, now=now, by=by, reason=reason, limit=until)
    clock.paused_at = now
    weave.changed(clock)  # also when the date stays, as for a clock that had run out
    weave.event(case, "clock.paused", facts={"clock": str(clock.pk), "rule": clock.rule, "until": until.isoformat()})
    weave.recompute(case, clock, clocks.due_of(clock, calendar), why="pause")
    weave.write()
    return clock


@transaction.atomic
def resume(*, clock: Clock, by: "User", now: datetime, revision: int | None = None) -> Clock:
    """End a pause before its limit."""
    weave, case = _held(clock.case, by=by, now=now, revision=revision)
    clock = _live(weave, case, clock)
    policies.check_holds(case, by, Permission.CLOCK_CHANGE)
    policies.check_running(clock)
    if clock.paused_at is None:
        raise Denied(_("Este plazo no está en pausa."))
    clock.changes.filter(kind=ClockChange.Kind.PAUSE, until__isnull=True).update(until=now)
    clock.paused_at = None
    weave.changed(clock)
    weave.event(case, "clock.resumed", facts={"clock": str(clock.pk), "rule": clock.rule})
    weave.recompute(case, clock, clocks.due_of(clock, weave.calendars.of(case.institution)), why="resume")
    weave.write()
    return clock


@transaction.atomic
def extend(*, clock: Clock, reason: str, by: "User", now: datetime, revision: int | None = None) -> Clock:
    """Add the extension that the rule allows."""
    weave, case = _held(clock.case, by=by, now=now, revision=revision)
    clock = _live(weave, case, clock)
    policies.check_can_extend(clock, by=by, reason=reason)
    span = clocks.rule_of(clock).extension
    if span is None:  # pragma: no cover - the policy has refused
        raise Denied(_("La regla de este plazo no permite ampliación."))
    _change(clock, ClockChange.Kind.EXTENSION, now=now, by=by, reason=reason, span=clocks.span_text(span))
    weave.event(
        case,
        "clock.extended",
        facts={"clock": str(clock.pk), "rule": clock.rule, "span": clocks.span_text(span)},
    )
    weave.recompute(case, clock, clocks.due_of(clock, weave.calendars.of(case.institution)), why="extension")
    weave.write()
    return clock


@transaction.atomic
def discharge(*, clock: Clock, reason: str, by: "User", now: datetime, revision: int | None = None) -> Clock:
    """A person says, with a reason, why a duty does not apply to this case: its clock ends."""
    weave, case = _held(clock.case, by=by, now=now, revision=revision)
    clock = _live(weave, case, clock)
    policies.check_can_discharge(clock, by=by, reason=reason)
    weave.stop(case, clock, now)
    weave.event(case, "duty.discharged", facts={"clock": str(clock.pk), "rule": clock.rule}, note=reason)
    weave.write()
    return clock


def _live(weave: Weave, case: Case, clock: Clock) -> Clock:
    """The weave's own copy of a live clock; one that has stopped as it stands now. Its case is the held one."""
    found = next((one for one in weave.live[case.pk].values() if one.pk == clock.pk), None)
    found = found or case.clocks.get(pk=clock.pk)
    found.case = case
    return found


def _change(clock: Clock, kind: ClockChange.Kind, *, now: datetime, by: "User", reason: str, **more: object) -> None:
    change = ClockChange(clock=clock, kind=kind, starts_at=now, by=by, **more)
    change.reason = seal_text(reason, place=change.reason_place)
    change.save()


@transaction.atomic
def judge_link(
    *,
    suggestion: Suggestion,
    case: Case,
    judgement: str,
    by: "User",
    now: datetime,
    note: str = "",
    revision: int | None = None,
) -> Suggestion:
    """A person says whether two cases are one matter. It stands in the thread of each case they hold.

    Nothing is merged. The case of another institution gets no event: its people judge for themselves.
    """
    other = suggestion.right if suggestion.left == case.pk else suggestion.left
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    policies.check_holds(fresh, by, Permission.LINK_DECIDE)
    locked = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    judged = linkage.judge(suggestion=locked, judgement=judgement, by=by, at=now)
    seen = Case.objects.visible_to(by).filter(pk=other).values_list("pk", flat=True)
    weave.hold(seen)
    for one in list(weave.cases.values()):
        facts = {"suggestion": str(suggestion.pk), "judgement": judgement}
        facts["other"] = str(other if one.pk == fresh.pk else fresh.pk)
        weave.event(one, LINK_EVENTS[judgement], facts=facts, note=note)
    weave.write()
    return judged


@transaction.atomic
def declare_closure(*, institution: str, day: date, name: str, by: "User", now: datetime) -> int:
    """A day on which the institution does not work. Running clocks are counted again; returns how many moved."""
    policies.check_can_declare_closure(institution, day, by=by, name=name)
    Closure.objects.create(institution=institution, day=day, name=name[:120], added_by=by)
    moved = 0
    wanted = Clock.objects.live().filter(case__institution=institution).values_list("case", flat=True).distinct()
    for group in _groups(list(wanted), 500):
        moved += _recount(group, by=by, now=now, why=f"closure:{day.isoformat()}")
    return moved


def _recount(ids: Iterable[uuid.UUID], *, by: "User | None", now: datetime, why: str) -> int:
    weave = Weave(now=now, by=by)
    weave.hold(ids)
    count_anew(weave, weave.cases.values(), why=why)
    weave.write()
    return sum(event.kind == "clock.recomputed" for event in weave.events)


def _groups(items: list[uuid.UUID], size: int) -> Iterable[list[uuid.UUID]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
