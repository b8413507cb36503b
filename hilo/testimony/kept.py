"""Transcripts as they were kept: from sealed rows back to the values that the rest of the part reads.

Nothing is read anew from the bytes: the lines found when it was kept are the lines there are.
"""

import json
from dataclasses import asdict
from typing import Any

from hilo.accounts.actions import log_read
from hilo.accounts.models import User
from hilo.accounts.sealing import open_text, seal_text, vault
from hilo.cases.access import Sight
from hilo.testimony import policies
from hilo.testimony.models import Transcript as Row
from hilo.testimony.transcripts.model import Transcript, Utterance
from hilo.testimony.transcripts.reading import turns
from hilo.testimony.turns import Turn


def sealed(row: Row, read: Transcript) -> None:
    """Fill the sealed columns of a new row, and what is counted of them."""
    row.format, row.sha256, row.size = read.format, read.sha256, len(read.original)
    row.turns = len(turns(read))
    row.original = vault().seal(read.original, place=row.place("original"))
    row.text = seal_text(read.text, place=row.place("text"))
    row.lines = seal_text(json.dumps(_lines(read), ensure_ascii=False), place=row.place("lines"))


def _lines(read: Transcript) -> dict[str, Any]:
    told = [{key: value for key, value in asdict(one).items() if key != "text"} for one in read.utterances]
    return {"utterances": told, "headers": read.headers, "faults": read.faults}


def opened(row: Row, *, by: User, sight: Sight, field: str = "text") -> Transcript:
    """The words, for somebody who may read them; the look is logged first. Raises Denied."""
    policies.check_can_read(by=by, sight=sight, kept_at=row.kept_at)
    log_read(user=by, subject_kind="transcript", subject_id=row.pk, field=field, reason=sight.reason())
    return words_of(row)


def words_of(row: Row) -> Transcript:
    """The words without asking who reads: for the machine's own work, and for who was let in already."""
    text = open_text(row.text, place=row.place("text"))
    told = json.loads(open_text(row.lines, place=row.place("lines")))
    utterances = tuple(Utterance(text=text[one["start"] : one["end"]], **one) for one in told["utterances"])
    headers = tuple((name, value) for name, value in told["headers"])
    faults = tuple((line, sentence) for line, sentence in told["faults"])
    original = vault().open(bytes(row.original), place=row.place("original"))
    return Transcript(row.format, row.sha256, text, utterances, headers, faults, original)  # type: ignore[arg-type]


def turns_of(row: Row) -> list[Turn]:
    """Its turns, numbered as every layer numbers them."""
    return turns(words_of(row))
