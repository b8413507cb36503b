"""The store of outer keys: one key for each report, apart from the database, erased to destroy the report.

Every wrapping of a report's private key is sealed once more under its outer key. Erasing that key destroys the
report in every copy of the database there ever was; losing the store loses every report. So it is copied apart
from the database, and its copies live short.

The store is an SQLite file, or a table of its own database on PostgreSQL (``postgres://…``), both without Django: the
main database's transactions must not be able to undo what was put in or erased here. That a key was erased is
remembered, so that no copy of the store brings it back.
"""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from hilo.lib.errors import BadInput

KEY_BYTES = 32
_TABLES = (
    "CREATE TABLE IF NOT EXISTS outer_key (id {bytes} PRIMARY KEY, key {bytes} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS erased_key (id {bytes} PRIMARY KEY)",
)
_NEW = "INSERT INTO outer_key (id, key) VALUES (?, ?) ON CONFLICT DO NOTHING"
_ERASED = "INSERT INTO erased_key (id) VALUES (?) ON CONFLICT DO NOTHING"
_LOCK = 0x48494C4F  # any number that nobody else locks in that database
# what the door's own role may do in a store on PostgreSQL
_GRANTS = ("GRANT SELECT, INSERT ON outer_key TO {role}", "GRANT SELECT ON erased_key TO {role}")


class KeyStore:
    """``where``: the path of a file, or ``postgres://…``. Each call is its own durable transaction."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._postgres = where.startswith(("postgres://", "postgresql://"))
        self._made = False

    def make(self, pk: UUID) -> bytes:
        """A new key for ``pk``, on disk when this returns; the one there is when it was made before."""
        with closing(self._connect()) as store:
            self._run(store, _NEW, pk.bytes, os.urandom(KEY_BYTES))
            store.commit()
            return self._get(store, pk)

    def get(self, pk: UUID) -> bytes:
        """The key. Raises BadInput when there is none (any more)."""
        with closing(self._connect()) as store:
            return self._get(store, pk)

    def erase(self, pk: UUID) -> None:
        """Destroy the key; nothing happens when it is gone already."""
        with closing(self._connect()) as store:
            self._run(store, "DELETE FROM outer_key WHERE id = ?", pk.bytes)
            self._run(store, _ERASED, pk.bytes)
            self._settle(store)

    def prepare(self) -> None:
        """Make the store if it is not there. Raises BadInput when it cannot be opened."""
        self._open().close()

    def contents(self) -> "Contents":
        """Everything there is, for a copy. Raises BadInput when the store cannot be opened."""
        with closing(self._open()) as store:
            keys = self._run(store, "SELECT id, key FROM outer_key ORDER BY id").fetchall()
            gone = self._run(store, "SELECT id FROM erased_key").fetchall()
        return Contents(
            {UUID(bytes=bytes(pk)): bytes(key) for pk, key in keys}, {UUID(bytes=bytes(pk)) for (pk,) in gone}
        )

    def take_back(self, copy: "Contents", *, but: Iterable[UUID] = ()) -> int:
        """Add the keys of a copy that are missing here and were never erased, here or there; how many those were.

        ``but``: ids known elsewhere to be destroyed; they count as erased from now on.
        """
        gone = {*copy.erased, *but, *self.contents().erased}
        fresh = {pk: key for pk, key in copy.keys.items() if pk not in gone}
        with closing(self._open()) as store:
            for pk in gone:
                self._run(store, "DELETE FROM outer_key WHERE id = ?", pk.bytes)
                self._run(store, _ERASED, pk.bytes)
            added: int = sum(self._run(store, _NEW, pk.bytes, key).rowcount for pk, key in fresh.items())
            self._settle(store)
        return added

    def grants(self, quoted: str) -> list[str]:
        """The statements that give a role, its name quoted, what the door needs of a store on PostgreSQL."""
        return [one.format(role=quoted) for one in _GRANTS] if self._postgres else []

    def grant(self, quoted: str) -> None:
        """Run :meth:`grants`."""
        with closing(self._open()) as store:
            for one in self.grants(quoted):
                self._run(store, one)
            store.commit()

    def _get(self, store: Any, pk: UUID) -> bytes:
        row = self._run(store, "SELECT key FROM outer_key WHERE id = ?", pk.bytes).fetchone()
        if row is None:
            raise BadInput("La llave de este aviso ya no existe: su contenido fue destruido.")
        return bytes(row[0])

    def _settle(self, store: Any) -> None:
        store.commit()
        if not self._postgres:  # or what was erased would stand in the write-ahead log
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _run(self, store: Any, statement: str, *values: Any) -> Any:
        return store.execute(statement.replace("?", "%s") if self._postgres else statement, values)

    def _open(self) -> Any:
        """A connection; BadInput with one sentence, instead of the driver's error, when there is none to be had."""
        try:
            return self._connect()
        except Exception as wrong:  # of either driver
            raise BadInput(f"No se puede abrir el almacén de llaves de los avisos: {_first_line(wrong)}") from None

    def _connect(self) -> Any:
        store = self._on_postgres() if self._postgres else self._in_a_file()
        if not self._made:
            try:
                self._make_tables(store)
            except BaseException:
                store.close()
                raise
            self._made = True
        return store

    def _make_tables(self, store: Any) -> None:
        if self._there(store):  # the door's role may not even try to make them
            store.commit()
            return
        if self._postgres:  # where two that make the same table at once disturb each other
            store.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        for table in _TABLES:
            store.execute(table.format(bytes="bytea" if self._postgres else "BLOB"))
        store.commit()

    def _there(self, store: Any) -> bool:
        where = "pg_class WHERE pg_table_is_visible(oid) AND relname" if self._postgres else "sqlite_master WHERE name"
        found = store.execute(f"SELECT count(*) FROM {where} IN ('outer_key', 'erased_key')").fetchone()  # noqa: S608
        return bool(found[0] == len(_TABLES))

    def _in_a_file(self) -> sqlite3.Connection:
        path = Path(self._where)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        store = sqlite3.connect(path, timeout=20)
        store.execute("PRAGMA journal_mode=WAL")
        store.execute("PRAGMA synchronous=FULL")
        store.execute("PRAGMA secure_delete=ON")
        return store

    def _on_postgres(self) -> Any:
        import psycopg

        return psycopg.connect(self._where)


@dataclass(frozen=True)
class Contents:
    """``keys``: by report; ``erased``: the reports whose keys were destroyed."""

    keys: dict[UUID, bytes]
    erased: set[UUID]


def _first_line(wrong: Exception) -> str:
    return (str(wrong).splitlines() or [type(wrong).__name__])[0]
