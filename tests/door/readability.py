"""How easy a Spanish text is to read: Szigriszt-Pazos (1993), with the scale INFLESZ (Barrio-Cantalejo, 2008).

206.835 − 62.3 × syllables / words − words / sentences. 65 and more is "quite easy"; a primary schoolbook is about 70.
"""

import re

ENOUGH = 65
STRONG, WEAK, WEAK_ACCENTED = "aeoáéó", "iuü", "íú"
VOWELS = STRONG + WEAK + WEAK_ACCENTED
DIGITS = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
_WORD = re.compile(r"[a-záéíóúüñ]+")
_END = re.compile(r"[.?!…:]+|\n+")


def syllables(word: str) -> int:
    """The syllables of one Spanish word, as it is spoken."""
    nuclei = 0
    before = ""
    for sign in _vowels_only(word.lower()):
        if sign not in VOWELS:
            before = ""
        else:
            nuclei += not before or not _one_syllable(before, sign)
            before = sign
    return max(nuclei, 1)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case; a number is read digit by digit, as one reads a telephone number."""
    spoken = re.sub(r"\d", lambda digit: f" {DIGITS[int(digit[0])]} ", text)
    return _WORD.findall(spoken.lower())


def sentences_of(text: str) -> int:
    """How many sentences a text has, one at least."""
    return max(1, sum(1 for part in _END.split(text) if _WORD.search(part.lower()) or re.search(r"\d", part)))


def ease(text: str) -> float:
    """The index of a text: the higher, the easier. Raises ValueError for a text without words."""
    words = words_of(text)
    if not words:
        raise ValueError("a text without words")
    spoken = sum(map(syllables, words))
    return 206.835 - 62.3 * spoken / len(words) - len(words) / sentences_of(text)


def _vowels_only(word: str) -> str:
    """The word without what is written and not spoken: the u of que, qui, gue and gui, and h except in ch."""
    word = re.sub(r"(?<=q)u(?=[eiéí])|(?<=g)u(?=[eiéí])", "", word)
    word = re.sub(r"(?<!c)h", "", word)
    return re.sub(r"y(?![aeiouáéíóú])", "i", word)  # y is a vowel at the end and alone: soy, y


def _one_syllable(first: str, second: str) -> bool:
    """Two weak vowels always are one syllable; two strong ones, or a strong and an accented weak one, never."""
    if first in STRONG:
        return second in WEAK
    return second not in STRONG or first in WEAK
