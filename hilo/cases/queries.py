"""Reads for pages, commands and exports. Overdue and silent start from cases, so none can fall out."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from hilo.cases import clocks
from hilo.cases.models import Case, Clock, Event, event_digest
from hilo.ledger.models import Entry
from hilo.lib.calendar import Line
from hilo.reference import pack
from hilo.reference.models import Label

EVENT_COLUMNS = ("id", "case_id", "kind", "happened_at", "entered_at", "by_id", "facts", "note")


def silent_days(case: Case, now: datetime) -> int:
    """Whole days since the last substantive act, or since the case was opened when there was none."""
    return max((now - (case.last_act_at or case.opened_at)).days, 0)


def open_cases(*, now: datetime, overdue: bool = False, silent: bool = False) -> QuerySet[Case]:
    """Open cases, most urgent first; with ``silent`` the quietest first, those without any act before all."""
    rows = Case.objects.open().select_related("owner")
    if overdue:
        rows = rows.filter(next_due_at__lt=now)
    if silent:
        quiet = Clock.objects.live().filter(rule=clocks.SILENCE, due_at__lt=now)
        return rows.filter(pk__in=quiet.values("case")).quietest_first()
    return rows.most_urgent_first()


def duty(code: str, lang: str = "es") -> tuple[str, str]:
    """What is to be done and its law, in words; the code itself for a rule that left the pack."""
    rule = pack().clocks.get(code)
    return (rule.duty.get(lang), rule.law or rule.basis.get(lang)) if rule else (code, "")


def institution_name(code: str, lang: str = "es") -> str:
    """The institution's name; its code when the pack lost it."""
    known = pack().institutions.get(code)
    return known.name.get(lang) if known else code


def listed(*, now: datetime, overdue: bool, silent: bool, limit: int | None) -> list[dict[str, Any]]:
    """Rows for ``hilo cases list``."""
    found = []
    for case in open_cases(now=now, overdue=overdue, silent=silent)[:limit]:
        label, law = duty(case.next_duty)
        found.append(
            {
                "code": case.code,
                "tier": case.tier,
                "state": case.state or None,
                "institution": case.institution,
                "owner": case.owner.display_name if case.owner else "",
                "next_duty": {
                    "label": label,
                    "due_at": case.next_due_at.isoformat() if case.next_due_at else None,
                    "law": law,
                },
                "silent_days": silent_days(case, now),
            }
        )
    return found


def thread_of(case: Case) -> QuerySet[Event]:
    """Events in the order they happened."""
    return case.events.select_related("by").order_by("happened_at", "entered_at", "id")


def clocks_of(case: Case) -> list[Clock]:
    """Clocks, live ones first, then by due date, with their changes."""
    rows = case.clocks.prefetch_related("changes").order_by("due_at", "id")
    return sorted(rows, key=lambda clock: clock.stopped_at is not None)


def duties_of(case: Case) -> list[Clock]:
    """Live clocks that somebody must meet, the one due first before the others."""
    return list(case.clocks.live().filter(informational=False).order_by("due_at", "rule"))


def met_by(duties: Iterable[Clock]) -> dict[str, list[Clock]]:
    """Which of these duties each kind of act would end. Only kinds that a person may record."""
    found: dict[str, list[Clock]] = {}
    for clock in duties:
        rule = pack().clocks.get(clock.rule)
        for kind in rule.stops_on if rule else ():
            meaning = pack().event_kinds.get(kind)
            if meaning is not None and meaning.by_person:
                found.setdefault(kind, []).append(clock)
    return found


def seen_of(case: Case) -> int:
    """How many events the thread has: what a page has seen of it."""
    return Entry.objects.filter(chain=case.pk).count()


def events_after(case: Case, seen: int) -> QuerySet[Event]:
    """What came onto the thread after its first ``seen`` events, in the order it was entered."""
    later = Entry.objects.filter(chain=case.pk, seq__gt=seen)
    rows = Event.objects.filter(pk__in=later.values("subject")).select_related("by")
    return rows.order_by("entered_at", "id")


def state_of(clock: Clock, now: datetime) -> str:
    """running, paused, overdue or stopped."""
    if clock.stopped_at is not None:
        return "stopped"
    if clock.due_at < now:
        return "overdue"
    return "paused" if clock.paused_at is not None else "running"


def line_text(line: Line) -> str:
    """One line of a working, in Spanish: «día 1 = 24 nov 2026»."""
    day = line.day.isoformat()
    if line.count is not None:
        return f"día {line.count} = {day}"
    return f"{day} · {line.name or line.why}"


def told(case: Case, *, now: datetime) -> dict[str, Any]:
    """A case as ``hilo cases show`` prints it: sealed fields are marked, never opened."""
    calendar = clocks.Calendars().of(case.institution)
    label, law = duty(case.next_duty)
    return {
        "code": case.code,
        "status": case.status,
        "tier": case.tier,
        "state": case.state or None,
        "institution": case.institution,
        "owner": case.owner.display_name if case.owner else None,
        "next_duty": {"label": label, "due_at": _iso(case.next_due_at), "law": law} if case.next_duty else None,
        "silent_days": silent_days(case, now),
        "data_lapses_at": _iso(case.data_lapses_at),
        "thread": [_told_event(event) for event in thread_of(case)],
        "people": [
            {"role": person.role, "name": "sellado" if person.name else None, "age": person.age}
            for person in case.people.all()
        ],
        "places": [
            {
                "role": place.role,
                "institution": place.institution or None,
                "name": "sellado" if place.name else None,
            }
            for place in case.places.all()
        ],
        "clocks": [_told_clock(clock, calendar, now) for clock in clocks_of(case)],
        "handoffs": [],
        "acts": [],
    }


def _told_event(event: Event) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "label": event_label(event.kind).es,
        "happened_at": event.happened_at.isoformat(),
        "entered_at": event.entered_at.isoformat(),
        "by": event.by.display_name if event.by else None,
        "facts": event.facts_dict(),
        "note": "sellado" if event.note else None,
    }


def _told_clock(clock: Clock, calendar: Any, now: datetime) -> dict[str, Any]:
    rule = clocks.rule_of(clock)
    return {
        "rule": clock.rule,
        "label": rule.label.es,
        "law": rule.law or rule.basis.es,
        "to_confirm": rule.to_confirm,
        "state": state_of(clock, now),
        "started_at": clock.started_at.isoformat(),
        "due_at": clock.due_at.isoformat(),
        "stopped_at": _iso(clock.stopped_at),
        "working": [line_text(line) for line in clocks.working_of(clock, calendar)],
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def event_label(kind: str) -> Label:
    """The label of an event kind; the code itself for one that left the pack."""
    known = pack().event_kinds.get(kind)
    return known.label if known else Label(es=kind, en=kind)


class ThreadContents:
    """What the ledger vouches for: the events, as they stand now in the database."""

    def digests(self, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, bytes]:
        """SHA-256 of each event that exists."""
        rows = Event.objects.filter(pk__in=subjects).values_list(*EVENT_COLUMNS)
        return {row[0]: event_digest(*row) for row in rows.iterator(2000)}

    def orphans(self) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
        """Events that no ledger entry vouches for."""
        vouched = Entry.objects.values("subject")
        rows: Iterable[tuple[uuid.UUID, uuid.UUID]] = Event.objects.exclude(pk__in=vouched).values_list("case", "id")
        yield from rows
