"""Import of alerts, measured against a floor in the same run: parse and write the same rows, no logic.

The rows of the floor are those that the product left in the database, so the two always write the
same, whatever the schema becomes. They are read before the clock starts and written, with the same
columns and indexes but without triggers, to a scratch place that is dropped afterwards.
"""

import os
import platform
import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.generate import compose
from bench.generate_write import Document
from hilo.alerts.draft import AlertDraft, Malformed
from hilo.alerts.formats import parse

PARTS = re.compile(r"^(alerts|cases|linkage|ledger)_\w+$")
SCRATCH = "bench_floor"

Product = Callable[[Any], None]
LayOut = Callable[[list[Document]], AbstractContextManager[Any]]
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]  # table -> columns, rows
Write = Callable[[Rows], None]


def run(
    count: int, *, database_url: str, product: Product, lay_out: LayOut = nullcontext, seed: int = 7
) -> dict[str, Any]:
    """Generate ``count`` reports, let ``product`` import them into the empty database, then the floor.

    ``lay_out`` puts the documents where ``product`` reads them, before the clock starts. Answers
    ``{"name", "figures", "floor", "ratio", "machine"}``; rates in reports per second.
    """
    documents, truth = compose(count, seed=seed)
    with lay_out(documents) as place:
        started = time.perf_counter()
        product(place)
        seconds = time.perf_counter() - started
    rate = len(truth.items) / seconds
    least = floor(documents, database_url)
    return {
        "name": "alerts",
        "figures": {"reports": len(truth.items), "seconds": seconds, "reports_per_second": rate},
        "floor": {"reports_per_second": least},
        "ratio": {"reports_per_second": rate / least},
        "machine": machine(),
    }


def floor(items: Iterable[Document], database_url: str) -> float:
    """Reports per second of parsing ``items`` and writing the rows their import left in the database.

    COPY on PostgreSQL, ``executemany`` on SQLite, one transaction. Raises ValueError when no report
    is among the items or the database holds no row of the parts that an import writes.
    """
    postgres = database_url.startswith(("postgres://", "postgresql://"))
    with _postgres(database_url) if postgres else _sqlite(database_url) as (rows, write):
        if not any(found for _, found in rows.values()):
            raise ValueError("La base no tiene filas de alertas: importe primero las mismas alertas.")
        started = time.perf_counter()
        reports = sum(_reports(item) for item in items)
        write(rows)
        seconds = time.perf_counter() - started
    if not reports:
        raise ValueError("No hay ningún reporte entre los documentos.")
    return reports / seconds


def machine() -> str:
    """What the figures were measured on, in a few words."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPU, Python {platform.python_version()}"


def _reports(item: Document) -> int:
    try:
        return sum(isinstance(draft, AlertDraft) for draft in parse(item.data, name=item.name))
    except Malformed:
        return 0


@contextmanager
def _postgres(url: str) -> Iterator[tuple[Rows, Write]]:
    import psycopg
    from psycopg import sql

    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        tables = sorted(name for (name,) in found if PARTS.match(name))
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCRATCH)))
        rows: Rows = {}
        for table in tables:
            there, here = sql.Identifier(SCRATCH, table), sql.Identifier("public", table)
            like = sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING INDEXES INCLUDING CONSTRAINTS)")
            connection.execute(like.format(there, here))
            cursor = connection.execute(sql.SQL("SELECT * FROM {}").format(here))
            rows[table] = ([column.name for column in cursor.description or ()], cursor.fetchall())

        def write(rows: Rows) -> None:
            with connection.cursor() as cursor:
                for table, (_, lines) in rows.items():
                    target = sql.Identifier(SCRATCH, table)
                    with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(target)) as copy:
                        for line in lines:
                            copy.write_row(line)
            connection.commit()

        connection.commit()
        try:
            yield rows, write
        finally:
            connection.rollback()
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(SCRATCH)))
            connection.commit()


@contextmanager
def _sqlite(url: str) -> Iterator[tuple[Rows, Write]]:
    path = Path(url.removeprefix("sqlite:///"))
    with TemporaryDirectory(dir=path.parent) as folder:
        source, target = sqlite3.connect(path), sqlite3.connect(Path(folder) / "floor.sqlite3")
        try:
            target.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
            rows = _tables(source, target)

            def write(rows: Rows) -> None:
                for table, (columns, lines) in rows.items():
                    marks = ", ".join("?" * len(columns))
                    target.executemany(f'INSERT INTO "{table}" VALUES ({marks})', lines)  # noqa: S608
                target.commit()

            yield rows, write
        finally:
            source.close()
            target.close()


def _tables(source: sqlite3.Connection, target: sqlite3.Connection) -> Rows:
    """Make the same tables and indexes in ``target``; the rows as they stand in ``source``."""
    rows: Rows = {}
    shapes = source.execute("SELECT tbl_name, type, sql FROM sqlite_master WHERE type IN ('table', 'index')")
    for table, kind, shape in sorted(shapes.fetchall(), key=lambda row: row[1], reverse=True):
        if not PARTS.match(table) or not shape:
            continue
        target.execute(shape)
        if kind == "table":
            cursor = source.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows[table] = ([column[0] for column in cursor.description], cursor.fetchall())
    return rows
