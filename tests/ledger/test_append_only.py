"""The database itself refuses to change or remove what was written."""

import uuid

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from tampering import GUARDED, NOON, sql, write

from hilo.ledger.append_only import AppendOnly, guarded_tables
from hilo.ledger.checkpoint import make

pytestmark = pytest.mark.django_db

COLUMN = {"ledger_entry": "kind", "ledger_checkpoint": "root", "ledger_checkpointleaf": "head"}


@pytest.fixture
def _a_ledger():
    write(uuid.uuid4(), 2)
    make(NOON)
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.usefixtures("_a_ledger")
@pytest.mark.parametrize("table", GUARDED)
def test_no_row_of_the_ledger_can_be_updated(table):
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        sql(f"UPDATE {table} SET {COLUMN[table]} = {COLUMN[table]}")  # noqa: S608


@pytest.mark.usefixtures("_a_ledger")
@pytest.mark.parametrize("table", GUARDED)
def test_no_row_of_the_ledger_can_be_deleted(table):
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        sql(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.usefixtures("_a_ledger")
@pytest.mark.parametrize("table", GUARDED)
def test_no_table_of_the_ledger_can_be_truncated(table):
    if connection.vendor != "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(f"TRUNCATE {table}")  # SQLite knows no such statement
        return
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        sql(f"TRUNCATE {table} CASCADE")


@pytest.mark.usefixtures("_a_ledger")
@pytest.mark.postgresql_only
def test_playing_a_replica_does_not_get_round_the_guard_on_postgresql():
    sql("SET LOCAL session_replication_role = replica")
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        sql("DELETE FROM ledger_entry")


@pytest.mark.usefixtures("_a_ledger")
@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.sqlite_only
def test_replacing_a_row_by_inserting_it_again_is_refused_on_sqlite(table):
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608


def test_every_table_declared_append_only_is_guarded():
    ours = [model for model in apps.get_models() if model.__module__.startswith("hilo.")]
    declared = {model._meta.db_table for model in ours if getattr(model, "append_only", False)}
    assert set(GUARDED) <= declared
    assert declared - guarded_tables(connection) == set()


def test_a_guard_that_was_taken_off_or_weakened_is_noticed_and_can_be_put_back():
    operation, editor = AppendOnly("ledger_entry"), connection.SchemaEditorClass(connection)
    operation.database_backwards("ledger", editor, None, None)
    assert "ledger_entry" not in guarded_tables(connection)
    operation.database_forwards("ledger", editor, None, None)
    assert "ledger_entry" in guarded_tables(connection)
    on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER ledger_entry_no_delete{on}")
    assert "ledger_entry" not in guarded_tables(connection)
    if connection.vendor == "postgresql":
        sql("ALTER TABLE ledger_checkpoint DISABLE TRIGGER ledger_checkpoint_no_update")
    else:
        sql("DROP TRIGGER ledger_checkpoint_no_update")
        sql("CREATE TRIGGER ledger_checkpoint_no_update BEFORE UPDATE ON ledger_checkpoint BEGIN SELECT 1; END")
    assert "ledger_checkpoint" not in guarded_tables(connection)
