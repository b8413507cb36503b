"""Where words stand in a text, however they are typed: without accents, in capitals, with other white space."""

import unicodedata


def find(text: str, words: str) -> tuple[tuple[int, int], ...]:
    """Every place of ``words``: code points of ``text`` as given, end excluded. Empty when they stand nowhere.

    What was typed need not begin or end at a word: whoever marks a passage chooses its ends.
    """
    wanted = _folded(words)[0].strip()
    folded, at = _folded(text)
    found, start = [], folded.find(wanted) if wanted else -1
    while start >= 0:
        last = at[start + len(wanted) - 1]
        found.append((at[start], _whole(text, last + 1)))
        start = folded.find(wanted, start + len(wanted))
    return tuple(found)


def _folded(text: str) -> tuple[str, list[int]]:
    """Small letters without marks, white space as one blank; and for each sign of it the place in ``text``."""
    signs: list[str] = []
    at: list[int] = []
    for place, sign in enumerate(text):
        for one in " " if sign.isspace() else unicodedata.normalize("NFD", sign.casefold()):
            if unicodedata.combining(one) or (one == " " and signs[-1:] == [" "]):
                continue
            signs.append(one)
            at.append(place)
    return "".join(signs), at


def _whole(text: str, end: int) -> int:
    """An accent written as a sign of its own belongs to its letter."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end
