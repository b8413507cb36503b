"""How a report is sealed: a key pair of its own, its private half wrapped for each reader, twice.

The inner wrapping is for the reader: under a key that only the code gives, or sealed to the public key of a unit or of
the recovery key. The outer one is under the report's key in the key store; once that is erased, no copy of the
database opens any more. See ``docs/explanation/sealing.md``.
"""

import os
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from hilo.door.models import NOBODY, Report, Wrapping
from hilo.lib.errors import BadInput
from hilo.lib.key_store import KeyStore
from hilo.lib.padding import pad, unpad
from hilo.lib.sealed_to import open_with, seal_to
from hilo.lib.stretch import stretch

NONCE = 12


class FromCode(NamedTuple):
    """What a code gives: ``lookup`` finds the report, ``key`` opens its wrapping. 32 bytes each."""

    lookup: bytes
    key: bytes


def key_store() -> KeyStore:
    """The store of outer keys of this deployment."""
    return _store(settings.HILO_KEY_STORE)


@lru_cache(maxsize=4)
def _store(where: str) -> KeyStore:
    return KeyStore(where)


def derived(what: str) -> bytes:
    """32 bytes of the door's key for one use. Raises BadInput when the door has no key."""
    if not settings.HILO_DOOR_KEY:
        raise BadInput("Falta la llave door.key. Ejecute «hilo init».")
    return _expand(settings.HILO_DOOR_KEY, what)


def from_code(digits: str) -> FromCode:
    """One Argon2id call on the 20 digits of a code, with a salt and a pepper kept outside the database."""
    salt, pepper = derived("code salt")[:16], derived("code pepper")
    both = stretch(digits.encode(), salt=salt, pepper=pepper, length=64)
    return FromCode(both[:32], both[32:])


def wrap_for_code(private: bytes, report: Report, key: bytes, outer: bytes) -> bytes:
    """The report's private key for whoever has the code. ``key``: of :func:`from_code`."""
    place = wrapping_place(report.pk, Wrapping.Reader.CODE, NOBODY)
    return _shut(outer, _seal(key, private, place), place)


def wrap_for(private: bytes, report: Report, reader: str, addressee: UUID, public: bytes, outer: bytes) -> bytes:
    """The report's private key for a unit or the recovery key, ``public``: 32 bytes."""
    place = wrapping_place(report.pk, reader, addressee)
    return _shut(outer, seal_to(public, private, place=place), place)


def unwrap_with_code(wrapping: Wrapping, key: bytes) -> bytes:
    """The report's private key. Raises BadInput when the code is another or the report was destroyed."""
    place = wrapping_place(wrapping.report_id, wrapping.reader, wrapping.addressee)
    return _open(key, _opened(wrapping, place), place)


def unwrap(wrapping: Wrapping, private: bytes) -> bytes:
    """The report's private key, with the private key of the unit or of recovery. Raises BadInput."""
    place = wrapping_place(wrapping.report_id, wrapping.reader, wrapping.addressee)
    return open_with(private, _opened(wrapping, place), place=place)


def wrapping_place(report: UUID, reader: str, addressee: UUID) -> str:
    """The place for which a wrapping is sealed."""
    return f"wrapping:{report}:{reader}:{addressee}"


def seal_arrival(report: Report, plain: bytes, outer: bytes) -> bytes:
    """What the machine must read of a report until it is a case: erased with the outer key too."""
    return _seal(_expand(outer, "arrival"), pad(plain), f"arrival:{report.pk}")


def open_arrival(report: Report) -> bytes:
    """What :func:`seal_arrival` sealed. Raises BadInput."""
    outer = key_store().get(report.pk)
    return unpad(_open(_expand(outer, "arrival"), bytes(report.arrival or b""), f"arrival:{report.pk}"))


def seal_with(key: bytes, plain: bytes, place: str) -> bytes:
    """AES-256-GCM under 32 bytes that somebody holds, padded, for one place: drafts and visits."""
    return _seal(key, pad(plain), place)


def open_sealed_with(key: bytes, sealed: bytes, place: str) -> bytes:
    """What :func:`seal_with` sealed. Raises BadInput."""
    return unpad(_open(key, sealed, place))


def _opened(wrapping: Wrapping, place: str) -> bytes:
    outer = key_store().get(wrapping.report_id)
    return _open(_expand(outer, "wrapping"), bytes(wrapping.sealed), place)


def _shut(outer: bytes, inner: bytes, place: str) -> bytes:
    return _seal(_expand(outer, "wrapping"), inner, place)


def _seal(key: bytes, plain: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def _open(key: bytes, sealed: bytes, place: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except (InvalidTag, ValueError):
        raise BadInput("No se puede abrir: la llave no es la suya, o fue alterado.") from None


def _expand(key: bytes, what: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"hilo door {what}".encode()).derive(key)
