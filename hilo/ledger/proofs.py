"""Inclusion proofs: that a checkpoint's signature speaks of a chain, without showing the other chains (RFC 9162)."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from hilo.ledger.encoding import leaf_data
from hilo.ledger.models import CheckpointLeaf


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Where a chain stands among the leaves of a checkpoint, and the hashes that lead from it to the root."""

    checkpoint: int
    length: int
    head: bytes
    index: int
    path: tuple[bytes, ...]


def inclusions(chain: UUID) -> Iterator[Inclusion]:
    """One proof for each checkpoint that speaks of ``chain``, oldest first: one query, one checkpoint in memory."""
    touched = CheckpointLeaf.objects.filter(chain=chain).values("checkpoint")
    leaves = CheckpointLeaf.objects.filter(checkpoint__in=touched).order_by("checkpoint", "chain").iterator()
    for number, group in groupby(leaves, key=attrgetter("checkpoint_id")):
        rows = list(group)
        index = next(at for at, row in enumerate(rows) if row.chain == chain)
        told = [leaf_data(row.chain.bytes, row.length, bytes(row.head)) for row in rows]
        mine = rows[index]
        yield Inclusion(number, mine.length, bytes(mine.head), index, tuple(path(told, index)))


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The inclusion path of a leaf, from its sibling up (RFC 9162, 2.1.3.1). Raises IndexError for a leaf not there."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    if not 0 <= index < len(level):
        raise IndexError(index)
    found = []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            found.append(level[sibling])
        # a node without a sibling rises as it is: the tree is full on its left, as the RFC splits it
        pairs = [hashlib.sha256(b"\1" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)]
        level, index = pairs + level[len(pairs) * 2 :], index // 2
    return found
