"""Ledger rows as the database itself holds them, past the ORM.

Written in one statement whatever their number. Read strictly: Django is kind to what it reads (``a``
or ``A`` in a UUID, a space or a ``T`` in a date, on SQLite), and a verifier must not be. A value that
is not exactly as it would have been written comes back as None.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

from hilo.ledger.encoding import microseconds

FETCH = 2000
_POSTGRESQL = {
    "UUIDField": "uuid_send({})",
    "CharField": "convert_to({}, 'UTF8')",
    # outside the years that Python knows: no date that was ever written
    "DateTimeField": "CASE WHEN {0} >= '0001-01-02' AND {0} < '9999-12-31'"
    " THEN (extract(epoch FROM {0}) * 1000000)::bigint END",
}
_SQLITE = dict.fromkeys(("UUIDField", "CharField", "DateTimeField"), "CAST({} AS BLOB)")


class Reading(NamedTuple):
    """How the values of :func:`selected` are read on the engine in use."""

    uuid: Callable[[Any], bytes | None]
    """16 bytes of a UUID, or None."""
    moment: Callable[[Any], int | None]
    """Microseconds since 1970 of a date, or None."""


def insert(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, tail: str = "") -> None:
    """Insert ``rows``, at least one, with values in the order of ``columns``. ``tail``: ON CONFLICT…"""
    into = f'INSERT INTO "{model._meta.db_table}" ({_names(columns)})'
    fields = [_field(model, name) for name in columns]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # unnest takes half the time of executemany, and unlike COPY it can have ON CONFLICT
            arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
            values = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"{into} SELECT * FROM unnest({arrays}) {tail}", values)  # noqa: S608
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"{into} VALUES ({places}) {tail}", [[param(v) for v in row] for row in rows])


def upsert(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """:func:`insert`, or change the row that has the same first column."""
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in columns[1:])
    insert(model, columns, rows, tail=f'ON CONFLICT ("{columns[0]}") DO UPDATE SET {changes}')


def selected(model: type[Model], columns: Iterable[str], alias: str) -> str:
    """The SELECT list that :class:`Reading` understands, for a table known as ``alias``."""
    dialect = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    fields = [_field(model, name) for name in columns]
    kinds = [dialect.get(field.get_internal_type(), "{}") for field in fields]
    return ", ".join(kind.format(f'{alias}."{field.column}"') for kind, field in zip(kinds, fields, strict=True))


def stream(sql: str, params: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """Rows of a query as the driver gives them; memory flat on both engines."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while batch := cursor.fetchmany(FETCH):
            yield from batch


def reading() -> Reading:
    """The reading of the engine in use."""
    if connection.vendor == "postgresql":
        return Reading(uuid=lambda value: value, moment=lambda value: value)
    return Reading(uuid=_uuid_of_text, moment=_moment_of_text)


def param(value: Any) -> Any:
    """A value as a parameter of raw SQL on the engine in use."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _uuid_of_text(value: Any) -> bytes | None:
    try:
        plain = bytes.fromhex(value.decode("ascii"))
    except (ValueError, AttributeError):
        return None
    return plain if len(plain) == 16 and plain.hex().encode() == value else None


def _moment_of_text(value: Any) -> int | None:
    try:
        at = datetime.fromisoformat(value.decode("ascii"))
    except (ValueError, AttributeError):
        return None
    return microseconds(at.replace(tzinfo=UTC)) if str(at).encode() == value and not at.tzinfo else None


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    return next(field for field in model._meta.concrete_fields if name in (field.name, field.column))
