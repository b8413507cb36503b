"""A transcript as it was received, and who says what in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Role = Literal["child", "interviewer", "other"]
Format = Literal["plain", "chat", "webvtt", "eaf"]

_CUT = ("—", "–", "--", "+/.", "+/?")  # the two last are CHAT's; «+//.» is somebody who interrupts themselves
_TAIL: Final = 400  # characters from the end in which codes behind the terminator are looked for


@dataclass(frozen=True)
class Utterance:
    """One stretch of one speaker. ``start`` and ``end`` count code points of ``Transcript.text``; times: ms."""

    number: int  # from 1, whoever speaks
    speaker: str  # as the file names them; "" where it names nobody
    role: Role
    start: int
    end: int
    text: str  # always Transcript.text[start:end]
    begins: int | None = None
    ends: int | None = None
    cut_off: bool = False  # somebody else interrupted


@dataclass(frozen=True)
class Transcript:
    """What was read from one file. Nothing here changes ``original``; ``text`` is it decoded, with LF line ends.

    In ELAN the words are scattered over XML, so ``text`` is the annotations in their order, one after the other.
    """

    format: Format
    sha256: str  # of original
    text: str
    utterances: tuple[Utterance, ...]
    headers: tuple[tuple[str, str], ...]
    faults: tuple[tuple[int, str], ...]  # line, and a sentence on what was read leniently there
    original: bytes = field(repr=False)


@dataclass(frozen=True)
class Layer:
    """Codes that somebody put beside utterances: number of the utterance to words separated by spaces."""

    name: str
    codes: Mapping[int, str]


def breaks_off(text: str) -> bool:
    """Whether the words end where another person cut in: a final dash, or CHAT's ``+/.``."""
    tail = text[-_TAIL:].rstrip()
    while tail.endswith("]") and "[" in tail:  # CHAT's postcodes stand behind the terminator
        tail = tail[: tail.rindex("[")].rstrip()
    return tail.rstrip("\"'”»").endswith(_CUT)
