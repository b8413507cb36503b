"""What somebody with the database, and without the keys, can do to the ledger."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from hilo.ledger import rows
from hilo.ledger.append_only import drop_statements
from hilo.ledger.encoding import entry_hash, microseconds
from hilo.ledger.models import Chain, Entry
from hilo.ledger.record import NewEntry, append
from hilo.ledger.verify import verify

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GUARDED = ("ledger_entry", "ledger_checkpoint", "ledger_checkpointleaf")


def write(chain: uuid.UUID, count: int = 1) -> list[uuid.UUID]:
    """Add entries to a chain; returns the subjects they vouch for."""
    subjects = [uuid.uuid4() for _ in range(count)]
    with transaction.atomic():
        append([NewEntry(chain, "note_added", s, content_of(s), NOON + timedelta(0, 60)) for s in subjects])
    return subjects


def content_of(subject: uuid.UUID) -> bytes:
    return subject.bytes * 2


def sql(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [rows.param(value) for value in params])
        return cursor.fetchall() if cursor.description else []


def unguard() -> None:
    """Take all triggers off, as the owner of the database can."""
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")  # or pending checks hold the tables
    for table in GUARDED:
        for statement in drop_statements(table, connection.vendor):
            sql(statement)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def places(**wanted: Any) -> list[tuple[str, int]]:
    return [(b.chain, b.seq) for b in verify(**wanted).broken]


def told(**wanted: Any) -> list[tuple[str, int, str]]:
    """Breaks as (chain, seq, code)."""
    return [(b.chain, b.seq, b.why.split(":")[0]) for b in verify(**wanted).broken]


def rehash(entry: Entry, **changes: Any) -> bytes:
    """Change an entry and give it a hash that fits, as a careful forger would."""
    for name, value in changes.items():
        setattr(entry, name, value)
    entry.hash = entry_hash(
        entry.chain.bytes,
        entry.seq,
        entry.kind.encode(),
        entry.subject.bytes,
        bytes(entry.content),
        microseconds(entry.at),
        bytes(entry.prev),
    )
    Entry.objects.filter(subject=entry.subject).update(
        **{name: getattr(entry, name) for name in ("kind", "content", "at", "prev", "hash")}
    )
    return entry.hash


def point_head_at_the_end(chain: uuid.UUID) -> None:
    """Make the chain's row agree with the entries; its seal cannot be made without the key."""
    last = Entry.objects.filter(chain=chain).order_by("-seq").first()
    assert last
    Chain.objects.filter(chain=chain).update(length=last.seq, head=last.hash)


class Rows:
    """Live rows that entries vouch for, held in memory."""

    def __init__(self, chains: dict[uuid.UUID, Sequence[uuid.UUID]]) -> None:
        self.rows = {subject: content_of(subject) for subjects in chains.values() for subject in subjects}
        self.chain = {subject: chain for chain, subjects in chains.items() for subject in subjects}

    def digests(self, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, bytes]:
        return {subject: self.rows[subject] for subject in subjects if subject in self.rows}

    def orphans(self) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
        vouched = set(Entry.objects.values_list("subject", flat=True))
        return ((self.chain[s], s) for s in self.rows if s not in vouched)
