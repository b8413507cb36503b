"""The deployment's vault, made once from its keys."""

from functools import cache

from django.conf import settings

from hilo.lib.errors import BadInput
from hilo.lib.vault import Vault


@cache
def vault() -> Vault:
    """The vault of this deployment. Raises BadInput when there are no keys."""
    if settings.HILO_KEYS is None:
        raise BadInput("Faltan las llaves. Ejecute «hilo init».")
    return Vault(settings.HILO_KEYS.data, settings.HILO_KEYS.index)


def seal_text(text: str, *, place: str) -> bytes:
    """Seal text for one place, such as ``event.note:<id>``."""
    return vault().seal_text(text, place=place)


def open_text(sealed: bytes | memoryview | None, *, place: str) -> str:
    """Open text sealed for that place; empty for nothing."""
    return vault().open_text(bytes(sealed), place=place) if sealed else ""
