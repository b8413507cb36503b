"""Append-only enforced by the database: UPDATE, DELETE and TRUNCATE raise, on SQLite and PostgreSQL.

On SQLite Django rebuilds a table for most later changes, and the rebuilt table has no triggers. So
:class:`AppendOnly` is the last operation of *every* migration that touches such a table.

Who owns the database can drop the triggers. They stop mistakes and the application's own account;
that such a change is seen nevertheless is what the chains and ``hilo ledger verify`` are for. Not
stopped either, on SQLite without ``PRAGMA recursive_triggers``: ``INSERT OR REPLACE``.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_EVENTS = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}

# ERRCODE makes it an IntegrityError for Django, as RAISE(ABORT) is on SQLite.
_FUNCTION = """
CREATE OR REPLACE FUNCTION hilo_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append_only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


class AppendOnly(Operation):
    """Migration operation: from here on, rows of ``table`` can be added and never changed or removed."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing that Django models know changes."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_FUNCTION, params=None)
        for statement in _create(self.table, schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for statement in drop_statements(self.table, schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Make {self.table} append-only"

    @property
    def migration_name_fragment(self) -> str:
        return f"append_only_{self.table}"


def drop_statements(table: str, vendor: str) -> list[str]:
    """The SQL that takes the guard off; the shared function on PostgreSQL stays."""
    on = f' ON "{table}"' if vendor == "postgresql" else ""
    return [f'DROP TRIGGER IF EXISTS "{_name(table, event)}"{on}' for event in _EVENTS[vendor]]


def guarded_tables(connection: BaseDatabaseWrapper) -> set[str]:
    """Tables that have all their triggers, enabled and as :class:`AppendOnly` makes them."""
    read = _guards_postgresql if connection.vendor == "postgresql" else _guards_sqlite
    found = read(connection)
    wanted = _EVENTS[connection.vendor]
    return {table for table, _ in found if all((table, _name(table, event)) in found for event in wanted)}


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"


def _create(table: str, vendor: str) -> list[str]:
    make = _create_postgresql if vendor == "postgresql" else _create_sqlite
    return [statement for event in _EVENTS[vendor] for statement in make(table, event)]


def _create_sqlite(table: str, event: str) -> list[str]:
    return [
        f'CREATE TRIGGER "{_name(table, event)}" BEFORE {event} ON "{table}" BEGIN '
        f"SELECT RAISE(ABORT, 'append_only: {event} on {table} refused'); END"
    ]


def _create_postgresql(table: str, event: str) -> list[str]:
    name = _name(table, event)
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    return [
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH {each} EXECUTE FUNCTION hilo_append_only()',
        # ALWAYS: not even a session that plays a replica gets round it
        f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"',
    ]


def _guards_sqlite(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {(table, name) for table, name, sql in cursor.fetchall() if sql in _create(table, "sqlite")}


def _guards_postgresql(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE p.proname = 'hilo_append_only' AND t.tgenabled = 'A' "
            "AND pg_table_is_visible(c.oid)"
        )
        return set(cursor.fetchall())
