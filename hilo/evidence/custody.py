"""Steps of custody: how each is written down, chained and signed, and what in a chain is worth a look.

``body`` is canonical JSON of codes, moments and commitments: HMAC-SHA-256 of each text under a salt of its own (RFC
2104). ``hash`` = SHA-256 of :data:`STEP`, ``prev`` and ``body``; ``signature`` = Ed25519 (RFC 8032) of :data:`SIGNED`
and ``hash``. Steps follow CNPP 227-228 and Acuerdo A/009/15. Nothing found here makes evidence void: what was altered
keeps its value unless its efficacy was lost (CNPP 228), and that is for a judge.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hilo.accounts.sealing import open_text, seal_text
from hilo.evidence import custody_faults
from hilo.evidence.custody_faults import Fault
from hilo.evidence.models import CustodyEvent, Item
from hilo.ledger.encoding import microseconds
from hilo.ledger.seal import key_id, known_public_keys, public_key, signature_holds, signing_key
from hilo.lib.canonical import canonical_bytes
from hilo.lib.errors import BadInput
from hilo.lib.ids import uuid7

STEP, SIGNED = b"hilo custody 1\0", b"hilo custody signature 1\0"
GENESIS = bytes(32)
TEXTS = ("holder", "place", "condition", "seal")
SALT = 16  # bytes
COLUMNS = ("case", "item", "seq", "kind", "happened_at", "entered_at", "by", "institution")  # that stand in body too


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a step. ``sha256``: of the file as it was found at this step, 64 hex signs or none."""

    kind: str
    happened_at: datetime
    holder: str = ""
    place: str = ""
    condition: str = ""
    seal: str = ""
    sha256: str = ""
    to_institution: str = ""
    transfer: UUID | None = None


def made(item: Item, last: CustodyEvent | None, said: Said, *, by: Any, now: datetime) -> CustodyEvent:
    """The next step of an item, signed. It is not saved, and its event on the thread is not yet known."""
    pk, prev, salts = uuid7(), bytes(last.hash) if last else GENESIS, {name: os.urandom(SALT) for name in TEXTS}
    texts = {name: str(getattr(said, name)) for name in TEXTS}
    row = CustodyEvent(
        id=pk, item=item, seq=last.seq + 1 if last else 1, kind=said.kind, happened_at=said.happened_at,
        entered_at=now, by=by, institution=by.institution, prev=prev,
    )  # fmt: skip
    commit = {name: hmac.digest(salts[name], text.encode(), "sha256").hex() for name, text in texts.items()}
    more = {
        "v": 1,
        "commit": commit,
        "sha256": said.sha256,
        "to_institution": said.to_institution,
        "transfer": said.transfer.hex if said.transfer else "",
    }
    row.body = canonical_bytes(columns_of(row) | more).decode()
    its = row.hash = hash_of(prev, row.body)
    row.key, row.signature = key_id(public_key()), signing_key().sign(SIGNED + its)
    told = texts | {"salts": {name: salt.hex() for name, salt in salts.items()}}
    row.told = seal_text(canonical_bytes(told).decode(), place=f"custody.told:{pk}")
    return row


def columns_of(row: CustodyEvent) -> dict[str, Any]:
    """The columns of a step as its body writes them."""
    return {
        "case": row.item.case_id.hex,
        "item": row.item_id.hex,
        "seq": row.seq,
        "kind": row.kind,
        "happened_at": microseconds(row.happened_at),
        "entered_at": microseconds(row.entered_at),
        "by": row.by_id,
        "institution": row.institution,
    }


def hash_of(prev: bytes, body: str) -> bytes:
    """What the next step and the signature are computed over, 32 bytes."""
    return hashlib.sha256(STEP + prev + body.encode()).digest()


def opened(row: CustodyEvent) -> dict[str, Any]:
    """Holder, place, condition and seal of a step, and ``salts``: name -> hex."""
    found: dict[str, Any] = json.loads(open_text(row.told, place=f"custody.told:{row.pk}"))
    return found


def faults(
    rows: Iterable[CustodyEvent],
    vouched: Sequence[Mapping[str, Any]] | None = None,
    *,
    now: datetime | None = None,
    keys: Mapping[bytes, bytes] | None = None,
) -> list[Fault]:
    """All that is worth a look in the custody of one item, by step. ``rows`` by ``seq``; ``now``: for a delivery that
    still waits; ``vouched``, ``keys``: see :func:`broken`.
    """
    steps = list(rows)
    found = [Fault(seq, code) for seq, code in broken(steps, vouched, keys)]
    altered = {one.seq for one in found if one.code == "altered"}
    found += custody_faults.sequence([_look(row) for row in steps if row.seq not in altered], now=now)
    return sorted(found, key=lambda one: one.seq)


def _look(row: CustodyEvent) -> custody_faults.Step:
    body, told = json.loads(row.body), opened(row)
    said = {name: told[name].strip() for name in TEXTS}
    return custody_faults.Step(
        row.seq, row.kind, row.happened_at, row.entered_at, said["seal"], body["sha256"], row.by_id, row.institution,
        body["to_institution"], held=bool(said["holder"]), noted=bool(said["condition"]),
    )  # fmt: skip


def broken(
    rows: Sequence[CustodyEvent],
    vouched: Sequence[Mapping[str, Any]] | None = None,
    keys: Mapping[bytes, bytes] | None = None,
) -> list[tuple[int, str]]:
    """Where the chain of one item does not hold, as (seq, code). ``rows`` by ``seq``; ``vouched``: the facts of the
    thread's ``custody.recorded`` about this item, in their order, each with its own id as "event" where it is known;
    None does not compare with the thread. ``keys``: id -> public key, read once by who looks at many items.
    """
    prev, found = GENESIS, []
    known = known_public_keys() if keys is None else keys
    for n, row in enumerate(rows, start=1):
        found += [(row.seq, code) for code in _wrong_with(row, n, prev, known)]
        prev = bytes(row.hash)
    return found + (_against_thread(rows, vouched) if vouched is not None else [])


def _wrong_with(row: CustodyEvent, n: int, prev: bytes, keys: Mapping[bytes, bytes]) -> list[str]:
    wrong = []
    if row.seq != n:
        wrong.append("gap")
    if bytes(row.prev) != prev:
        wrong.append("chain")
    if hash_of(bytes(row.prev), row.body) != bytes(row.hash) or not _agrees(row):
        wrong.append("altered")
    public = keys.get(bytes(row.key), b"")
    if not public or not signature_holds(public, bytes(row.signature), SIGNED + bytes(row.hash)):
        wrong.append("signature")
    return wrong


def _agrees(row: CustodyEvent) -> bool:
    """Whether columns and sealed texts are those of the body."""
    try:
        body, told = json.loads(row.body), opened(row)
        salts = {name: bytes.fromhex(told["salts"][name]) for name in TEXTS}
        commit = {name: hmac.digest(salts[name], str(told[name]).encode(), "sha256").hex() for name in TEXTS}
        return body["commit"] == commit and {name: body[name] for name in COLUMNS} == columns_of(row)
    except (BadInput, KeyError, TypeError, ValueError):
        return False


def _against_thread(rows: Sequence[CustodyEvent], vouched: Sequence[Mapping[str, Any]]) -> list[tuple[int, str]]:
    stands = {row.seq: bytes(row.hash).hex() for row in rows}
    events = {row.seq: str(row.event) for row in rows}
    told: dict[int, str] = {}
    found = []
    for facts in vouched:
        seq, its = int(facts["seq"]), str(facts["hash"])
        if seq in told and told[seq] != its:
            found.append((seq, "fork"))
        elif seq not in stands:
            found.append((seq, "truncated"))
        elif stands[seq] != its or facts.get("event", events[seq]) != events[seq]:
            found.append((seq, "fork"))
        told[seq] = its
    return found + [(seq, "unvouched") for seq in stands if seq not in told]
