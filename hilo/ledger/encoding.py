"""The one way in which ledger rows become bytes before they are hashed, sealed or signed.

Every field has a fixed width or its length in front, and each kind of message starts with its own
name, so that no two different rows, and no two kinds of row, can give the same bytes. Plain
functions of bytes and integers; all hashes are SHA-256 (FIPS 180-4), 32 bytes.
"""

import hashlib
import struct
from datetime import UTC, datetime, timedelta

HASH_BYTES = 32
GENESIS = bytes(HASH_BYTES)  # what stands before the first entry of a chain and the first checkpoint

_ENTRY = struct.Struct(">23s16sQ16s32sq32sH")
_HEAD = struct.Struct(">22s16sQ32s")
_LEAF = struct.Struct(">16sQ32s")
_CHECKPOINT = struct.Struct(">28sQq32s32sQ8s")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """Microseconds since 1970-01-01T00:00Z of an aware datetime. Raises TypeError for a naive one."""
    return (at - _EPOCH) // _MICROSECOND


def entry_hash(chain: bytes, seq: int, kind: bytes, subject: bytes, content: bytes, at: int, prev: bytes) -> bytes:
    """The hash of one entry, over every column it has. ``at`` in microseconds, UUIDs as 16 bytes.

    Raises ValueError when a field does not have the width it must have.
    """
    if len(chain) != 16 or len(subject) != 16 or len(content) != HASH_BYTES or len(prev) != HASH_BYTES:
        raise ValueError("a field of a ledger entry has the wrong width")
    head = _ENTRY.pack(b"hilo ledger entry 1\0\0\0\0", chain, seq, subject, content, at, prev, len(kind))
    return hashlib.sha256(head + kind).digest()


def head_message(chain: bytes, length: int, head: bytes) -> bytes:
    """What the seal of a chain row is computed over."""
    return _HEAD.pack(b"hilo ledger head 1\0\0\0\0", chain, length, head)


def leaf_data(chain: bytes, length: int, head: bytes) -> bytes:
    """One leaf of a checkpoint's tree; RFC 6962 puts its own prefix before it."""
    return _LEAF.pack(chain, length, head)


def checkpoint_message(number: int, at: int, prev_hash: bytes, root: bytes, leaves: int, key: bytes) -> bytes:
    """What a checkpoint signs. ``at`` in microseconds, ``key`` the 8-byte id of the public key."""
    return _CHECKPOINT.pack(b"hilo ledger checkpoint 1\0\0\0\0", number, at, prev_hash, root, leaves, key)


def checkpoint_hash(message: bytes, signature: bytes) -> bytes:
    """What the next checkpoint refers to: the signed message and its signature (64 bytes)."""
    return hashlib.sha256(message + signature).digest()
