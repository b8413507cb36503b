"""What an adult's words touch in a story: whole words, accents and plurals aside."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The words in lower case without accents, one space between them; ñ becomes n."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare))


def place(key: str, folded: str) -> int:
    """Where a folded key stands in a folded text, its plural counting as the same word; -1 when it is not there."""
    padded = f" {folded} "
    return max(padded.find(f" {key}{ending} ") for ending in ("", "s", "es"))


def last_place(keys: tuple[str, ...], folded: str) -> int:
    """Where the last of these keys stands; -1 when none does."""
    return max((place(key, folded) for key in keys), default=-1)


def lower_first(text: str) -> str:
    """A sentence that goes on after «y luego»."""
    return text[:1].lower() + text[1:]
