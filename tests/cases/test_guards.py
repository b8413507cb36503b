"""The database itself refuses an open case without owner, duty and live clock of its own."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from following import HOUR, NOW, happens, live, open_case

from hilo.alerts.models import Alert
from hilo.cases import actions
from hilo.cases.guards import RULES
from hilo.cases.models import Case, Clock
from hilo.ledger.rows import param
from hilo.lib.ids import uuid7

pytestmark = pytest.mark.django_db

WITHOUT = """SELECT count(*) FROM cases_case c LEFT JOIN cases_clock k ON k.id = c.next_clock_id
 WHERE c.status = 'open' AND (c.owner_id IS NULL OR c.next_duty = '' OR c.next_due_at IS NULL OR k.id IS NULL
 OR k.case_id <> c.id OR k.stopped_at IS NOT NULL)"""


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [param(value) for value in values])
        return cursor.fetchall() if cursor.description else []


def refused(statement: str, *values: Any) -> None:
    """The statement fails, at once or when the transaction would end."""
    all_refused((statement, values))


def all_refused(*statements: tuple[str, Any]) -> None:
    """The statements together fail, at the latest when their transaction would end."""
    with pytest.raises(DatabaseError):
        _attempt(statements)


@transaction.atomic
def _attempt(statements: Any) -> None:
    for statement, values in statements:
        sql(statement, *values)
    connection.check_constraints()


def copied(table: str, pk: Any, **changes: Any) -> tuple[str, list[Any]]:
    """An INSERT that copies a row with some columns changed."""
    model = {"cases_case": Case, "cases_clock": Clock}[table]
    columns = [field.column for field in model._meta.concrete_fields]
    taken = ", ".join("%s" if column in changes else column for column in columns)
    values = [changes[column] for column in columns if column in changes]
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {taken} FROM {table} WHERE id = %s", [*values, pk]  # noqa: S608


def test_every_trigger_is_there_after_all_migrations():
    if connection.vendor == "postgresql":
        found = sql(
            "SELECT t.tgname, c.relname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal"
        )
        assert {state for name, _table, state in found if name in {rule[0] for rule in RULES}} <= {"O", "A"}
        found = [row[:2] for row in found]
    else:
        found = sql("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    assert {(name, table) for name, table, *_rest in RULES} <= set(found)


def test_no_open_case_is_without_owner_duty_and_clock(case, ana, beto):
    happens(case, "prosecutor.informed", now=NOW + HOUR)
    actions.assign(cases=[case], to=ana, by=beto, now=NOW + HOUR)
    closed = open_case(owner=ana)
    actions.discharge(clock=live(closed)["prosecutor_informed"], reason="No procede.", by=ana, now=NOW)
    actions.close(case=closed, reason="not_illegal", note="Se revisó.", by=ana, now=NOW)
    assert sql(WITHOUT) == [(0,)]
    assert Case.objects.open().count() == 1


@pytest.mark.parametrize(
    "column", ["owner_id = NULL", "next_clock_id = NULL", "next_due_at = NULL", "next_duty = ''", "status = 'closed'"]
)
def test_an_open_case_does_not_lose_what_it_must_have(case, column):
    refused(f"UPDATE cases_case SET {column} WHERE id = %s", case.pk)  # noqa: S608


def test_an_open_case_is_not_inserted_without_clock(case):
    all_refused(copied("cases_case", case.pk, id=uuid7(), code="H-AAAA-2222", next_clock_id=None))


def test_an_open_case_is_not_inserted_with_a_clock_that_does_not_exist(case):
    all_refused(copied("cases_case", case.pk, id=uuid7(), code="H-AAAA-2222", next_clock_id=uuid7()))


def test_an_open_case_is_not_inserted_on_the_clock_of_another(case):
    all_refused(copied("cases_case", case.pk, id=uuid7(), code="H-AAAA-2222"))


def test_an_open_case_does_not_move_to_the_clock_of_another(case, ana):
    theirs = open_case(owner=ana).next_clock_id
    refused("UPDATE cases_case SET next_clock_id = %s WHERE id = %s", theirs, case.pk)


def test_an_open_case_does_not_move_to_a_clock_that_has_stopped(case):
    ended = live(case)["prosecutor_informed"]
    happens(case, "prosecutor.informed", now=NOW + HOUR)
    refused("UPDATE cases_case SET next_clock_id = %s WHERE id = %s", ended.pk, case.pk)


def test_a_clock_in_use_is_not_stopped_moved_or_deleted(case, ana):
    used, other = case.next_clock_id, open_case(owner=ana)
    refused("UPDATE cases_clock SET stopped_at = due_at WHERE id = %s", used)
    refused("UPDATE cases_clock SET case_id = %s WHERE id = %s", other.pk, used)
    refused("UPDATE cases_clock SET id = %s WHERE id = %s", uuid7(), used)
    refused("DELETE FROM cases_clock WHERE id = %s", used)
    refused("UPDATE cases_clock SET stopped_at = due_at")
    refused("DELETE FROM cases_clock")


@pytest.mark.sqlite_only
def test_a_clock_in_use_is_not_replaced_by_a_stopped_one(case):
    statement, values = copied("cases_clock", case.next_clock_id, stopped_at=NOW)
    refused(statement.replace("INSERT", "INSERT OR REPLACE"), *values)


def test_a_case_and_its_clock_do_not_come_together_with_the_clock_stopped(case):
    new_case, new_clock = uuid7(), uuid7()
    taken = copied("cases_case", case.pk, id=new_case, code="H-AAAA-2222", next_clock_id=new_clock)
    stopped = copied("cases_clock", case.next_clock_id, id=new_clock, case_id=new_case, stopped_at=NOW)
    of_another = copied("cases_clock", case.next_clock_id, id=new_clock, subject=uuid7())
    running = copied("cases_clock", case.next_clock_id, id=new_clock, case_id=new_case, subject=new_case)
    all_refused(taken, stopped)
    all_refused(taken, of_another)
    all_refused(taken)
    _attempt([taken, running])
    assert Case.objects.get(pk=new_case).next_clock_id == new_clock


def test_a_closed_case_is_not_opened_by_changing_a_word(case, ana):
    actions.discharge(clock=live(case)["prosecutor_informed"], reason="No procede.", by=ana, now=NOW)
    actions.close(case=case, reason="not_illegal", note="Se revisó.", by=ana, now=NOW)
    refused("UPDATE cases_case SET status = 'open' WHERE id = %s", case.pk)
    refused(
        "UPDATE cases_case SET status = 'open', closed_at = NULL, closed_by_id = NULL, close_reason = '' WHERE id = %s",
        case.pk,
    )


def test_a_closed_case_names_who_when_and_why(case, ana):
    actions.discharge(clock=live(case)["prosecutor_informed"], reason="No procede.", by=ana, now=NOW)
    actions.close(case=case, reason="not_illegal", note="Se revisó.", by=ana, now=NOW)
    for column in ("closed_by_id = NULL", "closed_at = NULL", "close_reason = ''"):
        refused(f"UPDATE cases_case SET {column} WHERE id = %s", case.pk)  # noqa: S608


def test_one_rule_runs_once_for_one_thing(case):
    statement, values = copied("cases_clock", case.next_clock_id, id=uuid7())
    refused(statement, *values)


def test_a_case_is_not_its_own_parent_and_has_a_tier(case):
    refused("UPDATE cases_case SET parent_id = id WHERE id = %s", case.pk)
    refused("UPDATE cases_case SET tier = 5 WHERE id = %s", case.pk)
    refused("UPDATE cases_case SET tier = 0 WHERE id = %s", case.pk)


def test_an_alert_is_not_taken_out_of_its_case(case, ana):
    alert = Alert.objects.create(
        sender="NCMEC", report_id="1", case=case, disposition="opened", tier=3, rank=3, received_at=NOW
    )
    refused("UPDATE alerts_alert SET case_id = NULL WHERE id = %s", alert.pk)
    refused("UPDATE alerts_alert SET case_id = %s WHERE id = %s", uuid7(), alert.pk)
    refused("DELETE FROM cases_case WHERE id = %s", case.pk)


def test_what_happened_is_neither_changed_nor_removed(case):
    refused("UPDATE cases_event SET kind = 'note.added' WHERE case_id = %s", case.pk)
    refused("DELETE FROM cases_event WHERE case_id = %s", case.pk)
