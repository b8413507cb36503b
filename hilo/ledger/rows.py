"""Ledger rows as the database itself holds them, past the ORM.

Written in one statement whatever their number. Read strictly: Django is kind to what it reads (``a``
or ``A`` in a UUID, a space or a ``T`` in a date, on SQLite), and a verifier must not be. A value that
is not exactly as it would have been written comes back as None.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

from hilo.ledger.encoding import microseconds

FETCH = 2000
_POSTGRESQL = {
    "UUIDField": "uuid_send({})",
    "CharField": "convert_to({}, 'UTF8')",
    # out of the years that Python knows: no date that was ever written
    "DateTimeField": "CASE WHEN {0} >= '0001-01-02' AND {0} < '9999-12-31'"
    " THEN (extract(epoch FROM {0}) * 1000000)::bigint END",
}
_SQLITE = dict.fromkeys(("UUIDField", "CharField", "DateTimeField"), "CAST({} AS BLOB)")


def insert(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, tail: str = ""
) -> None:
    """Insert ``rows`` (values in the order of ``columns``) with one executemany. ``tail``: ON CONFLICT…"""
    places = ", ".join(["%s"] * len(columns))
    sql = f'INSERT INTO "{model._meta.db_table}" ({_names(columns)}) VALUES ({places}) {tail}'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, [[_written(value) for value in row] for row in rows])


def upsert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """:func:`insert`, or change the row that has the same first column."""
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in columns[1:])
    insert(model, columns, rows, tail=f'ON CONFLICT ("{columns[0]}") DO UPDATE SET {changes}')


def selected(model: type[Model], columns: Sequence[str], alias: str) -> str:
    """The SELECT list that :func:`strict` understands, for a table known as ``alias``."""
    dialect = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    fields = [_field(model, name) for name in columns]
    return ", ".join(dialect.get(_kind(field), "{}").format(f'{alias}."{field.column}"') for field in fields)


def stream(sql: str, params: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """Rows of a query as the driver gives them; memory flat on both engines."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while batch := cursor.fetchmany(FETCH):
            yield from batch


def uuid_bytes(value: Any) -> bytes | None:
    """16 bytes of a UUID column of :func:`selected`, or None when it is not written as one."""
    if connection.vendor == "postgresql":
        return value if isinstance(value, bytes) else None
    try:
        plain = bytes.fromhex(value.decode("ascii"))
    except (ValueError, AttributeError):
        return None
    return plain if len(plain) == 16 and plain.hex().encode() == value else None


def moment(value: Any) -> int | None:
    """Microseconds since 1970 of a date column of :func:`selected`, or None."""
    if connection.vendor == "postgresql":
        return value if isinstance(value, int) else None
    try:
        at = datetime.fromisoformat(value.decode("ascii"))
    except (ValueError, AttributeError):
        return None
    if at.tzinfo or str(at).encode() != value:
        return None
    return microseconds(at.replace(tzinfo=UTC))


def uuid_param(value: UUID) -> Any:
    """A UUID as a parameter of raw SQL."""
    return _written(value)


def _written(value: Any) -> Any:
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    return next(field for field in model._meta.concrete_fields if name in (field.name, field.column))


def _kind(field: "Field[Any, Any]") -> str:
    return field.get_internal_type()
