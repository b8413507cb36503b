"""Items out of a stream of text: one for each line, or for each JSON value, or one for all of it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from hilo.alerts.formats.scrub import is_image
from hilo.alerts.source_items import Item, Limits, refused

_CHUNK = 64 * 1024
_SIGNS = re.compile(rb'["\\{}\[\]]')
_SPACE = b" \t\r\n"
_TOO_LONG = "La línea pasa del tamaño de un aviso y se saltó: divídala o pida el aviso sin archivos incrustados."


class Readable(Protocol):
    """Anything bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""


class Rejoined:
    """A stream with the bytes that were already taken put back in front."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int = _CHUNK, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        if self._head:
            taken, self._head = self._head[:size], self._head[size:]
            return taken
        return self._rest.read(size)


def each_line(stream: Readable, name: str, limits: Limits) -> Iterator[Item]:
    """Each line that is not blank, named ``name:number``. One that is too long is skipped unread."""
    number, size = 1, 0
    parts: list[bytes] = []
    while chunk := stream.read(_CHUNK):
        *ended, last = chunk.split(b"\n")
        for piece in ended:
            yield from _line(parts, size, piece, f"{name}:{number}", limits)
            number, size, parts = number + 1, 0, []
        size += len(last)
        if size <= limits.item_bytes:
            parts.append(last)
        else:
            parts.clear()
    yield from _line(parts, size, b"", f"{name}:{number}", limits)


def _line(parts: list[bytes], size: int, piece: bytes, name: str, limits: Limits) -> Iterator[Item]:
    size += len(piece)
    if size > limits.item_bytes:
        yield refused(name, "too_large", _TOO_LONG, size)
        return
    data = b"".join((*parts, piece)).strip(_SPACE)
    if data:
        yield Item(name, data, None, len(data))


def count_lines(place: Path) -> int:
    """Lines of a file that are not blank, nearly: blank ones that follow another are not counted."""
    total, last = 0, b"\n"
    with place.open("rb") as stream:
        while chunk := stream.read(1024 * 1024):
            total += chunk.count(b"\n")
            last = chunk[-1:]
    return total if last == b"\n" else total + 1


def sniffed(stream: Readable, name: str, limits: Limits) -> Iterator[Item]:
    """Items of an unnamed stream: an XML document, JSON lines, or JSON values one after another."""
    head = _until_line(stream, limits.item_bytes)
    bare = head.lstrip(b"\xef\xbb\xbf" + _SPACE)
    whole = Rejoined(head, stream)
    if is_image(head[:16]):
        yield refused(name, "image", "Es una imagen, un video o un PDF: aquí solo se reciben avisos.")
    elif not bare:
        yield refused(name, "empty", "No llegó nada por la entrada: revise la orden anterior.")
    elif bare[:1] not in (b"{", b"["):
        yield single(whole, name, limits)
    elif _is_complete(bare):
        yield from each_line(whole, name, limits)
    else:
        yield from _values(whole, name, limits)


def _until_line(stream: Readable, most: int) -> bytes:
    """What comes first, up to the end of the first line that is not blank."""
    parts: list[bytes] = []
    size = 0
    while size <= most and (chunk := stream.read(_CHUNK)):
        seen = bool(parts) or bool(chunk.strip(_SPACE))
        if seen:
            parts.append(chunk)
            size += len(chunk)
        if seen and b"\n" in (chunk if len(parts) > 1 else chunk.lstrip(_SPACE)):
            break
    return b"".join(parts)


def _is_complete(bare: bytes) -> bool:
    """Whether the first line is one whole JSON value, or not JSON at all but closed like one."""
    first = bare.split(b"\n", 1)[0].strip(_SPACE)
    try:
        json.loads(first)
    except RecursionError:
        return True
    except ValueError:
        closed = first[:1] == b"{" and first[-1:] == b"}" and first.count(b"{") == first.count(b"}")
        return closed and b"}{" not in first and b"} {" not in first
    return True


def single(stream: Readable, name: str, limits: Limits) -> Item:
    """All of the stream as one item, or a refusal when it is too large."""
    parts: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limits.item_bytes:
            return refused(name, "too_large", "El archivo pasa del tamaño de un aviso: divídalo o use ndjson.", size)
        parts.append(chunk)
    return Item(name, b"".join(parts), None, size)


def _values(stream: Readable, name: str, limits: Limits) -> Iterator[Item]:
    """JSON values one after another, told apart by their brackets, named ``name:number``."""
    number, size, depth, quoted, escaped = 1, 0, 0, False, -1
    parts: list[bytes] = []
    while chunk := stream.read(_CHUNK):
        start = 0
        for sign in _SIGNS.finditer(chunk):
            at, char = sign.start(), sign[0]
            if at == escaped:
                escaped = -1
            elif char == b"\\":
                escaped = at + 1 if quoted else -1
            elif char == b'"':
                quoted = not quoted
            elif not quoted:
                depth += 1 if char in b"{[" else -1
                if depth <= 0:
                    yield from _line(parts, size, chunk[start : at + 1], f"{name}:{number}", limits)
                    number, size, depth, start, parts = number + 1, 0, 0, at + 1, []
        # An escape that ends a chunk escapes the first byte of the next one.
        escaped = 0 if escaped == len(chunk) else -1
        size += len(chunk) - start
        if size <= limits.item_bytes:
            parts.append(chunk[start:])
        else:
            parts.clear()
    yield from _line(parts, size, b"", f"{name}:{number}", limits)
