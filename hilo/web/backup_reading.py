"""A backup as it is read: first the whole file is checked, then its rows are given table by table."""

import base64
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from hilo.lib.errors import BadInput
from hilo.lib.keys import BACKUP, key_id
from hilo.lib.sealed_file import opened, read_header
from hilo.web.backup import FORMAT
from hilo.web.backup_snapshot import Table

Progress = Callable[[int], object]


@dataclass(frozen=True)
class Manifest:
    """What the first line of a backup says."""

    engine: str
    hilo: str
    at: str
    migrations: list[tuple[str, str]]
    sequences: dict[str, int]
    tables: list[Table]
    keys: list[dict[str, Any]]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)


def header_of(path: Path) -> dict[str, Any]:
    """What anybody can read: ``format``, ``hilo``, ``at``, ``key``. Raises BadInput for what is no backup of ours."""
    try:
        with path.open("rb") as file:
            header = read_header(file)
    except OSError as wrong:
        raise BadInput(f"No se puede leer «{path}»: {wrong.strerror}.") from None
    if "what" in header:
        raise BadInput(f"«{path}» trae las llaves de los avisos, no la base de datos: délo con --report-keys.")
    if header.get("format") != FORMAT:
        raise BadInput(f"Este respaldo es de otra versión de Hilo ({header.get('hilo')}): restáurelo con esa versión.")
    return header


def check_key(path: Path, key: bytes) -> None:
    """Raises BadInput when the key is not the one that sealed this file."""
    if header_of(path)["key"] != key_id(BACKUP, key):
        raise BadInput("Esta llave no es la de este respaldo: no se abrió nada.")


def check_whole(path: Path, key: bytes, done: Progress) -> None:
    """Open every chunk and keep nothing. Raises BadInput when one does not open or the end is missing."""
    with path.open("rb") as file:
        for part in opened(file, key):
            done(len(part))


def read(path: Path, key: bytes) -> tuple[Manifest, Iterator[tuple[Table, Iterator[list[Any]]]]]:
    """The manifest, and then each table with its rows: to be read in that order, each to its end."""
    lines = _lines(path, key)
    told = json.loads(next(lines))
    found = [Table(t["name"], tuple(t["columns"]), tuple(t["kinds"]), t["rows"]) for t in told.pop("tables")]
    told["migrations"] = [(app, name) for app, name in told["migrations"]]
    manifest = Manifest(**told, tables=found)
    return manifest, ((table, map(_row, islice(lines, table.rows))) for table in found)


def _row(line: bytes) -> list[Any]:
    return [base64.b64decode(one[0]) if type(one) is list else one for one in json.loads(line)]


def _lines(path: Path, key: bytes) -> Iterator[bytes]:
    unpacker, rest = zlib.decompressobj(), b""
    with path.open("rb") as file:
        for part in opened(file, key):
            *whole, rest = (rest + unpacker.decompress(part)).split(b"\n")
            yield from whole
