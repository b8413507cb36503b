"""Many rows into one table, or changed in it, as fast as the engine takes them.

PostgreSQL gets COPY and one UPDATE from arrays, SQLite one prepared statement. Both write the same rows (a test compares them);
no signal is sent and no ``save`` is called, so only models without either come here.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, models


def insert(rows: Sequence[models.Model]) -> None:
    """Insert unsaved rows of one model; a row without primary key gets it from the database."""
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = [f for f in meta.concrete_fields if not (f.primary_key and getattr(rows[0], f.attname) is None)]
    columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    table = connection.ops.quote_name(meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
                names = [f.attname for f in fields]
                for row in rows:
                    copy.write_row([getattr(row, name) for name in names])
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", _prepared(rows, fields))  # noqa: S608


def _prepared(rows: Sequence[models.Model], fields: Sequence[Any]) -> Iterator[list[Any]]:
    pairs = [(f.attname, f.get_db_prep_save) for f in fields]
    for row in rows:
        yield [prep(getattr(row, name), connection) for name, prep in pairs]


def update(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the named fields of saved rows of one model, found by primary key."""
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = [meta.get_field(name) for name in names]
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
            cursor.executemany(
                f'UPDATE {table} SET {sets} WHERE "{key.column}" = %s',  # noqa: S608
                _prepared(rows, [*fields, key]),
            )
