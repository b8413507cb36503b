"""Where a restored database is built so that nobody sees half of it.

SQLite: in a file beside the real one, which it replaces at the end. PostgreSQL: in one transaction, which also
drops what was there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction
from django.db.utils import OperationalError

from hilo.lib.errors import BadInput
from hilo.web.backup_snapshot import MIGRATIONS

# What `hilo init` writes into a new database, and what visitors leave behind: none of it is anybody's work.
MADE_BY_INIT = {MIGRATIONS, "django_content_type", "auth_permission", "accounts_user", "django_session"}
STOP = "Detenga el sitio y «hilo work» y repita la orden; no se cambió nada."


def is_empty() -> bool:
    """Whether the database holds nothing but what ``hilo init`` makes. Raises BadInput when it cannot be asked."""
    try:
        standing = set(connection.introspection.table_names())
    except OperationalError as wrong:
        raise BadInput(f"No se puede abrir la base de datos: {str(wrong).splitlines()[0]}") from None
    if strange := standing - _ours():
        raise BadInput(f"En esa base de datos hay tablas que no son de Hilo ({min(strange)}): use una solo para Hilo.")
    people = 'SELECT 1 FROM "accounts_user" WHERE NOT "is_desk" LIMIT 1'
    asked = [f'SELECT 1 FROM "{table}" LIMIT 1' for table in sorted(standing - MADE_BY_INIT)]  # noqa: S608
    with connection.cursor() as cursor:
        for sql in [people, *asked] if "accounts_user" in standing else asked:
            cursor.execute(sql)
            if cursor.fetchone():
                return False
    return True


@contextmanager
def new_database() -> Iterator[None]:
    """Inside, the default connection is an empty database; leaving without an error puts it in place."""
    build = _one_transaction if connection.vendor == "postgresql" else _other_file
    with build():
        yield


def _ours() -> set[str]:
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {MIGRATIONS}


@contextmanager
def _one_transaction() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND usename = current_user AND backend_type = 'client backend'"
            )
            if cursor.fetchone()[0]:
                raise BadInput(f"Alguien más usa esta base de datos. {STOP}")
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'DROP TABLE IF EXISTS "{table}" CASCADE')
            cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        yield


@contextmanager
def _other_file() -> Iterator[None]:
    final = Path(str(connection.settings_dict["NAME"]))
    building = final.with_name(f"{final.name}.restoring")
    _remove(building)
    _use(building)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _use(final)
        if final.exists():
            _take_for_ourselves()
        connection.close()
        building.replace(final)
    finally:
        _use(final)
        _remove(building)


def _use(path: Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(path)


def _take_for_ourselves() -> None:
    """Leave nothing beside the old file. Only who is alone with a database can take it out of WAL."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 2000")
            cursor.execute("PRAGMA journal_mode = DELETE")
            alone = cursor.fetchone()[0] == "delete"
    except OperationalError:
        alone = False
    if not alone:
        raise BadInput(f"Alguien más usa esta base de datos. {STOP}")


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)
