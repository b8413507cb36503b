"""Whether the record still says what was written, and where it does not.

Who is seen, and who is not:

- With only the database, no change stays unseen: each column of each row is in a hash, each chain ends
  in a seal whose key is outside. One exception: a chain put back, whole, to how it stood at an earlier
  moment, its row with the seal of that moment included. A checkpoint made since shows it, and so does
  a row vouched for that was left behind; without either it is not seen.
- The same holds for the checkpoints: one missing, changed or forged is seen, but putting the *whole*
  database back to an earlier copy is not. Only a checkpoint kept outside (``hilo ledger checkpoint
  --json``) shows that, to whoever holds it.
- Who has the keys and the database can write another past, up to the last checkpoint kept outside.
- That something was never written, or written falsely by a person, no ledger shows.
"""

from collections.abc import Iterable, Iterator, Sequence
from struct import error as StructError
from typing import Any, Protocol
from uuid import UUID

from hilo.ledger import rows
from hilo.ledger.encoding import entry_hash
from hilo.ledger.findings import Finding, settle
from hilo.ledger.models import Chain, CheckpointLeaf, Entry
from hilo.ledger.report import CHECKPOINTS, Break, Code, Report
from hilo.ledger.seal import keys
from hilo.ledger.signed import Signed
from hilo.ledger.walk import Head, Walk

__all__ = ["Break", "Code", "ContentSource", "Report", "verify"]

BATCH = 1000
_ENTRY = ("chain", "seq", "kind", "subject", "content", "at", "prev", "hash")
_HEAD = ("length", "head", "mac")


class ContentSource(Protocol):
    """The rows that entries vouch for, as they are now."""

    def digests(self, subjects: Sequence[UUID]) -> dict[UUID, bytes]:
        """SHA-256 of the canonical form, recomputed from the live rows; missing rows are absent."""
        ...

    def orphans(self) -> Iterable[tuple[UUID, UUID]]:
        """Chain and id of each row that no entry vouches for."""
        ...


def verify(*, source: ContentSource | None = None, chain: UUID | None = None) -> Report:
    """Verify all chains, or one; with ``source`` also the rows they vouch for.

    Streams: memory does not grow with the ledger. Checkpoints are all verified; their leaves, when one
    chain is asked for, only where they speak of it. Raises BadInput without keys.
    """
    signed = Signed(chain)
    findings = list(signed.findings())
    entries = _Entries(source, chain)
    findings += entries.findings()
    findings += _empty_chains(entries, chain, {UUID(f.chain) for f in findings if f.code == Code.HEAD_MISSING})
    broken = {f.chain for f in findings}
    findings += _against_leaves(signed, chain, {(f.chain, f.seq) for f in findings})
    if source:
        # in a broken chain the break explains the row that is left over
        findings += [f for f in _orphans(source, chain) if f.chain not in broken]
    told = settle(findings)
    return Report(not told, entries.chains, entries.count, signed.count, told)


class _Entries:
    """All entries in the order of chain and place, both downwards."""

    def __init__(self, source: ContentSource | None, chain: UUID | None) -> None:
        self.source, self.chain = source, chain
        self.key = keys().ledger_mac
        self.read = rows.reading()
        self.count = self.chains = 0
        self.waiting: list[tuple[str, int, UUID, bytes]] = []

    def findings(self) -> Iterator[Finding]:
        walk, standing = None, None
        for row in rows.stream(*self._query()):
            self.count += 1
            if walk is None or row[0] != standing:
                yield from self._end(walk)
                walk, standing = self._begin(row), row[0]
            self._step(walk, row)
            if len(self.waiting) >= BATCH:
                yield from self._contents()
        yield from self._end(walk)
        yield from self._contents()

    def _query(self) -> tuple[str, list[Any]]:
        where = "WHERE e.chain = %s" if self.chain else ""
        sql = (
            f"SELECT {rows.selected(Entry, _ENTRY, 'e')}, {rows.selected(Chain, _HEAD, 'c')} "  # noqa: S608
            f"FROM ledger_entry e LEFT JOIN ledger_chain c ON c.chain = e.chain {where} "
            "ORDER BY e.chain DESC, e.seq DESC"
        )
        return sql, [rows.param(self.chain)] if self.chain else []

    def _begin(self, row: tuple[Any, ...]) -> Walk:
        chain = self.read.uuid(row[0])
        return Walk(_name(chain, row[0]), chain, Head(*row[8:11]), self.key)

    def _step(self, walk: Walk, row: tuple[Any, ...]) -> None:
        _, seq, kind, subject_written, content, at, prev, stored = row[:8]
        subject = self.read.uuid(subject_written)
        try:
            computed = entry_hash(walk.chain, seq, kind, subject, content, self.read.moment(at), prev)  # type: ignore[arg-type]
        except (TypeError, ValueError, StructError):
            computed = None
        if walk.step(seq, prev, stored, computed) and self.source and subject:
            self.waiting.append((walk.name, seq, UUID(bytes=subject), content))

    def _end(self, walk: Walk | None) -> Iterator[Finding]:
        if walk is None:
            return
        yield from walk.finish()
        self.chains += walk.head.mac is not None or walk.holds

    def _contents(self) -> Iterator[Finding]:
        """The rows vouched for, of the entries that hold."""
        if not self.source or not self.waiting:
            return
        now = self.source.digests([subject for _, _, subject, _ in self.waiting])
        for name, seq, subject, content in self.waiting:
            if subject not in now:
                yield Finding(name, seq, Code.CONTENT_MISSING)
            elif now[subject] != content:
                yield Finding(name, seq, Code.CONTENT_ALTERED)
        self.waiting.clear()


def _empty_chains(entries: _Entries, chain: UUID | None, headless: set[UUID]) -> Iterator[Finding]:
    """Rows of chains that have no entries at all; ``headless`` are chains whose row is missing."""
    where = "AND c.chain = %s" if chain else ""
    sql = (
        f"SELECT {rows.selected(Chain, ('chain', *_HEAD), 'c')} FROM ledger_chain c "  # noqa: S608
        f"WHERE c.chain <> %s {where} AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.chain = c.chain)"
    )
    for written, *values in rows.stream(sql, [rows.param(value) for value in (CHECKPOINTS, chain) if value]):
        raw, head = entries.read.uuid(written), Head(*values)
        if any(head.seals(entries.key, other.bytes, head.length, head.hash) for other in headless):
            continue  # a missing row under another name: told where it is missing
        entries.chains += 1
        yield from Walk(_name(raw, written), raw, head, entries.key).finish()


def _against_leaves(signed: Signed, chain: UUID | None, known: set[tuple[str, int]]) -> Iterator[Finding]:
    """Chains that are not, or no longer, as a checkpoint saw them."""
    where = "AND l.chain = %s" if chain else ""
    sql = (
        f"SELECT {rows.selected(CheckpointLeaf, ('chain', 'length', 'checkpoint_id'), 'l')}, e.hash, "  # noqa: S608
        "(SELECT max(m.seq) FROM ledger_entry m WHERE m.chain = l.chain) "
        "FROM ledger_checkpointleaf l LEFT JOIN ledger_entry e ON e.chain = l.chain AND e.seq = l.length "
        f"WHERE (e.hash IS NULL OR e.hash <> l.head) {where} ORDER BY l.chain, l.length"
    )
    read = rows.reading()
    for written, length, number, stands, top in rows.stream(sql, [rows.param(chain)] if chain else []):
        name = _name(read.uuid(written), written)
        if number not in signed.good:
            continue
        seq = length if stands is not None else min(length, (top or 0) + 1)
        if (name, seq) not in known:
            yield Finding(name, seq, Code.CHECKPOINT_DIFFERS, number=number)


def _orphans(source: ContentSource, chain: UUID | None) -> Iterator[Finding]:
    for its_chain, subject in source.orphans():
        if chain in (None, its_chain):
            yield Finding(str(its_chain), 0, Code.ROW_WITHOUT_ENTRY, subject=str(subject))


def _name(chain: bytes | None, written: Any) -> str:
    """The chain as text, even where it is no UUID any more."""
    if chain is not None and len(chain) == 16:
        return str(UUID(bytes=chain))
    return written.decode("utf-8", "replace") if isinstance(written, bytes) else str(written)
