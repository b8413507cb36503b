"""Checkpoints: at intervals, one signature over where every chain ends."""

from collections.abc import Iterable
from datetime import datetime
from hmac import compare_digest

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from pymerkle import InmemoryTree

from hilo.ledger import rows
from hilo.ledger.encoding import GENESIS, checkpoint_hash, checkpoint_message, leaf_data, microseconds
from hilo.ledger.models import Chain, Checkpoint, CheckpointLeaf
from hilo.ledger.report import CHECKPOINTS
from hilo.ledger.seal import head_mac, key_id, keys, public_key, signing_key
from hilo.lib.errors import Denied


@transaction.atomic
def make(now: datetime) -> Checkpoint | None:
    """Sign where each chain touched since the previous checkpoint ends; None when none was.

    A chain whose end does not carry our seal is left out, so that nobody's forgery is signed
    (``hilo ledger verify`` names it). Raises Denied when the checkpoints themselves are broken, BadInput
    without keys, IntegrityError when two are made at once.
    """
    number, prev = _last()
    chains = [row for row in _touched() if _sealed(row)]
    if not chains:
        return None
    made = _signed(number + 1, now, prev, [(c.chain.bytes, c.length, bytes(c.head)) for c in chains])
    made.save(force_insert=True)
    leaves = [(row.chain, row.length, row.head, made.number) for row in chains]
    rows.insert(CheckpointLeaf, ("chain", "length", "head", "checkpoint_id"), leaves)
    mac = head_mac(keys().ledger_mac, CHECKPOINTS.bytes, made.number, bytes(made.hash))
    rows.upsert(Chain, ("chain", "length", "head", "mac"), [(CHECKPOINTS, made.number, made.hash, mac)])
    return made


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """The root of RFC 6962 section 2.1 over leaves in order, SHA-256, 32 bytes."""
    tree = InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        tree.append_entry(leaf)
    root: bytes = tree.get_root()
    return root


def _last() -> tuple[int, bytes]:
    end = Chain.objects.select_for_update().filter(chain=CHECKPOINTS).first()
    if end is None and not Checkpoint.objects.exists():
        return 0, GENESIS
    if end is None or not _sealed(end):
        raise Denied(_("Los puntos de control no están completos. Ejecute «hilo ledger verify»."))
    return end.length, bytes(end.head)


def _touched() -> Iterable[Chain]:
    seen = CheckpointLeaf.objects.filter(chain=OuterRef("chain"), length=OuterRef("length"))
    return Chain.objects.exclude(chain=CHECKPOINTS).exclude(Exists(seen)).order_by("chain").iterator()


def _sealed(row: Chain) -> bool:
    mac = head_mac(keys().ledger_mac, row.chain.bytes, row.length, bytes(row.head))
    return compare_digest(mac, bytes(row.mac))


def _signed(number: int, now: datetime, prev: bytes, chains: list[tuple[bytes, int, bytes]]) -> Checkpoint:
    root, key = merkle_root(leaf_data(*chain) for chain in chains), key_id(public_key())
    message = checkpoint_message(number, microseconds(now), prev, root, len(chains), key)
    signature = signing_key().sign(message)
    return Checkpoint(
        number=number,
        at=now,
        prev_hash=prev,
        root=root,
        leaves=len(chains),
        key_id=key,
        signature=signature,
        hash=checkpoint_hash(message, signature),
    )
