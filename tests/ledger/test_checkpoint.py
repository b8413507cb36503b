"""Checkpoints sign where chains end, only of those that moved, and nobody's forgery."""

import hashlib
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tampering import NOON, point_head_at_the_end, told, unguard, write

from hilo.ledger.checkpoint import make, merkle_root
from hilo.ledger.encoding import checkpoint_message, microseconds
from hilo.ledger.models import Chain, Checkpoint, CheckpointLeaf, Entry
from hilo.ledger.report import CHECKPOINTS
from hilo.ledger.seal import public_key
from hilo.ledger.verify import verify
from hilo.lib.errors import Denied

pytestmark = pytest.mark.django_db


def test_nothing_new_makes_no_checkpoint():
    assert make(NOON) is None
    write(uuid.uuid4())
    assert make(NOON) is not None
    assert make(NOON) is None
    assert Checkpoint.objects.count() == 1


def test_only_chains_that_moved_are_signed_again():
    one, other = uuid.uuid4(), uuid.uuid4()
    write(one, 2)
    write(other)
    assert make(NOON).leaves == 2
    write(one)
    second = make(NOON)
    assert [(leaf.chain, leaf.length) for leaf in second.touched.all()] == [(one, 3)]
    assert bytes(second.prev_hash) == bytes(Checkpoint.objects.get(number=1).hash)
    assert verify().ok


def test_a_stranger_with_the_public_key_can_verify_a_checkpoint():
    write(uuid.uuid4())
    made = make(NOON)
    message = checkpoint_message(
        made.number, microseconds(made.at), bytes(made.prev_hash), bytes(made.root), made.leaves, bytes(made.key_id)
    )
    Ed25519PublicKey.from_public_bytes(public_key()).verify(bytes(made.signature), message)


def test_the_root_is_the_one_of_rfc_6962():
    leaf = [hashlib.sha256(b"\0" + bytes([n])).digest() for n in range(3)]
    pair = hashlib.sha256(b"\1" + leaf[0] + leaf[1]).digest()
    assert merkle_root([b"\0", b"\1", b"\2"]) == hashlib.sha256(b"\1" + pair + leaf[2]).digest()


def test_a_chain_whose_end_was_forged_is_left_out_and_the_others_are_signed():
    forged, sound = uuid.uuid4(), uuid.uuid4()
    write(forged, 3)
    write(sound)
    unguard()
    Entry.objects.filter(chain=forged, seq=3).delete()
    point_head_at_the_end(forged)
    make(NOON)
    assert [leaf.chain for leaf in CheckpointLeaf.objects.all()] == [sound]
    assert told() == [(str(forged), 3, "head_unsealed")]


@pytest.mark.parametrize("change", ["gone", "wrong"])
def test_no_checkpoint_is_made_after_checkpoints_that_are_broken(change):
    chain = uuid.uuid4()
    write(chain)
    make(NOON)
    end = Chain.objects.filter(chain=CHECKPOINTS)
    end.delete() if change == "gone" else end.update(mac=bytes(32))
    write(chain)
    with pytest.raises(Denied, match="hilo ledger verify"):
        make(NOON)
