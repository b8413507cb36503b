"""The ledger vouches for every byte of every event, as the database itself holds it."""

import hashlib
import random
import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from following import DAY, HOUR, NOW, happens, open_case

from hilo.cases import actions
from hilo.cases.models import Event
from hilo.cases.queries import ThreadContents
from hilo.cases.sweep import sweep
from hilo.ledger import rows
from hilo.ledger.append_only import drop_statements
from hilo.ledger.models import Entry
from hilo.ledger.verify import verify

pytestmark = pytest.mark.django_db
COLUMNS = [field.column for field in Event._meta.concrete_fields]


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [rows.param(value) for value in values])
        return cursor.fetchall() if cursor.description else []


def broken() -> list[tuple[str, int]]:
    return [(one.chain, one.seq) for one in verify(source=ThreadContents()).broken]


@pytest.fixture
def threads(ana, beto) -> list[Event]:
    """A few cases with events of many kinds, and the triggers off, as the owner of the database can have them."""
    for number in range(3):
        case = open_case(owner=ana, tier=number % 4 + 1)
        actions.record(case=case, kind="note.added", note=f"Nota {number} con acentos: ñ", by=ana, now=NOW + HOUR)
        actions.assign(cases=[case], to=ana, by=beto, now=NOW + HOUR)
        happens(case, "prosecutor.informed", now=NOW + DAY + timedelta(microseconds=number))
    sweep(now=NOW + 4 * DAY)
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")  # or pending checks hold the table
        sql("SET CONSTRAINTS ALL DEFERRED")
    for table in ("cases_event", "ledger_entry"):
        for statement in drop_statements(table, connection.vendor):
            sql(statement)
    assert broken() == []
    return list(Event.objects.all())


def flipped(value: Any, rng: random.Random) -> Any:
    """The value with one bit of one byte changed. Raises where there is no byte or the type cannot hold it."""
    if isinstance(value, bytes):
        at = rng.randrange(len(value))
        return value[:at] + bytes([value[at] ^ 1 << rng.randrange(8)]) + value[at + 1 :]
    if isinstance(value, str):
        return flipped(value.encode(), rng).decode()
    if isinstance(value, UUID):
        return UUID(bytes=flipped(value.bytes, rng))
    if isinstance(value, datetime):
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        return epoch + timedelta(microseconds=((value - epoch) // timedelta(microseconds=1)) ^ 1 << rng.randrange(50))
    if isinstance(value, int):
        return value ^ 1 << rng.randrange(31)
    raise ValueError("nothing to change")


def tamper(event: Event, column: str, rng: random.Random) -> bool:
    """Flip a bit where the database keeps it. False when the database cannot hold the result."""
    as_kept = f"CASE WHEN 1=1 THEN {column} END"  # an expression has no type that SQLite's driver converts
    ((value,),) = sql(f"SELECT {as_kept} FROM cases_event WHERE id = %s", event.pk)  # noqa: S608
    place = "%s"
    if connection.vendor == "sqlite" and isinstance(value, str):
        value, place = value.encode(), "CAST(%s AS TEXT)"  # any byte, also such as are no text
    try:
        new = flipped(bytes(value) if isinstance(value, memoryview) else value, rng)
        with transaction.atomic():
            sql(f"UPDATE cases_event SET {column} = {place} WHERE id = %s", new, event.pk)  # noqa: S608
    except (DatabaseError, ValueError, OverflowError):
        return False
    return True


def test_one_changed_byte_in_any_of_a_thousand_events_is_found_at_its_entry(threads):
    rng = random.Random(7)
    seq = dict(Entry.objects.values_list("subject", "seq"))
    done: dict[str, int] = dict.fromkeys(COLUMNS, 0)
    while sum(done.values()) < 1000:
        event, column = rng.choice(threads), rng.choice(COLUMNS)
        mark = transaction.savepoint()
        if tamper(event, column, rng):
            assert broken() == [(str(event.case_id), seq[event.pk])], column
            done[column] += 1
        transaction.savepoint_rollback(mark)
    assert min(done.values()) >= 10
    assert broken() == []


def told_after(event: Event, assignment: str) -> list[tuple[str, int]]:
    mark = transaction.savepoint()
    sql(f"UPDATE cases_event SET {assignment} WHERE id = %s", event.pk)  # noqa: S608
    found = broken()
    transaction.savepoint_rollback(mark)
    return found


@pytest.mark.sqlite_only
def test_what_django_would_read_as_the_same_is_told_too(threads):
    event = next(one for one in threads if one.note)
    place = [(str(event.case_id), Entry.objects.get(subject=event.pk).seq)]
    for assignment in (
        "id = upper(id)",
        "case_id = upper(case_id)",
        "case_id = ' ' || case_id",
        "happened_at = replace(happened_at, ' ', 'T')",
        "happened_at = happened_at || '+00:00'",
        "entered_at = 'ayer'",
        "entered_at = NULL",
        "facts = CAST(x'ff' AS TEXT)",
        "kind = CAST(x'c3' AS TEXT)",
        "note = CAST(x'ff00' AS TEXT)",
        "note = lower(hex(note))",
        "by_id = CAST(x'ff' AS TEXT)",
        "by_id = by_id + 0.5",
    ):
        try:
            with transaction.atomic():
                assert told_after(event, assignment) == place, assignment
        except DatabaseError:
            assert "NULL" in assignment  # a column that may not be empty


@pytest.mark.sqlite_only
def test_the_hash_of_a_note_in_its_place_is_told(threads):
    event = next(one for one in threads if one.note)
    assert told_after(event, f"note = '{hashlib.sha256(bytes(event.note)).hexdigest()}'") != []


def test_an_event_removed_is_told_where_it_stood(threads):
    event = threads[4]
    seq = Entry.objects.get(subject=event.pk).seq
    sql("DELETE FROM cases_event WHERE id = %s", event.pk)
    assert broken() == [(str(event.case_id), seq)]


def test_an_event_put_in_past_the_ledger_is_told(threads, ana):
    other = open_case(owner=ana)
    extra = Event(case=other, kind="note.added", happened_at=NOW, entered_at=NOW)
    extra.save(force_insert=True)
    assert list(ThreadContents().orphans()) == [(other.pk, extra.pk)]
    assert broken() == [(str(other.pk), 0)]


def test_an_event_changed_through_the_orm_reads_as_it_was_written(threads):
    found = ThreadContents().digests([event.pk for event in threads])
    assert found == {event.pk: event.content_digest() for event in threads}


def test_memory_stays_flat_while_orphans_are_looked_for(threads):
    list(ThreadContents().orphans())
    many = [Event(case=threads[0].case, kind="note.added", happened_at=NOW, entered_at=NOW) for _ in range(20_000)]
    Event.objects.bulk_create(many)
    del many
    tracemalloc.start()
    counted = sum(1 for _orphan in ThreadContents().orphans())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert counted == 20_000
    assert peak < 4_000_000
