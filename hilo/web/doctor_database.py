"""Looks at the database itself: whether it answers, is up to date, and still refuses what it must."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from hilo.cases.guards import RULES, SIGHT_RULES, KeepNextClockLive
from hilo.door.role import rows_unguarded
from hilo.door.rows import ReadOnlyByCode
from hilo.ledger.append_only import AppendOnly, guarded_tables
from hilo.web.doctor_finding import Finding, Look

CLOCK = timedelta(minutes=2)
POSTGRESQL = 150000


def answers(_now: datetime) -> Iterator[Finding]:
    """It can be opened, and has every table."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as wrong:
        postgresql = connection.vendor == "postgresql"
        yield Finding(
            "database_unreachable",
            f"No se puede abrir la base de datos: {str(wrong).splitlines()[0]}",
            "Sin ella no hay sitio.",
            "systemctl start postgresql    (y revise DATABASE_URL)" if postgresql else f"ls -ld {settings.HILO_HOME}",
        )
        return
    if waiting:
        yield Finding(
            "database_not_migrated",
            "La base de datos no está al día con este Hilo.",
            "El sitio no arranca hasta que lo esté.",
            "hilo init",
        )


def guards(_now: datetime) -> Iterator[Finding]:
    """Triggers that keep what may not change and the clock of every open case; on PostgreSQL, the door's rows."""
    missing = sorted(append_only_tables() - guarded_tables(connection))
    missing += sorted({name for name, *_rest in (*RULES, *SIGHT_RULES)} - _triggers())
    missing += sorted(rows_unguarded())
    if missing:
        yield Finding(
            "guards_missing",
            f"A la base de datos le faltan candados: {', '.join(missing)}.",
            "Sin ellos se puede cambiar o borrar lo que solo debe crecer. Alguien los quitó, o se perdieron.",
            "hilo ledger verify; hilo doctor --put-guards",
        )


def engine(_now: datetime) -> Iterator[Finding]:
    """PostgreSQL 15 or newer; SQLite with its write-ahead log."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0])
        if version < POSTGRESQL:
            yield Finding(
                "postgresql_too_old",
                f"PostgreSQL {version // 10000} es demasiado antiguo.",
                "Hilo se prueba con PostgreSQL 15 o más nuevo.",
                "apt install postgresql    (y pg_upgradecluster)",
            )
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
    if mode not in ("wal", "memory"):
        yield Finding(
            "sqlite_without_wal",
            f"SQLite no puede usar su bitácora (modo {mode}): la carpeta está en un disco de red o compartido.",
            "Quien lee detiene a quien escribe, y un corte puede dañar la base de datos.",
            "Mueva HILO_HOME a un disco de este equipo.",
        )


def clock(_now: datetime) -> Iterator[Finding]:
    """The clock of this machine agrees with the database's."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    apart = abs(there - datetime.now(UTC))
    if apart > CLOCK:
        yield Finding(
            "clock_off",
            f"El reloj de este equipo y el de la base de datos difieren {apart.total_seconds():.0f} segundos.",
            "Los plazos se cuentan con esos relojes.",
            "timedatectl set-ntp true",
        )


def append_only_tables() -> set[str]:
    """Tables that say of themselves that they only grow."""
    return {model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)}


def put_guards() -> list[str]:
    """Make every guard that is missing again; the tables of which they are."""
    missing = sorted(append_only_tables() - guarded_tables(connection))
    rules = {name for name, *_rest in (*RULES, *SIGHT_RULES)} - _triggers()
    rows = rows_unguarded()
    with connection.schema_editor() as editor:
        for table in missing:
            AppendOnly(table).database_forwards("ledger", editor, None, None)
        if rules:
            KeepNextClockLive(sight=True).database_forwards("cases", editor, None, None)
        if rows:
            ReadOnlyByCode().database_forwards("door", editor, None, None)
    return [*missing, *sorted(rules), *sorted(rows)]


def _triggers() -> set[str]:
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE t.tgenabled IN ('O', 'A') AND pg_table_is_visible(c.oid)",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


BEFORE: tuple[Look, ...] = (answers,)
LOOKS: tuple[Look, ...] = (guards, engine, clock)
