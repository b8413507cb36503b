"""What the settings of the door are made of: plain Python, read before Django is there."""

import hashlib
import os

MOST_BYTES = 64 * 1024  # of one request: no answer is longer, and no picture fits


def derived_secret(key: bytes | None) -> str:
    """Django's SECRET_KEY from the door's key; a throwaway one without it, with which nothing is served."""
    return hashlib.sha256(b"hilo door django\0" + key).hexdigest() if key else os.urandom(32).hex()
