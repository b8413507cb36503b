"""Bytes to a JSON tree that is safe to keep: the one door through which all JSON comes in.

Refused with a reason: wrong encodings, nesting over 200, duplicate keys, NaN and infinity, numbers
that cannot be held. Cleaned with a note: NUL, lone surrogates, embedded images, giant strings.
"""

import codecs
import json
import math
import re
from typing import Any, NoReturn

from hilo.alerts.draft import Malformed
from hilo.alerts.formats import limits
from hilo.alerts.formats.scrub import is_image, is_suspect, scrub

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_STRINGS = re.compile(r'"[^"]*"?')
_TOO_DEEP = re.compile(r"[\[{]{201}")
_NOT_BRACKETS = re.compile(r"[^\[\]{}]+")
_ESCAPES = re.compile(r"\\u(?:00(?:[0-7]|89|[fF][fF])|[dD][89a-fA-F])")


def load(data: bytes) -> tuple[Any, list[str]]:
    """The tree and the notes of what was cleaned. Raises Malformed with code and sentence."""
    check_size(data)
    text = decode(data)
    if not text.strip():
        raise Malformed("empty", "El archivo está vacío: pida al remitente que lo envíe de nuevo.")
    if text.count(",") > limits.JSON_VALUES:
        raise Malformed("too_many_elements", "El JSON tiene demasiados valores para ser un aviso: revise el archivo.")
    check_depth(text)
    tree = _loads(text)
    raw = data if not data.startswith(_UTF16) else text.encode("utf-8", "replace")
    suspect = is_suspect(raw, b'"') or (b"\\u" in raw and _ESCAPES.search(text) is not None)
    notes: list[str] = []
    return (scrub(tree, notes) if suspect else tree), notes


def check_size(data: bytes) -> None:
    """Refuse what is over 16 MiB or is itself an image. Raises Malformed."""
    if len(data) > limits.ITEM_BYTES:
        raise Malformed("too_large", "El archivo pasa de 16 MiB: pida el aviso sin archivos incrustados.")
    if is_image(data[:16]):
        raise Malformed("image", "Es una imagen, un video o un PDF: aquí solo se reciben avisos XML o JSON.")


def decode(data: bytes) -> str:
    """Text of UTF-8 (with or without BOM) or UTF-16 with BOM. Raises Malformed("encoding")."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Malformed(
            "encoding",
            "El texto no está en UTF-8 ni en UTF-16 con marca: guárdelo como UTF-8 y vuelva a importarlo.",
        ) from None


def check_depth(text: str) -> None:
    """Refuse nesting over 200 without recursion: each pass removes the innermost pairs of brackets."""
    if text.count("[") + text.count("{") <= limits.JSON_DEPTH:
        return
    bare = _NOT_BRACKETS.sub("", _STRINGS.sub("", text.replace("\\\\", "").replace('\\"', "")))
    for _ in range(limits.JSON_DEPTH):
        if _TOO_DEEP.search(bare):
            break
        before, bare = bare, bare.replace("[]", "").replace("{}", "")
        if bare == before:  # empty, or brackets that do not match: the parser will say where
            return
    if bare:
        raise Malformed("depth", "El JSON está anidado más de 200 niveles: pida un archivo correcto.")


def _loads(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_not_a_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise Malformed(
            "syntax",
            f"No es JSON correcto (línea {error.lineno}, columna {error.colno}): pida que lo envíen de nuevo.",
        ) from None
    except RecursionError:
        raise Malformed("depth", "El JSON está demasiado anidado: pida un archivo correcto.") from None
    except ValueError:
        raise Malformed("number", "Contiene un número de más de 4,300 cifras: pida un archivo correcto.") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    raise Malformed(
        "duplicate_key",
        "Un mismo nombre aparece dos veces en un objeto JSON y no se sabe cuál vale: pida que lo corrijan.",
    )


def _not_a_number(word: str) -> NoReturn:
    raise Malformed("number", f"Contiene «{word}», que no es un número de JSON: pida que lo corrijan.")


def _finite(digits: str) -> float:
    value = float(digits)
    return value if math.isfinite(value) else _not_a_number("Infinity")
