"""Encryption at rest and blind indexes: AES-256-GCM and HMAC-SHA-256 under keys outside the database.

A sealed value is ``MARK (2 bytes) || id of its key (4) || nonce (12) || ciphertext || tag (16)`` and is bound to the
place where it stands, so that a value moved to another row or column does not open. Values of before keys could be
exchanged have no mark and no id: whether a value is one of them is not guessed but tried, as each opens or does not.
"""

import hmac
import os
from collections.abc import Callable, Iterator, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hilo.lib.errors import BadInput
from hilo.lib.keys import ID_BYTES, key_id

MARK = b"\xc9\x01"  # the form of a sealed value, and its version
NONCE = 12
START = len(MARK) + ID_BYTES


class Vault:
    """Seals with one 32-byte data key, opens with it and with those of before; blind indexes with another key."""

    def __init__(
        self,
        data_key: bytes,
        index_key: bytes,
        earlier: Sequence[bytes] = (),
        newer: Callable[[], Sequence[bytes]] = lambda: (),
    ) -> None:
        """``newer`` gives the data keys there are now: asked when a value names a key made since."""
        self._mark = MARK + _id(data_key)
        self._aead = AESGCM(data_key)
        self._known = {_id(key): AESGCM(key) for key in (data_key, *earlier)}
        self._index_key = index_key
        self._newer = newer

    def seal(self, plain: bytes, *, place: str) -> bytes:
        """Encrypt for one place, such as ``alerts.version.payload:<id>``."""
        nonce = os.urandom(NONCE)
        return self._mark + nonce + self._aead.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, *, place: str) -> bytes:
        """Decrypt. Raises BadInput if the value was changed, moved, or sealed under another key."""
        for aead, body in self._ways(bytes(sealed)):
            try:
                return aead.decrypt(body[:NONCE], body[NONCE:], place.encode())
            except (InvalidTag, ValueError):
                continue
        raise BadInput("No se puede abrir este dato: fue alterado o la llave no es la suya.")

    def _ways(self, blob: bytes) -> Iterator[tuple[AESGCM, bytes]]:
        named = blob[len(MARK) : START]
        if blob.startswith(MARK):
            if named not in self._known:
                self._known |= {_id(key): AESGCM(key) for key in self._newer()}
            if named in self._known:
                yield self._known[named], blob[START:]
        for aead in self._known.values():
            yield aead, blob

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


def _id(key: bytes) -> bytes:
    return bytes.fromhex(key_id("data", key))
