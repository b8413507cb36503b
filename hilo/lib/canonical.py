"""One way to write a value as bytes, so that equal things have equal hashes everywhere."""

import hashlib
import json
from typing import Any

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def canonical_bytes(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces. Lone surrogates are escaped, NaN is refused.

    Raises ValueError for NaN or infinity and TypeError for what JSON cannot hold.
    """
    return _ENCODER.encode(value).encode()


def digest(value: Any) -> bytes:
    """SHA-256 of :func:`canonical_bytes`, 32 bytes."""
    return hashlib.sha256(canonical_bytes(value)).digest()
