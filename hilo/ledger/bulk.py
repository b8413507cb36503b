"""Many rows into one table, as fast as the engine takes them.

PostgreSQL gets COPY, SQLite one prepared statement. Both write the same rows (a test compares them);
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
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", _prepared(rows, fields))


def _prepared(rows: Sequence[models.Model], fields: Sequence[Any]) -> Iterator[list[Any]]:
    pairs = [(f.attname, f.get_db_prep_save) for f in fields]
    for row in rows:
        yield [prep(getattr(row, name), connection) for name, prep in pairs]
