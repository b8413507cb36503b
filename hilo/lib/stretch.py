"""Keys from what a person remembers: Argon2id (RFC 9106) with 19 MiB and 2 passes, and never many at once.

One call costs about 25 ms and 19 MiB; a flood of them waits here instead of filling the memory.
"""

import threading

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

PASSES, MEMORY_KIB, LANES = 2, 19 * 1024, 1
AT_ONCE = 4  # calls at the same time in one process: 76 MiB
_turn = threading.BoundedSemaphore(AT_ONCE)


def stretch(secret: bytes, *, salt: bytes, length: int = 32, pepper: bytes | None = None) -> bytes:
    """``length`` bytes from ``secret``. ``salt``: at least 16 bytes; ``pepper``: a key kept outside the database."""
    with _turn:
        return Argon2id(
            salt=salt, length=length, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB, secret=pepper
        ).derive(secret)
