"""One chain, walked from its sealed end back to its first entry.

Backwards, because the end is the only hash that somebody with just the database cannot make up: from
there each entry that holds says what the hash before it must be. So a change is told where it was made,
not at all the entries that come after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any

from hilo.ledger.encoding import HASH_BYTES
from hilo.ledger.findings import Finding
from hilo.ledger.report import Code
from hilo.ledger.seal import head_mac


@dataclass(frozen=True, slots=True)
class Head:
    """The row of a chain as it stands, true or not; all None where there is none."""

    length: Any
    hash: Any
    mac: Any

    def seals(self, key: bytes, chain: bytes | None, length: Any, head: Any) -> bool:
        """Whether the seal of this row was made for this length and this hash."""
        if not (isinstance(length, int) and isinstance(head, bytes) and isinstance(self.mac, bytes)):
            return False
        if chain is None or length < 0 or len(head) != HASH_BYTES:
            return False
        return compare_digest(head_mac(key, chain, length, head), self.mac)


@dataclass(slots=True)
class Walk:
    """The state of a walk. Feed it rows with :meth:`step`, highest ``seq`` first; then :meth:`finish`."""

    name: str
    chain: bytes | None
    head: Head
    key: bytes
    top: int | None = None
    last: int | None = None
    last_wanted: bytes | None = None
    next: int = 0
    want: bytes | None = None
    sealed: bool = False
    holds: bool = False
    """Whether any row of the chain has the hash it says."""
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.head.seals(self.key, self.chain, self.head.length, self.head.hash):
            self.sealed, self.next, self.want = True, self.head.length, self.head.hash

    def step(self, seq: Any, prev: bytes, stored: Any, computed: bytes | None) -> bool:
        """One row; ``computed`` is its hash made anew, None if it cannot be. Whether the row holds."""
        if not isinstance(seq, int) or seq < 1:
            self._tell(0, Code.ENTRY_ALTERED, got=stored)
            return False
        itself = computed is not None and computed == stored
        self.holds = self.holds or itself
        if self.top is None:
            self.top, self.next = seq, self.next if self.sealed else seq
        if not self.sealed and self.head.seals(self.key, self.chain, seq, stored):
            self._found_end(seq, stored)
        if seq == self.last:
            return self._twice(seq, prev, stored, itself)
        if seq > self.next:
            code = Code.ENTRY_ADDED if itself else Code.ENTRY_ALTERED
            self._tell(seq, code, got=stored)
            return False
        return self._linked(seq, prev, stored, computed)

    def _linked(self, seq: int, prev: bytes, stored: Any, computed: bytes | None) -> bool:
        if seq < self.next:
            self._gap(seq + 1)
        true = computed is not None and computed == stored and self.want in (None, computed)
        if not true:
            self._tell(seq, Code.ENTRY_ALTERED, got=stored, want=self.want)
        self.last, self.last_wanted, self.next = seq, self.want, seq - 1
        # where only the column with the hash was changed, what the row says of the one before is true
        self.want = prev if true or (computed is not None and computed == self.want) else None
        return true

    def _twice(self, seq: int, prev: bytes, stored: Any, itself: bool) -> bool:
        true = itself and stored == self.last_wanted
        self.want = prev if true else self.want
        self._tell(seq, Code.ENTRY_DUPLICATED, got=None if true else stored)
        return true

    def _found_end(self, seq: int, stored: bytes) -> None:
        """The seal was made for this entry: the chain's row was changed, or entries were put after it."""
        self.sealed, self.want = True, stored
        added = (self.top or 0) - seq
        self.findings.clear()
        self.next = seq
        if added:
            self._tell(seq + 1, Code.ENTRY_ADDED, count=added)
        else:
            self._tell(0, Code.HEAD_ALTERED)

    def finish(self) -> Iterator[Finding]:
        """All that does not hold in the chain."""
        lost = self.head.mac is None
        if self.next > 0 and (self.sealed or self.holds):
            self._gap(1)
        if lost and self.holds:
            self._tell(0, Code.HEAD_MISSING)
        elif not lost and not self.sealed:
            self._tell((self.top or 0) + 1, Code.HEAD_UNSEALED)
        yield from self.findings

    def _gap(self, start: int) -> None:
        code = Code.TAIL_CUT if self.last is None and self.sealed else Code.ENTRY_MISSING
        self._tell(start, code, want=self.want, count=self.next - start + 1)
        self.want = None

    def _tell(self, seq: int, code: Code, *, got: Any = None, want: bytes | None = None, count: int = 1) -> None:
        got = got if isinstance(got, bytes) else None
        self.findings.append(Finding(self.name, seq, code, got=got, want=want, count=count))
