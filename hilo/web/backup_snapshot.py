"""The database as it stands at one moment, read table by table while people work.

Rows come in the form that SQLite keeps: ids as 32 hexadecimal signs, moments as text in UTC, yes and no as 1 and 0.
Both engines load that form, so a backup of one can be restored into the other. Only bytes need a mark of their own:
a list with their base64.
"""

import base64
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address
from typing import Any, Protocol
from uuid import UUID

from django.apps import apps
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

FETCH = 1000


@dataclass(frozen=True)
class Table:
    """A table with its columns and their kinds (Django's names, such as ``UUIDField``)."""

    name: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: int = 0


class Snapshot(Protocol):
    """One moment of the database."""

    def count(self, table: str) -> int:
        """How many rows."""
        ...

    def rows(self, table: Table) -> Iterator[Sequence[Any]]:
        """All rows, memory flat."""
        ...

    def migrations(self) -> list[tuple[str, str]]:
        """(app, name) of what was applied."""
        ...

    def sequences(self) -> dict[str, int]:
        """The last number given out for each table that numbers its rows."""
        ...


def tables() -> list[Table]:
    """Every table of every model there is, those between two models included."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy:
            fields = [(f.column, f) for f in meta.local_concrete_fields if not getattr(f, "generated", False)]
            columns = {column: field.get_internal_type() for column, field in fields if column}
            found.append(Table(meta.db_table, tuple(columns), tuple(columns.values())))
    return found


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """The configured database at this moment, on a connection of its own."""
    if connection.vendor == "postgresql":
        with _postgresql() as found:
            yield found
        return
    own = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    try:
        own.execute("PRAGMA query_only = ON")
        own.execute("BEGIN")
        yield _Sqlite(own)
    finally:
        own.close()


def as_line(row: Sequence[Any]) -> bytes:
    """A row as one line of JSON."""
    return _ENCODER.encode(row).encode() + b"\n"


class _Sqlite:
    def __init__(self, own: sqlite3.Connection) -> None:
        self.own = own
        own.execute("SELECT 1 FROM sqlite_master").fetchone()  # the moment is that of the first read

    def count(self, table: str) -> int:
        return int(self.own.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608

    def rows(self, table: Table) -> Iterator[Sequence[Any]]:
        return self.own.execute(_select(table))

    def migrations(self) -> list[tuple[str, str]]:
        return list(self.own.execute("SELECT app, name FROM django_migrations ORDER BY id"))

    def sequences(self) -> dict[str, int]:
        known = {table.name for table in tables()}
        return {name: last for name, last in self.own.execute("SELECT name, seq FROM sqlite_sequence") if name in known}


class _Postgresql:
    def __init__(self, own: Any) -> None:
        self.own = own

    def count(self, table: str) -> int:
        return int(self._all(f'SELECT count(*) FROM "{table}"')[0][0])  # noqa: S608

    def rows(self, table: Table) -> Iterator[Sequence[Any]]:
        with self.own.chunked_cursor() as cursor:
            cursor.itersize = FETCH
            cursor.execute(_select(table))
            while batch := cursor.fetchmany(FETCH):
                yield from batch

    def migrations(self) -> list[tuple[str, str]]:
        return self._all("SELECT app, name FROM django_migrations ORDER BY id")

    def sequences(self) -> dict[str, int]:
        return dict(
            self._all(
                "SELECT t.relname, s.last_value FROM pg_sequences s "
                "JOIN pg_class q ON q.relname = s.sequencename AND q.relkind = 'S' AND pg_table_is_visible(q.oid) "
                "JOIN pg_depend d ON d.objid = q.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0 "
                "JOIN pg_class t ON t.oid = d.refobjid WHERE s.schemaname = current_schema() "
                "AND s.last_value IS NOT NULL AND t.relname = ANY(%s)",
                [[table.name for table in tables()]],
            )
        )

    def _all(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self.own.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())


@contextmanager
def _postgresql() -> Iterator[Snapshot]:
    own = connections.create_connection("default")
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield _Postgresql(own)
    finally:
        own.close()


def _select(table: Table) -> str:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    return f'SELECT {columns} FROM "{table.name}"'  # noqa: S608 - names of our own models


def _plain(value: Any) -> Any:
    """What JSON does not know, in the form that SQLite keeps."""
    if isinstance(value, bytes | memoryview):
        return [base64.b64encode(value).decode()]
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    if isinstance(value, date | time | Decimal | IPv4Address | IPv6Address):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in a backup")


_ENCODER = json.JSONEncoder(separators=(",", ":"), default=_plain)
MIGRATIONS = MigrationRecorder.Migration._meta.db_table
