"""What goes into a REFI-QDA file. Source: REFI-QDA Standard 1.5 (2019), qdasoftware.org."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hilo.testimony.transcripts.model import Utterance

_OURS: Final = uuid.UUID("0b6a3c0e-5d1f-5c8e-9a47-3f2e8d1c7b60")  # any constant: it keeps our GUIDs apart from others'


@dataclass(frozen=True)
class RefiUser:
    """Somebody who coded. ``machine``: nobody; their codings are suggestions that no person has confirmed."""

    guid: str
    name: str
    machine: bool = False


@dataclass(frozen=True)
class RefiCode:
    """A code of the codebook. One that is not ``codable`` only groups others."""

    guid: str
    name: str
    description: str = ""
    parent: str | None = None  # the guid of another code
    codable: bool = True


@dataclass(frozen=True)
class RefiSyncPoint:
    """A moment of the recording, in milliseconds, and the place of the text that stands for it."""

    position: int
    milliseconds: int


@dataclass(frozen=True)
class RefiSource:
    """A transcript. ``text`` is verbatim, with LF line ends; every position counts its Unicode code points from 0."""

    guid: str
    name: str
    text: str
    sync_points: tuple[RefiSyncPoint, ...] = ()


@dataclass(frozen=True)
class RefiCoding:
    """Words that somebody gave a code: ``text[start:end]`` of the source. The three references are guids."""

    source: str
    start: int
    end: int
    code: str
    user: str
    at: datetime  # with its time zone
    memo: str = ""


@dataclass(frozen=True)
class RefiProject:
    """All of one file. ``at`` is its date, so that the same values give the same bytes."""

    name: str
    at: datetime
    users: tuple[RefiUser, ...] = ()
    codes: tuple[RefiCode, ...] = ()
    sources: tuple[RefiSource, ...] = ()
    codings: tuple[RefiCoding, ...] = ()


def guid(*parts: str) -> str:
    """A GUID of these words in this order, the same each time (UUID version 5, RFC 9562)."""
    return str(uuid.uuid5(_OURS, json.dumps(parts)))


def sync_points(utterances: Iterable[Utterance]) -> tuple[RefiSyncPoint, ...]:
    """Where utterances begin and end in the recording, as far as the transcript says it."""
    found = set()
    for one in utterances:
        for position, time in ((one.start, one.begins), (one.end, one.ends)):
            if time is not None:
                found.add(RefiSyncPoint(position, time))
    return tuple(sorted(found, key=lambda point: (point.position, point.milliseconds)))
