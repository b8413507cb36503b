"""What may not be kept is taken out of a message: embedded images, NUL, lone surrogates, giant strings.

A refused image leaves a mark in its place and a note with its path; nothing of it is kept, not even
a hash. Characters that no database takes are written as the escape ``\\uXXXX``.
"""

import hashlib
import re
from typing import Any

from hilo.alerts.formats import limits

_SHORT = 10  # shorter than any image or its address can be
IMAGE_MARK = "[imagen rechazada]"

SIGNATURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x01\x00",
    b"\x1aE\xdf\xa3",
    b"%PDF",
    b"<svg",
    b"\x00\x00\x00\x0cJXL ",
)
_RAW = re.compile(
    "\x89PNG\r?\n|ÿØÿ[\x80-ÿ]|GIF8[79]a[\x00-\x1f\x7f-ÿ]|RIFF.{4}WEBP|\x00\x00\x00.ftyp|%PDF-1", re.DOTALL
)
_DATA_URI = re.compile(
    r"data:(?:(?:image|video)/[^,\s]{0,200}|[^,\s]{0,200};base64),(?:[^\s\"']|\s(?=[A-Za-z0-9+/=_\-]{16}))*+",
    re.IGNORECASE,
)
# The same first bytes in base64 and in hexadecimal, at the beginning of a line or word.
_ENCODED_HEAD = re.compile(
    "iVBORw0KGg|[/_]9j[/_]|R0lGOD|SUkqA|TU0AK|AAABAA|GkXfo|JVBERi|PHN2Z|AAAADEpYTC|UklGR|Qk[0-3][A-Za-z0-9+/_-]{5}AAAA"
    "|AAAA[A-Za-z0-9+/_-][GWm2]Z0eX"
    "|(?i:(?:0?x)?(?:89504e470d0a1a0a|ffd8ff|474946383[79]61|49492a00|4d4d002a|00000100|1a45dfa3|25504446|3c737667"
    "|0000000c4a584c20|000000[0-9a-f]{2}66747970|52494646[0-9a-f]{8}(?:57454250|41564920)|424d[0-9a-f]{8}00000000))"
)
# Letters, white space however it is escaped, and nothing else: what encoded bytes consist of, in lines of any length.
_LETTERS = re.compile(
    r"(?<![A-Za-z0-9+/_\-=\s\\])[A-Za-z0-9+/_\-=\s\\]{%d,}+" % limits.BASE64_IMAGE_CHARS  # noqa: UP031 - full of braces
)
_SPACES = dict.fromkeys(code for code in range(0x3001) if chr(code).isspace())
_WORD = re.compile(r"\S+")
_RUN = re.compile(
    r"(?<![A-Za-z0-9+/_\-])[A-Za-z0-9+/_\-]{60,}+={0,2}(?:\s{1,4}[A-Za-z0-9+/_\-]{60,}+={0,2})*+"
    r"(?:\s{1,4}[A-Za-z0-9+/_\-]+={0,2})?"
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def is_image(head: bytes) -> bool:
    """Whether these first bytes are those of an image, a video or a PDF."""
    if head[4:8] == b"ftyp":
        return True
    if head.startswith(b"RIFF"):
        return head[8:12] in (b"WEBP", b"AVI ", b"WAVE")
    if head.startswith(b"BM"):
        return head[6:10] == b"\x00\x00\x00\x00"
    return head.startswith(SIGNATURES)


_RAW_SIGNS = (b"%PDF", b"GIF8", "ÿØÿ".encode(), "\x89PNG".encode())


def is_suspect(raw: bytes, delimiter: bytes) -> bool:
    """Cheap sign that a value may need cleaning: a data URI, raw first bytes of an image, or a long value.

    A value of 2,000 bytes has no ``delimiter`` in some window of 1,000, so most messages cost a few searches.
    """
    if b"data:" in raw.lower() or any(sign in raw for sign in _RAW_SIGNS):
        return True
    step = limits.BASE64_IMAGE_CHARS // 2
    return any(raw.find(delimiter, at, at + step) < 0 for at in range(0, len(raw) - step, step))


def clean_text(value: str) -> tuple[str, tuple[str, ...]]:
    """A string that may be kept, and what was done to it: ``image``, ``unstorable``, ``cut``."""
    done = []
    if len(value) < _SHORT and value.isascii() and "\0" not in value:
        return value, ()
    without = _without_images(value)
    if without != value:
        value = without
        done.append("image")
    if _UNSTORABLE.search(value):
        value = _UNSTORABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", value)
        done.append("unstorable")
    if len(value) > limits.STRING_CHARS:
        value = _cut(value)
        done.append("cut")
    return value, tuple(done)


def scrub(tree: Any, notes: list[str]) -> Any:
    """The tree without what may not be kept, changed in place. Appends a note with the path for each change."""
    holder = [tree]
    _scrub(holder, [], notes)
    return holder[0]


def _scrub(node: Any, trail: list[Any], notes: list[str]) -> None:
    """Clean what hangs on ``node``. ``trail``: keys and positions that led here, the first being the root's."""
    if isinstance(node, dict):
        _scrub_keys(node, trail, notes)
        places: Any = list(node.items())
    else:
        places = enumerate(node)
    for key, value in places:
        if type(value) is str:
            cleaned, done = clean_text(value)
            if done:
                node[key] = cleaned
                _note(done, [*trail, key], notes)
        elif value and isinstance(value, dict | list):
            trail.append(key)
            _scrub(value, trail, notes)
            trail.pop()


def _scrub_keys(node: dict[str, Any], trail: list[Any], notes: list[str]) -> None:
    if not any(len(key) > limits.KEY_CHARS or _UNSTORABLE.search(key) for key in node):
        return
    values = list(node.items())
    node.clear()
    for key, value in values:
        name, done = clean_text(key)
        _note(done, [*trail, "(nombre)"], notes)
        name = name[: limits.KEY_CHARS]
        while name in node:
            name += "~"
        node[name] = value


_SENTENCE = {
    "image": "imagen incrustada rechazada en {}",
    "unstorable": "caracteres que no se pueden guardar, escritos como escape, en {}",
    "cut": "texto recortado por ser demasiado largo en {}",
}


def _note(done: tuple[str, ...], trail: list[Any], notes: list[str]) -> None:
    for what in done:
        if len(notes) < limits.NOTES:
            notes.append(_SENTENCE[what].format(_path(trail))[: limits.NOTE_CHARS])


def _path(trail: list[Any]) -> str:
    parts = [f"[{step}]" if isinstance(step, int) else f".{step[:60]}" for step in trail[1:]]
    return "".join(parts).lstrip(".") or "la raíz"


def _cut(value: str) -> str:
    """The beginning, with length and hash of the whole, so that a change in the tail still shows."""
    whole = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{value[: limits.STRING_CHARS]}… [recortado: {len(value)} caracteres, sha256 {whole}]"


def _without_images(value: str) -> str:
    if _RAW.search(value):
        return IMAGE_MARK
    if "data:" in value.lower():
        value = _DATA_URI.sub(IMAGE_MARK, value)
    if len(value) >= limits.BASE64_IMAGE_CHARS:
        value = _LETTERS.sub(lambda letters: _without_encoded(letters[0]), value)
        value = _RUN.sub(lambda run: IMAGE_MARK if len(run[0]) > limits.BASE64_CHARS else run[0], value)
    return value


def _without_encoded(letters: str) -> str:
    """Letters and spaces up to where an image begins in base64 or hexadecimal, if one does."""
    spaced = letters
    for escaped, as_long in (("\\n", "  "), ("\\r", "  "), ("\\t", "  "), ("\\/", " /"), ("\\", " ")):
        spaced = spaced.replace(escaped, as_long)
    bare = spaced.translate(_SPACES)
    words, counted, word = _WORD.finditer(spaced), 0, None
    for head in _ENCODED_HEAD.finditer(bare):
        if len(bare) - head.start() < limits.BASE64_IMAGE_CHARS:
            break
        while word is None or counted + len(word[0]) <= head.start():
            counted += len(word[0]) if word else 0
            word = next(words)
        if counted == head.start():
            return letters[: word.start()] + IMAGE_MARK
    return letters


def without_images(data: bytes) -> bytes:
    """Bytes of an item that could not be read, without what looks like an embedded image."""
    return _without_images(data.decode("latin-1")).encode("latin-1")
