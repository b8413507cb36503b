"""Writing the ledger. Only the thread of a case may import this."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.transaction import TransactionManagementError

from hilo.ledger import bulk, rows
from hilo.ledger.encoding import GENESIS, entry_hash, microseconds
from hilo.ledger.models import Chain, Entry
from hilo.ledger.seal import head_mac, keys

_COLUMNS = ("chain", "seq", "kind", "subject", "content", "at", "prev", "hash")
_CHAIN_COLUMNS = ("chain", "length", "head", "mac")
KIND_LENGTH = 64


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What the caller vouches for: row ``subject`` of ``chain`` has SHA-256 ``content`` (32 bytes)."""

    chain: UUID
    kind: str
    subject: UUID
    content: bytes
    at: datetime


def append(entries: Sequence[NewEntry]) -> None:
    """Add entries, in the order given, to any number of chains; four statements in all.

    Runs inside the caller's transaction, together with the rows vouched for, or raises
    TransactionManagementError. The chains stay locked until it ends. Where the lock cannot reach (the
    first entry of a chain, written twice at once) the second writer gets IntegrityError: a chain never
    forks. Raises ValueError for a field that is not as :class:`NewEntry` says, and BadInput without keys.
    At most 30,000 chains in one call.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("the ledger is written inside the caller's transaction")
    if not entries:
        return
    heads = _lock({entry.chain for entry in entries})
    new = {chain for chain, (length, _head) in heads.items() if length == 0}
    bulk.insert_values(Entry, _COLUMNS, list(_linked(entries, heads)))
    key = keys().ledger_mac
    ends = [(chain, seq, head, head_mac(key, chain.bytes, seq, head)) for chain, (seq, head) in heads.items()]
    bulk.insert_values(Chain, _CHAIN_COLUMNS, [end for end in ends if end[0] in new])
    if known := [end for end in ends if end[0] not in new]:
        rows.upsert(Chain, _CHAIN_COLUMNS, known)


def _lock(chains: set[UUID]) -> dict[UUID, tuple[int, bytes]]:
    """Length and head of each chain; in one order for all writers, so that none waits in a circle."""
    known = Chain.objects.select_for_update().filter(chain__in=chains).order_by("chain")
    found = {row.chain: (row.length, bytes(row.head)) for row in known}
    return {chain: found.get(chain, (0, GENESIS)) for chain in chains}


def _linked(
    entries: Sequence[NewEntry], heads: dict[UUID, tuple[int, bytes]]
) -> Iterator[tuple[UUID, int, str, UUID, bytes, datetime, bytes, bytes]]:
    """The rows to insert; ``heads`` moves forward with them."""
    for new in entries:
        length, prev = heads[new.chain]
        if not 0 < len(new.kind) <= KIND_LENGTH or not new.kind.isascii():
            raise ValueError(f"an event kind code has 1 to {KIND_LENGTH} ASCII signs")
        made = entry_hash(
            new.chain.bytes,
            length + 1,
            new.kind.encode(),
            new.subject.bytes,
            new.content,
            microseconds(new.at),
            prev,
        )
        heads[new.chain] = (length + 1, made)
        yield new.chain, length + 1, new.kind, new.subject, new.content, new.at, prev, made
