"""The clocks of a case for its page: time left, duty, law, and the count line by line."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import get_language, gettext, gettext_lazy

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import open_text
from hilo.cases import clocks, queries
from hilo.cases.access import Sight
from hilo.cases.models import Case, Clock, ClockChange
from hilo.cases.words import line_words, moment_words, span_words
from hilo.desk.case_ladder import Stand, stands_of
from hilo.exchange.outside_policies import may_prepare
from hilo.lib.calendar import WorkCalendar
from hilo.lib.errors import BadInput
from hilo.reference.models import ClockRule

MOST_LIVE, MOST_STOPPED = 60, 40

SOURCES = {
    "seed": gettext_lazy("de los textos fundadores"),
    "seen": gettext_lazy("leído en la fuente pública"),
    "memory": gettext_lazy("de memoria, por confirmar"),
}


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A clock in words. ``state``: running, paused, overdue or stopped. ``acts``: (kind, label) that would end it;
    ``ways``: (address, label) of what this person may do to the clock itself. ``stand``: how far its delay rose;
    ``letter``: whether this person may prepare the letter to the outside body.
    """

    clock: Clock
    rule: ClockRule
    state: str
    label: str
    duty: str
    law: str
    basis: str
    responsible: str
    source: str
    working: list[str]
    changes: list[str]
    acts: list[tuple[str, str]]
    ways: list[tuple[str, str]]
    stand: Stand | None = None
    letter: bool = False

    @property
    def chip(self) -> str:
        """The state as the clock's mark names it, which sees by itself what is overdue."""
        return self.state if self.state in ("paused", "stopped") else "running"


@dataclass(frozen=True, slots=True)
class Clocks:
    """Live and stopped clocks, and how many more of each there are."""

    live: list[ClockRow]
    stopped: list[ClockRow]
    more_live: int
    more_stopped: int

    @property
    def overdue(self) -> int:
        """How many duties have run out."""
        return sum(row.state == "overdue" and not row.clock.informational for row in self.live)

    def next_of(self, case: Case) -> ClockRow | None:
        """The duty the case points to."""
        return next((row for row in self.live if row.clock.pk == case.next_clock_id), None)


def found_of(case: Case) -> tuple[list[Clock], list[Clock]]:
    """Live clocks, duties first and the one due first before the others; and those stopped last."""
    every = case.clocks.prefetch_related("changes")
    live = every.filter(stopped_at__isnull=True).order_by("informational", "due_at", "rule")
    stopped = every.filter(stopped_at__isnull=False).order_by("-stopped_at", "rule")
    return list(live[:MOST_LIVE]), list(stopped[:MOST_STOPPED])


def has_reasons(found: tuple[list[Clock], list[Clock]], sight: Sight) -> bool:
    """Whether a sealed reason of a pause or an extension would be shown."""
    changes = (change for group in found for clock in group for change in clock.changes.all())
    return any(not sight.hides("notes", change.starts_at) for change in changes)


def rows_of(case: Case, found: tuple[list[Clock], list[Clock]], sight: Sight, *, user: User, now: datetime) -> Clocks:
    """The clocks in words. Opens the reasons of their changes: whoever calls has logged the look."""
    live, stopped = found
    rules = clocks.rules_of([*live, *stopped])
    calendar = clocks.Calendars().of(case.institution)
    acts = _acts(live)
    may = sight.mine and user.has(Permission.CLOCK_CHANGE) and case.is_open
    counts = {state: case.clocks.filter(stopped_at__isnull=state).count() for state in (True, False)}
    rows = [_row(one, rules[one.pk], calendar, sight, now, acts=acts.get(one.pk, []), may=may) for one in live]
    stands = stands_of(case, live, now)
    return Clocks(
        [
            replace(row, stand=stands.get(row.clock.pk), letter=sight.mine and may_prepare(row.clock, row.rule, user))
            for row in rows
        ],
        [_row(one, rules[one.pk], calendar, sight, now, acts=[], may=False) for one in stopped],
        counts[True] - len(live),
        counts[False] - len(stopped),
    )


def _acts(live: Iterable[Clock]) -> dict[object, list[tuple[str, str]]]:
    found: dict[object, list[tuple[str, str]]] = {}
    for kind, met in queries.met_by(live).items():
        for clock in met:
            found.setdefault(clock.pk, []).append((kind, queries.event_label(kind).get(get_language() or "es")))
    return found


def _row(
    clock: Clock,
    rule: ClockRule,
    calendar: WorkCalendar,
    sight: Sight,
    now: datetime,
    *,
    acts: list[tuple[str, str]],
    may: bool,
) -> ClockRow:
    lang = get_language() or "es"
    return ClockRow(
        clock=clock,
        rule=rule,
        state=queries.state_of(clock, now),
        label=rule.label.get(lang),
        duty=rule.duty.get(lang),
        law=rule.law,
        basis=rule.basis.get(lang),
        responsible=rule.responsible.get(lang),
        source=_source(rule),
        working=[line_words(line) for line in clocks.working_of(clock, calendar, rule)],
        changes=[_change(change, sight) for change in clock.changes.all()],
        acts=acts,
        ways=_ways(clock, rule) if may else [],
    )


def _source(rule: ClockRule) -> str:
    """Where its text was read. A policy has no text but its own basis."""
    return "" if rule.family == "policy" else f"{rule.source} ({rule.text_date}), {SOURCES[rule.certainty]}"


def _ways(clock: Clock, rule: ClockRule) -> list[tuple[str, str]]:
    changes = [change for change in clock.changes.all() if change.starts_at >= clock.started_at]
    extended = sum(change.kind == ClockChange.Kind.EXTENSION for change in changes)
    paused = clock.paused_at is not None
    found = [
        ("cases:pause", gettext("Poner en pausa"), rule.pausable and not paused),
        ("cases:resume", gettext("Reanudar"), paused),
        ("cases:extend", gettext("Ampliar"), rule.extension is not None and extended < max(rule.max_extensions, 1)),
        (
            "cases:discharge",
            gettext("No corresponde a este caso"),
            not clock.informational and clock.rule != clocks.SILENCE,
        ),
    ]
    return [(view, words) for view, words, allowed in found if allowed]


def _change(change: ClockChange, sight: Sight) -> str:
    hidden = sight.hides("notes", change.starts_at)
    why = gettext("la razón no viajó con la canalización") if hidden else _reason(change)
    said = {"at": moment_words(change.starts_at), "why": why}
    if change.kind == ClockChange.Kind.EXTENSION:
        span = clocks.span_from(change.span)
        return gettext("Ampliado %(length)s el %(at)s: %(why)s") % (said | {"length": span_words(span)})
    until = change.until or change.limit
    return gettext("En pausa desde el %(at)s hasta el %(until)s: %(why)s") % (
        said | {"until": moment_words(until) if until else gettext("nuevo aviso")}
    )


def _reason(change: ClockChange) -> str:
    try:
        return open_text(change.reason, place=change.reason_place)
    except BadInput as no:
        return str(no)
