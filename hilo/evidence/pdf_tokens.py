"""The parts of a PDF, read strictly and wholly: every byte of the file belongs to a part, or the file is not read.

A reader of PDF follows the table of contents of the file and never meets what the table leaves out. Here nothing is
followed: the parts are taken one after another as they stand, so that there is no place to put what nobody looks at.
Work grows with the size of the file and with nothing else. Grammar: ISO 32000-1, 7.2, 7.3 and 7.5.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MOST_PARTS = 20_000
MOST_DEPTH = 40
MOST_REMARKS = 256  # bytes of comments in the whole file: a remark is no place to keep anything
SPACE = b"\0\t\n\f\r "

TOKEN = re.compile(
    rb"[\0\t\n\f\r ]+|%[^\r\n]*|<<|>>|[\[\]{}()]|/[^\0\t\n\f\r ()<>\[\]{}/%]*|<[0-9A-Fa-f\0\t\n\f\r ]*>"
    rb"|[^\0\t\n\f\r ()<>\[\]{}/%]+"
)
IN_STRING = re.compile(rb"[^()\\]+|\\(?:[0-7]{1,3}|\r\n|[\0-\xff])|[()]", re.DOTALL)
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")
TABLE = re.compile(rb"xref[\0\t\n\f\r ]+(?:\d+ \d+[\0\t\n\f\r ]+(?:\d{10} \d{5} [nf][\t\r\n ]{1,2})*[\0\t\n\f\r ]*)+")
LENGTHS = re.compile(rb"(?<!\d)(\d{1,7}) \d{1,5} obj[\0\t\n\f\r ]+(\d{1,9})[\0\t\n\f\r ]+endobj")
HEADS = re.compile(rb"\d[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+obj")
STREAM_END = re.compile(rb"[\r\n]{0,2}endstream(?=[\0\t\n\f\r %])")


class Unreadable(ValueError):
    """The bytes do not follow the grammar, or hold more than is looked at."""


class Name(bytes):
    """A name without its slash, its #-signs resolved."""


class Word(bytes):
    """A bare word: a number of the grammar, an operator, a keyword."""


@dataclass(frozen=True, slots=True)
class Ref:
    """Points to a part by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class Part:
    """One numbered part; ``raw``: the bytes of its stream as they stand in the file, None when it has none."""

    number: int
    value: Any
    raw: bytes | None = None


def tokens(data: bytes, at: int = 0) -> Iterator[tuple[int, Any]]:
    """(where the token ends, token) from ``at`` on: bytes for a string, :class:`Name`, :class:`Word`; no spaces.

    Comments come as ``Word(b"%…")``. Raises Unreadable.
    """
    while at < len(data):
        found = TOKEN.match(data, at)
        if found is None:
            raise Unreadable
        token, at = found[0], found.end()
        if token[0] in SPACE:
            continue
        if token == b"(":
            token, at = _string(data, at)
            yield at, token
        elif token[:1] == b"/":
            yield at, Name(HEX_NAME.sub(lambda one: bytes([int(one[1], 16)]), token[1:]))
        elif token[:1] == b"<" and token != b"<<":
            figures = token[1:-1].translate(None, SPACE)
            yield at, bytes.fromhex((figures + b"0" * (len(figures) % 2)).decode())
        else:
            yield at, Word(token)


def _string(data: bytes, at: int) -> tuple[bytes, int]:
    pieces: list[bytes] = []
    depth = 1
    while found := IN_STRING.match(data, at):
        piece, at = found[0], found.end()
        if piece == b"(":
            depth += 1
        elif piece == b")":
            depth -= 1
            if not depth:
                return b"".join(pieces), at
        elif piece[:1] == b"\\":
            after = piece[1:]
            piece = bytes([int(after, 8) & 255]) if after[:1] in b"01234567" else ESCAPED.get(after, after)
        pieces.append(piece)
    raise Unreadable


class _Values:
    """Reads values off a run of tokens; remembers where it stands."""

    def __init__(self, data: bytes, at: int) -> None:
        self.at = at
        self._run = tokens(data, at)

    def next(self) -> Any:
        for at, token in self._run:
            if isinstance(token, Word) and token[:1] == b"%":
                raise Unreadable  # a remark inside a part
            self.at = at
            return token
        raise Unreadable

    def value(self, token: Any, depth: int = 0) -> Any:
        """The value that begins with ``token``; a reference comes as three words and is made by its container."""
        if depth > MOST_DEPTH:
            raise Unreadable
        if not isinstance(token, Word):
            return token
        if token == b"[":
            return self._until(b"]", depth)
        if token == b"<<":
            flat = self._until(b">>", depth)
            if len(flat) % 2 or not all(isinstance(key, Name) for key in flat[::2]):
                raise Unreadable
            pairs = dict(zip(flat[::2], flat[1::2], strict=True))
            if len(pairs) * 2 != len(flat):
                raise Unreadable  # twice the same key: readers differ on which counts
            return pairs
        return _plain(token)

    def _until(self, end: bytes, depth: int) -> list[Any]:
        found: list[Any] = []
        while (token := self.next()) != end or not isinstance(token, Word):
            if isinstance(token, Word) and token == b"R":
                number = found[-2] if len(found) > 1 else None
                if not isinstance(number, int) or not isinstance(found[-1], int):
                    raise Unreadable
                found[-2:] = [Ref(number)]
            else:
                found.append(self.value(token, depth + 1))
        return found


def _plain(token: Word) -> Any:
    if token.isdigit():
        return int(token[:12])
    if NUMBER.fullmatch(token):
        return float(token[:40])
    if token in (b"true", b"false", b"null"):
        return token == b"true"
    raise Unreadable


def parts_of(data: bytes) -> list[Part]:
    """Every part of the file and, with number -1, its trailers. Raises Unreadable when anything is left over."""
    head = re.match(rb"%PDF-[12]\.\d[\r\n]", data)
    if head is None:
        raise Unreadable
    lengths = {int(one[1]): int(one[2]) for one in LENGTHS.finditer(data)}
    found: list[Part] = []
    at, remarks = head.end() - 1, 0
    while at < len(data):
        end, token = next(tokens(data, at), (len(data), None))
        if token is None:
            break
        if token[:1] == b"%":
            remarks, at = remarks + len(token), end
        elif token == b"xref":
            at = _table(data, end - len(b"xref"))
        elif token == b"trailer":
            reader = _Values(data, end)
            found.append(Part(-1, reader.value(reader.next())))
            at = reader.at
        elif token == b"startxref":
            reader = _Values(data, end)
            reader.value(reader.next())
            at = reader.at
        else:
            part, at = _part(data, token, end, lengths)
            found.append(part)
        if remarks > MOST_REMARKS or len(found) > MOST_PARTS:
            raise Unreadable
    _once(data, [part.number for part in found if part.number >= 0])
    return found


def _once(data: bytes, numbers: list[int]) -> None:
    """Every part there seems to be was met, and once: a table of contents has nowhere else to point to."""
    if len(numbers) != len(set(numbers)) or len(HEADS.findall(data)) != len(numbers):
        raise Unreadable


def _table(data: bytes, at: int) -> int:
    found = TABLE.match(data, at)
    if found is None:
        raise Unreadable
    return found.end()


def _part(data: bytes, number: Any, at: int, lengths: dict[int, int]) -> tuple[Part, int]:
    reader = _Values(data, at)
    if not isinstance(number, Word) or not number.isdigit() or not reader.next().isdigit() or reader.next() != b"obj":
        raise Unreadable
    first = reader.next()
    value = None if first == b"endobj" and isinstance(first, Word) else reader.value(first)
    if value is None:
        return Part(int(number), None), reader.at
    after = reader.next()
    if isinstance(value, int) and isinstance(after, Word) and after.isdigit():  # the part is nothing but a reference
        if reader.next() != b"R":
            raise Unreadable
        value, after = Ref(value), reader.next()
    if after == b"endobj":
        return Part(int(number), value), reader.at
    if after != b"stream" or not isinstance(value, dict):
        raise Unreadable
    return _stream(data, int(number), value, reader.at, lengths)


def _stream(data: bytes, number: int, value: dict[bytes, Any], at: int, lengths: dict[int, int]) -> tuple[Part, int]:
    line_end = re.compile(rb"\r?\n").match(data, at)
    length = value.get(b"Length")
    length = lengths.get(length.number) if isinstance(length, Ref) else length
    if line_end is None or not isinstance(length, int):
        raise Unreadable
    start = line_end.end()
    end = STREAM_END.match(data, start + length)
    if end is None:
        raise Unreadable
    reader = _Values(data, end.end())
    if reader.next() != b"endobj":
        raise Unreadable
    return Part(number, value, data[start : start + length]), reader.at


def packed_parts(value: dict[bytes, Any], data: bytes) -> list[Part]:
    """The parts inside an object stream; ``data``: its bytes, decoded."""
    count, first = value.get(b"N"), value.get(b"First")
    if not isinstance(count, int) or not isinstance(first, int) or count > MOST_PARTS or b"Extends" in value:
        raise Unreadable
    index = data[:first].split()
    if len(index) != 2 * count or not all(one.isdigit() for one in index):
        raise Unreadable
    starts = [first + int(one) for one in index[1::2]]
    if starts != sorted(starts) or (starts and (starts[0] != first or starts[-1] > len(data))):
        raise Unreadable  # something would stand between them
    ends = [*starts[1:], len(data)]
    return [
        Part(int(number), _alone(data[start:end])) for number, start, end in zip(index[::2], starts, ends, strict=True)
    ]


def _alone(data: bytes) -> Any:
    reader = _Values(data, 0)
    value = reader.value(reader.next())
    left = data[reader.at :].strip(SPACE)
    if left and isinstance(value, int) and re.fullmatch(rb"\d+[\0\t\n\f\r ]+R", left):
        return Ref(value)
    if left:
        raise Unreadable
    return value
