"""Pictures do not come in as text either: data addresses and encoded bytes are found, and the text is not kept.

Encodings are told from words by how they look without spaces and invisible signs, over a thousand of them: small
letters, capitals, figures and other signs change places at every second sign, or letters and figures at every fifth,
and few of the letters are vowels. A pasted conversation with its hours has the first, but it has vowels. Nothing is
ever decoded.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from urllib.parse import unquote

RUN = 1024  # signs: less than that is no picture of anybody
MIXED = 0.50  # of neighbours are of different kinds: base64 has 0.64, base85 0.72, writing under 0.35
FIGURES = 0.17  # of neighbours are letter and figure: base64 has 0.25, base32 0.30, hexadecimal 0.47
VOWELS = 0.30  # of the letters: chance gives 0.19, Spanish has 0.46, English 0.38, hurried messages 0.33
NOISE = 32  # control signs or signs that could not be read: bytes, not writing
FEW = 8  # different signs: somebody kept a key pressed
LINKS, LINK = 5, 700  # so many addresses of so many signs may be as random as they like

DATA = re.compile(
    r"data:(?:(?:image|video|audio|application|text|font|model|multipart)/[\w.+-]+)?(?:;[^,\s]{0,80})?,", re.I
)
DRAWING = re.compile(r"<svg[\s:>/]", re.IGNORECASE)
BEGINNINGS = re.compile(  # of JPEG, PNG, GIF, WebP, MP4 and HEIC, zip and gzip, in base64 and hexadecimal
    r"(?:/9j/4|_9j_4|iVBORw0KGgo|R0lGOD[dl]h|UklGR[A-Za-z0-9+/_-]{6}XRUJQ|AAAA[A-Za-z0-9+/]{2}Z0eX|UEsDBB|H4sIA)"
    r"[A-Za-z0-9+/_=-]{48}|(?i:ffd8ff[de]|89504e470d0a1a0a|47494638[37]|504b0304|1f8b08)[0-9a-f]{48}"
)
MARKS = re.compile(r"\\?0?x(?=[0-9a-f]{2})|[%,;:\\]", re.IGNORECASE)  # between bytes written as numbers
HOURS = re.compile(r"\d{1,4}(?:[/.:-]\d{1,4}){1,2}|\b[ap]\W{0,2}m\b", re.IGNORECASE)  # of a pasted conversation
ADDRESS = re.compile(rf"(?:https?://|www\.)\S{{1,{LINK}}}(?!\S)", re.IGNORECASE)


def holds_picture(text: str) -> bool:
    """Whether a text is, or hides, a picture or another file written out in signs."""
    return any(_looks_encoded(form) for form in _readings(text))


def _readings(text: str) -> Iterator[str]:
    yield text
    plain = text
    for read in (html.unescape, unquote, unquote):
        if (after := read(plain)) != plain:
            plain = after
            yield plain


def _looks_encoded(text: str) -> bool:
    whole = _without_gaps(text)
    if DRAWING.search(text) or DATA.search(whole) or BEGINNINGS.search(whole) or _noise(text) > NOISE:
        return True
    if len(whole) < RUN:
        return False
    words = _without_gaps(HOURS.sub(" ", ADDRESS.sub(" ", text, count=LINKS)))
    return _run_of("[0-9A-Fa-f]", MARKS.sub("", whole)) or _run_of("[!-~]", text) or _mixed(words)


def _without_gaps(text: str) -> str:
    """Without spaces, line breaks, accents and signs nobody sees; wide and ornate letters as plain ones."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign)[0] not in "ZCM")


def _noise(text: str) -> int:
    return sum(
        1 for sign in text if sign == "\ufffd" or (unicodedata.category(sign) == "Cc" and sign not in "\0\n\r\t")
    )


def _run_of(signs: str, text: str) -> bool:
    """Whether so many of these signs stand in a row, and not for one key kept pressed."""
    return any(len(run) >= RUN and len(set(run)) > FEW for run in re.findall(f"{signs}+", text))


def _mixed(signs: str) -> bool:
    kinds = [_kind(sign) for sign in signs]
    pairs = list(pairwise(kinds))
    vowels = _sums(sign in "aeiouAEIOU" for sign in signs)
    letters = _sums(kind in ("small", "capital") for kind in kinds)
    changes = _sums(one != two for one, two in pairs)
    figures = _sums(one != two and "figure" in (one, two) and "other" not in (one, two) for one, two in pairs)
    for start in range(len(signs) - RUN + 1):
        end = start + RUN
        few = vowels[end] - vowels[start] < VOWELS * (letters[end] - letters[start])
        mixed = changes[end - 1] - changes[start] >= MIXED * RUN
        if few and (mixed or figures[end - 1] - figures[start] >= FIGURES * RUN):
            return True
    return False


def _kind(sign: str) -> str:
    if sign.isdigit():
        return "figure"
    if sign.isalpha():
        return "capital" if sign.isupper() else "small"
    return "other"


def _sums(holds: Iterable[bool]) -> list[int]:
    """How many hold before each place."""
    return [0, *accumulate(map(int, holds))]
