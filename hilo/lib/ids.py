"""Identifiers: time-ordered UUIDs for rows, short codes for people."""

import os
import secrets
import time
import uuid

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is mistaken for another sign


def uuid7() -> uuid.UUID:
    """A UUID version 7 (RFC 9562): sorts by creation time, so index pages fill in order."""
    millis = time.time_ns() // 1_000_000
    tail = int.from_bytes(os.urandom(10), "big")
    value = (millis & (2**48 - 1)) << 80 | tail
    value = value & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def case_code() -> str:
    """A code such as ``H-7K3M-9QXD``: random, so that codes tell nobody how many cases exist."""
    signs = "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))
    return f"H-{signs[:4]}-{signs[4:]}"
