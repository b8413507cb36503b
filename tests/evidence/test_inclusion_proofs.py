"""A proof leads from a leaf to the root that was signed, and from nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.evidence.standalone.verify_hilo import root_from
from hilo.ledger.checkpoint import merkle_root
from hilo.ledger.proofs import path

TREES = st.integers(1, 70).flatmap(lambda count: st.tuples(st.just(count), st.integers(0, count - 1)))


@given(TREES)
def test_each_leaf_is_led_to_the_root(tree):
    count, index = tree
    leaves = [bytes([n]) * 3 for n in range(count)]
    assert root_from(index, count, leaves[index], path(leaves, index)) == merkle_root(leaves)


@given(TREES, st.data())
def test_another_leaf_place_or_proof_is_not(tree, data):
    count, index = tree
    leaves = [bytes([n]) * 3 for n in range(count)]
    proof, root = path(leaves, index), merkle_root(leaves)
    assert root_from(index, count, b"otra", proof) != root
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        assert root_from(index, count, leaves[index], [*proof[:at], bytes(32), *proof[at + 1 :]]) != root
        with pytest.raises(ValueError):
            root_from(index, count, leaves[index], proof[:-1])
    with pytest.raises(ValueError):
        root_from(index, count, leaves[index], [*proof, bytes(32)])
    with pytest.raises(ValueError):
        root_from(count, count, leaves[index], proof)


def test_a_leaf_that_is_not_there_has_no_proof():
    with pytest.raises(IndexError):
        path([b"una"], 1)
