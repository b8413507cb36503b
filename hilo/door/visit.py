"""Coming back with a code: what it opens, what was written since, what may be added, and how it is closed.

Whoever comes back never sees what was told. A code that is unknown, locked or whose report was destroyed gets one and
the same answer, after the same work: one Argon2id call, one look-up, one attempt to unwrap.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from hilo.door.models import NOBODY, News, Passage, Report, Wrapping
from hilo.door.passages import opened_words, sealed_words
from hilo.door.rows import as_holder
from hilo.door.sealing import from_code, open_sealed_with, unwrap_with_code
from hilo.lib.errors import BadInput

NEWS_OF = {Passage.Kind.MESSAGE: News.Kind.WROTE, Passage.Kind.ADDITION: News.Kind.ADDED}


class Over(Exception):
    """The code does not open any more: it was locked, or the report destroyed, while somebody was here."""


@dataclass(frozen=True, repr=False)
class Visit:
    """``lookup`` and ``private`` (the report's key): 32 bytes, in hexadecimal; ``since``: last time here, ISO 8601.

    ``unsafe``: they said that somebody may be looking, and went on.
    """

    lookup: str
    private: str
    since: str = ""
    unsafe: bool = False

    def plain(self) -> dict[str, Any]:
        """For JSON, which is then sealed."""
        return asdict(self)


@dataclass(frozen=True)
class Message:
    """From the unit. ``words``: None when they cannot be opened."""

    at: datetime
    words: str | None


def come_in(digits: str) -> Visit | None:
    """What a code opens, or None. The same work is done either way."""
    code = from_code(digits)
    with as_holder(code.lookup):
        of_code = Wrapping.objects.select_related("report").filter(reader=Wrapping.Reader.CODE)
        found = of_code.filter(report__lookup=code.lookup).first()
    private = _unwrapped(found or Wrapping(report_id=NOBODY, reader=Wrapping.Reader.CODE), code.key)
    if found is None or private is None or not _open(found.report):
        return None
    since = found.report.visited_at
    return Visit(code.lookup.hex(), private.hex(), since.isoformat() if since else "")


def _unwrapped(wrapping: Wrapping, key: bytes) -> bytes | None:
    try:
        return unwrap_with_code(wrapping, key)
    except BadInput:
        _in_vain(key)
        return None


def _in_vain(key: bytes) -> None:
    """The work of opening what is there, for what is not."""
    for _ in range(2):
        try:
            open_sealed_with(key, bytes(76), "")
        except BadInput:
            continue


def _open(report: Report) -> bool:
    return report.locked_at is None and report.destroyed_at is None


@contextmanager
def held(visit: Visit) -> Iterator[Report]:
    """The report of a visit, in a transaction of who has its code. Raises Over."""
    lookup = bytes.fromhex(visit.lookup)
    with as_holder(lookup):
        report = Report.objects.filter(lookup=lookup).first()
        if report is None or not _open(report):
            raise Over
        yield report


def arrive(visit: Visit, now: datetime) -> None:
    """Somebody is here and may read: next time, what was written from now on is new. Raises Over."""
    with held(visit) as report:
        Report.objects.filter(pk=report.pk).update(visited_at=now)


def messages(visit: Visit, report: Report) -> tuple[list[Message], list[Message]]:
    """What the unit wrote, newest first: since the last visit, and before. Inside :func:`held`."""
    since = datetime.fromisoformat(visit.since) if visit.since else None
    rows = Passage.objects.filter(report=report, kind=Passage.Kind.ANSWER).order_by("-at", "-id")
    new: list[Message] = []
    before: list[Message] = []
    for row in rows:
        (new if since is None or row.at > since else before).append(_message(row, visit))
    return new, before


def _message(passage: Passage, visit: Visit) -> Message:
    try:
        return Message(passage.at, opened_words(passage, bytes.fromhex(visit.private)))
    except BadInput:
        return Message(passage.at, None)


def write(visit: Visit, kind: Passage.Kind, words: str, *, once: UUID, now: datetime) -> None:
    """A message or an addition, sealed. The same ``once`` again writes nothing more. Raises Over."""
    try:
        with held(visit) as report:
            sealed_words(report, kind, words, now, pk=once).save(force_insert=True)
            _tell(report, NEWS_OF[kind], visit, now)
    except IntegrityError:  # the button was pressed twice
        return


def stop_writing(visit: Visit, now: datetime) -> None:
    """They ask that nobody writes to them any more; asking again changes nothing. Raises Over."""
    with held(visit) as report:
        if Report.objects.filter(pk=report.pk, withdrawn_at__isnull=True).update(withdrawn_at=now):
            _tell(report, News.Kind.WITHDREW, visit, now)


def lock(visit: Visit, now: datetime) -> None:
    """The code opens nothing any more, for nobody. Raises Over when it was locked before."""
    with held(visit) as report:
        if Report.objects.filter(pk=report.pk, locked_at__isnull=True).update(locked_at=now):
            _tell(report, News.Kind.LOCKED, visit, now)


def _tell(report: Report, kind: News.Kind, visit: Visit, now: datetime) -> None:
    News(report=report, kind=kind, unsafe=visit.unsafe, at=now).save(force_insert=True)
