"""What each kind of stream of a PDF may hold: pages, fonts, tables of signs, colours, notes about the file."""

import math
import re
from collections import Counter
from collections.abc import Callable

from hilo.evidence import document_text
from hilo.evidence.document_marks import look_for_others
from hilo.evidence.document_refusals import Refused
from hilo.evidence.pdf_tokens import Name, Unreadable, Word, tokens

# Operators of a page (ISO 32000-1, annex A) without those of pictures (BI, ID, EI) and of drawn fonts (d0, d1).
OPERATORS = frozenset(
    b"b B b* B* BDC BMC BT BX c cm CS cs d Do DP EMC ET EX f F f* G g gs h i J j K k l m M MP n q Q re RG rg ri s S SC "
    b"sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \" true false null << >> [ ]".split()
)
PICTURES = frozenset((b"BI", b"ID", b"EI"))
SHOWS, DRAWS = frozenset((b"Tj", b"TJ", b"'", b'"')), frozenset((b"re", b"l", b"c", b"v", b"y"))
NUMBER = re.compile(rb"[+-]?[\d.]+(?:-\d+)?")
MOST_DRAWN = 4_000  # lines and boxes of one page: a logotype has hundreds, a picture made of dots more
MOST_BYTES_OF_PAGE = 2**20
MANY, DISORDER = 1_024, 5.6  # so many bytes of text with more bits of disorder each are no writing in any font

TABLES = frozenset(
    b"cvt |fpgm|prep|glyf|loca|head|hhea|hmtx|maxp|cmap|name|post|OS/2|gasp|vhea|vmtx|VORG|GDEF|GSUB|GPOS|kern|hdmx|"
    b"VDMX|LTSH|CFF |BASE|PCLT|meta|STAT|FFTM|MATH".split(b"|")
)
MOST_TABLE, MOST_METADATA, MOST_CMAP = 128 * 1024, 64 * 1024, 256 * 1024
CMAP_WORDS = re.compile(rb"[+-]?[\d.]+|[A-Za-z]+[A-Za-z0-9]*|<<|>>|[\[\]]|%[^\r\n]{0,200}")
VALUES = re.compile(r">([^<>]+)<|=\s*\"([^\"]*)\"|=\s*'([^']*)'")


def content(data: bytes) -> None:
    """A page, or a piece of one: known operators, few lines, and strings that are text in some font."""
    if len(data) > MOST_BYTES_OF_PAGE:
        raise Refused("large")
    drawn = 0
    run: list[bytes] = []
    shown: list[bytes] = []
    for _, token in tokens(data):
        if isinstance(token, Word):
            drawn += token in DRAWS
            if token in PICTURES:
                raise Refused("pdf_picture")
            if token in SHOWS:
                shown += run
            if token not in OPERATORS and not NUMBER.fullmatch(token):
                raise Unreadable
            run = run if token in (b"[", b"]") or NUMBER.fullmatch(token) else []
        elif not isinstance(token, Name):
            run.append(token)
    if drawn > MOST_DRAWN:
        raise Refused("drawn")
    writing(b"".join(shown))


def writing(codes: bytes) -> None:
    """Raises Refused for what is none. Codes of letters repeat, whatever the font; packed bytes and base64 do not."""
    look_for_others(codes, unpacked=True)
    counts = Counter(codes.replace(b"\0", b""))
    total = counts.total()
    if total >= MANY and -sum(n / total * math.log2(n / total) for n in counts.values()) > DISORDER:
        raise Refused("written")


def font(data: bytes) -> None:
    """A font program whose tables are those of letters: none with pictures in it, and nothing between them."""
    if data[:4] not in (b"\0\1\0\0", b"true", b"OTTO"):
        if not data.startswith((b"%!", b"\1\0")):
            raise Refused("pdf_fonts")
        return
    count = int.from_bytes(data[4:6], "big")
    rows = [data[12 + 16 * n : 28 + 16 * n] for n in range(count)]
    if any(len(row) != 16 or row[:4] not in TABLES for row in rows):
        raise Refused("pdf_fonts")
    covered = 12 + 16 * count + sum(-(-int.from_bytes(row[12:], "big") // 4) * 4 for row in rows)
    if len(data) > covered + 64:
        raise Refused("pdf_fonts")


def cmap(data: bytes) -> None:
    """A table from codes to signs: short words and short hexadecimal strings."""
    if len(data) > MOST_CMAP:
        raise Refused("large")
    strings = []
    for _, token in tokens(data):
        if isinstance(token, Word):
            if not CMAP_WORDS.fullmatch(token):
                raise Unreadable
        elif not isinstance(token, Name):
            if len(token) > 64:
                raise Unreadable
            strings.append(token)
    look_for_others(b"".join(strings), unpacked=True)


def table(data: bytes) -> None:
    """A short table of numbers."""
    if len(data) > MOST_TABLE:
        raise Refused("large")


def colours(data: bytes) -> None:
    """A colour profile (ISO 15076-1) of the length it says."""
    if data[36:40] != b"acsp" or int.from_bytes(data[:4], "big") > len(data) > 2**20:
        raise Unreadable
    if abs(int.from_bytes(data[:4], "big") - len(data)) > 4:
        raise Unreadable


def metadata(data: bytes) -> None:
    """Notes about the file (XMP): short values in writing; some programs put a small picture there."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable from None
    if len(re.sub(r"\s+", " ", text)) > MOST_METADATA:
        raise Refused("large")
    if re.search(r"xmpGImg|thumbnail", text, re.IGNORECASE):
        raise Refused("pdf_picture")
    values = {next(filter(None, one), "").strip() for one in VALUES.findall(text)}
    document_text.check("\n".join(sorted(one for one in values if len(one) > 200)))


def _parts(data: bytes) -> None:
    """Its parts were taken out and are looked at as all others."""


CHECKS: dict[str, Callable[[bytes], None]] = {
    "content": content,
    "font": font,
    "cmap": cmap,
    "table": table,
    "colours": colours,
    "metadata": metadata,
    "parts": _parts,
}
