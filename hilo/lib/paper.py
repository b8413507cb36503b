"""A key on paper: four lines of sixteen signs, each with its own check, so that a slip is told by its line.

A line holds 8 bytes in 13 signs and 15 bits of a check in 3. No I, L, O or U: what is read as one of the
first three is taken for the digit it looks like.
"""

from hilo.lib.errors import BadInput

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LINE_BYTES = 8
LINES = 4
_LINE = 16
_READ = str.maketrans({"I": "1", "L": "1", "O": "0", **dict.fromkeys(" -\t·.", "")})


def on_paper(key: bytes) -> list[str]:
    """The lines to copy for a key of 32 bytes, in groups of four signs."""
    lines = [_line(number, key[number * LINE_BYTES :][:LINE_BYTES]) for number in range(LINES)]
    return ["-".join(line[start : start + 4] for start in range(0, _LINE, 4)) for line in lines]


def from_paper(text: str) -> bytes:
    """The key that was copied, in any case and spacing. Raises BadInput naming the line that does not hold."""
    signs = "".join(text.upper().split()).translate(_READ)
    if len(signs) != LINES * _LINE:
        raise BadInput(f"La llave tiene {LINES} renglones de {_LINE} signos; esto tiene {len(signs)} signos en total.")
    return b"".join(_bytes(number, signs[number * _LINE :][:_LINE]) for number in range(LINES))


def _line(number: int, part: bytes) -> str:
    return _signs(int.from_bytes(part, "big"), 13) + _signs(_check(number, part), 3)


def _bytes(number: int, line: str) -> bytes:
    value = 0
    for sign in line[:13]:
        value = value << 5 | max(SIGNS.find(sign), 0)
    part = (value & (1 << 8 * LINE_BYTES) - 1).to_bytes(LINE_BYTES, "big")
    if _line(number, part) != line:
        raise BadInput(f"El renglón {number + 1} de la llave no está bien copiado: revíselo.")
    return part


def _check(number: int, part: bytes) -> int:
    """CRC-15 (the polynomial of CAN) over the number of the line and its bytes.

    A CRC, because it misses no single wrong sign and no two neighbours that changed places.
    """
    bits = (number + 1) << 8 * LINE_BYTES | int.from_bytes(part, "big")
    check = 0
    for place in reversed(range(8 * LINE_BYTES + 3)):
        check = check << 1 ^ (0x4599 if (check >> 14 ^ bits >> place) & 1 else 0)
        check &= 0x7FFF
    return check


def _signs(value: int, count: int) -> str:
    return "".join(SIGNS[value >> 5 * place & 31] for place in reversed(range(count)))
