"""Identifiers: time-ordered UUIDs for rows, short codes for people."""

import os
import secrets
import threading
import time
import uuid

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is mistaken for another sign


_lock = threading.Lock()
_last = 0  # milliseconds and counter of the newest id, as one number


def uuid7() -> uuid.UUID:
    """A UUID version 7 (RFC 9562, method 1): ids of one process sort in the order they were made.

    48 bits of milliseconds, a 12-bit counter that runs over into the milliseconds, 62 random bits.
    """
    global _last  # noqa: PLW0603 - the order of ids is a property of the process
    with _lock:
        _last = head = max(_last + 1, time.time_ns() // 1_000_000 << 12)
    tail = int.from_bytes(os.urandom(8), "big") >> 2
    return uuid.UUID(int=(head >> 12) << 80 | 0x7 << 76 | (head & 0xFFF) << 64 | 0x2 << 62 | tail)


def case_code() -> str:
    """A code such as ``H-7K3M-9QXD``: random, so that codes tell nobody how many cases exist."""
    signs = "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))
    return f"H-{signs[:4]}-{signs[4:]}"
