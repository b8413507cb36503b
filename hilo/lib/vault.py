"""Encryption at rest and blind indexes: AES-256-GCM and HMAC-SHA-256 under keys outside the database.

A sealed value is ``nonce (12 bytes) || ciphertext || tag (16 bytes)`` and is bound to the place
where it stands, so that a value moved to another row or column does not open.
"""

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hilo.lib.errors import BadInput

NONCE = 12


class Vault:
    """Seals and opens bytes with one 32-byte data key; makes blind indexes with another."""

    def __init__(self, data_key: bytes, index_key: bytes) -> None:
        self._aead = AESGCM(data_key)
        self._index_key = index_key

    def seal(self, plain: bytes, *, place: str) -> bytes:
        """Encrypt for one place, such as ``alerts.version.payload:<id>``."""
        nonce = os.urandom(NONCE)
        return nonce + self._aead.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, *, place: str) -> bytes:
        """Decrypt. Raises BadInput if the value was changed, moved, or sealed under another key."""
        blob = bytes(sealed)
        try:
            return self._aead.decrypt(blob[:NONCE], blob[NONCE:], place.encode())
        except (InvalidTag, ValueError):
            raise BadInput("No se puede abrir este dato: fue alterado o la llave no es la suya.") from None

    def seal_text(self, text: str, *, place: str) -> bytes:
        """:meth:`seal` for text (UTF-8, lone surrogates kept)."""
        return self.seal(text.encode("utf-8", "surrogatepass"), place=place)

    def open_text(self, sealed: bytes, *, place: str) -> str:
        """:meth:`open` for text."""
        return self.open(sealed, place=place).decode("utf-8", "surrogatepass")

    def blind(self, kind: str, value: str) -> bytes:
        """A keyed index of 16 bytes: equal values of one kind meet, nothing can be read from it."""
        message = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._index_key, message, "sha256")[:16]
