"""``hilo backup``: database and keys of one moment in one sealed file, taken while people work.

The file is a sealed file (``hilo.lib.sealed_file``) under the backup key. Inside is a compressed text: the first
line says what follows (engine, versions, migrations, keys, and for each table its columns and how many rows), then
come the rows, a line of JSON each, in the order of the tables. The outer keys of reports are not in it: they go to a
file of their own (:mod:`hilo.web.backup_report_keys`).
"""

import json
import os
import secrets
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection

from hilo import __version__
from hilo.door.sealing import key_store
from hilo.lib.errors import BadInput
from hilo.lib.keys import BACKUP, KeyRing, key_id
from hilo.lib.sealed_file import Sealer
from hilo.web import backup_report_keys as report_keys_copy
from hilo.web import marks
from hilo.web.backup_snapshot import Snapshot, Table, as_line, snapshot, tables

FORMAT = 1
STEP = 1000

Progress = Callable[[int], object]
Said = Callable[[int], Progress]  # told how many rows there are, gives what to tell of those that are done


def backup(
    path: Path, *, now: datetime, report_keys: bool = True, say: Said = lambda _total: lambda _done: None
) -> dict[str, Any]:
    """Write a new file, and beside it the outer keys of reports unless ``report_keys`` is False.

    Returns ``file``, ``tables``, ``rows``, ``bytes``, ``sha256``, ``report_keys_file`` (None without) and
    ``report_keys``, how many. Cut short it leaves nothing under that name. Raises BadInput when a file exists, its
    folder does not, the backup key was never made, or the store of outer keys cannot be opened.
    """
    key, beside = _key(), report_keys_copy.beside(path) if report_keys else None
    for taken in (path, beside):
        if taken and taken.exists():
            raise BadInput(f"Ya existe «{taken}»: un respaldo no se escribe encima de otro. Elija otro nombre.")
    if beside:
        key_store().prepare()
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            written = _write(file, key, now, say)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError as wrong:
        raise BadInput(f"No se puede escribir «{path}»: {wrong.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
    # after the database: the key of every report that is in the first file is then in the second
    copied = report_keys_copy.write(beside, key, now) if beside else 0
    for mark in (marks.BACKED_UP, *([marks.REPORT_KEYS_COPIED] if beside else [])):
        marks.note(mark, now)
    return {
        "file": str(path),
        **written,
        "report_keys_file": str(beside) if beside else None,
        "report_keys": copied,
    }


def _key() -> bytes:
    ring: KeyRing | None = settings.HILO_KEYS
    if ring is None or ring.backup is None:
        raise BadInput("Falta la llave de los respaldos. Ejecute «hilo init» y guárdela con «hilo keys show-backup».")
    return ring.backup


def _write(file: IO[bytes], key: bytes, now: datetime, say: Said) -> dict[str, Any]:
    header = {
        "format": FORMAT,
        "hilo": __version__,
        "at": now.astimezone(UTC).isoformat(),
        "key": key_id(BACKUP, key),
        "salt": secrets.token_hex(32),
    }
    sealer, packer = Sealer(file, key, header), zlib.compressobj(1)
    with snapshot() as moment:
        found = [Table(t.name, t.columns, t.kinds, moment.count(t.name)) for t in tables()]
        total = sum(table.rows for table in found)
        done = say(total)
        sealer.write(packer.compress(json.dumps(_manifest(moment, found, now)).encode() + b"\n"))
        for table in found:
            waiting = 0
            for row in moment.rows(table):
                sealer.write(packer.compress(as_line(row)))
                waiting += 1
                if waiting == STEP:
                    done(waiting)
                    waiting = 0
            done(waiting)
    sealer.write(packer.flush())
    digest = sealer.finish()
    return {"tables": len(found), "rows": total, "bytes": sealer.size, "sha256": digest}


def _manifest(moment: Snapshot, found: list[Table], now: datetime) -> dict[str, Any]:
    return {
        "engine": connection.vendor,
        "hilo": __version__,
        "at": now.astimezone(UTC).isoformat(),
        "migrations": moment.migrations(),
        "sequences": moment.sequences(),
        "tables": [{"name": t.name, "columns": t.columns, "kinds": t.kinds, "rows": t.rows} for t in found],
        # read after the moment was fixed: a key exchanged before it is among them, and the one before too
        "keys": _keys(settings.HILO_HOME / "keys"),
    }


def _keys(folder: Path) -> list[dict[str, Any]]:
    return [
        {"path": str(path.relative_to(folder)), "text": path.read_text(), "made": path.stat().st_mtime}
        for path in sorted(folder.rglob("*.key"))
    ]
