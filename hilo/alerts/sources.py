"""Where alerts come from: a file, a folder, a zip, lines, gzip or standard input, one item at a time.

What cannot be used becomes an item with a refusal and the stream goes on. Memory holds one item, at
most 16 MiB; archives stay packed on disk; links are not followed and special files are not opened.
"""

import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from hilo.alerts import source_archives as archives
from hilo.alerts import source_lines as lines
from hilo.alerts.formats.scrub import is_image
from hilo.alerts.source_items import LIMITS, Item, Limits, kind_of, refused
from hilo.lib.errors import BadInput

__all__ = ["LIMITS", "Item", "Limits", "count_items", "open_source"]

_HEAD = 64 * 1024
_MOST_FOLDERS_DEEP = 64
_SPOOL_BYTES = 4 * 1024**3
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def open_source(path: "str | Path | BinaryIO", *, limits: Limits = LIMITS) -> Iterator[Item]:
    """Items of ``path``, or of standard input for ``-``, or of a binary stream.

    Raises BadInput when the path does not exist or may not be read; anything later is a refusal.
    """
    if not isinstance(path, str | Path):
        return _stream(path, "-", limits)
    if str(path) == "-":
        return _stream(sys.stdin.buffer, "-", limits)
    place = Path(path)
    try:
        found = place.stat()
    except (OSError, ValueError):
        raise BadInput(f"No existe «{_shown(str(path))}»: revise la ruta.") from None
    if not os.access(place, os.R_OK):
        raise BadInput(f"No se puede leer «{_shown(str(path))}»: revise los permisos.")
    if stat.S_ISDIR(found.st_mode):
        return _folder(place, limits)
    return _file(place, _shown(place.name), limits)


def count_items(path: "str | Path | BinaryIO") -> int | None:
    """How many items there are, for a progress bar; None when that cannot be told cheaply."""
    if not isinstance(path, str | Path) or str(path) == "-":
        return None
    place = Path(path)
    if not place.is_dir():
        return _count_file(place)
    total = 0
    for entry, depth in _entries(place):
        if depth <= _MOST_FOLDERS_DEEP and not entry.is_dir(follow_symlinks=False):
            count = (
                1 if entry.is_symlink() or not entry.is_file(follow_symlinks=False) else _count_file(Path(entry.path))
            )
            if count is None:
                return None
            total += count
    return total


def _count_file(place: Path) -> int | None:
    kind = kind_of(place.name)
    try:
        if kind == "zip":
            return archives.count_members(place)
        if kind == "lines":
            return lines.count_lines(place)
    except (OSError, ValueError):
        return None
    return None if kind == "gzip" else 1


def _shown(name: str) -> str:
    """A file's name that can be stored: bytes that are no text are written as escapes."""
    return _LONE_SURROGATE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", name).replace("\0", "\\u0000")


def _entries(folder: Path) -> Iterator[tuple["os.DirEntry[str]", int]]:
    """Everything below a folder in order of name, not following links; hidden files left out."""
    stack = [_listed(str(folder))]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
            continue
        if kind_of(entry.name) == "hidden":
            continue
        yield entry, len(stack)
        if entry.is_dir(follow_symlinks=False) and len(stack) <= _MOST_FOLDERS_DEEP:
            try:
                stack.append(_listed(entry.path))
            except OSError:
                continue


def _listed(folder: str) -> Iterator["os.DirEntry[str]"]:
    with os.scandir(folder) as found:
        return iter(sorted(found, key=lambda entry: entry.name))


def _folder(folder: Path, limits: Limits) -> Iterator[Item]:
    for entry, depth in _entries(folder):
        name = _shown(entry.path.removeprefix(str(folder)).lstrip("/"))
        if entry.is_symlink():
            yield refused(name, "link", "Es un enlace y no se sigue: copie el archivo mismo.")
        elif entry.is_dir(follow_symlinks=False):
            if depth > _MOST_FOLDERS_DEEP:
                yield refused(name, "too_deep", "Hay demasiadas carpetas una dentro de otra: acerque los archivos.")
            elif not os.access(entry.path, os.R_OK | os.X_OK):
                yield refused(name, "unreadable", "No se puede abrir la carpeta: revise los permisos.")
        else:
            yield from _file(Path(entry.path), name, limits, os.O_NOFOLLOW)


def _file(place: Path, name: str, limits: Limits, flags: int = 0) -> Iterator[Item]:
    """The items of one file. It is opened without waiting and checked after opening, never before."""
    try:
        handle = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | flags)
    except OSError:
        yield refused(name, "unreadable", "No se puede leer: revise que exista y los permisos.")
        return
    with os.fdopen(handle, "rb") as stream:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            yield refused(name, "special", "No es un archivo común (es un dispositivo o una tubería): use «-».")
            return
        try:
            yield from _open_file(stream, name, found.st_size, limits)
        except OSError:
            yield refused(name, "unreadable", "No se pudo terminar de leer el archivo: revise el disco.", found.st_size)


def _open_file(stream: BinaryIO, name: str, size: int, limits: Limits) -> Iterator[Item]:
    kind = kind_of(name)
    head = stream.read(16)
    stream.seek(0)
    if kind == "picture" or is_image(head):
        yield refused(name, "image", "Es una imagen, un video o un PDF: aquí solo se reciben avisos.", size)
    elif kind == "zip" or head.startswith(b"PK\x03\x04"):
        yield from archives.unzip(stream, name, limits)
    elif kind == "gzip" or head.startswith(b"\x1f\x8b"):
        yield from archives.gunzip(stream, name, limits)
    elif kind == "archive":
        yield refused(name, "archive", "Es un archivo comprimido de otro tipo: use zip o gz.", size)
    elif kind == "lines":
        yield from lines.each_line(stream, name, limits)
    elif size > limits.item_bytes:
        yield refused(name, "too_large", "El archivo pasa del tamaño de un aviso: divídalo o use ndjson.", size)
    else:
        data = stream.read(size + 1)  # a file asked for with more than it has room for is slow to read
        if len(data) > size:  # it grows
            data += stream.read(limits.item_bytes + 1 - len(data))
        yield Item(name, data, None, len(data))


def _stream(stream: BinaryIO, name: str, limits: Limits) -> Iterator[Item]:
    """Items of a stream that tells nothing about itself: looked at, then read as what it is."""
    head = stream.read(_HEAD)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        with tempfile.TemporaryFile() as spool:
            if _spool(head, stream, spool):
                yield from archives.unzip(spool, name, limits)
            else:
                yield refused(name, "too_large", "El zip pasa de 4 GiB: guárdelo como archivo e impórtelo por ruta.")
    elif head.startswith(b"\x1f\x8b"):
        yield from archives.gunzip(lines.Rejoined(head, stream), name, limits)
    else:
        yield from lines.sniffed(lines.Rejoined(head, stream), name, limits)


def _spool(head: bytes, stream: BinaryIO, spool: BinaryIO) -> bool:
    written = 0
    while head:
        written += spool.write(head)
        if written > _SPOOL_BYTES:
            return False
        head = stream.read(_HEAD)
    spool.seek(0)
    return True
