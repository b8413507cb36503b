"""Words written after the account, both ways: sealed to the report, opened with its private key."""

import json
from datetime import datetime
from uuid import UUID

from hilo.door.models import Passage, Report
from hilo.lib.canonical import canonical_bytes
from hilo.lib.errors import BadInput
from hilo.lib.ids import uuid7
from hilo.lib.sealed_to import open_with, seal_to


def sealed_words(report: Report, kind: str, words: str, now: datetime, *, pk: UUID | None = None) -> Passage:
    """A passage, not saved yet, of a message, an addition or an answer. ``words``: as typed; ``pk``: its id."""
    passage = Passage(pk=pk or uuid7(), report=report, kind=kind, at=now)
    plain = canonical_bytes({"version": 1, "words": words})
    passage.sealed = seal_to(bytes(report.public_key), plain, place=passage.place)
    return passage


def opened_words(passage: Passage, private: bytes) -> str:
    """What :func:`sealed_words` sealed, with the report's private key. Raises BadInput."""
    plain = open_with(private, bytes(passage.sealed), place=passage.place)
    try:
        found = json.loads(plain)
    except ValueError:
        found = None
    words = found.get("words") if isinstance(found, dict) else None
    if not isinstance(words, str):
        raise BadInput("Este mensaje no trae palabras.")
    return words
