"""A long file under one key: sealed in chunks, so that it is written and read with little memory.

The file is ``MAGIC``, the length of a header (4 bytes), the header (JSON, readable by anybody) and chunks. A
chunk is AES-256-GCM over 1 MiB; the last may be shorter. Its nonce is its number and whether it is the last, so
that a chunk missing, moved, repeated or taken from another place does not open, and neither does a file that was
cut. The key of the file is derived from the caller's key and from the header: a changed header opens nothing.
"""

import hashlib
import json
import struct
from collections.abc import Iterator
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hilo.lib.errors import BadInput

MAGIC = b"HILO-RESPALDO\n"
CHUNK = 1 << 20
TAG = 16
_LENGTH = struct.Struct(">I")
_HEADER_LIMIT = 4096


class NotOurs(BadInput):
    """The file is no sealed file at all."""


class Changed(BadInput):
    """The file does not open: another key, or not the bytes that were written."""


class Sealer:
    """Writes one file: :meth:`write` any number of times, then :meth:`finish`."""

    def __init__(self, file: IO[bytes], key: bytes, header: dict[str, Any]) -> None:
        """``header`` needs a value that never repeats, or two files could share their key."""
        plain = json.dumps(header, sort_keys=True).encode()
        self._aead, self._number, self._waiting = _aead(key, plain), 0, bytearray()
        self._file, self._digest, self.size = file, hashlib.sha256(), 0
        self._put(MAGIC + _LENGTH.pack(len(plain)) + plain)

    def write(self, data: bytes) -> None:
        """Add bytes. A full chunk is held back until more follows, because the last one is marked."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> str:
        """Write the last chunk; the SHA-256 of the whole file in hexadecimal."""
        self._seal(bytes(self._waiting), last=True)
        return self._digest.hexdigest()

    def _seal(self, part: bytes, *, last: bool) -> None:
        self._put(self._aead.encrypt(_nonce(self._number, last), part, None))
        self._number += 1

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)


def read_header(file: IO[bytes]) -> dict[str, Any]:
    """The header; the file then stands at its first chunk. Raises NotOurs."""
    return _header(file)[0]


def opened(file: IO[bytes], key: bytes) -> Iterator[bytes]:
    """What was written, a chunk at a time, from the beginning. Raises NotOurs or Changed.

    Nothing after a chunk that does not open is given; that the file is whole is known at the end only.
    """
    file.seek(0)
    _, plain = _header(file)
    aead, number, part = _aead(key, plain), 0, file.read(CHUNK + TAG)
    while True:
        following = file.read(CHUNK + TAG)
        try:
            yield aead.decrypt(_nonce(number, not following), part, None)
        except (InvalidTag, ValueError):
            raise Changed("El archivo fue alterado o está incompleto; no se usó nada de él.") from None
        if not following:
            return
        number, part = number + 1, following


def _header(file: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    start = file.read(len(MAGIC) + _LENGTH.size)
    size = _LENGTH.unpack(start[len(MAGIC) :])[0] if len(start) == len(MAGIC) + _LENGTH.size else 0
    if not start.startswith(MAGIC) or not 0 < size <= _HEADER_LIMIT:
        raise NotOurs("El archivo no es un respaldo de Hilo, o fue alterado.")
    plain = file.read(size)
    try:
        header = json.loads(plain)
    except ValueError:
        header = None
    if not isinstance(header, dict):
        raise NotOurs("El archivo no es un respaldo de Hilo, o fue alterado.")
    return header, plain


def _aead(key: bytes, header: bytes) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=hashlib.sha256(header).digest(), info=b"hilo sealed file 1")
    return AESGCM(derived.derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
