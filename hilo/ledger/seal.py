"""What the deployment's keys do for the ledger: seal the heads of chains, sign checkpoints."""

import hashlib
import hmac
from contextlib import suppress

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext as _

from hilo.ledger.encoding import head_message
from hilo.lib.errors import BadInput
from hilo.lib.keys import KeyRing

KEY_ID_BYTES = 8


def keys() -> KeyRing:
    """The key ring of this deployment. Raises BadInput when there is none yet."""
    ring: KeyRing | None = settings.HILO_KEYS
    if ring is None:
        raise BadInput(_("Faltan las llaves. Ejecute «hilo init» o restaure la carpeta de llaves."))
    return ring


def head_mac(key: bytes, chain: bytes, length: int, head: bytes) -> bytes:
    """HMAC-SHA-256 (RFC 2104), 32 bytes: only who holds the key can say where a chain ends."""
    return hmac.digest(key, head_message(chain, length, head), hashlib.sha256)


def signing_key() -> Ed25519PrivateKey:
    """The Ed25519 key (RFC 8032) that signs checkpoints."""
    return Ed25519PrivateKey.from_private_bytes(keys().ledger_sign)


def public_key() -> bytes:
    """The public half, 32 bytes: what a stranger needs to verify a checkpoint."""
    return signing_key().public_key().public_bytes_raw()


def known_public_keys() -> dict[bytes, bytes]:
    """Every public key that ever signed here, by its id: this process's, and those on disk now.

    Both, because the key may have been exchanged since this process started.
    """
    rings = [keys()]
    with suppress(BadInput):
        rings.append(KeyRing.load(settings.HILO_HOME / "keys"))
    private = [key for ring in rings for key in (ring.ledger_sign, *ring.earlier("ledger_sign"))]
    public = [Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw() for key in private]
    return {key_id(one): one for one in public}


def key_id(public: bytes) -> bytes:
    """The first 8 bytes of the SHA-256 of a public key."""
    return hashlib.sha256(public).digest()[:KEY_ID_BYTES]


def signature_holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether ``signature`` over ``message`` was made with the private half of ``public``."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True
