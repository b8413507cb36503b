"""Many rows into one table, or changed in it, as fast as the engine takes them.

PostgreSQL gets COPY and one UPDATE from arrays, SQLite one prepared statement. Both write the same rows
(a test compares them); no signal is sent and no ``save`` is called, so only models without either come
here. What the database refuses is raised as Django's own errors.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=models.Model)


def made(model: type[Row], **columns: Any) -> Row:
    """A row that is not saved yet, without the cost of Django's constructor.

    ``columns`` by the name of the attribute (``case_id``, not ``case``); the others get their defaults.
    """
    row = model.__new__(model)
    values, makers = _defaults(model)
    row.__dict__.update(values)
    row.__dict__.update(columns)
    for name, make in makers:
        if name not in columns:
            row.__dict__[name] = make()
    row._state = ModelState()
    return row


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """The values that rows of a model begin with, and what makes those that differ from row to row."""
    fields = model._meta.concrete_fields
    makers = [(f.attname, f.default) for f in fields if f.has_default() and callable(f.default)]
    made_anew = dict(makers)
    return {f.attname: f.get_default() for f in fields if f.attname not in made_anew}, makers


def insert(rows: Sequence[models.Model]) -> None:
    """Insert unsaved rows of one model; a row without primary key gets it from the database."""
    if rows:
        fields = type(rows[0])._meta.concrete_fields
        names = [f.attname for f in fields if not (f.primary_key and getattr(rows[0], f.attname) is None)]
        insert_values(type(rows[0]), names, map(attrgetter(*names), rows))


def insert_values(model: type[models.Model], names: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    """The same from bare values, in the order of ``names`` (two or more attributes)."""
    fields = [_field(model, name) for name in names]
    columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types([_type_name(f) for f in fields])
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(_prepared(values)))  # noqa: S608


def update(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the named fields of saved rows of one model, found by primary key."""
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = [_field(type(rows[0]), name) for name in names]
    table, key = connection.ops.quote_name(meta.db_table), meta.pk
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sets = ", ".join(f'"{f.column}" = new."{f.column}"' for f in fields)
            listed = ", ".join(f'"{f.column}"' for f in [key, *fields])
            arrays = ", ".join(f"%s::{f.db_type(connection)}[]" for f in [key, *fields])
            columns = [[getattr(row, f.attname) for row in rows] for f in [key, *fields]]
            cursor.execute(
                f'UPDATE {table} SET {sets} FROM unnest({arrays}) AS new ({listed}) WHERE {table}."{key.column}"'  # noqa: S608
                f' = new."{key.column}"',
                columns,
            )
        else:
            sets = ", ".join(f'"{f.column}" = %s' for f in fields)
            wanted = attrgetter(*(f.attname for f in [*fields, key]))
            cursor.executemany(
                f'UPDATE {table} SET {sets} WHERE "{key.column}" = %s',  # noqa: S608
                list(_prepared(map(wanted, rows))),
            )


def _prepared(rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """Values as SQLite keeps them. Most moments are the same few, so their text is remembered."""
    moments: dict[datetime, Any] = {}
    adapt = connection.ops.adapt_datetimefield_value
    for row in rows:
        values = list(row)
        for place, value in enumerate(values):
            kind = type(value)
            if kind is UUID:
                values[place] = value.hex
            elif kind is datetime:
                if value not in moments:
                    moments[value] = adapt(value)
                values[place] = moments[value]
        yield values


_TYPE_NAMES = {"timestamp with time zone": "timestamptz", "double precision": "float8"}


def _type_name(field: Any) -> str:
    """The name by which psycopg knows a column's type: PostgreSQL converts nothing that comes in binary."""
    told: str = field.db_type(connection)
    return _TYPE_NAMES.get(told, told.split("(", maxsplit=1)[0])


def _field(model: type[models.Model], name: str) -> Any:
    return next(f for f in model._meta.concrete_fields if name in (f.attname, f.name))
