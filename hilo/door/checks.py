"""What is checked before the door is served (Django system checks): a door behind which nobody can read stays shut."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import Error as DatabaseError

from hilo.door.models import Addressee


def has_key(**_: Any) -> list[CheckMessage]:
    """hilo.E005: no key, so no code would ever be found again."""
    if settings.HILO_DOOR_KEY:
        return []
    return [
        Error(
            f"Falta la llave de la puerta en {settings.HILO_HOME / 'keys' / 'door.key'}.",
            hint="Ejecute «hilo init»; si ya había avisos, restaure la copia de la carpeta de llaves.",
            id="hilo.E005",
        )
    ]


def has_readers(**_: Any) -> list[CheckMessage]:
    """hilo.E006: no recovery key. Where every unit is kept out of a report, nobody else could read what a child tells,
    and it would have to be refused.
    """
    try:
        if Addressee.objects.filter(kind=Addressee.Kind.RECOVERY, retired_at__isnull=True).exists():
            return []
    except DatabaseError:
        return [Error("La base de datos no está lista. Ejecute «hilo init».", id="hilo.E007")]
    return [
        Error(
            "Habría avisos que nadie podría leer: falta la llave de recuperación.",
            hint="Ejecute «hilo recovery make» y guarde sus tres partes con tres personas.",
            id="hilo.E006",
        )
    ]
