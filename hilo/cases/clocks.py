"""Which clocks an event starts and stops, and when each is due. Rules are data; nothing here names a law."""

import json
import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from django.db import transaction

from hilo.cases.models import Case, Clock, ClockChange, Closure, RuleText
from hilo.ledger import bulk
from hilo.lib.calendar import Line, Span, Unit, WorkCalendar
from hilo.lib.canonical import canonical_bytes
from hilo.lib.ids import uuid7
from hilo.reference import pack
from hilo.reference.models import ClockRule

SILENCE = "silence"  # the clock that always runs: an open case may wait for many things, never for nothing
UNLOCATED = "unknown_location"  # to locate a case and to hand it to whom it belongs


@cache
def started_by(kind: str) -> tuple[ClockRule, ...]:
    """Rules that an event of this kind starts."""
    return tuple(rule for rule in pack().clocks.values() if kind in rule.starts_on)


@cache
def stopped_by(kind: str) -> frozenset[str]:
    """Codes of the rules that an event of this kind stops."""
    return frozenset(code for code, rule in pack().clocks.items() if kind in rule.stops_on)


@cache
def once() -> tuple[str, ...]:
    """Codes of the rules that do not begin again after they were met."""
    return tuple(code for code, rule in pack().clocks.items() if rule.once)


@cache
def of_one_thing() -> frozenset[str]:
    """Codes of the rules that one act, or one letter, meets for itself alone and not for its neighbours."""
    return frozenset(code for code, rule in pack().clocks.items() if rule.per in ("act", "request"))


class Calendars:
    """Work calendars by institution, with the closures each has declared. One query, then memory."""

    def __init__(self) -> None:
        self._closures: dict[str, dict[object, str]] = {}
        for row in Closure.objects.values_list("institution", "day", "name"):
            self._closures.setdefault(row[0], {})[row[1]] = row[2]
        self._made: dict[str, WorkCalendar] = {}

    def of(self, institution: str) -> WorkCalendar:
        """The calendar by which this institution counts."""
        key = institution if institution in self._closures else ""
        if key not in self._made:
            self._made[key] = (
                WorkCalendar(closures=self._closures[key]) if key else _plain_calendar()  # type: ignore[arg-type]
            )
        return self._made[key]


@cache
def _plain_calendar() -> WorkCalendar:
    return WorkCalendar()


def born(rule: ClockRule, case: Case, *, subject: uuid.UUID, start: datetime, calendar: WorkCalendar) -> Clock:
    """A new clock of a case, not yet saved."""
    return bulk.made(
        Clock,
        id=uuid7(),
        case_id=case.pk,
        rule=rule.code,
        rule_version=rule.version,
        subject=subject,
        tier=case.tier,
        informational=rule.informational,
        blocks_closing=rule.blocks_closing,
        started_at=start,
        due_at=calendar.due(start, rule.span_for(case.tier)),
    )


def rule_of(clock: Clock) -> ClockRule:
    """The rule as it stood when the clock was born, or the present one if that is the same."""
    present = pack().clocks.get(clock.rule)
    if present is not None and present.version == clock.rule_version:
        return present
    row = RuleText.objects.get(code=clock.rule, version=clock.rule_version)
    return _rule_from(row.text)


def _rule_from(text: str) -> ClockRule:
    """A rule out of what :func:`keep_texts` wrote; JSON keeps the tiers of ``by_tier`` as text."""
    kept = json.loads(text)
    kept["by_tier"] = {int(tier): span for tier, span in kept["by_tier"].items()}
    return ClockRule.model_validate(kept)


def rules_of(found: Iterable[Clock]) -> dict[uuid.UUID, ClockRule]:
    """:func:`rule_of` for many clocks, by clock: at most one query."""
    rows, present = list(found), pack().clocks
    old = {c.rule_version for c in rows if c.rule not in present or present[c.rule].version != c.rule_version}
    texts = {
        (row.code, row.version): _rule_from(row.text)
        for row in (RuleText.objects.filter(version__in=old) if old else ())
    }
    return {c.pk: texts.get((c.rule, c.rule_version)) or present[c.rule] for c in rows}


def keep_texts(rules: Iterable[ClockRule]) -> None:
    """Keep the full text of rules that clocks are being born with, once per version."""
    wanted = {(rule.code, rule.version): rule for rule in rules}
    if wanted.keys() <= _kept:
        return
    known = set(RuleText.objects.filter(code__in=[code for code, _ in wanted]).values_list("code", "version"))
    RuleText.objects.bulk_create(
        [
            RuleText(code=code, version=version, text=canonical_bytes(rule.model_dump(mode="json")).decode())
            for (code, version), rule in wanted.items()
            if (code, version) not in known
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(lambda: _kept.update(wanted))


_kept: set[tuple[str, str]] = set()  # texts that this process knows to be committed


def span_text(span: Span) -> str:
    """``"30 natural_days"``, with `` roll`` behind when it moves to a working day."""
    return f"{span.amount} {span.unit}{' roll' if span.roll else ''}"


def span_from(text: str) -> Span:
    """The inverse of :func:`span_text`."""
    amount, unit, *roll = text.split()
    return Span(int(amount), Unit(unit), roll=bool(roll))


def _changes(clock: Clock) -> tuple[list[tuple[datetime, datetime | None]], list[Span]]:
    """Pauses and extensions since the clock began, or began again."""
    rows = [row for row in clock.changes.all() if row.starts_at >= clock.started_at]
    pauses = [(row.starts_at, row.until or row.limit) for row in rows if row.kind == ClockChange.Kind.PAUSE]
    return pauses, [span_from(row.span) for row in rows if row.kind == ClockChange.Kind.EXTENSION]


def due_of(clock: Clock, calendar: WorkCalendar) -> datetime:
    """When the clock is due, with its pauses and extensions."""
    pauses, extensions = _changes(clock)
    return calendar.due(clock.started_at, rule_of(clock).span_for(clock.tier), pauses=pauses, extensions=extensions)


def working_of(clock: Clock, calendar: WorkCalendar, rule: ClockRule | None = None) -> list[Line]:
    """How the date was reached, line by line; ``rule`` when the caller has it at hand."""
    pauses, extensions = _changes(clock)
    span = (rule or rule_of(clock)).span_for(clock.tier)
    return calendar.working(clock.started_at, span, pauses=pauses, extensions=extensions)
