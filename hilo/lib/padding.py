"""Padding before sealing, so that the length of what is stored tells little of what was written.

Up to 1, 4 and 16 KiB; above that to whole multiples of 16 KiB. The last byte before the zeros is 0x80 (ISO/IEC 7816-4).
"""

from hilo.lib.errors import BadInput

STEPS = (1024, 4096, 16384)


def pad(plain: bytes) -> bytes:
    """``plain``, 0x80, then zeros up to the next step."""
    needed = len(plain) + 1
    size = next((step for step in STEPS if needed <= step), -(-needed // STEPS[-1]) * STEPS[-1])
    return plain + b"\x80" + bytes(size - needed)


def unpad(padded: bytes) -> bytes:
    """What :func:`pad` was given. Raises BadInput for anything else."""
    plain, mark, zeros = padded.rpartition(b"\x80")
    if not mark or zeros.strip(b"\0"):
        raise BadInput("No se puede abrir: el relleno no es el que se puso.")
    return plain
