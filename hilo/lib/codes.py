"""The code with which somebody comes back: 20 digits, or the same as six Spanish words.

The first 19 digits are random (63 bits), the last is a check digit after Damm: every single wrong digit and every swap
of two neighbours is noticed before anything costly is computed. The words write the 19-digit number in base
:data:`BASE`, the length of the list; the list never changes, or codes that were noted down would no longer open.
"""

import re
import secrets
import unicodedata
from functools import lru_cache
from importlib.resources import files

from hilo.lib.errors import BadInput

DIGITS, WORDS, GROUP = 20, 6, 4
START = 4  # signs by which the words of the list differ from one another: so many suffice
MOST_SIGNS = 400  # of what is read; no code is longer however it is spaced

# a totally anti-symmetric quasigroup of order 10 (H. M. Damm, 2004)
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


class WrongCode(BadInput):
    """What was typed is no code. ``kind``: a key of ``_SENTENCES``; ``word``: the one unknown."""

    def __init__(self, kind: str, word: str = "") -> None:
        super().__init__(_SENTENCES[kind].format(word=word))
        self.kind, self.word = kind, word


_SENTENCES = {
    "empty": "Escribe tu clave: los 20 números o las seis palabras.",
    "short": "Faltan números. La clave tiene 20.",
    "long": "Sobran números. La clave tiene 20.",
    "digit": "Parece que un número no es el que anotaste. Revisa la clave, de cuatro en cuatro.",
    "few": "Faltan palabras. La clave tiene seis.",
    "many": "Sobran palabras. La clave tiene seis.",
    "word": "La palabra «{word}» no es de nuestras claves. Revisa cómo la escribiste.",
    "words": "Parece que una palabra no es la que anotaste, o que cambió el orden. Revísalas una por una.",
}


def new_digits() -> str:
    """A new code: 20 digits."""
    return _checked("".join(secrets.choice("0123456789") for _ in range(DIGITS - 1)))


def grouped(digits: str) -> str:
    """``1234 5678 …``: as it is shown and noted down."""
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def as_words(digits: str) -> tuple[str, ...]:
    """The same code as six words, in order. Raises WrongCode for what is no code."""
    number, words = int(_right(digits)[:-1]), word_list()
    found = []
    for _ in range(WORDS):
        number, at = divmod(number, len(words))
        found.append(words[at])
    return tuple(reversed(found))


def read_code(text: str) -> str:
    """The 20 digits of what somebody typed or pasted: digits or words, in any case, spaced in any way.

    Raises WrongCode, whose message says kindly what to look at.
    """
    plain = _plain(text[:MOST_SIGNS])
    if not plain.strip():
        raise WrongCode("empty")
    words = re.findall(r"[a-z]+", plain)
    return _of_words(words) if words else _right("".join(re.findall(r"\d", plain, re.ASCII)))


@lru_cache(maxsize=1)
def word_list() -> tuple[str, ...]:
    """The words, in the order that gives each its number."""
    return tuple((files("hilo.lib") / "data" / "words_es.txt").read_text(encoding="utf-8").split())


def check_digit(digits: str) -> str:
    """Damm's check digit of any run of digits; "0" of one that ends in its own."""
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return str(state)


def _checked(digits: str) -> str:
    return digits + check_digit(digits)


def _right(digits: str) -> str:
    if len(digits) != DIGITS:
        raise WrongCode("empty" if not digits else "short" if len(digits) < DIGITS else "long")
    if check_digit(digits) != "0":
        raise WrongCode("digit")
    return digits


def _of_words(words: list[str]) -> str:
    numbers = [_number_of(word) for word in words]
    if len(words) != WORDS:
        raise WrongCode("few" if len(words) < WORDS else "many")
    total = 0
    for number in numbers:
        total = total * len(word_list()) + number
    if total >= 10 ** (DIGITS - 1):
        raise WrongCode("words")
    return _checked(f"{total:0{DIGITS - 1}}")


def _number_of(word: str) -> int:
    found = _by_start().get(word[:START])
    if found is None or not word_list()[found].startswith(word):
        raise WrongCode("word", word)
    return found


@lru_cache(maxsize=1)
def _by_start() -> dict[str, int]:
    return {word[:START]: at for at, word in enumerate(word_list())}


def _plain(text: str) -> str:
    """Lower case, without accents; full-width and other digits as 0 to 9."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(_digit(sign) for sign in apart if not unicodedata.combining(sign))


def _digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdecimal() else sign
