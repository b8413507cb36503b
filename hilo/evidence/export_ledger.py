"""What an export says of the ledger: the chain of the case, and the signed checkpoints that vouch for it."""

import hashlib
from typing import Any
from uuid import UUID

from hilo.cases.models import Case, Event
from hilo.evidence.models import Stamp
from hilo.ledger.encoding import microseconds
from hilo.ledger.models import Checkpoint, Entry
from hilo.ledger.proofs import Inclusion, inclusions

MOST_LINKS = 5_000  # checkpoints in between that travel along; beyond it only those that speak of the case


def chain_of(case: Case) -> list[dict[str, Any]]:
    """Every entry of the case's chain with the columns of its event; of a sealed note only the SHA-256.

    Two queries. An entry whose event is gone has ``event`` None: the export is then refused by its own check.
    """
    events = {event.pk: event for event in Event.objects.filter(case=case)}
    rows = Entry.objects.filter(chain=case.pk).order_by("seq")
    return [_entry(row, events.get(row.subject)) for row in rows]


def _entry(row: Entry, event: Event | None) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "kind": row.kind,
        "subject": row.subject.hex,
        "content": bytes(row.content).hex(),
        "at": microseconds(row.at),
        "prev": bytes(row.prev).hex(),
        "hash": bytes(row.hash).hex(),
        "event": _event(event) if event else None,
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "happened_at": microseconds(event.happened_at),
        "entered_at": microseconds(event.entered_at),
        "by": event.by_id,
        "facts": event.facts,
        "note": hashlib.sha256(bytes(event.note)).hexdigest() if event.note else None,
    }


def checkpoints_of(chain: UUID) -> tuple[list[dict[str, Any]], bool]:
    """The checkpoints that speak of ``chain``, each with its inclusion proof, and those in between.

    The second value: whether those in between are all there, so that each can be seen to follow the one before.
    Three queries.
    """
    proofs = {one.checkpoint: one for one in inclusions(chain)}
    if not proofs:
        return [], True
    between = Checkpoint.objects.filter(number__gte=min(proofs), number__lte=max(proofs)).order_by("number")
    linked = max(proofs) - min(proofs) < MOST_LINKS
    if not linked:
        stamped = Stamp.objects.filter(checkpoint__gte=min(proofs)).values_list("checkpoint", flat=True)
        between = between.filter(number__in={*proofs, *stamped})
    return [_checkpoint(row, proofs.get(row.number)) for row in between], linked


def _checkpoint(row: Checkpoint, proof: Inclusion | None) -> dict[str, Any]:
    told = {
        "number": row.number,
        "at": microseconds(row.at),
        "prev_hash": bytes(row.prev_hash).hex(),
        "root": bytes(row.root).hex(),
        "leaves": row.leaves,
        "key": bytes(row.key_id).hex(),
        "signature": bytes(row.signature).hex(),
    }
    return told | {"leaf": _leaf(proof)} if proof else told


def _leaf(proof: Inclusion) -> dict[str, Any]:
    return {
        "length": proof.length,
        "head": proof.head.hex(),
        "index": proof.index,
        "proof": [one.hex() for one in proof.path],
    }


def stamps_of(checkpoints: list[dict[str, Any]]) -> dict[str, bytes]:
    """The stamps of outside authorities over those checkpoints, by the name of their file. One query."""
    if not checkpoints:
        return {}
    first, last = checkpoints[0]["number"], checkpoints[-1]["number"]
    rows = Stamp.objects.filter(checkpoint__gte=first, checkpoint__lte=last).order_by("checkpoint", "id")
    return {f"stamps/{row.checkpoint:06d}-{n}.tsr": bytes(row.token) for n, row in enumerate(rows, 1)}
