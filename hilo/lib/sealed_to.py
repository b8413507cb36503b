"""Sealing to somebody: whoever has the public key can seal, only the private key opens (HPKE, RFC 9180, base mode).

The suite is DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. A sealed value is ``MARK (2 bytes) || enc (32) ||
ciphertext and tag``. It is bound to a place such as ``passage:<id>``, the *info* of the standard: moved to another
row or column it does not open. What is sealed is padded first (:mod:`hilo.lib.padding`), so that its
length tells little.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from hilo.lib.errors import BadInput
from hilo.lib.padding import pad, unpad

MARK = b"\xc9\x41"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
PUBLIC_BYTES = PRIVATE_BYTES = 32


@dataclass(frozen=True, repr=False)
class KeyPair:
    """``public`` and ``private``: 32 bytes each."""

    public: bytes
    private: bytes

    @classmethod
    def make(cls) -> "KeyPair":
        """A new pair from the system's randomness."""
        return cls.of(X25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def of(cls, private: bytes) -> "KeyPair":
        """The pair of a private key. Raises BadInput for what is no key."""
        return cls(_private(private).public_key().public_bytes_raw(), private)


def seal_to(public: bytes, plain: bytes, *, place: str) -> bytes:
    """Seal for the owner of ``public`` (32 bytes) and for one place. Raises BadInput for what is no key."""
    try:
        key = X25519PublicKey.from_public_bytes(public)
    except ValueError:
        raise BadInput("Esta llave pública no es una llave.") from None
    return MARK + SUITE.encrypt(pad(plain), key, info=place.encode())


def open_with(private: bytes, sealed: bytes, *, place: str) -> bytes:
    """Open. Raises BadInput if it was changed, moved, or sealed to somebody else."""
    if not sealed.startswith(MARK):
        raise BadInput("Esto no está sellado para una persona o una unidad.")
    try:
        return unpad(SUITE.decrypt(sealed[len(MARK) :], _private(private), info=place.encode()))
    except (InvalidTag, ValueError):
        raise BadInput("No se puede abrir: fue alterado, o se selló para otra llave.") from None


def _private(key: bytes) -> X25519PrivateKey:
    try:
        return X25519PrivateKey.from_private_bytes(key)
    except ValueError:
        raise BadInput("Esta llave privada no es una llave.") from None
