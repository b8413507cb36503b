"""A PDF that may be kept is writing: text set in fonts, lines and rules, and nothing else in any part of the file.

What each part is for is told by who points to it, and every part must be for something known. Then the text is read
as a person would read it, and looked through as any other text.
"""

import base64
import binascii
import io
import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from hilo.evidence import document_text
from hilo.evidence.document_marks import look_for_others
from hilo.evidence.document_refusals import Refused
from hilo.evidence.pdf_streams import CHECKS, writing
from hilo.evidence.pdf_tokens import MOST_PARTS, Name, Part, Ref, Unreadable, packed_parts, parts_of

MOST_PAGES = 150
MOST_UNPACKED = 12 * 2**20  # bytes of all streams together
MOST_OF_ONE = 4 * 2**20
MOST_OF_PAGES = 3 * 2**20  # of all pages, each as often as it is shown
MOST_SHORT_BYTES = 4_096  # of strings that are no writing: identifiers and the like
SHORT = 64
LINE_ENDS = dict.fromkeys(map(ord, "\t\r\n\f"), " ")
SENTENCE = 48  # signs: shorter strings name places of the file, and look like nothing
USED = re.compile(rb"\bDo\b")  # a piece is shown here
LETTERS = re.compile(r"\w", re.UNICODE)

# Names that no letter needs, wherever they stand -> code of the refusal; a part that is never shown counts too.
NAMES = {
    name.encode(): code
    for code, names in (
        ("pdf_locked", "Encrypt Crypt"),
        ("pdf_picture", "Image Thumb Alternates DCTDecode DCT JPXDecode JBIG2Decode CCITTFaxDecode CCF"),
        ("pdf_moving", "Movie Sound RichMedia Rendition MediaClip 3D U3D PRC"),
        ("pdf_files", "EmbeddedFile EmbeddedFiles EF FileAttachment Collection"),
        ("pdf_code", "JavaScript JS Launch SubmitForm ImportData XFA AA GoToE GoToR"),
        ("pdf_signed", "ByteRange"),
        ("pdf_fonts", "Type3 CharProcs"),
    )
    for name in names.split()
}
ORDER = list(dict.fromkeys(NAMES.values()))  # of several things that are wrong, the first is told

# Key that points to a stream -> what the stream is for; a key of pdf_streams.CHECKS.
POINTERS = {
    b"FontFile": "font", b"FontFile2": "font", b"FontFile3": "font", b"ToUnicode": "cmap", b"CIDToGIDMap": "table",
    b"CIDSet": "table", b"Contents": "content", b"DestOutputProfile": "colours", b"Metadata": "metadata",
}  # fmt: skip
CMAP = b"%!PS-Adobe-3.0 Resource-CMap"
TYPES = {b"XRef": "table", b"Metadata": "metadata", b"CMap": "cmap", b"ObjStm": "parts"}

logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # its warnings repeat pieces of the file


@dataclass
class _Whole:
    """All that was found in one file."""

    parts: list[Part]
    streams: list[tuple[Part, bytes]] = field(default_factory=list)  # with their bytes unpacked
    left: int = MOST_UNPACKED

    def values(self) -> Iterator[tuple[Name | None, Any]]:
        """Every value of every part, however deep, with the key it stands under."""
        waiting: list[tuple[Name | None, Any]] = [(None, part.value) for part in self.parts]
        while waiting:
            key, value = waiting.pop()
            yield key, value
            if isinstance(value, dict):
                waiting += list(value.items())
            elif isinstance(value, list):
                waiting += [(key, one) for one in value]


def check(content: bytes) -> None:
    """Raises Refused unless the PDF is writing."""
    look_for_others(content)
    try:
        whole = _Whole(parts_of(content))
        _names(whole)
        _unpack(whole)
        _names(whole)
        _strings(whole)
        _streams(whole)
        _pages(whole)
    except (Unreadable, RecursionError):
        raise Refused("pdf_broken") from None
    text = _shown(content)
    if len(LETTERS.findall(text)) < 20:
        raise Refused("pdf_no_text")
    document_text.check(text)


def _names(whole: _Whole) -> None:
    """No part says that it is, or does, what a letter does not."""
    met, pages = set(), 0
    for key, value in whole.values():
        found = {key} if key is not None else set()
        if isinstance(value, Name):
            found.add(value)
            pages += key == b"Type" and value == b"Page"
        if isinstance(value, dict):
            found |= set(value)
        met |= {NAMES[one] for one in found if one in NAMES}
        if any(len(one) > 127 for one in found):
            raise Unreadable
    if met:
        raise Refused(min(met, key=ORDER.index))
    if pages > MOST_PAGES:
        raise Refused("large")


def _unpack(whole: _Whole) -> None:
    """Unpack every stream, and take the parts that are packed inside some of them."""
    for part in list(whole.parts):
        if part.raw is None:
            continue
        data = _unpacked(part, min(whole.left, MOST_OF_ONE))
        whole.left -= len(data)
        look_for_others(data, unpacked=True)
        whole.streams.append((part, data))
        if part.value.get(b"Type") == b"ObjStm":
            whole.parts += packed_parts(part.value, data)


def _unpacked(part: Part, most: int) -> bytes:
    value, data = part.value, part.raw or b""
    filters = value.get(b"Filter", [])
    filters = filters if isinstance(filters, list) else [filters]
    if part.value.get(b"Type") != b"XRef" and not _plain_parameters(value.get(b"DecodeParms")):
        raise Unreadable
    if b"F" in value or len(filters) > 2:
        raise Unreadable
    for one in filters:
        if one == b"FlateDecode":
            data = _inflated(data, most)
        elif one == b"ASCII85Decode":
            data = _from_85(data)
        else:
            raise Unreadable
    if len(data) > most:
        raise Refused("large")
    return data


def _plain_parameters(value: Any) -> bool:
    found = value if isinstance(value, list) else [value]
    return all(not one or (isinstance(one, dict) and one.get(b"Predictor", 1) == 1) for one in found)


def _inflated(data: bytes, most: int) -> bytes:
    work = zlib.decompressobj()
    try:
        found = work.decompress(data, most + 1)
    except zlib.error:
        raise Unreadable from None
    if len(found) > most:
        raise Refused("large")
    if not work.eof or work.unused_data.strip(b"\0\r\n\t "):
        raise Unreadable  # cut off, or something stands behind it
    return found


def _from_85(data: bytes) -> bytes:
    try:
        return base64.a85decode(data.strip().removeprefix(b"<~").removesuffix(b"~>"))
    except (ValueError, binascii.Error):
        raise Unreadable from None


def _strings(whole: _Whole) -> None:
    """Strings outside the pages (titles, alternative texts, addresses) are writing too, or very short."""
    found = {bytes(value) for _, value in whole.values() if type(value) is bytes}
    if len(found) > MOST_PARTS:
        raise Unreadable
    written, short = [], 0
    for one in sorted(found):
        look_for_others(one, unpacked=True)
        text = one[2:].decode("utf-16-be", "replace") if one[:2] == b"\xfe\xff" else one.decode("latin-1")
        if text.translate(LINE_ENDS).isprintable():
            document_text.check(text)
            written.append(text)
        elif len(one) > SHORT:
            raise Refused("pdf_signed" if one[:1] == b"\x30" else "pdf_broken")
        else:
            short += len(one)
    if short > MOST_SHORT_BYTES:
        raise Unreadable
    writing(" ".join(written).encode())
    document_text.check("\n".join(one for one in written if len(one) > SENTENCE))


def _streams(whole: _Whole) -> None:
    """Every stream is for something known, and is what such a thing may be."""
    uses = _uses(whole)
    for part, data in whole.streams:
        kinds = set(uses.get(part.number, ()))
        kinds |= {TYPES[name] for name in [part.value.get(b"Type")] if name in TYPES}
        kinds |= {"content"} if part.value.get(b"Subtype") == b"Form" else set()
        kinds |= {"cmap"} if data.startswith(CMAP) else set()  # TeX leaves some that nobody points to
        if not kinds:
            raise Unreadable
        for kind in kinds:
            CHECKS[kind](data)


def _uses(whole: _Whole) -> dict[int, set[str]]:
    """Number of a part -> what those who point to it use it for."""
    named = {part.number: part.value for part in whole.parts}
    uses: dict[int, set[str]] = {}
    for key, value in whole.values():
        kind = POINTERS.get(key) if key is not None else None
        if isinstance(value, Ref) and kind:
            meant = named.get(value.number)
            lists = meant if isinstance(meant, list) else [value]
            for one in lists:
                if isinstance(one, Ref):
                    uses.setdefault(one.number, set()).add(kind)
        if isinstance(value, list) and value[:1] == [b"ICCBased"] and len(value) == 2 and isinstance(value[1], Ref):
            uses.setdefault(value[1].number, set()).add("colours")
    return uses


def _pages(whole: _Whole) -> None:
    """The tree of pages is a tree, and reading all of them is no more work than reading the file some times."""
    sizes = {part.number: (len(data), len(USED.findall(data))) for part, data in whole.streams}
    forms = [part.number for part, _ in whole.streams if part.value.get(b"Subtype") == b"Form"]
    if any(sizes[one][1] for one in forms):
        raise Unreadable  # pieces made of pieces: a few of them can be a million
    biggest = max((sizes[one][0] for one in forms), default=0)
    named = {part.number: part.value for part in whole.parts}
    roots = {value for key, value in whole.values() if key == b"Pages" and isinstance(value, Ref)}
    kids = [value for key, value in whole.values() if key == b"Kids" and isinstance(value, Ref)]
    if len(kids) != len(set(kids)) or roots & set(kids):
        raise Unreadable
    work = 0
    for key, value in whole.values():
        if key == b"Contents" and isinstance(value, Ref):
            meant = named.get(value.number)
            for one in meant if isinstance(meant, list) else [value]:
                size, pieces = sizes.get(one.number, (0, 0)) if isinstance(one, Ref) else (0, 0)
                work += size + pieces * biggest
    if work > MOST_OF_PAGES:
        raise Refused("large")


def _shown(content: bytes) -> str:
    """The text that a reader sees, page by page."""
    pieces: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(content))
        if len(reader.pages) > MOST_PAGES:
            raise Refused("large")
        for page in reader.pages:
            pieces.append(page.extract_text())
            if sum(map(len, pieces)) > document_text.MOST_SIGNS:
                raise Refused("large")
    except Refused:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, ArithmeticError):
        raise Refused("pdf_broken") from None
    return "\n".join(pieces)
