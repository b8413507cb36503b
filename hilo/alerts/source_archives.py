"""Items out of zip and gzip, without unpacking to disk and within bounds.

A zip's list of members is itself bounded before it is read. Refused with a reason: names that lead
out of the archive, links, encrypted members, archives in archives, members that share their bytes,
and anything that unpacks to far more than it was.
"""

import gzip
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from hilo.alerts.formats.scrub import is_image
from hilo.alerts.source_items import LIMITS, Item, Limits, kind_of, refused
from hilo.alerts.source_lines import Readable, each_line, single, sniffed

_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, struct.error),
)
_NAME_LEADS_OUT = re.compile(r"(?:\A|[/\\])\.\.(?:[/\\]|\Z)|\A[/\\]|\A[A-Za-z]:|[\x00-\x1f]")
_IMAGE = "Es una imagen, un video o un PDF: aquí solo se reciben avisos."
_NESTED = "Es un archivo comprimido dentro de otro: desempáquelo e impórtelo aparte."
_BOMB = "Al desempacarse crece demasiado y no se leyó: pida el archivo de nuevo."
_SENTENCES = {
    "path": "Su nombre lleva fuera del zip y no se leyó: pida el archivo de nuevo.",
    "link": "Es un enlace o un archivo especial dentro del zip y no se lee.",
    "encrypted": "Está cifrado: pida el zip sin contraseña.",
    "image": _IMAGE,
    "nested": _NESTED,
    "compression": "Usa una compresión que no se acepta: empáquelo como zip común.",
    "shared_bytes": "Comparte sus bytes con otro archivo del zip y no se leyó: pida el archivo de nuevo.",
    "bomb": _BOMB,
    "too_large": "El archivo pasa del tamaño de un aviso: divídalo o use ndjson.",
}


class _Spent(Exception):
    """The bounds of this archive are used up."""


class _Budget:
    """How many bytes one archive has given so far, over all its members."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.given = 0


class _Meter:
    """A stream that stops at the bounds: of the whole archive, and of unpacked over packed size."""

    def __init__(self, stream: Readable, budget: _Budget, packed: Callable[[], int]) -> None:
        self._stream, self._budget, self._packed = stream, budget, packed
        self._given = 0

    def read(self, size: int = -1, /) -> bytes:
        """Like the stream's own. Raises _Spent beyond the bounds."""
        data = self._stream.read(size)
        limits = self._budget.limits
        self._given += len(data)
        self._budget.given += len(data)
        steep = self._given > limits.ratio_from and self._given > limits.ratio * max(1, self._packed())
        if steep or self._budget.given > limits.unpacked_bytes:
            raise _Spent
        return data


def gunzip(stream: Any, name: str, limits: Limits) -> Iterator[Item]:
    """Items of one gzip stream: lines, or one document, as its name or its content says."""
    inner = name[:-3] if name.lower().endswith(".gz") else name
    counted = _Counted(stream)
    with gzip.GzipFile(fileobj=counted, mode="rb") as unpacked:  # type: ignore[call-overload]
        meter = _Meter(unpacked, _Budget(limits), lambda: counted.taken)
        try:
            yield from _inner(meter, name, inner, limits)
        except _Spent:
            yield refused(name, "bomb", _BOMB, counted.taken)
        except _DAMAGED:
            yield refused(name, "damaged", "El gzip está dañado o incompleto: pida el archivo de nuevo.", counted.taken)


class _Counted:
    """A stream that knows how many bytes were taken from it."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.taken = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size if size >= 0 else 64 * 1024)
        self.taken += len(data)
        return data


def _inner(stream: Readable, name: str, inner: str, limits: Limits) -> Iterator[Item]:
    kind = kind_of(inner)
    if kind == "lines":
        yield from each_line(stream, name, limits)
    elif kind == "picture":
        yield refused(name, "image", _IMAGE)
    elif kind in ("zip", "gzip", "archive"):
        yield refused(name, "nested", _NESTED)
    elif inner.lower().endswith((".xml", ".json")):
        yield _judged(single(stream, name, limits))
    else:
        yield from map(_judged, sniffed(stream, name, limits))


def _judged(item: Item) -> Item:
    """The same item, refused when its first bytes are those of an image or of an archive."""
    head = item.data[:16] if item.data else b""
    if is_image(head):
        return refused(item.name, "image", _IMAGE, item.size)
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")):
        return refused(item.name, "nested", _NESTED, item.size)
    return item


def unzip(stream: BinaryIO, name: str, limits: Limits) -> Iterator[Item]:
    """Items of a zip, in the order of its list; each named ``name/member``."""
    try:
        _check_directory(stream, limits)
        archive = zipfile.ZipFile(stream)
    except _Spent:
        yield refused(name, "too_many_members", "El zip trae demasiados archivos: divídalo en varios.")
        return
    except _DAMAGED:
        yield refused(name, "damaged", "El zip está dañado o incompleto: pida el archivo de nuevo.")
        return
    with archive:
        overlapping = _overlapping(archive)
        budget = _Budget(limits)
        for member in archive.infolist():
            if member.is_dir() or any(kind_of(part) == "hidden" for part in _parts(member.filename)):
                continue
            shown = f"{name}/{_shown(member.filename)}"
            if reason := _why_not(member, overlapping, limits):
                yield refused(shown, *reason, member.compress_size)
            else:
                yield from _member(archive, member, shown, budget)
            if budget.given > limits.unpacked_bytes:
                return


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str, budget: _Budget) -> Iterator[Item]:
    try:
        with archive.open(member) as unpacked:
            meter = _Meter(unpacked, budget, lambda: member.compress_size)
            if kind_of(member.filename) == "lines":
                yield from each_line(meter, shown, budget.limits)
            else:
                yield _judged(single(meter, shown, budget.limits))
    except _Spent:
        yield refused(shown, "bomb", _BOMB, member.compress_size)
    except _DAMAGED:
        yield refused(shown, "damaged", "Este archivo del zip está dañado: pídalo de nuevo.", member.compress_size)


def _parts(filename: str) -> list[str]:
    return [part for part in re.split(r"[/\\]", filename) if part not in ("", ".", "..")]


def _shown(filename: str) -> str:
    return re.sub("[\x00-\x1f\ud800-\udfff]", "?", filename)[:500]


def _why_not(member: zipfile.ZipInfo, overlapping: set[int], limits: Limits) -> tuple[str, str] | None:
    """Why a member is refused unread, or None."""
    kind = kind_of(member.filename)
    steep = member.file_size > limits.ratio * max(1, member.compress_size)
    reasons = (
        (_NAME_LEADS_OUT.search(member.filename), "path"),
        (stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG), "link"),
        (member.flag_bits & 0x1, "encrypted"),
        (kind == "picture", "image"),
        (kind in ("zip", "gzip", "archive"), "nested"),
        (member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED), "compression"),
        (member.header_offset in overlapping, "shared_bytes"),
        (steep and member.file_size > limits.ratio_from, "bomb"),
        (kind != "lines" and member.file_size > limits.item_bytes, "too_large"),
    )
    code = next((code for holds, code in reasons if holds), None)
    return (code, _SENTENCES[code]) if code else None


def _overlapping(archive: zipfile.ZipFile) -> set[int]:
    """Offsets of members whose bytes run into those of another, as bombs of shared bytes do."""
    found: set[int] = set()
    reach, owner = -1, -1
    for start, size in sorted((one.header_offset, one.compress_size) for one in archive.infolist()):
        if start < reach:
            found.update((start, owner))
        if start + 30 + size > reach:
            reach, owner = start + 30 + size, start
    return found


def count_members(place: Path) -> int | None:
    """How many members a zip lists, without hidden ones and folders; None when some hold lines."""
    with place.open("rb") as stream:
        try:
            _check_directory(stream, LIMITS)
            archive = zipfile.ZipFile(stream)
        except (_Spent, *_DAMAGED):
            return 1
        names = [one.filename for one in archive.infolist() if not one.is_dir()]
    kept = [name for name in names if all(kind_of(part) != "hidden" for part in _parts(name))]
    return None if any(kind_of(name) == "lines" for name in kept) else len(kept)


def _check_directory(stream: BinaryIO, limits: Limits) -> None:
    """Raise _Spent when the list of members is too large to be held, before anything reads it.

    The end record is found by the library's own function, so that both see the same one.
    """
    record = zipfile._EndRecData(stream)  # type: ignore[attr-defined]
    if not record:
        raise zipfile.BadZipFile
    members, length = record[4], record[5]
    if members > limits.members or length > limits.directory_bytes:
        raise _Spent
    stream.seek(0)
