"""Reads for pages, commands and exports. Overdue and silent start from cases, so none can fall out."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from hilo.cases import clocks
from hilo.cases.models import Case, Clock, Event, event_digest
from hilo.ledger import rows
from hilo.ledger.models import Entry
from hilo.lib.calendar import Line
from hilo.reference import pack
from hilo.reference.models import Label


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
    """Which of these duties each kind of act would end. Only kinds that a person may record.

    What is about one act of the plan, or one letter, is recorded at its own page: the case's form does not name it.
    """
    found: dict[str, list[Clock]] = {}
    for clock in duties:
        if clock.rule in clocks.of_one_thing() and clock.subject != clock.case_id:
            continue
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
    """What the ledger vouches for: the events, as the database itself holds them, past Django's kind reading."""

    def digests(self, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, bytes]:
        """SHA-256 of each event that exists; empty where a column is not as it can have been written."""
        if not subjects:
            return {}
        read = rows.reading()
        marks = ", ".join(["%s"] * len(subjects))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {_event_columns()} FROM cases_event e WHERE e.id IN ({marks})",  # noqa: S608 - marks only
                [rows.param(pk) for pk in subjects],
            )
            found = [(read.uuid(row[0]), row) for row in cursor.fetchall()]
        return {uuid.UUID(bytes=pk): _digest_of(row, read) for pk, row in found if pk}

    def orphans(self) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
        """Case and id of events that no ledger entry vouches for; zeros for what is no id any more."""
        read = rows.reading()
        sql = (
            f"SELECT {_case_id()}, {rows.selected(Event, ('id',), 'e')} FROM cases_event e "  # noqa: S608
            "WHERE NOT EXISTS (SELECT 1 FROM ledger_entry l WHERE l.subject = e.id)"
        )
        for case, pk in rows.stream(sql):
            yield uuid.UUID(bytes=read.uuid(case) or bytes(16)), uuid.UUID(bytes=read.uuid(pk) or bytes(16))


def _event_columns() -> str:
    """The SELECT list of an event. SQLite lets any column hold anything: what is of another type is made to differ."""
    strict = rows.selected(Event, ("id", "kind", "happened_at", "entered_at"), "e")
    if connection.vendor == "postgresql":
        return f"{strict}, {_case_id()}, e.by_id, convert_to(e.facts, 'UTF8'), e.note"
    return (
        f"{strict}, {_case_id()}, CASE typeof(e.by_id) WHEN 'integer' THEN e.by_id WHEN 'null' THEN NULL ELSE -1 END, "
        "CAST(e.facts AS BLOB), CASE typeof(e.note) WHEN 'blob' THEN e.note WHEN 'null' THEN NULL ELSE x'' END"
    )


def _case_id() -> str:
    return "uuid_send(e.case_id)" if connection.vendor == "postgresql" else "CAST(e.case_id AS BLOB)"


def _digest_of(row: Sequence[Any], read: rows.Reading) -> bytes:
    """The digest of a row as :func:`_event_columns` selects it, its columns in the order of the model."""
    pk, case = read.uuid(row[0]), read.uuid(row[4])
    happened, entered = read.moment(row[2]), read.moment(row[3])
    if pk is None or case is None or happened is None or entered is None:
        return b""
    try:
        return event_digest(pk.hex(), case.hex(), row[1].decode(), happened, entered, row[5], row[6].decode(), row[7])
    except (AttributeError, UnicodeDecodeError):
        return b""
