"""A key on paper in three parts, any two of which open (SLIP-39: Shamir's secret sharing, in words with a checksum).

Each part is 33 English words of the standard's list, no two of which begin with the same four letters.
"""

from collections.abc import Sequence

from shamir_mnemonic.shamir import combine_mnemonics, generate_mnemonics  # type: ignore[import-untyped]
from shamir_mnemonic.share import Share  # type: ignore[import-untyped]
from shamir_mnemonic.utils import MnemonicError  # type: ignore[import-untyped]

from hilo.lib.errors import BadInput

PARTS, NEEDED = 3, 2
KEY_BYTES, WORDS = 32, 33


def split(key: bytes) -> list[str]:
    """The three parts of a key of 32 bytes, each a line of words. One part alone says nothing about the key."""
    if len(key) != KEY_BYTES:
        raise BadInput("Solo una llave de 32 bytes se parte en tres.")
    parts: list[str] = generate_mnemonics(1, [(NEEDED, PARTS)], key)[0]
    return parts


def join(parts: Sequence[str]) -> bytes:
    """The key, of any two of its parts. Raises BadInput with one sentence for a wrong word or parts that do not fit.

    Capitals, line breaks and more spaces than one do not matter.
    """
    shares = [_read(number, part) for number, part in enumerate(parts, 1)]
    different = {share.mnemonic(): share for share in shares}
    if len(different) < NEEDED:
        raise BadInput("Hacen falta dos partes distintas de la llave de recuperación: una sola no abre nada.")
    try:
        key: bytes = combine_mnemonics(list(different)[:NEEDED])
    except MnemonicError:
        raise BadInput("Esas partes no son de la misma llave de recuperación.") from None
    if len(key) != KEY_BYTES:
        raise BadInput("Esas partes no son de la misma llave de recuperación.")
    return key


def _read(number: int, part: str) -> Share:
    try:
        return Share.from_mnemonic(" ".join(part.lower().split()))
    except (MnemonicError, ValueError):
        raise BadInput(
            f"La parte {number} tiene una palabra que no es la suya, o le falta una: son {WORDS}. Revísela en el papel."
        ) from None
