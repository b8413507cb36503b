"""The deployment's vault, made once from its keys."""

from functools import cache

from django.conf import settings

from hilo.lib.errors import BadInput
from hilo.lib.keys import KeyRing
from hilo.lib.vault import Vault


@cache
def vault() -> Vault:
    """The vault of this deployment. Raises BadInput when there are no keys."""
    if settings.HILO_KEYS is None:
        raise BadInput("Faltan las llaves. Ejecute «hilo init».")
    ring: KeyRing = settings.HILO_KEYS
    return Vault(ring.data, ring.index, ring.earlier("data"), _keys_there_are_now)


def _keys_there_are_now() -> list[bytes]:
    """A process that runs since before a key was exchanged meets values of the new one."""
    ring = KeyRing.load(settings.HILO_HOME / "keys")
    return [ring.data, *ring.earlier("data")]


def seal_text(text: str, *, place: str) -> bytes:
    """Seal text for one place, such as ``event.note:<id>``."""
    return vault().seal_text(text, place=place)


def open_text(sealed: bytes | memoryview | None, *, place: str) -> str:
    """Open text sealed for that place; empty for nothing."""
    return vault().open_text(bytes(sealed), place=place) if sealed else ""
