"""The checkpoints, verified: their chain, their signatures, their leaves."""

from collections.abc import Iterator
from struct import error as StructError
from typing import Any
from uuid import UUID

from hilo.ledger import rows
from hilo.ledger.checkpoint import merkle_root
from hilo.ledger.encoding import checkpoint_hash, checkpoint_message, leaf_data
from hilo.ledger.findings import Finding
from hilo.ledger.models import Chain, Checkpoint, CheckpointLeaf
from hilo.ledger.report import CHECKPOINTS, Code
from hilo.ledger.seal import keys, known_public_keys, signature_holds
from hilo.ledger.walk import Head, Walk

_COLUMNS = ("number", "at", "prev_hash", "root", "leaves", "key_id", "signature", "hash")
_LEAF = ("chain", "length", "head")


class Signed:
    """All checkpoints, with the leaves of all, or of those that speak of ``chain``."""

    def __init__(self, chain: UUID | None) -> None:
        self.chain = chain
        self.read = rows.reading()
        self.public = known_public_keys()
        self.count = 0
        self.good: set[int] = set()
        """Numbers of the checkpoints that hold, leaves included."""

    def findings(self) -> Iterator[Finding]:
        walk = Walk(str(CHECKPOINTS), CHECKPOINTS.bytes, self._head(), keys().ledger_mac)
        for row in rows.stream(
            f"SELECT {rows.selected(Checkpoint, _COLUMNS, 'p')} FROM ledger_checkpoint p "  # noqa: S608
            "ORDER BY p.number DESC"
        ):
            self.count += 1
            if not walk.step(row[0], row[2], row[7], self._hash(row)):
                continue
            if self._asked(row[0]) and not self._leaves_hold(row[0], row[3], row[4]):
                yield Finding(walk.name, row[0], Code.CHECKPOINT_LEAVES)
            else:
                self.good.add(row[0])
        yield from walk.finish()
        yield from self._stray_leaves(walk)

    def _head(self) -> Head:
        columns = rows.selected(Chain, ("length", "head", "mac"), "c")
        sql = f"SELECT {columns} FROM ledger_chain c WHERE c.chain = %s"  # noqa: S608
        found = [Head(*row) for row in rows.stream(sql, [rows.param(CHECKPOINTS)])]
        return found[0] if found else Head(None, None, None)

    def _hash(self, row: tuple[Any, ...]) -> bytes | None:
        number, at, prev, root, leaves, key, signature, _ = row
        try:
            message = checkpoint_message(number, self.read.moment(at), prev, root, leaves, key)  # type: ignore[arg-type]
            if key not in self.public or not signature_holds(self.public[key], signature, message):
                return None
        except (TypeError, ValueError, StructError):
            return None
        return checkpoint_hash(message, signature)

    def _asked(self, number: int) -> bool:
        if self.chain is None:
            return True
        return CheckpointLeaf.objects.filter(checkpoint_id=number, chain=self.chain).exists()

    def _leaves_hold(self, number: int, root: bytes, count: int) -> bool:
        sql = (
            f"SELECT {rows.selected(CheckpointLeaf, _LEAF, 'l')} FROM ledger_checkpointleaf l "  # noqa: S608
            "WHERE l.checkpoint_id = %s ORDER BY l.chain"
        )
        try:
            leaves = [leaf_data(self.read.uuid(row[0]), *row[1:]) for row in rows.stream(sql, [number])]  # type: ignore[arg-type]
        except (TypeError, ValueError, StructError):
            return False
        return len(leaves) == count and merkle_root(leaves) == root

    def _stray_leaves(self, walk: Walk) -> Iterator[Finding]:
        """Leaves of checkpoints that never were; those of a missing one are told by the gap."""
        length = walk.head.length if isinstance(walk.head.length, int) else 0
        sql = (
            "SELECT DISTINCT l.checkpoint_id FROM ledger_checkpointleaf l LEFT JOIN ledger_checkpoint p "
            "ON p.number = l.checkpoint_id WHERE p.number IS NULL AND NOT l.checkpoint_id BETWEEN 1 AND %s"
        )
        for (number,) in rows.stream(sql, [max(length, walk.top or 0)]):
            yield Finding(walk.name, number, Code.CHECKPOINT_LEAVES)
