"""``hilo restore``: a backup becomes the database and the keys of this deployment, whole or not at all.

The whole file is checked first. The database is then built aside, with every guard on (guards refuse changes, and
take valid rows in any order), checked against the counts of the backup, and put in place together with the keys.
While the two change places a mark stands in HILO_HOME that keeps everything else from starting.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from hilo.lib.errors import BadInput
from hilo.lib.keys import KeyRing
from hilo.web import backup_report_keys as report_keys_copy
from hilo.web.backup_reading import Manifest, check_key, check_whole, read
from hilo.web.backup_snapshot import Table, tables
from hilo.web.ready import UNFINISHED
from hilo.web.restore_place import is_empty, new_database

AT_ONCE = 1000
Progress = Callable[[int], object]


def _quiet(_done: int) -> None:
    """No progress is shown."""


def restore(
    path: Path,
    key: bytes,
    *,
    report_keys: Path | None = None,
    replace: bool = False,
    checked: Progress = lambda _: None,
    loaded: Progress = lambda _: None,
) -> dict[str, Any]:
    """Put a backup in place. Returns ``file``, ``at``, ``tables``, ``rows``, ``engine``, ``ledger_ok``, ``keys_moved``,
    ``report_keys`` (outer keys that came back) and ``reports_without_key``.

    The store of outer keys stays as it is; only ``report_keys``, a copy of it, adds to it, never what was destroyed.
    ``ledger_ok`` is False for a record that did not verify when the backup was taken either: it is restored as it
    was. Raises BadInput, and changes nothing, for a wrong key, a file that does not open whole, a newer Hilo, a
    database in use or with something in it (unless ``replace``), or rows that it does not take.
    """
    check_key(path, key)
    check_whole(path, key, checked)
    copy = report_keys_copy.read(report_keys, key) if report_keys else None
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if not replace and not is_empty():
        raise BadInput("La base de datos ya tiene algo. Para perderlo y poner el respaldo, use --replace.")
    manifest, content = read(path, key)
    fresh = _put_keys_aside(manifest)
    mark = settings.HILO_HOME / UNFINISHED
    try:
        with new_database():
            _fill(manifest, content, loaded)
            ledger_ok = _verified(fresh)
            mark.write_text(f"{path.name}\n")
    except BaseException:
        mark.unlink(missing_ok=True)  # the database did not change places
        _remove_folder(fresh)
        raise
    moved = _swap_keys(fresh)
    came_back = report_keys_copy.take_back(copy) if copy else 0
    mark.unlink()
    _forget()
    told = {"file": str(path), "at": manifest.at, "tables": len(manifest.tables), "rows": manifest.rows}
    told |= {"report_keys": came_back, "reports_without_key": report_keys_copy.without_key()}
    return told | {"engine": connection.vendor, "ledger_ok": ledger_ok, "keys_moved": moved}


def _fill(manifest: Manifest, content: Iterator[tuple[Table, Iterator[list[Any]]]], loaded: Progress) -> None:
    _migrate_to(manifest.migrations)
    try:
        with transaction.atomic(), connection.wrap_database_errors:
            if connection.vendor == "postgresql":  # a migration in this transaction may have made them immediate
                connection.cursor().execute("SET CONSTRAINTS ALL DEFERRED")
            for table, rows in content:
                _load(table, rows, loaded)
            connection.check_constraints()
    except (IntegrityError, DataError) as wrong:
        said = str(wrong).splitlines()[0]
        raise BadInput(f"La base de datos no admite lo que trae el respaldo, y no se restauró nada: {said}") from None
    _count(manifest)
    call_command("migrate", verbosity=0, interactive=False)
    _number_on(manifest.sequences)
    Session.objects.all().delete()  # one that was ended since the backup must not open again


def _migrate_to(applied: list[tuple[str, str]]) -> None:
    """The tables as they were, so that rows of an older Hilo fit; what came later is applied after they are in."""
    executor = MigrationExecutor(connection)
    graph, known = executor.loader.graph, set(applied)
    if unknown := known - set(graph.nodes) - set(executor.loader.replacements):
        raise BadInput(f"El respaldo es de un Hilo más nuevo ({'.'.join(min(unknown))}): actualice Hilo primero.")
    known &= set(graph.nodes)
    inner = {parent.key for key in known for parent in graph.node_map[key].parents if parent.key[0] == key[0]}
    executor.migrate(sorted(known - inner))


def _load(table: Table, rows: Iterator[list[Any]], loaded: Progress) -> None:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 - what a migration wrote comes in the backup too
        while some := list(islice(rows, AT_ONCE)):
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
                    for row in some:
                        copy.write_row(_for_postgresql(table, row))
            else:
                marks = ", ".join(["%s"] * len(table.columns))
                cursor.executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', some)  # noqa: S608
            loaded(len(some))


def _for_postgresql(table: Table, row: list[Any]) -> list[Any]:
    if "DurationField" not in table.kinds:
        return row
    kinds = zip(table.kinds, row, strict=True)
    return [f"{one} microseconds" if kind == "DurationField" and one is not None else one for kind, one in kinds]


def _count(manifest: Manifest) -> None:
    with connection.cursor() as cursor:
        for table in manifest.tables:
            cursor.execute(f'SELECT count(*) FROM "{table.name}"')  # noqa: S608
            if cursor.fetchone()[0] != table.rows:
                raise BadInput(f"La tabla {table.name} no quedó con las filas del respaldo: no se restauró nada.")


def _number_on(sequences: dict[str, int]) -> None:
    """Numbers go on after the last one given out, even where its row is gone."""
    from django.apps import apps

    with connection.cursor() as cursor:
        models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
        standing = {table.name: table.columns for table in tables()}
        for name, last in sequences.items():
            if name not in standing or last < 1:
                continue
            if connection.vendor == "postgresql":
                cursor.execute(
                    f'SELECT setval(s, greatest(%s, (SELECT coalesce(max(id), 1) FROM "{name}"))) '  # noqa: S608
                    "FROM pg_get_serial_sequence(%s, 'id') AS s WHERE s IS NOT NULL",
                    [last, f'"{name}"'],
                )
            else:
                cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [last, name])
                if not cursor.rowcount:
                    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last])


def _verified(keys: Path) -> bool:
    from hilo.cases.queries import ThreadContents
    from hilo.ledger.verify import verify

    before = settings.HILO_KEYS
    settings.HILO_KEYS = KeyRing.load(keys)
    _forget()
    try:
        return verify(source=ThreadContents()).ok
    finally:
        settings.HILO_KEYS = before


def _put_keys_aside(manifest: Manifest) -> Path:
    folder: Path = settings.HILO_HOME / "keys.restoring"
    _remove_folder(folder)
    (folder / "old").mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    for one in manifest.keys:
        path = folder / one["path"]
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(one["text"])
            file.flush()
            os.fsync(file.fileno())
        os.utime(path, (one["made"], one["made"]))
    return folder


def _swap_keys(fresh: Path) -> str:
    """Put the keys of the backup in place. Keys that stood there are never deleted: where they are kept, or ""."""
    keys: Path = settings.HILO_HOME / "keys"
    moved = ""
    if keys.exists():
        kept = settings.HILO_HOME / f"keys-before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        keys.rename(kept)
        if _contents(kept) == _contents(fresh):
            _remove_folder(kept)
        else:
            moved = str(kept)
    fresh.rename(keys)
    settings.HILO_KEYS = KeyRing.load(keys)
    settings.HILO_DOOR_KEY = settings.HILO_KEYS.door
    return moved


def _contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.key")}


def _remove_folder(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    if folder.exists():
        folder.rmdir()


def _forget() -> None:
    """What this process remembers of another database and other keys."""
    from hilo.accounts.actions import forget_desk_accounts
    from hilo.accounts.sealing import vault

    forget_desk_accounts()
    vault.cache_clear()
