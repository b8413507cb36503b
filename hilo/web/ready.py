"""Whether this deployment may run: keys there, database there and migrated."""

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from hilo.lib.errors import BadInput

UNFINISHED = "restore.unfinished"  # stands in HILO_HOME while a restored database and its keys change places
HALF_RESTORED = "Una restauración quedó a medias. Repita «hilo restore ARCHIVO --replace»."


def check_ready() -> None:
    """Raises BadInput with what to run when something is missing."""
    if (settings.HILO_HOME / UNFINISHED).exists():
        raise BadInput(HALF_RESTORED)
    if settings.HILO_KEYS is None:
        raise BadInput(f"Falta preparar Hilo en {settings.HILO_HOME}. Ejecute «hilo init».")
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as wrong:
        raise BadInput(f"No se puede abrir la base de datos: {str(wrong).splitlines()[0]}") from None
    if waiting:
        raise BadInput("La base de datos no está al día. Ejecute «hilo init».")
