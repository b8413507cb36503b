"""What is checked before anything is served (Django system checks, ids ``hilo.*``)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from hilo.web.ready import HALF_RESTORED, UNFINISHED

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def keys_exist(**_: Any) -> list[CheckMessage]:
    """hilo.E001: no keys, so nothing could be sealed, signed or opened."""
    if settings.HILO_KEYS is not None:
        return []
    return [
        Error(
            f"Faltan las llaves en {settings.HILO_HOME / 'keys'}.",
            hint="Ejecute «hilo init»; si ya había datos, restaure la copia de la carpeta de llaves.",
            id="hilo.E001",
        )
    ]


def restore_finished(**_: Any) -> list[CheckMessage]:
    """hilo.E003: database and keys may not be of the same backup, so nothing is served."""
    if not (settings.HILO_HOME / UNFINISHED).exists():
        return []
    return [Error(HALF_RESTORED, id="hilo.E003")]


def time_zone_known(**_: Any) -> list[CheckMessage]:
    """hilo.E004: moments would be shown shifted."""
    if settings.TIME_ZONE == settings.HILO_TIME_ZONE:
        return []
    return [Error(f"HILO_TIME_ZONE: «{settings.HILO_TIME_ZONE}» no es una zona horaria.", id="hilo.E004")]


def demo_stays_home(**_: Any) -> list[CheckMessage]:
    """hilo.W002: in a demonstration anybody enters as anybody, so it should not face a network."""
    if not settings.HILO_DEMO or set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        return []
    return [
        Warning(
            "La demostración deja entrar sin contraseña y este sitio responde a otros equipos.",
            hint="Quite HILO_DEMO o deje HILO_HOSTS en su valor de fábrica.",
            id="hilo.W002",
        )
    ]
