"""WebVTT captions. Source: W3C, WebVTT: The Web Video Text Tracks Format, www.w3.org/TR/webvtt1."""

import html
import itertools
import re
from collections.abc import Iterator

from hilo.testimony.transcripts.draft import Draft
from hilo.testimony.transcripts.model import Role
from hilo.testimony.transcripts.plain import mark
from hilo.testimony.transcripts.speakers import role_of

_TIME = r"(?:(\d{1,5}):)?([0-5]?\d):([0-5]?\d)[.,](\d{3})"
_TIMING = re.compile(rf"[ \t]{{0,20}}{_TIME}[ \t]{{0,20}}-->[ \t]{{0,20}}{_TIME}(?!\d)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?[ \t]{1,20}([^<>\n]{1,200})>")
_TAGS = re.compile(r"<[^<>]*>")
_HEAD_LINES = 40

Line = tuple[int, int, str]  # number from 1, offset, characters
Times = tuple[int, int]


def looks_like(text: str) -> bool:
    """Whether the text opens with WEBVTT, or has a cue's times near its start."""
    head = text[:20_000].split("\n")[:_HEAD_LINES]
    return head[0].startswith("WEBVTT") or any(_TIMING.match(line) for line in head)


def read(draft: Draft) -> None:
    """Fill the draft from cues; NOTE, STYLE and REGION blocks are passed over."""
    blocks = list(_blocks(draft.text))
    if not draft.text.startswith("WEBVTT"):
        draft.fault(1, "El archivo no empieza con WEBVTT; se leyó por sus tiempos.")
    elif blocks:
        head = itertools.takewhile(lambda line: not _TIMING.match(line), (line for _, _, line in blocks[0]))
        draft.headers += [("", line) for line in head]
    for block in blocks:
        _block(draft, block)


def _blocks(text: str) -> Iterator[list[Line]]:
    block: list[Line] = []
    at = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            block.append((number, at, line))
        elif block:
            yield block
            block = []
        at += len(line) + 1
    if block:
        yield block


def _block(draft: Draft, block: list[Line]) -> None:
    """Read the cues of one block; a cue that follows without a blank line is read too."""
    timings = [(index, found) for index, (_, _, line) in enumerate(block) if (found := _TIMING.match(line))]
    first = block[0][2]
    if not timings:
        if not first.startswith(("NOTE", "STYLE", "REGION", "WEBVTT")):
            draft.fault(
                block[0][0], "Estas líneas no tienen tiempos y no se leyeron; corríjalas en el archivo si son habla."
            )
        return
    if first.startswith(("NOTE", "STYLE", "REGION")) and timings[0][0] > 1:
        return
    for (index, found), after in zip(timings, [i for i, _ in timings[1:]] + [len(block)], strict=True):
        _cue(draft, block[index + 1 : after], (_milliseconds(*found.groups()[:4]), _milliseconds(*found.groups()[4:])))


def _milliseconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def _cue(draft: Draft, lines: list[Line], times: Times) -> None:
    if not lines:
        return
    start, end = lines[0][1], lines[-1][1] + len(lines[-1][2])
    voices = list(_VOICE.finditer(draft.text, start, end))
    if voices:
        _voices(draft, lines[0][0], (start, end), voices, times)
    else:
        _marked(draft, lines, times)


def _voices(draft: Draft, number: int, span: tuple[int, int], voices: list[re.Match[str]], times: Times) -> None:
    if _TAGS.sub("", draft.text[span[0] : voices[0].start()]).strip():
        _say(draft, number, "", (span[0], voices[0].start()), times)
    for voice, after in zip(voices, [v.start() for v in voices[1:]] + [span[1]], strict=True):
        closed = draft.text.find("</v>", voice.end(), after)
        end = closed if closed >= 0 and not draft.text[closed + 4 : after].strip() else after
        _say(draft, number, html.unescape(voice[1]).strip(), (voice.end(), end), times)


def _marked(draft: Draft, lines: list[Line], times: Times) -> None:
    """A cue without voice tags: lines that open with «E:» or «N:» say who speaks, the others continue."""
    opened: tuple[int, str, int] | None = None
    for number, at, line in lines:
        found = mark(line)
        if found or opened is None:
            if opened:
                _say(draft, opened[0], opened[1], (opened[2], at), times)
            opened = (number, found[0], at + found[2]) if found else (number, "", at)
    if opened:
        _say(draft, opened[0], opened[1], (opened[2], lines[-1][1] + len(lines[-1][2])), times)


def _say(draft: Draft, number: int, speaker: str, span: tuple[int, int], times: Times) -> None:
    role: Role | None = role_of(speaker) if speaker else None
    if not speaker:
        draft.fault(
            number, "El subtítulo no dice quién habla; se toma como otra persona. Use <v Nombre>, o «E:» y «N:»."
        )
    elif role is None:
        draft.fault(
            number,
            f"No se sabe quién es «{speaker}»; se toma como otra persona adulta. Use <v Niña> si es la niña o el niño.",
        )
    draft.say(speaker, role or "other", span, times)


def spoken(text: str) -> str:
    """What a cue says, for reading: without tags and with its entities as characters."""
    return " ".join(html.unescape(_TAGS.sub("", text)).split())
